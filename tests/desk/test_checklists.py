"""Checklists: points to tick on a case, what is open when it is answered, and parts of units at one look."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse, reverse_lazy

from yishi.cases import actions as cases
from yishi.cases.models import Answer, Case
from yishi.desk import actions, checks
from yishi.desk.models import Checklist, OpenAtAnswer, Tick, Whose
from yishi.network import pictures
from yishi.network.actors import CLOCK
from yishi.record import Refused
from yishi.record.models import Entry


def words(response) -> str:
    return response.content.decode()


def page_of(client, case) -> str:
    return words(client.get(reverse("desk:case", args=[case.number])))


def check(client, case, point, **said):
    return client.post(reverse("desk:check", args=[case.number, point.pk]), {"key": "k", **said})


@pytest.fixture
def listed(world):
    """A checklist of the community for things in the stairwell: two points, the second with a photo."""
    points = [{"text_zh": "敲门"}, {"text_zh": "拍照", "needs_photo": True}]
    return actions.add_checklist(
        CLOCK, world.places["community"], category=world.categories["stairwell"], points=points
    )


@pytest.fixture
def for_units(world):
    points = [{"text_zh": "写明原因"}, {"text_zh": "试运行"}]
    return actions.add_checklist(
        CLOCK,
        world.places["community"],
        category=world.categories["stairwell"],
        whose=Whose.UNIT,
        points=points,
    )


def test_a_point_is_ticked_with_who_and_when_and_taken_back(sit, world, listed):
    case, client = world.handling(), sit("steward")
    knock = listed.in_force[0]
    assert "敲门" in page_of(client, case) and "0/2" in page_of(client, case)
    for _again in range(2):
        assert check(client, case, knock)["Location"].endswith("#checks")
    page = page_of(client, case)
    assert "1/2" in page and world.posts["steward"].title in page.partition('id="checks"')[2]
    assert Tick.objects.get().post == world.posts["steward"]
    check(client, case, knock, undo="yes")
    assert "0/2" in page_of(client, case)
    assert Tick.objects.get().undone_by == world.posts["steward"], "that it was ticked is not forgotten"
    kinds = list(Entry.objects.filter(kind__startswith="desk.").order_by("pk").values_list("kind", flat=True))
    assert kinds[-2:] == ["desk.Ticked", "desk.Unticked"]


def test_a_point_that_needs_a_photo_waits_for_one_from_the_place(world, listed, photo):
    case, steward = world.handling(), world.actor("steward")
    point = listed.in_force[1]
    with pytest.raises(Refused, match="照片"):
        actions.tick(steward, case, point=point)
    photo.size = photo.getbuffer().nbytes
    cases.add_photos(steward, case, photos=[pictures.read(photo)])
    actions.tick(steward, case, point=point)
    assert [p.text for p in checks.open_points(case)] == ["敲门"]


def test_solved_with_points_open_is_asked_once_and_said_inside(sit, world, listed):
    case, client = world.handling(), sit("steward")
    address = reverse("desk:act", args=[case.number, "answer"])
    page = words(client.get(address))
    assert "2 points are open" in page and "敲门；拍照" in page
    assert client.post(address, {"key": "k", "phrase": "spot"}).status_code == 422
    case.refresh_from_db()
    assert case.state == "handling"
    assert client.post(address, {"key": "k", "phrase": "spot", "despite_open": "on"}).status_code == 302
    assert OpenAtAnswer.objects.get().count == 2
    assert "Answered with 2 points open" in page_of(sit("branch"), case)
    public = words(client.get(reverse("cases:case", args=[case.number])))
    assert "points open" not in public and "敲门" not in public


def test_with_everything_ticked_nothing_is_asked(sit, world, listed):
    case, steward = world.handling(), world.actor("steward")
    actions.change_checklist(CLOCK, listed, points=[{"pk": listed.in_force[0].pk, "text_zh": "敲门"}])
    actions.tick(steward, case, point=Checklist.objects.get().in_force[0])
    address = reverse("desk:act", args=[case.number, "answer"])
    assert "despite_open" not in words(sit("steward").get(address))
    assert sit("steward").post(address, {"key": "k", "phrase": "spot"}).status_code == 302
    assert not OpenAtAnswer.objects.exists()


def test_the_rule_holds_behind_the_form_too(world, listed):
    case, steward = world.handling(), world.actor("steward")
    with pytest.raises(Refused):
        actions.answer_checked(steward, case, kind="solved", text="好了")
    actions.answer_checked(steward, case, kind="explained", text="说明", basis="合同")
    assert not OpenAtAnswer.objects.exists(), "only what is said to be solved is held against the list"


def test_each_unit_has_its_own_ticks_and_sees_nobody_elses(sit, world, listed, for_units):
    case, steward = world.handling(), world.actor("steward")
    for unit in ("property", "fire"):
        cases.ask_part(steward, case, asked=world.posts[unit], text=f"请{unit}到场")
    check(sit("property"), case, for_units.in_force[0])
    shown = page_of(sit("steward"), case)
    assert "1 of 2 ticked" in shown and "0 of 2 ticked" in shown
    own = page_of(sit("property"), case).partition('id="checks"')[2].partition("</section>")[0]
    assert "请property到场" in own and "请fire到场" not in own and "敲门" not in own
    assert check(sit("property"), case, listed.in_force[0]).status_code == 302
    assert Tick.objects.count() == 1, "the desk's points are the desk's"
    cases.answer_part(world.actor("property"), case, text="修好了")
    with pytest.raises(Refused):
        actions.tick(world.actor("property"), case, point=for_units.in_force[1])
    assert "修好了" in page_of(sit("steward"), case).partition('id="checks"')[2]


@pytest.mark.parametrize("who", ["branch", "on_duty", "property"])
def test_others_tick_nothing(sit, world, listed, who):
    case = world.handling()
    check(sit(who), case, listed.in_force[0])
    assert not Tick.objects.exists()


def test_whoever_is_complained_about_sees_no_checklist(sit, world, listed):
    case = world.handling(about=world.posts["property"].organisation, visibility="hotline")
    response = sit("property").get(reverse("desk:case", args=[case.number]))
    assert response.status_code == 404
    assert check(sit("property"), case, listed.in_force[0]).status_code == 404


def test_the_list_of_the_nearest_place_holds(world, listed):
    own = actions.add_checklist(
        CLOCK,
        world.places["estate"],
        category=world.categories["stairwell"],
        points=[{"text_zh": "本小区的"}],
    )
    assert checks.lists_of(world.report()) == [own]
    assert checks.lists_of(world.report(place="c1")) == [listed]


def test_the_committee_keeps_the_lists_and_a_new_wording_keeps_its_ticks(sit, world, listed):
    case = world.handling()
    actions.tick(world.actor("steward"), case, point=listed.in_force[0])
    address = reverse("desk:checklist", args=[listed.pk])
    first, second = listed.in_force
    said = {"key": "k", "l0-pk": first.pk, "l0-text_zh": "敲门说明", "l1-pk": second.pk, "l1-text_zh": ""}
    assert sit("committee").post(address, said | {"l2-text_zh": "回访"}).status_code == 302
    assert [p.text for p in Checklist.objects.get().in_force] == ["敲门说明", "回访"]
    page = page_of(sit("steward"), case)
    assert "1/2" in page and "敲门说明" in page and "拍照" not in page
    assert sit("steward").get(address).status_code == 403


def test_a_list_needs_a_point_and_stands_once(sit, world, listed):
    client, address = sit("committee"), reverse("desk:new_checklist")
    head = {"key": "k", "category": listed.category_id, "whose": "desk"}
    assert client.post(address, head).status_code == 422
    assert client.post(address, head | {"l0-text_zh": "一"}).status_code == 422
    assert client.post(address, head | {"l0-needs_photo": "on", "key": "k2"}).status_code == 422
    assert Checklist.objects.count() == 1
    client.post(reverse("desk:retire_checklist", args=[listed.pk]))
    assert client.post(address, head | {"l0-text_zh": "一", "key": "k3"}).status_code == 302
    assert reverse("desk:new_checklist") not in words(sit("steward").get(reverse("desk:checklists")))


def test_another_lists_point_cannot_be_taken_over(sit, world, listed, for_units):
    stolen = for_units.in_force[0]
    said = {"key": "k", "l0-pk": stolen.pk, "l0-text_zh": "换掉"}
    sit("committee").post(reverse("desk:checklist", args=[listed.pk]), said)
    stolen.refresh_from_db()
    assert stolen.text_zh == "写明原因" and stolen.checklist == for_units


def test_two_at_once_tick_a_point_once(world, listed):
    case, steward, point = world.handling(), world.actor("steward"), listed.in_force[0]
    actions.tick(steward, case, point=point)
    with pytest.raises(Refused) as told:
        actions.tick(steward, case, point=point)
    assert told.value.moved_on


def test_queries_of_the_case_do_not_grow_with_points_units_and_ticks(world, for_units):
    case, steward = world.handling(), world.actor("steward")
    points = [{"text_zh": f"第{n}条"} for n in range(12)]
    listed = actions.add_checklist(
        CLOCK, world.places["community"], category=world.categories["stairwell"], points=points
    )
    cases.ask_part(steward, case, asked=world.posts["property"], text="请看")
    actions.tick(steward, case, point=listed.in_force[0])
    actions.tick(world.actor("property"), case, point=for_units.in_force[0])

    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            checks.panel(steward, case)
        return len(asked)

    few = count()
    for point in listed.in_force[1:]:
        actions.tick(steward, case, point=point)
    actions.tick(world.actor("property"), case, point=for_units.in_force[1])
    cases.ask_part(steward, case, asked=world.posts["fire"], text="请看")
    actions.tick(world.actor("fire"), case, point=for_units.in_force[0])
    assert count() <= few <= 8


# --- solved on the spot, and several at once ---

NEW = reverse_lazy("desk:new")


@pytest.fixture
def on_the_spot(world):
    """What a steward writes down at a door and has solved already."""
    return {
        "place": world.places["b3"].code,
        "words": "楼道口堆着柴火，走不过去。",
        "category": "shared.stairwell",
        "channel": "door",
        "solved": "on",
        "done": "和住户一起搬走了",
        "key": "k",
    }


def test_solved_on_the_spot_asks_for_the_checklist_too(sit, world, listed, on_the_spot):
    client = sit("steward")
    asked = client.post(NEW, on_the_spot)
    page = words(asked)
    assert asked.status_code == 422 and not Case.objects.exists()
    assert "敲门；拍照" in page and 'name="ticked"' in page and 'name="despite_open"' in page


def test_points_ticked_on_the_spot_stand_on_the_case(sit, world, listed, on_the_spot, photo):
    knock, picture = (str(point.pk) for point in listed.in_force)
    client = sit("steward")
    bare = client.post(NEW, {**on_the_spot, "ticked": [knock, picture]})
    assert bare.status_code == 422 and "Please add a photo" in words(bare) and not Case.objects.exists()
    done = client.post(NEW, {**on_the_spot, "ticked": [knock, picture], "after": photo})
    assert done.status_code == 302
    case = Case.objects.get()
    assert (case.state, case.ticks.count()) == ("answered", 2) and not OpenAtAnswer.objects.exists()
    kinds = list(Entry.objects.about(case.ref).values_list("kind", flat=True))
    assert kinds.count("desk.Ticked") == 2


def test_what_stays_open_on_the_spot_is_said_inside(sit, world, listed, on_the_spot):
    knock = str(listed.in_force[0].pk)
    done = sit("steward").post(NEW, {**on_the_spot, "ticked": [knock], "despite_open": "on"})
    assert done.status_code == 302 and OpenAtAnswer.objects.get().count == 1


def test_no_action_solves_on_the_spot_past_the_checklist(world, listed, on_the_spot):
    facts = {"category": world.categories["stairwell"], "channel": "door", "code": "20260415"}
    with pytest.raises(Refused, match="清单"):
        actions.file_and_solve(
            world.actor("steward"), world.places["b3"], words="楼道堵了", done="好了", **facts
        )
    assert not Case.objects.exists()


def test_where_no_list_holds_nothing_more_is_asked(sit, world, listed, on_the_spot):
    client = sit("steward")
    assert client.post(NEW, {**on_the_spot, "category": "shared.service"}).status_code == 302
    assert client.post(NEW, {**on_the_spot, "key": "l", "solved": ""}).status_code == 302
    assert Case.objects.count() == 2


def test_several_answered_at_once_go_the_same_way(sit, world, listed, monkeypatch):
    """By the desk's own action, so that what it asks of one answer it asks of each."""
    made, client = [world.handling(), world.handling()], sit("steward")
    seen = []

    def asked(case):
        seen.append(case.pk)
        return []

    monkeypatch.setattr(checks, "open_points", asked)
    said = {"do": "explain", "n": [case.number for case in made], "text": "规划如此", "basis": "规划图"}
    page = words(client.post(reverse("desk:bulk"), {**said, "key": "k"}, follow=True))
    assert all(case.number in page for case in made)
    assert {Case.objects.get(pk=case.pk).state for case in made} == {"answered"}
    assert seen == []  # an explanation solves nothing, so no point of a list is asked about
    assert Answer.objects.filter(kind="explained").count() == 2
