"""A small torture in every run; the long one is `./yishi torture --reports 10000`."""

import argparse

import pytest

from yishi.site.commands import torture


@pytest.mark.database("sqlite")
def test_what_is_acknowledged_is_there_once_however_often_the_processes_are_killed(monkeypatch):
    from yishi.site import torture as house

    monkeypatch.setattr(house, "BETWEEN_KILLS", (0.5, 1.5))
    options = argparse.Namespace(reports=60, minutes=2, seed=3, sqlite=True)
    found = torture.run(options)
    assert found["ok"], found
    assert found["acknowledged"] == found["cases"] == 60
    assert sum(found["kills"].values()) >= 2
