"""Runs are followed, ended, and their files saved."""

import os

import openpyxl

from chromium import is_gone


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


def failed_run(browser):
    """A run that failed is run again as it was asked for; one that failed goes on where it stopped."""
    browser.open("/reports/brittle")
    browser.write("#p\\.least", "100")
    browser.press("Run")
    browser.wait_for_end("Failed")
    browser.shows("The run failed and made no file.", "F2")
    first = browser.path
    browser.press("Run again")
    browser.wait_for_end("Failed")
    second = browser.path
    assert second.startswith("/runs/") and second != first, second
    browser.shows("At least\n100")
    browser.press("Resume")
    browser.wait_for_end("Succeeded")
    assert browser.path.split("?")[0] == second, browser.path
    assert browser.button("share.xlsx")
    assert not [button for button in browser.all("button") if button.text == "Resume"]
    browser.open("/runs?report=brittle")
    assert [row[1] for row in browser.rows("table")] == ["Succeeded", "Failed"], browser.text


def partial_run(browser):
    """Each lookup that failed is listed, with where it is in the file and why."""
    browser.open("/reports/patchy")
    browser.press("Run")
    browser.wait_for_end("Partial")
    (row,) = browser.rows("section[aria-labelledby=problems-title] table")
    # Below the head and the row of P1.
    assert row[:5] == ["Patchy share", "3", "tether", "P2", "1"] and "500" in row[5], row
    assert browser.button("share.xlsx")


def failed_delivery(browser):
    """A file that did not arrive is sent again."""
    browser.open("/schedules")
    browser.press_labelled("Run told/yearly now")
    deliveries = lambda: browser.rows("section[aria-labelledby=deliveries-title] table")

    def shows(status):
        browser.driver.refresh()
        return [row[1] for row in deliveries()] == [status]

    browser.wait(lambda: shows("Failed"), "the delivery does not fail")
    assert "403" in deliveries()[0][3], deliveries()
    browser.press("Send again")
    browser.shows("The delivery is being tried again.")
    browser.wait(lambda: shows("Delivered"), "the delivery does not arrive")
    assert deliveries()[0][2] == "2", deliveries()
    assert not [button for button in browser.all("button") if button.text == "Send again"]
