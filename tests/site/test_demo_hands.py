"""The demo city shows a walk that is half done, and filters somebody kept."""

import pytest
from django.db import transaction

from yishi.desk.models import SavedFilter, WalkStop
from yishi.site.demo import build


@pytest.fixture(scope="module")
def city(django_db_setup, django_db_blocker):
    """The demo city, built once for these tests and gone again."""
    with django_db_blocker.unblock(), transaction.atomic():
        build.build()
        yield
        transaction.set_rollback(True)


def test_somebody_is_on_a_walk_and_has_been_somewhere(city, django_db_blocker):
    with django_db_blocker.unblock():
        walkers = set(WalkStop.objects.exclude(done_at=None).values_list("person", flat=True))
        assert walkers
        assert WalkStop.objects.ahead().filter(person__in=walkers).exists()


def test_somebody_kept_filters(city, django_db_blocker):
    with django_db_blocker.unblock():
        assert SavedFilter.objects.filter(name="超期的").exists()
