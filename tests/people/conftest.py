"""A telephone that receives codes, and a neighbour with a password."""

import re

import pytest

from yishi.people import actions
from yishi.people.models import Person

PASSWORD = "osmanthus-in-autumn"
PHONE = "+8613800138000"


class Telephone:
    """Stands behind the text-message channel and keeps what arrives."""

    received: list[tuple[str, str]] = []
    broken = False

    def send(self, to: str, text: str, *, subject: str = "", key: str = "") -> None:
        if Telephone.broken:
            raise ConnectionError("the gateway is away")
        Telephone.received.append((to, text))

    @classmethod
    def code(cls) -> str:
        """The code in the last message."""
        found = re.search(r"\d{6}", cls.received[-1][1])
        assert found
        return found.group()


@pytest.fixture
def telephone(settings):
    """Codes arrive here instead of on standard output."""
    Telephone.received, Telephone.broken = [], False
    settings.YISHI_CHANNELS = {"sms": f"{__name__}.Telephone"}
    return Telephone


def grows_old(client) -> None:
    """An hour has gone since the sign-in of this browser."""
    session = client.session
    for way in session["account_authentication_methods"]:
        way["at"] -= 3600
    session.save()


@pytest.fixture
def wang(db) -> Person:
    """A neighbour with name, number and password."""
    return actions.register(
        actions.Newcomer(), username="wang", name="王阿姨", phone=PHONE, password=PASSWORD, language="zh-hans"
    )
