"""One Chromium, and what is done and looked for on the pages that it shows."""

import os
import time

from selenium import webdriver
from selenium.common.exceptions import NoSuchElementException, StaleElementReferenceException, WebDriverException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By

# Seconds: many tests share the machine.
PATIENCE = 60


class Browser:
    """One Chromium and the pages that it shows."""

    def __init__(self, address, folder, project, script=True, language="en"):
        self.address = address
        # The folder of what is served.
        self.project = project
        # Chromium saves nothing directly in the home folder, which this one may be.
        self.saved = os.path.join(folder, "saved")
        os.mkdir(self.saved)
        options = webdriver.ChromeOptions()
        options.binary_location = "/usr/bin/chromium"
        for argument in [
            "headless=new", "no-sandbox", "disable-gpu", "disable-dev-shm-usage", "no-first-run",
            "disable-background-networking", "disable-component-update", "disable-sync",
            "host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "window-size=1280,1000",
            f"user-data-dir={folder}/profile", f"accept-lang={language}",
        ]:
            options.add_argument("--" + argument)
        options.add_experimental_option("prefs", {
            "intl.accept_languages": language,
            "download.default_directory": self.saved,
            "profile.managed_default_content_settings.javascript": 1 if script else 2,
        })
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        self.driver = webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)

    def open(self, path):
        self.driver.get(self.address + path)

    def all(self, css):
        return self.driver.find_elements(By.CSS_SELECTOR, css)

    def one(self, css):
        found = self.all(css)
        assert len(found) == 1, f"{len(found)} of {css} on {self.driver.current_url}:\n{self.text}"
        return found[0]

    @property
    def text(self):
        return self.driver.find_element(By.TAG_NAME, "body").text

    @property
    def path(self):
        return self.driver.current_url.removeprefix(self.address)

    def shows(self, *texts):
        for text in texts:
            assert text in self.text, f"'{text}' is not on {self.path}:\n{self.text}"

    def hides(self, *texts):
        for text in texts:
            assert text not in self.text, f"'{text}' is on {self.path}:\n{self.text}"

    def button(self, text):
        found = [button for button in self.all("button, a.button") if button.text.strip() == text]
        assert len(found) == 1, f"{len(found)} buttons '{text}' on {self.path}:\n{self.text}"
        return found[0]

    def press(self, text):
        """Presses a button that leads to another page."""
        self.follow(self.button(text))

    def press_labelled(self, label):
        self.follow(self.one(f"button[aria-label='{label}']"))

    def follow(self, element):
        page = self.one("html")
        shown = element.get_attribute("aria-label") or element.text
        element.click()
        self.wait(lambda: is_gone(page), f"'{shown}' leads nowhere")

    def wait_for_end(self, status):
        """Until the run whose page it is has ended."""
        self.wait(lambda: [chip.text for chip in self.all("h1 .chip")] == [status],
                  f"the run does not end as '{status}'")

    def rows(self, css):
        """The cells of a table's body."""
        return [[cell.text for cell in row.find_elements(By.CSS_SELECTOR, "th, td")]
                for row in self.all(f"{css} tbody tr")]

    def write(self, css, text):
        field = self.one(css)
        field.clear()
        field.send_keys(text)

    def wait(self, holds, what):
        """Until something holds; a page that comes meanwhile may take its parts away."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                found = holds()
                if found:
                    return found
            except WebDriverException as error:
                if not is_of_page_that_went(error):
                    raise
            time.sleep(0.05)
        raise AssertionError(f"{what}: {self.path}:\n{self.text}")

    def wait_for(self, text):
        self.wait(lambda: text in self.text, f"'{text}' does not come")

    def check_console(self):
        """No script failed, and nothing was refused by the Content-Security-Policy."""
        # A page that answers with 401, 404 or 422 is noted too, as it should be.
        said = [entry["message"] for entry in self.driver.get_log("browser")
                if entry["level"] == "SEVERE" and "the server responded with a status of" not in entry["message"]]
        assert not said, said


def is_of_page_that_went(error):
    """Whether a page went away while one of its parts was looked at; Chromium's driver has three ways to say so."""
    return isinstance(error, (NoSuchElementException, StaleElementReferenceException)) or (
        "Node with given id does not belong to the document" in (error.msg or ""))


def is_gone(element):
    try:
        element.is_enabled()
        return False
    except WebDriverException as error:
        if not is_of_page_that_went(error):
            raise
        return True
