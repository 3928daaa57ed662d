"""A small torture in every run; the long one is `./yishi torture --reports 10000`."""

import argparse

import pytest

from yishi.site.commands import torture


@pytest.mark.database("sqlite")
def test_what_is_acknowledged_is_there_once_however_often_the_processes_are_killed(monkeypatch):
    from yishi.site import torture as house
    from yishi.site.torture import people

    monkeypatch.setattr(house, "BETWEEN_KILLS", (1.0, 3.0))
    monkeypatch.setattr(people, "BY_WIZARD", 0.2)  # so that a few reports hold something of everything
    options = argparse.Namespace(reports=40, minutes=2, seed=3, sqlite=True)
    found = torture.run(options)
    assert found["ok"], found
    assert found["acknowledged"]["reported"] == found["cases"] == 40
    assert {"taken", "answered", "joined"} <= found["acknowledged"].keys()
    assert sum(found["kills"].values()) >= 1
