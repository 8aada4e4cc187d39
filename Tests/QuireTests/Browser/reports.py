"""Reports are found, filled in and looked at."""

from chromium import is_gone


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
    # A field that there is not shows only once the file is opened.
    browser.write("#where", "amuont > 300")
    browser.press("Preview")
    assert browser.one("#where").get_attribute("aria-invalid") == "true", browser.text
    browser.shows("did you mean 'amount'?")
    browser.hides("--where")
    browser.write("#where", "amount > 300")
    browser.press("Run")
    browser.wait_for("Succeeded")
    browser.shows("Result")


def preview(browser):
    """The first rows, enriched, above the form that asked for them."""
    browser.open("/reports/share")
    browser.write("#p\\.least", "300")
    browser.press("Preview")
    heads = [cell.text for cell in browser.all("#preview table thead th")]
    assert heads == ["Sn", "Amount", "Ours"], heads
    rows = browser.rows("#preview table")
    # 7 × 3 + 18 = 39 hundredths.
    assert len(rows) == 20 and rows[0][0] == "C3" and "0.39" in rows[0][2], rows
    assert browser.one("#p\\.least").get_attribute("value") == "300"
    browser.open("/runs")
    assert not browser.all("tbody tr"), "a preview is no run"
