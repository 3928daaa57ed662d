"""A desk's lists narrowed by what somebody looks for, and kept under a name."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yishi.cases import actions as cases
from yishi.desk.models import SavedFilter
from yishi.network.actors import ANYONE
from yishi.record import clock

HOME, FILTERS = "/desk/", "/desk/filters/"


def words(response) -> str:
    return response.content.decode()


def shown(client, address: str) -> set:
    response = client.get(HOME + address)
    assert response.status_code == 200
    return {card.case.pk for card in response.context["page"].cards}


def keep(client, query: str, name: str):
    return client.post(FILTERS, {"query": query, "name": name})


@pytest.fixture
def five(world):
    """Cases that differ in one thing each."""
    made = {
        "plain": world.report(),
        "service": world.report("物业不接电话。", category="service"),
        "elsewhere": world.report(place="b5"),
        "taken": world.handling(),
    }
    with clock.at(clock.now() - timedelta(days=9)):
        made["late"] = world.report("路灯坏了，晚上看不见。")
    cases.set_urgency(world.actor("steward"), made["plain"], urgency="utilities")
    for n in range(2):
        cases.join(ANYONE, made["service"], place=world.places["b3"], door=f"{n}-101", phone=f"1990000030{n}")
    return {name: case.pk for name, case in made.items()}


@pytest.mark.parametrize(
    ("asked", "left"),
    [
        ("tab=new&category=shared.service", {"service"}),
        ("tab=new&category=shared", {"plain", "service", "elsewhere", "late"}),
        ("tab=new&place=421182001901-01-05", {"elsewhere"}),
        ("tab=new&urgency=utilities", {"plain"}),
        ("tab=new&overdue=on", {"late"}),
        ("tab=new&voices=2", {"service"}),
        ("tab=new&q=路灯", {"late"}),
        ("tab=all&state=handling", {"taken"}),
        ("state=handling", {"taken"}),
        ("tab=all&q=路灯&overdue=on", {"late"}),
        ("tab=new&overdue=on&place=421182001901-01-05", set()),
        ("tab=working&category=shared", {"taken"}),
    ],
)
def test_a_list_holds_only_what_was_asked_for(sit, five, asked, left):
    assert shown(sit("steward"), f"?{asked}") == {five[name] for name in left}


def test_what_makes_no_sense_is_passed_over(sit, five):
    client = sit("steward")
    everything = shown(client, "?tab=new")
    for asked in ("voices=x", "category=%00", "place=nowhere", "urgency=1", "overdue=", "voices=-3"):
        assert shown(client, f"?tab=new&{asked}") == everything


def test_the_page_says_what_it_is_narrowed_by_and_how_to_see_all(sit, five):
    page = words(sit("steward").get(f"{HOME}?tab=new&category=shared.service&overdue=on"))
    assert "Property service" in page and "Only what is overdue" in page
    assert "Nothing in this list is like that" in page
    assert 'href="?tab=new"' in page


def test_a_narrowed_list_goes_on_narrowed(sit, world):
    for n in range(25):
        with clock.at(clock.now() - timedelta(minutes=n)):
            world.report(place="b5")
        world.report()
    client = sit("steward")
    seen, address = [], "?tab=new&place=421182001901-01-05"
    while address:
        response = client.get(HOME + address)
        seen += [card.case.place.code for card in response.context["page"].cards]
        address = response.context["page"].next
    assert len(seen) == 25 and set(seen) == {"421182001901-01-05"}


def test_a_filter_leaks_nothing_that_is_kept_to_the_hotline(sit, world):
    kept = world.report("三栋有人打架。", visibility="hotline", place="c1")
    for post in ("steward", "branch", "property"):
        for asked in ("tab=all&q=打架", "tab=all&category=shared", "state=reported"):
            assert kept.pk not in shown(sit(post), f"?{asked}")


def test_the_one_complained_about_finds_no_complaint_by_it(sit, world):
    about = world.report(about=world.posts["property"].organisation, visibility="hotline")
    assert about.pk not in shown(sit("property"), "?tab=all&category=shared")


def test_a_filter_is_kept_under_a_name_and_counted(sit, five):
    client = sit("steward")
    there = keep(client, "tab=new&category=shared.service", "物业的事")["Location"]
    assert there == f"{HOME}?tab=new&category=shared.service"
    chips = client.get(HOME).context["chips"]
    assert [(chip.label, chip.count) for chip in chips] == [("物业的事", "1")]
    assert client.get(there).context["chips"][0].current
    assert shown(client, chips[0].url) == {five["service"]}


def test_a_filter_belongs_to_one_person(sit, five):
    keep(sit("steward"), "tab=new&overdue=on", "late")
    pk = SavedFilter.objects.get().pk
    other = sit("branch")
    assert not other.get(HOME).context["chips"]
    for do in ("drop", "open", "rename"):
        assert other.post(FILTERS, {"filter": pk, "do": do, "name": "mine"}).status_code == 404
    assert SavedFilter.objects.get().name == "late"
    assert sit("resident").get(FILTERS).status_code == 403


def test_renaming_and_removing(sit, five):
    client = sit("steward")
    keep(client, "tab=new&overdue=on", "late")
    keep(client, "tab=new&voices=2", "many")
    late = SavedFilter.objects.get(name="late")
    client.post(FILTERS, {"filter": late.pk, "do": "rename", "name": "very late"})
    assert "very late" in words(client.get(FILTERS))
    refused = client.post(FILTERS, {"filter": late.pk, "do": "rename", "name": "many"})
    assert refused.status_code == 422 and "a filter of this name already" in words(refused)
    assert client.post(FILTERS, {"filter": late.pk, "do": "rename", "name": " "}).status_code == 422
    client.post(FILTERS, {"filter": late.pk, "do": "drop"})
    assert [kept.name for kept in SavedFilter.objects.all()] == ["many"]
    for strange in ("", "x", "9" * 40, "-1"):
        assert client.post(FILTERS, {"filter": strange, "do": "drop"}).status_code == 404


def test_only_what_the_form_knows_is_kept(sit, five):
    client = sit("steward")
    keep(client, "tab=new&overdue=on&next=https://elsewhere.example&at=2026-01-01&id=3", "late")
    assert SavedFilter.objects.get().query == "tab=new&overdue=on"
    for query, name in (
        ("tab=new", "all"),
        ("tab=new&overdue=on", ""),
        ("", "x"),
        ("%00", "x"),
        ("voices=2", "长" * 40),
    ):
        assert keep(client, query, name).status_code == 422
    assert SavedFilter.objects.count() == 1


def test_the_same_name_again_is_the_same_filter_and_there_is_an_end(sit, five):
    client = sit("steward")
    for n in range(20):
        keep(client, "tab=new&overdue=on", f"f{n}")
    keep(client, "tab=new&voices=2", "f3")
    assert SavedFilter.objects.get(name="f3").query == "tab=new&voices=2"
    assert keep(client, "tab=new&voices=2", "one more").status_code == 422
    assert SavedFilter.objects.count() == 20


def test_the_desk_begins_with_a_filter_where_that_was_chosen(sit, five):
    client = sit("steward")
    keep(client, "tab=new&overdue=on", "late")
    kept = SavedFilter.objects.get()
    client.post(FILTERS, {"filter": kept.pk, "do": "open"})
    assert client.get(HOME)["Location"] == f"{HOME}?tab=new&overdue=on"
    assert shown(client, "?tab=new") >= {five["plain"], five["late"]}
    client.post(FILTERS, {"filter": kept.pk, "do": "open"})
    assert client.get(HOME).status_code == 200


def test_a_part_of_a_filter_that_is_gone_is_said_and_left_out(sit, world, five):
    client = sit("steward")
    keep(client, "tab=new&place=421182001901-01-05&overdue=on", "late there")
    SavedFilter.objects.update(query="tab=new&place=gone&overdue=on")
    page = words(client.get(FILTERS))
    assert "Part of this filter is not there any more" in page
    assert shown(client, "?tab=new&place=gone&overdue=on") == {five["late"]}


def test_many_kept_filters_cost_no_more_than_five(sit, five):
    client = sit("steward")

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(HOME).status_code == 200
        return len(queries)

    keep(client, "tab=new&overdue=on", "f0")
    cost()
    few = cost()
    for n in range(1, 12):
        keep(client, "tab=all&category=shared&overdue=on", f"f{n}")
    assert cost() == few
    counted = [chip.count for chip in client.get(HOME).context["chips"]]
    assert None not in counted[:5] and counted[5:] == [None] * 7


def test_single_keys_can_be_switched_off_and_the_page_holds_them_all(sit, world):
    client = sit("steward")
    assert 'id="desk-keys"' in words(client.get(HOME))
    page = words(client.get("/desk/keys/"))
    assert "They act for you now." in page and "hand it up" in page
    client.post("/desk/keys/", {"keys": "off"})
    assert 'id="desk-keys"' not in words(client.get(HOME))
    assert "They are switched off for you." in words(client.get("/desk/keys/"))
    assert 'id="desk-keys"' in words(sit("branch").get(HOME))
    client = sit("steward")
    assert 'id="desk-keys"' not in words(client.get(HOME))
    client.post("/desk/keys/", {"keys": "on"})
    assert 'id="desk-keys"' in words(client.get(HOME))
