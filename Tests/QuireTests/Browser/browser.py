"""Drives Chromium through the pages of `quire serve`.

browser.py SCENARIO ADDRESS FOLDER PROJECT: the address of the server, a folder of its own for what the browser keeps,
and the folder of the project that is served. Ends with 1 and says what is not as it has to be.
"""

import sys

from chromium import Browser
from definitions import broken_edit
from looks import dark, phone
from people import chinese, hidden_report, keyboard, sign_in
from reports import preview, search, search_without_script, wrong_input
from runs import (
    cancel_run, download, failed_delivery, failed_run, live_run, partial_run, without_script)
from schedules import fires, schedule

# What is done one after the other in one browser, and how it is started.
SCENARIOS = {
    "search": ([search], {}),
    "searchWithoutScript": ([search_without_script], {"script": False}),
    "wrongInput": ([wrong_input], {}),
    "preview": ([preview], {}),
    "liveRun": ([live_run], {}),
    "cancelRun": ([cancel_run], {}),
    "download": ([download], {}),
    "schedule": ([schedule], {}),
    "signIn": ([sign_in], {}),
    "hiddenReport": ([hidden_report], {}),
    "chinese": ([chinese], {"language": "zh-CN,zh"}),
    "withoutScript": ([without_script], {"script": False}),
    "keyboard": ([keyboard], {}),
    "faults": ([failed_run, partial_run, failed_delivery], {}),
    "brokenEdit": ([broken_edit], {}),
    "fires": ([fires], {}),
    "looks": ([phone, dark], {}),
}


def main():
    name, address, folder, project = sys.argv[1:]
    steps, options = SCENARIOS[name]
    browser = Browser(address, folder, project, **options)
    try:
        for step in steps:
            step(browser)
            browser.check_console()
    finally:
        browser.driver.quit()


main()
