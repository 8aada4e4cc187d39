"""Pages on a phone, and in the dark."""

import re

from people import enter

WIDTH = 390


def phone(browser):
    """No page is wider than a phone; the menu and the form are used with a thumb, a wide table moves by itself."""
    browser.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
        "width": WIDTH, "height": 844, "deviceScaleFactor": 3, "mobile": True})
    browser.driver.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": True})
    browser.open("/")
    browser.wait_for("Sign in")
    check_width(browser)
    enter(browser, "ann", "correct horse")
    check_width(browser)
    for name, path in [("Runs", "/runs"), ("Schedules", "/schedules"), ("Services", "/services"), ("Reports", "/")]:
        (link,) = [link for link in browser.all(".menu a") if link.text == name]
        check_thumb(browser, link)
        browser.follow(link)
        assert browser.path == path, browser.path
        check_width(browser)
    browser.open("/reports/share")
    browser.one("details.options summary").click()
    check_width(browser)
    for control in browser.all(
            "#form .field input:not([type=checkbox], [type=hidden]), #form select, #form .actions button"):
        check_thumb(browser, control)
    browser.write("#p\\.least", "100")
    browser.press("Preview")
    assert browser.one("#preview table")
    check_width(browser)
    browser.press("Run")
    browser.wait_for_end("Succeeded")
    check_width(browser)
    check_table(browser, "section[aria-labelledby=enrichments-title] .scroll")
    browser.open("/runs")
    check_width(browser)
    check_table(browser, "main .scroll")
    browser.wait(lambda: numbers(browser), "there are no calls")[0].click()
    check_width(browser)
    browser.open("/reports/nothing")
    check_width(browser)


def numbers(browser):
    """Calls are counted now and then."""
    browser.open("/services")
    return browser.all("details.numbers summary")


def check_width(browser):
    widths = browser.driver.execute_script("return [document.documentElement.scrollWidth, window.innerWidth]")
    wide = browser.driver.execute_script("""
        return [...document.querySelectorAll('body *')]
            .filter(part => part.getBoundingClientRect().right > arguments[0] && !part.closest('.scroll'))
            .map(part => part.outerHTML.slice(0, 200))""", WIDTH)
    assert widths == [WIDTH, WIDTH], f"{browser.path} is {widths} wide: {wide}"


def check_thumb(browser, element):
    """It can be seen and hit."""
    browser.driver.execute_script("arguments[0].scrollIntoView({block: 'center', inline: 'nearest'})", element)
    place = browser.driver.execute_script("return arguments[0].getBoundingClientRect().toJSON()", element)
    assert place["left"] >= 0 and place["right"] <= WIDTH and place["height"] >= 44, (
        f"{element.get_attribute('outerHTML')} on {browser.path}: {place}")


def check_table(browser, css):
    """A table that is wider than the page is moved, and the page stays."""
    box = browser.one(css)
    assert browser.driver.execute_script("return arguments[0].scrollWidth > arguments[0].clientWidth", box), css
    last = browser.all(f"{css} thead th:last-child")[0]
    right = lambda: browser.driver.execute_script("return arguments[0].getBoundingClientRect().right", last)
    assert right() > WIDTH, right()
    browser.driver.execute_script("arguments[0].scrollLeft = arguments[0].scrollWidth", box)
    assert right() <= WIDTH, right()
    check_width(browser)


def dark(browser):
    """Where the dark is preferred pages are dark, and can be read as well as in the light."""
    browser.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    for path in ["/", "/reports/share", "/runs", "/schedules", "/services", "/reports/nothing"]:
        browser.open(path)
        prefer(browser, "light")
        light = colours(browser)
        prefer(browser, "dark")
        found = colours(browser)
        assert len(light) >= 4 and light.keys() == found.keys(), (path, light, found)
        for css, (ink, paper) in light.items():
            assert luminance(ink) < luminance(paper) or css == ".button-primary", (path, css, ink, paper)
            dark_ink, dark_paper = found[css]
            assert ink != dark_ink and paper != dark_paper, (path, css, light[css], found[css])
            assert luminance(dark_paper) < 0.1 or css == ".button-primary", (path, css, dark_paper)
            for pair in [(ink, paper), (dark_ink, dark_paper)]:
                assert contrast(*pair) >= 4.5, (path, css, pair, contrast(*pair))
    prefer(browser, "light")


def prefer(browser, scheme):
    browser.driver.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]})


def colours(browser):
    """Of what is on the page: its text's colour, and that of what is behind it."""
    return browser.driver.execute_script("""
        const behind = part => {
            const paper = getComputedStyle(part).backgroundColor
            return paper == 'rgba(0, 0, 0, 0)' ? behind(part.parentElement) : paper
        }
        const found = {}
        for (const css of ['body', 'h1', '.card', '.bar a', '.muted', 'main a:not(.button)', '.button-primary',
                           '.button:not(.button-primary)', 'input[type=number]', 'thead th', 'tbody td']) {
            const part = document.querySelector(css)
            if (part) found[css] = [getComputedStyle(part).color, behind(part)]
        }
        return found""")


def luminance(colour):
    """As WCAG has it."""
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    darker, lighter = sorted([luminance(one), luminance(other)])
    return (lighter + 0.05) / (darker + 0.05)
