"""What the whole demo city shows, built once for all tests here: none of them writes."""

import pytest
from django.db import transaction

from yishi.cases import rates
from yishi.cases.models import (
    BreakGlass,
    CallBack,
    Case,
    DataRequest,
    Doubt,
    Erasure,
    Exclusion,
    RateRule,
    Reveal,
    SecondLook,
    Volunteer,
)
from yishi.cases.rates import Period
from yishi.desk.models import SavedFilter, WalkStop
from yishi.network.models import Level, Place
from yishi.people.models import PrivacyNotice
from yishi.record import clock
from yishi.site.demo import build

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def city(django_db_setup, django_db_blocker):
    """The demo city, gone after these tests; each of them stays within a transaction of its own."""
    with django_db_blocker.unblock(), transaction.atomic():
        build.build()
        transaction.get_connection().check_constraints()
        yield
        transaction.set_rollback(True)


def test_somebody_is_on_a_walk_and_has_been_somewhere():
    walkers = set(WalkStop.objects.exclude(done_at=None).values_list("person", flat=True))
    assert walkers
    assert WalkStop.objects.ahead().filter(person__in=walkers).exists()


def test_somebody_kept_filters():
    assert SavedFilter.objects.filter(name="超期的").exists()


def test_every_way_of_judging_is_shown():
    assert Volunteer.objects.offering().exists()
    assert Doubt.objects.filter(second_look=False).exists()
    assert SecondLook.objects.asked().exists() and SecondLook.objects.exclude(ended_at=None).exists()
    assert CallBack.objects.filter(ended_at=None).exists()
    assert Exclusion.objects.filter(approved=True).exists()
    assert Exclusion.objects.filter(decided_at=None).exists()


def test_the_rates_of_the_street_are_percentages():
    street = Place.objects.get(level=Level.STREET, rate_rule__isnull=False)
    rule, today = RateRule.objects.over(street.path), clock.today()
    found = rates.sheet(street.path, Period("own", today.replace(year=today.year - 1), today), rule)
    assert found.rates.composite is not None
    assert found.rates.counts.valid > 20 and found.left_out


def test_looking_danger_erasure_and_the_notice_are_shown():
    looked = Reveal.objects.exclude(reason=Reveal.Reason.HANDLING).exclude(reason=Reveal.Reason.DANGER)
    assert {each.what for each in looked} == {"words", "contact"}
    assert all(each.case.reporter_id and each.post_id != each.case.holder_id for each in looked)
    glass = BreakGlass.objects.get()
    assert glass.granted and glass.post.organisation_id != glass.decided_post.organisation_id
    assert DataRequest.objects.get().is_waiting
    assert Case.objects.filter(later_waits=True).exists(), "later words wait for a look somewhere"
    assert sorted(Erasure.objects.values_list("state", flat=True)) == ["done", "waiting"]
    erased = Case.objects.get(erasures__state="done")
    assert (erased.words, erased.contact_phone, erased.reporter) == ("", "", None)
    notice = PrivacyNotice.objects.present()
    assert notice.controller and notice.contact
