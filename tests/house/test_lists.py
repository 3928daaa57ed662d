"""A page that turns over its rows can be saved as a file, or it is said here why not."""

import re
from pathlib import Path

import pytest

import yishi
from yishi.network import saving

SOURCE = Path(yishi.__file__).parent
PAGED = re.compile(r"<c-pager\b")
SAVED = re.compile(r'<c-save-list\b[^>]*?\bname="([^"]*)"')
NOT_SAVED = {
    "deliberation/figures/listed.html": "what one figure of sessions counts, shown so that it can be checked",
    "deliberation/hall/words.html": "words that wait for a moderator; what was said is `session-opinions`",
    "network/coverage_grid.html": "a sheet to note visits on; the estates and their branches are saved as `coverage`",
    "network/openings.html": "one branch's form; everybody's page of them is saved as `commitments`",
    "notices/inbox.html": "messages to one person, read where they are",
    "record/home.html": "the record has a file of its own, with its seals",
    "site/style.html": "shows the parts themselves",
}
"""Pages whose rows are turned over and not saved, each with its reason."""


def pages() -> dict[str, str]:
    """Every template of a page, by its name in its room."""
    found = sorted(SOURCE.glob("*/templates/**/*.html"))
    named = {str(path).split("/templates/")[1]: path.read_text() for path in found}
    return {name: text for name, text in named.items() if not name.startswith("cotton/")}


def test_every_list_that_is_turned_over_can_be_saved():
    paged = {name: text for name, text in pages().items() if PAGED.search(text)}
    assert len(paged) > 20
    silent = sorted(name for name, text in paged.items() if not SAVED.search(text) and name not in NOT_SAVED)
    assert not silent, f"declare the list (saved_lists.py) or say here why it is not saved: {silent}"


@pytest.mark.parametrize("name", sorted(set(NOT_SAVED) - {"site/style.html"}))
def test_an_exception_is_still_one(name):
    text = pages()[name]
    assert PAGED.search(text) and not SAVED.search(text), "it can be saved, or turns over no rows any more"


def test_what_a_page_offers_is_declared():
    offered = {each for text in pages().values() for each in SAVED.findall(text) if "{" not in each}
    assert len(offered) > 20
    assert offered <= set(saving.LISTS), offered - set(saving.LISTS)
