"""Pages read places, posts, categories and ladders from what the process keeps: the same as the database says, with no
question to it once they are known, and new as soon as somebody changed them."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from yishi.cases import actions, known, listing
from yishi.cases.actions import set_category
from yishi.cases.models import Case, Category, Ladder
from yishi.network import actions as network
from yishi.network import known as net
from yishi.network.actors import ANYONE, CLOCK
from yishi.network.models import Appointment, Level, Place, Post
from yishi.record import clock, versions

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def rows_are_kept(settings, monkeypatch) -> Iterator[None]:
    settings.YISHI_ROWS_ARE_KEPT = True
    monkeypatch.setattr(versions, "SECONDS", 1.0)
    monkeypatch.setattr(versions, "_last", (float("-inf"), {}))
    versions._guarded.cache_clear()
    yield
    versions._guarded.cache_clear()


def asked(doing) -> list[str]:
    """The statements it took, but for the question whether anything has changed."""
    found: list[str] = []

    def heard(execute, sql, *more):
        found.append(sql)
        return execute(sql, *more)

    with connection.execute_wrapper(heard):
        doing()
    return [sql for sql in found if "record_version" not in sql]


def test_places_and_posts_are_those_of_the_database(world):
    for place in Place.objects.all():
        assert net.place(place.pk) == place
        assert net.around(place.path) == list(Place.objects.around(place.path))
        assert net.children(place.path) == list(Place.objects.get_children(place))
        assert net.with_code(place.code) == place
        assert net.phones_over(place.path) == list(
            Post.objects.over(place.path).exclude(phone="").values_list("phone", flat=True)
        )
    for post in Post.objects.all():
        found = net.post(post.pk)
        assert (found, found.title, found.place, found.organisation) == (
            post,
            post.title,
            post.place,
            post.organisation,
        )
    assert net.first_of(Level.ESTATE, 1) == list(Place.objects.filter(level=Level.ESTATE)[:1])


def test_a_household_is_nobodys_business_here_either(world):
    building = Place.objects.get(pk=world.places["b3"].pk)
    home = network.add_place(
        CLOCK, building, code="home-1", level=Level.HOUSEHOLD, name_zh="一户", name_en=""
    )
    assert net.with_code(home.code) is None
    assert net.children(building.path) == []
    assert Client().get(reverse("cases:community", args=[home.code])).status_code == 404


def test_ladders_are_those_of_the_database(world):
    for place in Place.objects.all():
        assert known.ladder_over(place.path) == Ladder.objects.over(place.path)
    path = world.places["b3"].path
    found, there = known.ladder_over(path), Ladder.objects.over(path)
    assert found and there
    assert [(r.role, r.take_hours) for r in found.steps] == [(r.role, r.take_hours) for r in there.steps]
    assert asked(lambda: (known.ladder_over(path).steps, known.ladder_over(path).time_limits)) == []
    near = actions.set_ladder(
        CLOCK, world.places["estate"], rungs=[("steward", 1, 2)], lapse_days=3, source="test"
    )
    assert known.ladder_over(path) == near
    assert known.ladder_over(world.places["c1"].path) == there


def test_what_a_case_points_to_is_put_on_it_without_a_question(world):
    numbers = [world.report(place=place).pk for place in ("b3", "b5", "c1")]
    rows = Case.objects.filter(pk__in=numbers).order_by("pk")
    known.attach(rows, ladders=True)
    fresh = list(rows.all())
    assert asked(lambda: known.attach(fresh, ladders=True)) == []
    plain = rows.select_related(
        "place", "category__parent", "holder__organisation", "holder__place", "ladder"
    )
    for case, same in zip(fresh, plain, strict=True):
        there = []
        assert (
            asked(
                lambda case=case, there=there: there.append(
                    (case.place.label, case.category.parent, case.holder.title, case.ladder.steps)
                )
            )
            == []
        )
        assert there == [(same.place.label, same.category.parent, same.holder.title, same.ladder.steps)]


def test_a_line_of_a_list_costs_no_join_and_no_question_of_its_own(world):
    for place in ("b3", "b5", "c1"):
        world.report(place=place)
    list(Case.objects.all().for_lines())
    found = asked(lambda: listing.newest(Case.objects.visible_to(ANYONE), 6))
    assert len(found) == 2
    assert not any("JOIN" in sql for sql in found)


def test_another_holder_is_shown_once_it_is_set(world):
    case = Case.objects.with_labels().get(pk=world.report().pk)
    case.holder = world.posts["branch"]
    assert case.holder.pk == world.posts["branch"].pk == case.holder_id


def test_whoever_renames_something_reads_the_new_name_on_the_next_page(world):
    case = world.report()
    person, page = Client(), reverse("cases:case", args=[case.number])
    person.force_login(world.people["committee"])
    assert "公共空间" in person.get(reverse("cases:list")).content.decode()
    assert "楼道堆物" in person.get(page).content.decode()
    top = Category.objects.get(code="shared")
    set_category(CLOCK, top, code="shared.stairwell", name_zh="楼道杂物", name_en="Clutter")
    set_category(CLOCK, None, code="shared", name_zh="共用地方", name_en="Shared places")
    assert "楼道杂物" in person.get(page).content.decode()
    assert "共用地方" in person.get(reverse("cases:list")).content.decode()


def test_whom_to_ring_follows_the_appointments_and_the_day(world):
    path = world.places["b3"].path
    roles = ("steward", "committee")
    assert {post.code for post in net.to_ring(path, roles)} == {"post-steward", "post-committee"}
    held = Appointment.objects.get(post=world.posts["steward"])
    held.until_on = clock.today()
    held.save()
    assert "post-steward" in {post.code for post in net.to_ring(path, roles)}
    with clock.at(clock.now() + timedelta(days=1)):
        assert {post.code for post in net.to_ring(path, roles)} == {"post-committee"}
    Post.objects.filter(code="post-committee").update(phone="")
    assert {post.code for post in net.to_ring(path, roles)} == {"post-steward"}


def test_a_page_in_english_reads_the_same_rows_in_english(world):
    world.report()
    for language, name in (("zh-hans", "3栋"), ("en", "Building 3")):
        client = Client()
        client.cookies["django_language"] = language
        assert name in client.get(reverse("cases:list")).content.decode()
