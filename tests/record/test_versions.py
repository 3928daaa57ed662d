"""Rows a process keeps are never other than what the database holds for whoever reads: not after a write of one's own,
not after one of somebody else's, not after one that was undone."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, connections, transaction

from yishi.cases.models import CATEGORIES, LADDERS, Category
from yishi.network.models import NETWORK, Place, Post
from yishi.record import bulk, versions
from yishi.record.versions import Kept

pytestmark = pytest.mark.django_db(transaction=True)


class Undone(Exception):
    pass


def kept(most: int = 100) -> Kept[int, Place]:
    """A shelf of places of its own, as another process has one."""
    return Kept(
        (NETWORK,), lambda keys: {p.pk: p for p in Place._base_manager.filter(pk__in=keys)}, most=most
    )


@pytest.fixture(autouse=True)
def rows_are_kept(settings, monkeypatch) -> Iterator[None]:
    settings.YISHI_ROWS_ARE_KEPT = True
    monkeypatch.setattr(
        versions, "SECONDS", 60.0
    )  # long, so that a crowded machine is not taken for time gone by
    monkeypatch.setattr(versions, "_last", (float("-inf"), {}))
    versions._guarded.cache_clear()
    yield
    versions._guarded.cache_clear()


@pytest.fixture
def estate(world) -> Place:
    versions.ask_now()
    return world.places["estate"]


def elsewhere(doing: Callable[[], Any]) -> Any:
    """Done through another connection, and committed."""

    def do() -> Any:
        try:
            return doing()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(do).result(timeout=30)


def renamed(place: Place, name: str) -> None:
    Place.objects.filter(pk=place.pk).update(name_zh=name)


def name_in(shelf: Kept[int, Place], place: Place) -> str:
    found = shelf.one(place.pk)
    assert found
    return found.name_zh


def statements(doing: Callable[[], Any]) -> list[str]:
    asked: list[str] = []

    def heard(execute, sql, *more):
        asked.append(sql)
        return execute(sql, *more)

    with connection.execute_wrapper(heard):
        doing()
    return asked


def test_the_migrations_put_every_trigger_in_place(db):
    assert versions.missing(connection) == []
    assert {NETWORK.name, CATEGORIES.name, LADDERS.name} <= set(versions.GROUPS)


def test_what_is_kept_asks_nothing(estate):
    shelf = kept()
    assert name_in(shelf, estate) == estate.name_zh
    assert statements(lambda: shelf.one(estate.pk)) == []


def test_what_is_missing_is_read_in_one_statement(world, estate):
    shelf = kept()
    shelf.one(estate.pk)
    keys = [place.pk for place in world.places.values()]
    asked = statements(lambda: shelf.many([*keys, *keys, None]))
    assert len(asked) == 1 and "network_place" in asked[0]
    assert sorted(shelf.many(keys)) == sorted(keys)
    assert shelf.one(2**40) is None and shelf.one(None) is None


def test_ones_own_write_is_seen_at_once(estate):
    shelf = kept()
    shelf.one(estate.pk)
    renamed(estate, "新名")
    assert name_in(shelf, estate) == "新名"


def test_anothers_write_is_seen_at_once_by_whoever_has_a_session(estate):
    shelf = kept()
    shelf.one(estate.pk)
    elsewhere(lambda: renamed(estate, "新名"))
    versions.ask_now()
    assert name_in(shelf, estate) == "新名"


def test_anothers_write_is_seen_by_a_stranger_within_the_second(estate, monkeypatch):
    shelf = kept()
    shelf.one(estate.pk)
    elsewhere(lambda: renamed(estate, "新名"))
    assert statements(lambda: shelf.one(estate.pk)) == []
    monkeypatch.setattr(versions, "SECONDS", 0.0)
    assert name_in(shelf, estate) == "新名"


def test_every_way_of_writing_is_noticed(world, estate):
    shelf, lonely = kept(), Place.objects.get(pk=world.places["c1"].pk)
    ways: list[Callable[[], Any]] = [
        lambda: Place.objects.filter(pk=estate.pk).update(name_zh="一"),
        lambda: connection.cursor().execute("UPDATE network_place SET name_zh = '二'"),
        lambda: connection.cursor().execute(
            "WITH one AS (SELECT 1) UPDATE network_place SET name_zh = '三' WHERE depth > 0"
        ),
        lambda: Place(path="9999", depth=1, code="9", level="province", name_zh="省").save(),
        lambda: bulk.insert([Place(path="9998", depth=1, code="8", level="province", name_zh="省")]),
        lambda: Place._base_manager.filter(pk=lonely.pk).delete(),
    ]
    for way in ways:
        shelf.one(estate.pk)
        way()
        asked = statements(lambda: shelf.one(estate.pk))
        assert len(asked) == 2, way


def test_what_a_transaction_wrote_it_sees_and_nobody_else(estate):
    shelf = kept()
    shelf.one(estate.pk)
    before = estate.name_zh
    with transaction.atomic():
        renamed(estate, "未定")
        assert name_in(shelf, estate) == "未定"
        if connection.vendor == "postgresql":  # SQLite lets nobody in meanwhile to a file of its own
            versions._last = (float("-inf"), {})
            assert elsewhere(lambda: name_in(shelf, estate)) == before
        renamed(estate, "定了")
        assert name_in(shelf, estate) == "定了"
    assert name_in(shelf, estate) == "定了"
    assert elsewhere(lambda: name_in(shelf, estate)) in (before, "定了")
    versions._last = (float("-inf"), {})
    assert elsewhere(lambda: name_in(shelf, estate)) == "定了"


def test_what_was_undone_is_not_kept(estate):
    shelf, before = kept(), estate.name_zh
    with pytest.raises(Undone), transaction.atomic():
        renamed(estate, "未定")
        assert name_in(shelf, estate) == "未定"
        raise Undone
    assert name_in(shelf, estate) == before


def test_what_was_undone_in_part_is_not_kept(estate):
    shelf, before = kept(), estate.name_zh
    with transaction.atomic():
        with pytest.raises(Undone), transaction.atomic():
            renamed(estate, "未定")
            assert name_in(shelf, estate) == "未定"
            raise Undone
        assert name_in(shelf, estate) == before
    assert name_in(shelf, estate) == before
    with pytest.raises(Undone), transaction.atomic():
        renamed(estate, "外面")
        with pytest.raises(Undone), transaction.atomic():
            raise Undone
        assert name_in(shelf, estate) == "外面"
        raise Undone
    assert name_in(shelf, estate) == before


def test_a_transaction_that_wrote_reads_each_row_once_between_its_writes(estate):
    shelf = kept()
    with transaction.atomic():
        for name in ("一", "二"):
            renamed(estate, name)
            assert name_in(shelf, estate) == name
            assert statements(lambda: shelf.one(estate.pk)) == []
        with pytest.raises(Undone), transaction.atomic():
            renamed(estate, "三")
            assert name_in(shelf, estate) == "三"
            raise Undone
        assert name_in(shelf, estate) == "二"
    assert name_in(shelf, estate) == "二"
    with transaction.atomic():
        assert name_in(shelf, estate) == "二"


def test_a_transaction_reads_what_was_committed_before_it_asked(estate):
    shelf = kept()
    shelf.one(estate.pk)
    elsewhere(lambda: renamed(estate, "新名"))
    with transaction.atomic():
        assert name_in(shelf, estate) == "新名"
        assert statements(lambda: shelf.one(estate.pk)) == []
    elsewhere(lambda: renamed(estate, "更新"))
    with transaction.atomic():
        assert name_in(shelf, estate) == "更新"


def test_rows_read_while_somebody_writes_are_not_taken_for_new(estate):
    """One thread has read the old row and is slow to put it away; meanwhile it was changed and read anew."""
    may_go_on, has_read = threading.Event(), threading.Event()
    slow = [True]

    def read(keys: list[int]) -> dict[int, Place]:
        found = {p.pk: p for p in Place._base_manager.filter(pk__in=keys)}
        if slow:
            slow.clear()
            has_read.set()
            assert may_go_on.wait(timeout=30)
        return found

    shelf: Kept[int, Place] = Kept((NETWORK,), read, most=100)
    with ThreadPoolExecutor(1) as pool:
        late = pool.submit(lambda: (shelf.one(estate.pk), connections.close_all()))
        assert has_read.wait(timeout=30)
        renamed(estate, "新名")
        assert name_in(shelf, estate) == "新名"
        may_go_on.set()
        late.result(timeout=30)
    assert name_in(shelf, estate) == "新名"


def test_two_who_write_get_marks_that_never_come_twice(estate):
    def mark() -> int:
        return versions._ask()[NETWORK.name]

    seen = [mark()]
    for n in range(3):
        elsewhere(lambda n=n: renamed(estate, f"甲{n}"))
        seen.append(mark())
        with pytest.raises(Undone), transaction.atomic():
            renamed(estate, f"乙{n}")
            seen.append(mark())
            raise Undone
    assert len(set(seen)) == len(seen)


def test_groups_do_not_disturb_one_another(world, estate):
    shelf = kept()
    shelf.one(estate.pk)
    Category.objects.update(position=3)
    asked = statements(lambda: shelf.one(estate.pk))
    assert len(asked) == 1 and "record_version" in asked[0]


def test_no_more_is_kept_than_was_said_and_the_latest_used_stay(world, estate):
    shelf = kept(most=3)
    keys = [place.pk for place in world.places.values()]
    shelf.many(keys[:3])
    shelf.one(keys[0])
    shelf.one(keys[3])
    assert statements(lambda: shelf.many([keys[0], keys[2], keys[3]])) == []
    assert len(statements(lambda: shelf.one(keys[1]))) == 1
    assert len(shelf.many(keys)) == len(keys)


def test_a_database_without_the_triggers_keeps_nothing(estate):
    versions.remove_in(NETWORK)(None, type("Editor", (), {"connection": connection}))
    try:
        versions._guarded.cache_clear()
        assert versions.missing(connection)
        shelf = kept()
        shelf.one(estate.pk)
        assert len(statements(lambda: shelf.one(estate.pk))) == 1
    finally:
        versions.install(NETWORK, connection)


def test_turned_off_every_use_reads_the_database(estate, settings):
    settings.YISHI_ROWS_ARE_KEPT = False
    shelf = kept()
    assert shelf.one(estate.pk) is not shelf.one(estate.pk)


def test_posts_are_of_the_net_and_who_holds_them_is_not(world):
    before = versions._ask()
    post = world.posts["steward"]
    with transaction.atomic():
        world.people["steward"].appointments.update(until_on="2026-12-31")
    assert versions._ask()[NETWORK.name] == before[NETWORK.name]
    Post.objects.filter(pk=post.pk).update(phone="19911111111")
    assert versions._ask()[NETWORK.name] != before[NETWORK.name]
