"""The doors of the house: every page is closed unless its view is marked `@open_page` and its name stands here.

A test holds this list against the marks, so that no page is opened by accident.
"""

from yishi.people.sign_in import OPEN_ACCOUNT_PAGES

OPEN_PAGES = {
    "home",
    "style",
    "language",
    "mode",
    "healthz",
    "readyz",
    "service_worker",
    "notices:stop",
    "cases:list",
    "cases:waiting",
    "cases:parked",
    "cases:nudge",
    "cases:object_parking",
    "cases:community",
    "cases:topics",
    "cases:case",
    "cases:photo",
    "cases:rates",
    "cases:judge",
    "cases:sms_reply",
    "cases:find",
    "cases:follow",
    "cases:receipt",
    "cases:slip",
    "cases:confirm",
    "cases:contest",
    "cases:withdraw",
    "cases:join",
    "cases:joined",
    "cases:leave",
    "cases:privacy",
    "cases:export_case",
    "cases:erase_case",
    "cases:concerns",
    "cases:split",
    "cases:settle",
    "cases:place_qr",
    "cases:poster",
    "cases:paper",
    "cases:report",
    "cases:report_at",
    "cases:step",
    "cases:draft_photo",
    "record:home",
    "record:export",
    "record:head",
    "record:proof",
    "record:verify",
    "record:growth",
    "record:tool",
}

OPEN_LIBRARY_PAGES = set(OPEN_ACCOUNT_PAGES)
"""Pages of the sign-in library that must open before anybody is signed in."""
