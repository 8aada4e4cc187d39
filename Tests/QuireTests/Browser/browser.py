"""Drives Chromium through the pages of `quire serve`.

browser.py SCENARIO ADDRESS FOLDER: the address of the server, and a folder of its own for what the browser keeps. Ends
with 1 and says what is not as it has to be.
"""

import os
import sys
import time

import openpyxl
from selenium import webdriver
from selenium.common.exceptions import NoSuchElementException, StaleElementReferenceException, WebDriverException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

# Seconds: many tests share the machine.
PATIENCE = 60


class Browser:
    """One Chromium and the pages that it shows."""

    def __init__(self, address, folder, script=True, language="en"):
        self.address = address
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
        page = self.one("html")
        self.button(text).click()
        self.wait(lambda: is_gone(page), f"'{text}' leads nowhere")

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


def titles(browser):
    return [item.text for item in browser.all("#report-list > li h2") if item.is_displayed()]


def search(browser):
    """A report is found while one types."""
    browser.open("/")
    assert titles(browser) == ["Endless share", "Salaries", "Share", "Slow share"], titles(browser)
    page = browser.one("html")
    browser.one("#q").send_keys("SLOW sha")
    browser.wait(lambda: titles(browser) == ["Slow share"], "the list is not filtered")
    browser.wait_for("Reports found: 1")
    browser.one("#q").send_keys("x")
    browser.wait(lambda: titles(browser) == [], "the list is not filtered")
    assert not is_gone(page)
    browser.one("#q").clear()
    browser.one("#q").send_keys(" ")
    browser.wait(lambda: len(titles(browser)) == 4, "the list stays filtered")


def search_without_script(browser):
    """A report is found by sending the form."""
    browser.open("/")
    browser.one("#q").send_keys("slow")
    browser.press("Search")
    assert browser.path == "/?q=slow", browser.path
    assert titles(browser) == ["Slow share"], titles(browser)
    browser.one("#report-list h2 a").click()
    browser.wait(lambda: browser.path == "/reports/slow", "the report does not open")
    assert browser.one("h1").text == "Slow share"


def wrong_input(browser):
    """What is wrong is said beside its field, and what was typed stays."""
    browser.open("/reports/share")
    browser.one("details.options summary").click()
    browser.write("#p\\.least", "250")
    browser.write("#p\\.code", "c9")
    browser.write("#where", "amount >")
    [box for box in browser.all("input[name=columns]") if box.get_attribute("value") == "ours"][0].click()
    # The browser's own check would keep the form from being sent.
    browser.driver.execute_script("document.getElementById('form').noValidate = true")
    browser.press("Run")
    assert browser.path == "/reports/share/run", browser.path
    field = browser.one("#p\\.code")
    assert field.get_attribute("value") == "c9" and field.get_attribute("aria-invalid") == "true"
    said = browser.one(".field:has(#p\\.code) .field-error")
    assert said.get_attribute("id") in field.get_attribute("aria-describedby").split()
    assert "C[0-9]" in said.text or "pattern" in said.text, said.text
    assert browser.driver.switch_to.active_element.get_attribute("id") == "errors"
    assert browser.one("#p\\.least").get_attribute("value") == "250"
    assert browser.one("#where").get_attribute("value") == "amount >"
    assert not browser.one("input[name=columns][value=ours]").is_selected()
    assert browser.one("input[name=columns][value=sn]").is_selected()
    # Once that is right, the filter is the next to be looked at.
    browser.write("#p\\.code", "C9")
    browser.press("Run")
    assert browser.one("#where").get_attribute("aria-invalid") == "true", browser.text
    browser.write("#where", "amount > 300")
    browser.press("Run")
    browser.wait_for("Succeeded")
    browser.shows("Result")


def preview(browser):
    """The first rows, enriched, above the form that asked for them."""
    browser.open("/reports/share")
    browser.write("#p\\.least", "300")
    browser.press("Preview")
    table = browser.one("#preview table")
    heads = [cell.text for cell in table.find_elements(By.CSS_SELECTOR, "thead th")]
    assert heads == ["Sn", "Amount", "Ours"], heads
    rows = [[cell.text for cell in row.find_elements(By.CSS_SELECTOR, "td")]
            for row in table.find_elements(By.CSS_SELECTOR, "tbody tr")]
    # 7 × 3 + 18 = 39 hundredths.
    assert len(rows) == 20 and rows[0][0] == "C3" and "0.39" in rows[0][2], rows
    assert browser.one("#p\\.least").get_attribute("value") == "300"
    browser.open("/runs")
    assert not browser.all("tbody tr"), "a preview is no run"


def live_run(browser):
    """The bars move without the page being loaded, and the result comes by itself."""
    browser.open("/reports/slow")
    browser.press("Run")
    browser.wait(lambda: browser.path.startswith("/runs/"), "there is no page of the run")
    page = browser.one("html")
    seen = set()

    def moved():
        seen.update(bar.get_attribute("value") for bar in browser.all("#progress progress"))
        return len(seen) >= 4

    browser.wait(moved, "the bar does not move")
    assert not is_gone(page), "the page was loaded again"
    browser.shows("Running")
    assert "of 30" in browser.one("#progress .bar-count").text, browser.text
    assert browser.one("[data-rows-read]").text == "30"
    browser.wait_for("Succeeded")
    assert is_gone(page)
    assert "30" in browser.one("table tbody tr").text
    assert browser.button("share.xlsx")


def cancel_run(browser):
    """A run that would take long is ended."""
    browser.open("/reports/endless")
    browser.press("Run")
    browser.wait(lambda: browser.all("#progress progress"), "it does not begin")
    browser.press("Cancel")
    browser.wait_for("Cancelled")
    assert not browser.all(".downloads a")
    assert not [button for button in browser.all("button") if button.text == "Cancel"]
    browser.open("/runs?status=cancelled")
    assert len(browser.all("tbody tr")) == 1


def download(browser):
    """The workbook is saved under its name and holds the rows."""
    browser.open("/reports/share")
    browser.write("#p\\.least", "2900")
    browser.press("Run")
    browser.wait_for("Succeeded")
    check_workbook(browser)


def check_workbook(browser):
    path = os.path.join(browser.saved, "share.xlsx")
    browser.button("share.xlsx").click()
    browser.wait(lambda: os.path.exists(path), "nothing is saved")
    sheet = openpyxl.load_workbook(path).active
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    assert rows == [["Sn", "Amount", "Ours"], ["C29", 2900, 0.19], ["C30", 3000, 0.26]], rows


def schedule(browser):
    """A schedule is paused, resumed and run."""
    browser.open("/schedules")
    browser.shows("Share", "nightly", "0 3 * * *", "UTC")
    assert len(browser.all("ol.fires li")) == 5, browser.text
    browser.press("Pause")
    assert browser.path.startswith("/schedules"), browser.path
    browser.shows("Paused")
    assert browser.all("[role=status]")
    browser.open("/schedules")
    browser.press("Resume")
    browser.hides("Paused")
    browser.press("Run now")
    browser.wait(lambda: browser.path.startswith("/runs/"), "there is no page of the run")
    browser.wait_for("Succeeded")
    browser.shows("nightly")


def sign_in(browser):
    """A wrong password is refused, the right one leads to where one wanted to go, and signing out ends it."""
    browser.open("/reports/share?p.least=700")
    browser.wait(lambda: browser.path.startswith("/login"), "nobody has to sign in")
    enter(browser, "ann", "not my horse")
    browser.shows("The name or the password is wrong.")
    assert browser.one("#name").get_attribute("value") == "ann"
    assert browser.one("#password").get_attribute("value") == ""
    assert browser.driver.switch_to.active_element.get_attribute("id") == "password"
    enter(browser, "ann", "correct horse")
    assert browser.path == "/reports/share?p.least=700", browser.path
    assert browser.one("#p\\.least").get_attribute("value") == "700"
    browser.shows("ann")
    cookie = browser.driver.get_cookie("quire")
    assert cookie["httpOnly"] and cookie["sameSite"] == "Lax", cookie
    browser.press("Sign out")
    browser.open("/runs")
    assert browser.path.startswith("/login"), browser.path


def enter(browser, name, password):
    browser.write("#name", name)
    browser.write("#password", password)
    browser.press("Sign in")


def hidden_report(browser):
    """A report for others is not in the list, and there is no such page."""
    browser.open("/login")
    enter(browser, "ann", "correct horse")
    assert titles(browser) == ["Endless share", "Share", "Slow share"], titles(browser)
    for path in ["/reports/salaries", "/reports/nonsense"]:
        browser.open(path)
        assert browser.one(".error-code").text == "404", browser.text
    browser.open("/runs")
    assert "salaries" not in browser.driver.page_source.lower()
    browser.open("/")
    browser.press("Sign out")
    enter(browser, "fay", "correct horse")
    assert titles(browser) == ["Endless share", "Salaries", "Share", "Slow share"], titles(browser)
    browser.open("/reports/salaries")
    assert browser.one("h1").text == "Salaries"


def chinese(browser):
    """Pages are Chinese for a browser that asks for it, until its reader picks English."""
    browser.open("/")
    assert browser.one("html").get_attribute("lang") == "zh-CN"
    browser.shows("报表")
    browser.open("/reports/share")
    browser.press("运行")
    browser.wait_for("成功")
    browser.open("/schedules")
    browser.one("a[hreflang=en]").click()
    browser.wait_for("Schedules")
    browser.open("/reports/share")
    assert browser.one("html").get_attribute("lang") == "en"
    cookie = browser.driver.get_cookie("quire_language")
    assert cookie["value"] == "en" and cookie["sameSite"] == "Lax", cookie
    # Also from what a form has answered.
    browser.press("Preview")
    browser.one("a[hreflang=zh-CN]").click()
    browser.wait(lambda: browser.one("html").get_attribute("lang") == "zh-CN", "the language stays")
    assert browser.path.startswith("/reports/share?"), browser.path


def without_script(browser):
    """A run is followed by loading its page again, and its file reached."""
    browser.open("/reports/slow")
    browser.press("Run")
    page = browser.path
    assert page.startswith("/runs/"), page
    seen = set()

    def moved():
        seen.update(bar.get_attribute("value") for bar in browser.all("#progress progress"))
        return len(seen) >= 2 or "Succeeded" in browser.text

    browser.wait(moved, "how far it is does not show")
    assert len(seen) >= 2, seen
    browser.wait_for("Succeeded")
    assert browser.path == page
    browser.open("/reports/share?p.least=2900")
    browser.press("Run")
    browser.wait_for("Succeeded")
    check_workbook(browser)


def keyboard(browser):
    """All that is needed is reached by Tab, in order, and seen."""
    browser.open("/reports/share")
    press = lambda key: webdriver.ActionChains(browser.driver).send_keys(key).perform()
    active = lambda: browser.driver.switch_to.active_element
    press(Keys.TAB)
    assert active().get_attribute("class") == "skip", active().get_attribute("outerHTML")
    assert active().rect["y"] >= 0, "where one is cannot be seen"
    press(Keys.ENTER)
    press(Keys.TAB)
    assert active().get_attribute("href").endswith("/"), active().get_attribute("outerHTML")
    press(Keys.TAB)
    assert active().get_attribute("id") == "p.least", active().get_attribute("outerHTML")
    assert active().value_of_css_property("outline-style") == "solid"
    press(Keys.CONTROL + "a")
    press("2900")
    press(Keys.TAB)
    assert active().get_attribute("id") == "p.code"
    press(Keys.TAB)
    assert active().tag_name == "summary"
    press(Keys.TAB)
    assert active().text == "Run", active().get_attribute("outerHTML")
    page = browser.one("html")
    press(Keys.ENTER)
    browser.wait(lambda: is_gone(page), "Enter sends nothing")
    browser.wait_for("Succeeded")
    assert browser.all(".tiles dd")[0].text == "2", browser.text


SCENARIOS = {
    "search": (search, {}),
    "searchWithoutScript": (search_without_script, {"script": False}),
    "wrongInput": (wrong_input, {}),
    "preview": (preview, {}),
    "liveRun": (live_run, {}),
    "cancelRun": (cancel_run, {}),
    "download": (download, {}),
    "schedule": (schedule, {}),
    "signIn": (sign_in, {}),
    "hiddenReport": (hidden_report, {}),
    "chinese": (chinese, {"language": "zh-CN,zh"}),
    "withoutScript": (without_script, {"script": False}),
    "keyboard": (keyboard, {}),
}


def main():
    name, address, folder = sys.argv[1:]
    scenario, options = SCENARIOS[name]
    browser = Browser(address, folder, **options)
    try:
        scenario(browser)
        browser.check_console()
    finally:
        browser.driver.quit()


main()
