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
    "cases:list",
    "cases:waiting",
    "cases:community",
    "cases:case",
    "cases:photo",
    "cases:find",
    "cases:follow",
    "cases:receipt",
    "cases:slip",
    "cases:confirm",
    "cases:contest",
    "cases:withdraw",
    "cases:place_qr",
    "cases:poster",
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
