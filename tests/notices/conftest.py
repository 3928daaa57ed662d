"""A small net to tell things in."""

from datetime import time, timedelta

import pytest
from tests.notices.stage import ALARM, ANSWERED, BOX, Pretend, person

from yishi.network import actions as network
from yishi.network.actors import CLOCK, acting
from yishi.network.models import Organisation, Place
from yishi.notices import actions as notices
from yishi.notices.kinds import KINDS
from yishi.record import clock


@pytest.fixture(autouse=True)
def kinds(monkeypatch):
    monkeypatch.setitem(KINDS, ANSWERED.code, ANSWERED)
    monkeypatch.setitem(KINDS, ALARM.code, ALARM)


@pytest.fixture
def box(settings):
    """The one channel behind text messages and mail."""
    BOX.sent, BOX.fault = [], None
    settings.YISHI_CHANNELS = dict.fromkeys(("sms", "email"), f"{Pretend.__module__}.Pretend")
    settings.YISHI_ADDRESS = "https://yishi.example"
    return BOX


@pytest.fixture
def estate(db) -> Place:
    """An estate where it is never night, so that the hour at which a test runs changes nothing."""
    place = network.add_place(
        CLOCK, None, code="420000001", level="estate", name_zh="柳堤苑", name_en="Willow Court"
    )
    notices.set_quiet_hours(CLOCK, place, begins=time(0), ends=time(0))
    return place


@pytest.fixture
def office(estate) -> Organisation:
    return network.found(
        CLOCK, estate, kind="stewards", code="stewards", name_zh="管家队", name_en="Stewards"
    )


@pytest.fixture
def steward(office):
    return network.create_post(CLOCK, office, role="steward", code="steward-1")


@pytest.fixture
def operator(office):
    """Somebody who acts as the operator."""
    post = network.create_post(CLOCK, office, role="operator", code="operator-1")
    who = person("operator")
    network.appoint(CLOCK, post, person=who, until_on=clock.today() + timedelta(days=100))
    return acting(post, who)
