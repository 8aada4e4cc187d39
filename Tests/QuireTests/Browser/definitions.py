"""What authors see of their files."""

import os


def broken_edit(browser):
    """A mistake in a file is told of on every page and shown with its place; the report stays as it was till then."""
    file = os.path.join(browser.project, "share.yaml")
    with open(file) as opened:
        good = opened.read()
    browser.open("/problems")
    browser.shows("The definitions have no problems.")

    def write(text):
        with open(file, "w") as opened:
            opened.write(text)

    def tells():
        browser.open("/")
        return "The definitions have a problem." in browser.text

    write(good.replace("title: Share", "tittle: Share"))
    browser.wait(tells, "nothing tells of the mistake")
    (marked,) = [item for item in browser.all("#report-list > li") if "Definition has errors" in item.text]
    assert marked.find_element("css selector", "h2").text == "Share", marked.text
    browser.one(".banner a[href='/problems']").click()
    browser.wait_for("unknown key 'tittle'")
    assert browser.path == "/problems", browser.path
    browser.shows("share.yaml:1:1", "did you mean 'title'?")
    browser.open("/reports/share")
    assert browser.one("h1").text == "Share", browser.text
    browser.shows("Problems of the definitions", "unknown key 'tittle'")
    browser.write("#p\\.least", "2900")
    browser.press("Run")
    browser.wait_for_end("Succeeded")
    write(good)
    browser.wait(lambda: not tells(), "what is mended is still told of")
    browser.open("/problems")
    browser.shows("The definitions have no problems.")
