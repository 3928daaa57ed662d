"""A small torture in every run; the long one is `./yishi torture --reports 10000`."""

import argparse

import pytest

from yishi.site.commands import torture


@pytest.mark.database("sqlite")
def test_what_is_acknowledged_is_there_once_however_often_the_processes_are_killed(monkeypatch):
    """A kill waits for what was done since the last one, so it ends on any machine; minutes only end what hangs."""
    from yishi.site import torture as house
    from yishi.site.torture import people

    monkeypatch.setattr(house, "BETWEEN_KILLS", (0.2, 1.0))
    monkeypatch.setattr(people, "PATIENCE", 900.0)
    monkeypatch.setattr(people, "BY_WIZARD", 0.2)  # so that a few reports hold something of everything
    options = argparse.Namespace(reports=40, minutes=30, seed=3, sqlite=True)
    found = torture.run(options)
    assert found["ok"], found
    assert found["acknowledged"]["reported"] == found["cases"] == 40
    assert {"taken", "answered", "joined"} <= found["acknowledged"].keys()
    assert sum(found["kills"].values()) >= 1
