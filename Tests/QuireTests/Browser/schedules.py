"""Schedules are paused, resumed and run, and tell of their fires."""

import os
import sqlite3


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


def fires(browser):
    """Each fire that did not run says why; what is wrong with a schedule is said above them."""
    browser.open("/schedules")
    browser.press_labelled("Pause held/minute")
    browser.press_labelled("Run long/minute now")
    browser.wait(lambda: browser.all("#progress progress"), "it does not begin")
    # As if nobody had looked at the clock for ten minutes.
    with sqlite3.connect(os.path.join(browser.project, ".quire/state.db"), timeout=30) as state:
        state.execute("UPDATE schedule_state SET considered = considered - 600000000")
    browser.open("/schedules")
    browser.press_labelled("Run late/minute now")

    def shows(expected):
        browser.open("/schedules")
        found = {card.find_element("css selector", "h2").text.split()[0]: " ".join(card.text.split())
                 for card in browser.all("section.schedule")}
        return all(text in found[name] for name, texts in expected.items() for text in texts)

    browser.wait(lambda: shows({
        "Late": ["Missed Only the latest fire inside the catch-up window is made up."],
        "Held": ["Skipped The schedule was paused."],
        "Long": [
            "Skipped The run before it was still under way.", "Its runs take longer than the time between its fires"],
        "gone": ["Skipped The definition had errors.", "The report has errors"],
    }), "the fires do not say why")
    browser.one("a[hreflang=zh-CN]").click()
    browser.wait_for("定时计划")
    assert shows({
        "Late": ["已错过 只补跑补运行窗口内最近的一次。"], "Held": ["已跳过 定时计划已暂停。"],
        "Long": ["已跳过 上一次运行尚未结束。", "运行用时超过了触发间隔"],
        "gone": ["已跳过 报表定义有错误。", "报表定义有错误，修正之前不会运行。"],
    }), browser.text
    browser.hides("The report has errors", "Its runs take longer")
