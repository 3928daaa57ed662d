"""The year of sessions that `./yishi demo --scenes` brings in is as large as the two that were told of, whatever day it
is brought in."""

from collections.abc import Iterator
from datetime import datetime
from types import SimpleNamespace

import pytest
from django.utils.timezone import make_aware

from yishi.deliberation.actions import PastSession
from yishi.record import clock
from yishi.site.demo import scenes_meet

STREET, DISTRICT = SimpleNamespace(path="s"), SimpleNamespace(path="d")
BRANCHES = {"s": 187, "d": 827}
"""That hold sessions, by the place they lie in."""


class Posts:
    """Stands for the posts of the branches within a place, in the order they are asked for."""

    def filter(self, *, place__path__startswith: str, **_asked) -> "Posts":
        self.path = place__path__startswith
        return self

    select_related = order_by = lambda self, *_names: self

    def __iter__(self) -> Iterator[SimpleNamespace]:
        return (SimpleNamespace(place=n, organisation=n) for n in range(BRANCHES[self.path]))


@pytest.fixture
def years(monkeypatch) -> dict[str, list[PastSession]]:
    """What is brought in of each place, as the scenes are built; nothing is written."""
    found: dict[str, list[PastSession]] = {"s": [], "d": []}

    def bring_in(_actor, place, *, past):
        found[place.path] += past
        return past

    monkeypatch.setattr(scenes_meet, "Post", SimpleNamespace(objects=Posts()))
    monkeypatch.setattr(scenes_meet, "Ladder", SimpleNamespace(objects=SimpleNamespace(filter=_there)))
    monkeypatch.setattr(scenes_meet, "meeting", SimpleNamespace(enter_rules=lambda _actor: None))
    monkeypatch.setattr(scenes_meet, "_categories", lambda: list(range(len(scenes_meet.SAID))))
    monkeypatch.setattr(scenes_meet.actions, "bring_in_sessions", bring_in)
    return found


def _there(**_asked) -> SimpleNamespace:
    return SimpleNamespace(exists=lambda: True)


@pytest.mark.parametrize("day", ["2026-01-01", "2026-03-31", "2026-08-11", "2028-02-29"])
def test_a_year_holds_as_many_sessions_and_solves_as_many_matters(years, day):
    steps: list[int] = []
    with clock.at(make_aware(datetime.fromisoformat(f"{day} 09:00"))):
        many = scenes_meet.build_sessions(STREET, DISTRICT, lambda: steps.append(1))
        now = clock.now()
    assert many == sum(map(len, years.values())) and len(steps) == scenes_meet.PARTS
    for path, held, solved in (("s", 2600, 1000), ("d", 21_000, 6900)):
        past = years[path]
        took_place = [one for one in past if not one.missed]
        done = [said for one in took_place for said in one.opinions if said.solved_at]
        assert len(took_place) >= held and len(done) > solved
        assert all(one.ends_at < now for one in past) and all(said.solved_at < now for said in done)
        assert len({(one.place, one.starts_at) for one in past}) == len(past), "no branch meets twice at once"
