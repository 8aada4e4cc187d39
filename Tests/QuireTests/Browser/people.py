"""Who is there, in which language, and without a mouse."""

from selenium import webdriver
from selenium.webdriver.common.keys import Keys

from chromium import is_gone
from reports import titles


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
    browser.write("#p\\.code", "c9")
    browser.driver.execute_script("document.getElementById('form').noValidate = true")
    browser.press("运行")
    browser.shows("请检查表单", "“c9”不符合格式 C[0-9]*。")
    browser.write("#p\\.code", "C9")
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
    browser.wait(lambda: [page.get_attribute("lang") for page in browser.all("html")] == ["zh-CN"], "the language stays")
    assert browser.path.startswith("/reports/share?"), browser.path


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
