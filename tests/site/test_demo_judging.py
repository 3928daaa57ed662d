"""The demo city shows how answers are judged: rates, a doubt, second looks, calls, what is left out."""

import pytest
from django.db import transaction

from yishi.cases import rates
from yishi.cases.models import CallBack, Doubt, Exclusion, RateRule, SecondLook, Volunteer
from yishi.cases.rates import Period
from yishi.network.models import Level, Place
from yishi.record import clock
from yishi.site.demo import build


@pytest.fixture(scope="module")
def city(django_db_setup, django_db_blocker):
    """The demo city, built once for these tests and gone again."""
    with django_db_blocker.unblock(), transaction.atomic():
        build.build()
        yield
        transaction.set_rollback(True)


def test_every_way_of_judging_is_shown(city, django_db_blocker):
    with django_db_blocker.unblock():
        assert Volunteer.objects.offering().exists()
        assert Doubt.objects.filter(second_look=False).exists()
        assert SecondLook.objects.asked().exists() and SecondLook.objects.exclude(ended_at=None).exists()
        assert CallBack.objects.filter(ended_at=None).exists()
        assert Exclusion.objects.filter(approved=True).exists()
        assert Exclusion.objects.filter(decided_at=None).exists()


def test_the_rates_of_the_street_are_percentages(city, django_db_blocker):
    with django_db_blocker.unblock():
        street = Place.objects.get(level=Level.STREET, rate_rule__isnull=False)
        rule, today = RateRule.objects.over(street.path), clock.today()
        found = rates.sheet(street.path, Period("own", today.replace(year=today.year - 1), today), rule)
        assert found.rates.composite is not None
        assert found.rates.counts.valid > 20 and found.left_out
