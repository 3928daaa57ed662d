"""Somebody sitting at a desk in the neighbourhood."""

import io

import pytest
from PIL import Image


@pytest.fixture
def sit(client, world):
    """`sit("steward")`: the browser of whoever holds the post; `language` as they read."""

    def down(name: str, language: str = "en"):
        client.force_login(world.people[name])
        client.cookies["django_language"] = language
        return client

    return down


@pytest.fixture
def reveal():
    """`reveal(browser, case, "contact", "call")`: what is hidden of a case is shown to whoever is signed in there."""

    def shown(browser, case, what: str, reason: str) -> None:
        answer = browser.post(f"/desk/cases/{case.number}/reveal/", {"what": what, "reason": reason})
        assert answer.status_code == 302

    return shown


@pytest.fixture
def photo():
    """A small picture as a phone sends it."""
    out = io.BytesIO()
    Image.new("RGB", (64, 48), "#b4301a").save(out, "JPEG")
    out.seek(0)
    out.name = "landing.jpg"
    return out
