"""What a program reads of sessions and does to them: the same rules, forms and actions as on the pages."""

import base64
import importlib
import inspect
import pkgutil
from datetime import timedelta

import pytest
from django import forms as shapes
from tests.api.test_keys import ALL
from tests.api.test_rest import BASE, PLACE, got, key_of_resident, post_key, sent
from tests.cases.stage import jpeg
from tests.deliberation import closed
from tests.deliberation.conftest import call, underway

import yishi.cases.forms
import yishi.deliberation.forms
from yishi.api.rest import acting, describing, doings, joined, session_doings
from yishi.cases import actions as cases
from yishi.cases.models import Case, Ladder
from yishi.deliberation import actions, door, setup
from yishi.deliberation.actions.attending import Came
from yishi.deliberation.actions.sheets import Line
from yishi.deliberation.models import (
    Attendance,
    Decision,
    Item,
    Motion,
    Objection,
    Opinion,
    Session,
    Sheet,
    State,
    Topic,
    Undertaking,
)
from yishi.network.actors import CLOCK, Actor
from yishi.record import clock
from yishi.record.models import Entry

pytestmark = pytest.mark.django_db
PICTURE = base64.b64encode(jpeg().read()).decode()
ESTATE = "421182001901-01"
SAYS = "门口的充电棚放到哪里，大家一起商量。"


@pytest.fixture
def town(world):
    """The neighbourhood, with the usual rules of sessions, where somebody looks at all words first."""
    setup.enter_rules(CLOCK)
    cases.set_publishing(CLOCK, Ladder.objects.get(), sure_at_once=False)
    return world


def act(
    client, path: str, name: str, key: str, status: int = 200, body: dict | None = None, **headers
) -> dict:
    """What is answered when something is done."""
    return sent(client, f"{path}/doings/{name}", body or {}, status, key=key, **headers).json()


def offered(client, path: str, key: str) -> dict[str, dict]:
    """What the key may do now, by name."""
    return {each["name"]: each for each in got(client, f"{path}/doings", key=key).json()["items"]}


def choice(doing: dict, field: str, words: str = "") -> str:
    """The key of the first choice of a field whose name holds the words."""
    (found,) = (each for each in doing["fields"] if each["name"] == field)
    return next(each["key"] for each in found["choices"] if words in each["name"])


def at(session: Session, *parts: object) -> str:
    return "/".join(["/sessions", str(session.pk), *map(str, parts)])


def going_on(town, **fields) -> Session:
    """A session under way now, with an item that may be decided."""
    session = call(town, days=12, **fields)
    branch = town.actor("branch")
    actions.add_item(branch, session, title="充电棚放到哪里")
    session = actions.announce(branch, session)
    with clock.at(session.starts_at):
        return actions.begin(town.actor("steward"), session)


def proposed(town, name: str = "resident", **what) -> Topic:
    return actions.propose_topic(Actor(person=town.people[name]), town.places["estate"], words=SAYS, **what)


# --- nothing is forgotten ---


HANDED_IN = {
    # forms whose fields an address takes in a shape of its own
    "cases.intake.Extra": "POST /cases, answers",
    "cases.intake.Say": "POST /cases, words and about",
    "cases.intake.AddPhotos": "POST /cases, photos",
    "cases.intake.Who": "POST /cases, visibility, name and phone",
    "deliberation.hall.OneLine": "POST /sessions/{number}/lines",
    "deliberation.hall.SentLine": "POST /sessions/{number}/lines",
    "cases.voices.Join": "join; a key's household is that of its account, a post writes down with cosign_for",
}
NO_DOOR = {
    # forms that no key fills in, and why
    "cases.feedback.Follow": "a code opens a matter for a browser; a key opens what is its resident's own",
    "cases.judging.Judge": "behind the personal link of a text message, for whoever has no account and no key",
    "cases.judging.Look": "a second look is offered on the page to one person, who goes there with a telephone",
    "cases.judging.ChoosePeriod": "narrows a page of figures; the figures are open data",
    "cases.lines.ReportLine": "one line of a spreadsheet or of the grid of the desk; a program sends POST /cases",
    "cases.listing.Filters": "narrows a list; GET /cases has its own parameters",
    "cases.listing.Key": "where a page of a list begins; a program has cursors",
    "cases.pressure.DayKey": "where a page of a list begins; a program has cursors",
    "deliberation.topics.Follow": "a code opens a topic for a browser; a key opens what is its resident's own",
    "deliberation.topics.Look": "what everybody will read, somebody has looked at",
    "deliberation.topics.Accept": "accept_topic takes up what everybody reads already; other words need eyes",
    "deliberation.hall.Narrow": "narrows a page; GET /sessions/{number}/lines has its own parameters",
    "deliberation.hall.Show": "what everybody will read, somebody has looked at",
    "deliberation.hall.LookAtNames": "names are opened by a person, for a reason the record keeps; never by a key",
    "deliberation.hall.Strike": "lines of the list bear names; whoever strikes one out has it before them",
    "deliberation.hall.PutRight": "whoever puts words right reads them as they were said; no key does",
    "deliberation.afterwards.Decide": "what everybody will read, somebody has looked at",
    "deliberation.afterwards.Answer": "what everybody will read, somebody has looked at",
    "deliberation.session_rules.SetRule": "what holds at a place is set by whoever keeps it, its source before them",
    "deliberation.tallies.SetTally": "what a way of counting means is shown in examples before it holds",
}


def _forms(room) -> dict[str, type]:
    """Every form of a room that a page fills in, by its module and name: bases of others are left out."""
    found = {}
    for module in pkgutil.iter_modules(room.__path__):
        here = importlib.import_module(f"{room.__name__}.{module.name}")
        for name, each in vars(here).items():
            if inspect.isclass(each) and issubclass(each, shapes.Form) and each.__module__ == here.__name__:
                found[f"{room.__name__.split('.')[1]}.{module.name}.{name}"] = each
    return found


BASES = {"deliberation.calendar.When", "deliberation.calendar.Do", "deliberation.series.Keep"}
PRIVATE = ("_Door", "_Plain")


def _with_a_door() -> set[type]:
    assert joined.ROUTERS
    deeds = [deed for subject in acting.SUBJECTS.values() for deed in subject.deeds]
    forms = [each.form for each in deeds] + [each.form for each in doings.table()]
    return {base for form in forms for base in form.__mro__}


def test_every_form_of_residents_and_of_sessions_has_its_door_or_a_reason_why_not():
    there, doors = {**_forms(yishi.cases.forms), **_forms(yishi.deliberation.forms)}, _with_a_door()
    asked = {name: form for name, form in there.items() if name not in BASES and not name.endswith(PRIVATE)}
    without = {name for name, form in asked.items() if form not in doors}
    assert without == set(HANDED_IN) | set(NO_DOOR) | {"deliberation.topics.Send"} - doors_by_name(doors)


def doors_by_name(doors: set[type]) -> set[str]:
    return {
        f"{each.__module__.removeprefix('yishi.').replace('.forms', '')}.{each.__name__}" for each in doors
    }


BY_THE_CLOCK = {
    "add_late_line", "erase_behind_case", "erase_from_sessions", "forget_topic_words", "forget_what_was_said",
    "forget_who_is_behind", "forget_who_met", "mark_objection_overdue", "miss_session", "note_reopened",
    "note_solved", "note_undertaking_late", "place_by_itself", "raise_objection", "raise_unclosed",
    "remind_to_close", "take_away", "warn_of_undertaking",
}  # fmt: skip
WITHIN_ANOTHER = {"blank", "left_of", "open_sheet", "touch"}
"""Questions, and what happens within another doing."""


def test_every_action_of_people_at_sessions_is_a_doing_or_left_out_for_a_reason():
    named = {deed.name for subject in acting.SUBJECTS.values() for deed in subject.deeds}
    there = {name for name in actions.__all__ if name[0].islower()}
    assert there - BY_THE_CLOCK - WITHIN_ANOTHER - named - {"take_down"} == set(session_doings.LEFT_OUT)
    assert not set(session_doings.LEFT_OUT) & named
    assert named - there == {"paste"}  # which takes down


# --- reading ---


def test_the_calendar_is_told_to_everybody_and_narrowed(town, client):
    here, there = call(town), call(town, days=30, kind="open_day")

    def numbers(**query):
        return [each["number"] for each in got(client, "/sessions", query).json()["items"]]

    assert numbers() == [here.pk, there.pk]
    assert numbers(place=ESTATE) == [here.pk, there.pk] and numbers(place="421182001901-02") == []
    assert numbers(kind="open_day") == [there.pk]
    assert numbers(state="announced") == [] and numbers(state=["announced", "planned"]) == [here.pk, there.pk]
    assert numbers(show="past") == [] and numbers(show="all") == [there.pk, here.pk]
    assert numbers(until=here.starts_at.isoformat()) == [here.pk]
    for query in (
        {"place": "1"},
        {"kind": "x"},
        {"show": "x"},
        {"since": "2026-01-01T00:00:00"},
        {"plcae": "1"},
    ):
        assert list(got(client, "/sessions", query, 422).json()["errors"]) == list(query)


def test_lists_of_sessions_lines_topics_and_promises_are_read_page_by_page_and_nothing_twice(town, client):
    session = going_on(town)
    for n in range(3):
        call(town, days=20 + n)
        proposed(town, ("resident", "neighbour", "resident")[n])
    with clock.at(session.starts_at + timedelta(minutes=5)):
        closed.take_down(town, session, "一", "二", "三")
        for n in range(3):
            due = clock.today() + timedelta(days=n // 2)
            actions.undertake(
                town.actor("steward"), session, post=town.posts["branch"], text=f"办{n}", due_on=due
            )
        Topic.objects.update(wording="approved", title="充电棚", public_words=SAYS)
        for path, query, name in (
            ("/sessions", {"show": "ahead"}, "number"),
            ("/sessions", {"show": "all"}, "number"),
            (at(session, "lines"), {}, "label"),
            ("/topics", {"place": ESTATE}, "number"),
            ("/topics", {"place": ESTATE, "sort": "new"}, "number"),
            ("/promises", {"place": ESTATE}, "number"),
            ("/promises", {"place": ESTATE, "show": "all"}, "number"),
        ):
            seen, asked = [], {**query, "limit": 2}
            for _page in range(5):
                answer = got(client, path, asked)
                seen += [each[name] for each in answer.json()["items"]]
                if not answer.json()["next"]:
                    break
                assert 'rel="next"' in answer["Link"]
                asked = {**query, "limit": 2, "cursor": answer.json()["next"]}
            assert len(seen) == len(set(seen)) >= 3, path
        got(client, "/topics", {"place": ESTATE, "cursor": "x"}, 422)
        got(client, "/promises", {"place": ESTATE, "cursor": "OTk5OTk5OTkuMQ"}, 422)
    for path in ("/topics", "/promises"):
        assert list(got(client, path, {}, 422).json()["errors"]) == ["place"]


def test_one_session_is_told_with_what_came_of_it(town, client):
    session = closed.posted(town)
    with closed.while_posted(session):
        told = got(client, at(session)).json()
    assert told["state"] == "sealed" and told["attended"]["total"] == 12
    assert (
        told["said"] == {"all": 3, "answered": 1, "promised": 1, "taken": 1, "open": 0}
        or told["said"]["all"] == 3
    )
    (motion,) = told["motions"]
    assert (motion["yes"], motion["carried"]) == (8, True) and "8" in motion["arithmetic"]
    assert {each["came"] for each in told["invited"]} == {"came", "absent"}
    assert told["promises"][0]["text"] == "疏通排水沟。"
    assert len(told["minutes"]["digest"]) == 64 and told["minutes"]["boards"][0]["board"] == "南门公告栏"
    assert got(client, at(session, "motions", motion["number"])).json()["text"] == motion["text"]
    assert got(client, at(session, "items", told["agenda"][0]["number"])).json()["title"] == "路灯"


def test_lines_are_told_with_answers_and_words_only_where_everybody_may_read_them(town, client):
    session = closed.held(town)
    Opinion.objects.filter(number=1).update(wording="approved", public_words="路灯坏了两个月。")
    lines = {each["label"]: each for each in got(client, at(session, "lines")).json()["items"]}
    assert lines["A1"]["words"] == "路灯坏了两个月。" and lines["A2"]["words"] is None
    assert lines["A1"]["answer"]["text"] == "今晚就派人来看。" and lines["A1"]["answer"]["kind"] == "answered"
    assert got(client, at(session, "lines", "a2")).json()["label"] == "A2"
    waiting = got(client, at(session, "lines"), {"waiting": True}).json()["items"]
    assert all(each["answer"] is None for each in waiting)
    writes = post_key(town, "steward")
    assert got(client, at(session, "lines", "A2"), key=writes).json()["words"] is None  # decision 15
    actions.moderate(town.actor("steward"), Opinion.objects.get(number=2), hide="attack")
    got(client, at(session, "lines", "A2"), None, 404)


@pytest.mark.parametrize(
    "path",
    ["/sessions/1", "/sessions/x", "/sessions/0", f"/sessions/{10**30}", "/sessions/1/lines", "/sessions/1/lines/A1",
     "/sessions/1/items/1", "/sessions/1/motions/1", "/sessions/1/decisions/1", "/topics/1", "/promises/1",
     "/series/1"],
)  # fmt: skip
def test_what_is_not_there_is_a_problem(town, client, path):
    assert got(client, path, None, 404).json()["type"].endswith("#problem-not-found")


def test_a_part_of_another_session_is_not_there(town, client):
    one, other = going_on(town), call(town, days=40)
    item = one.items.get()
    got(client, at(one, "items", item.pk))
    got(client, at(other, "items", item.pk), None, 404)
    act(client, at(other, "items", item.pk), "note_item", post_key(town), 404)


def test_what_was_not_changed_is_not_told_again(town, client):
    session = call(town)
    etag = got(client, at(session))["ETag"]
    got(client, at(session), None, 304, If_None_Match=etag)
    actions.add_item(town.actor("branch"), session, title="停车")
    got(client, at(session), If_None_Match=etag)


def test_series_are_told_with_their_exceptions(town, client):
    key = post_key(town, "branch")
    form = {
        "name_zh": "十号议事", "kind": "yard", "level": "estate", "often": "month_day", "month_day": "10",
        "starts": "19:00", "spot_zh": "中心花园", "host_kind": "branch", "chair_role": "branch",
        "clerk_role": "steward",
    }  # fmt: skip
    done = act(client, f"/places/{ESTATE}", "start_series", key, 201, form)
    number = done["made"]["number"]
    told = got(client, f"/series/{number}").json()
    assert (
        told["rule"] == "FREQ=MONTHLY;BYMONTHDAY=10"
        and told["starts"] == "19:00"
        and told["exceptions"] == []
    )
    path = f"/series/{number}"
    until = (clock.today() + timedelta(days=90)).isoformat()
    act(client, path, "publish_series", key, body={"until": until})
    sessions = Session.objects.filter(series=number).count()
    assert sessions >= 2
    on = choice(offered(client, path, key)["except_day"], "on")
    act(client, path, "except_day", key, body={"on": on, "reason": "那天停电。"})
    assert got(client, path).json()["exceptions"][0]["on"] == on
    etag = got(client, path, key=key)["ETag"]
    act(client, path, "change_series", key, body={"spot_zh": "三栋架空层"}, If_Match=etag)
    changed = got(client, path).json()
    assert changed["rule"] == told["rule"] and changed["starts"] == "19:00"
    act(client, path, "end_series", key, body={"on": clock.today().isoformat(), "reason": "改为线上。"})
    assert got(client, "/series", {"place": ESTATE}).json()["items"] == []
    assert got(client, "/series", {"ended": True}).json()["items"][0]["ended_on"]
    act(client, path, "publish_series", key, 409, {"until": until})
    act(client, path, "publish_series", post_key(town, "property"), 403, {"until": until})


def test_a_resident_reads_their_own_notices_and_nobody_elses(town, client):
    topic = proposed(town)
    actions.refuse_topic(town.actor("branch"), topic, reason="归业主大会管。")
    own = got(client, "/notices", key=key_of_resident(town)).json()["items"]
    assert own and own[0]["unread"] and own[0]["url"].endswith(f"/meet/topics/{topic.pk}/")
    assert got(client, "/notices", key=key_of_resident(town, "neighbour")).json()["items"] == []
    assert got(client, "/notices", key=key_of_resident(town, scopes=["speak"])).json()["items"] == []
    assert got(client, "/notices", key=post_key(town, "branch")).json()["items"] == []
    got(client, "/notices", None, 401)


# --- as a resident ---


def test_a_resident_proposes_supports_leaves_and_withdraws_a_topic(town, client):
    key, neighbour = key_of_resident(town), key_of_resident(town, "neighbour")
    session = call(town)
    form = offered(client, f"/places/{PLACE}", key)["propose_topic"]
    said = {"words": SAYS, "session": choice(form, "session", "桂花苑")}
    done = act(client, f"/places/{PLACE}", "propose_topic", key, 201, said)
    topic = Topic.objects.get()
    assert done["made"] == {
        "what": "topic",
        "number": str(topic.pk),
        "api": f"http://testserver{BASE}/topics/{topic.pk}",
        "code": None,
    }
    assert topic.session == session and topic.person == town.people["resident"] and topic.supports == 1
    path = f"/topics/{topic.pk}"
    assert got(client, path, key=key).json()["mine"]
    got(client, path, None, 404, key=neighbour)
    got(client, path, None, 404)
    act(client, path, "support_topic", neighbour, 404)
    actions.show_topic(town.actor("branch"), topic)
    act(client, path, "support_topic", neighbour)
    assert got(client, path).json()["supports"] == 2
    act(client, path, "support_topic", neighbour, 409)
    assert "leave_topic" in offered(client, path, neighbour) and "support_topic" not in offered(
        client, path, neighbour
    )
    act(client, path, "leave_topic", neighbour)
    act(client, path, "leave_topic", neighbour, 409)
    act(client, path, "withdraw_topic", neighbour, 403)
    act(client, path, "refuse_topic", key, 403, {"reason": "不行"})
    assert got(client, "/topics", {"mine": True}, key=key).json()["items"][0]["number"] == topic.pk
    act(client, path, "withdraw_topic", key)
    assert got(client, path, key=key).json()["state"] == "withdrawn"


def test_a_topic_sent_twice_is_proposed_once(town, client):
    key = key_of_resident(town)
    path = f"/places/{ESTATE}"
    first = act(client, path, "propose_topic", key, 201, {"words": SAYS}, Idempotency_Key="p")
    assert first == act(client, path, "propose_topic", key, 201, {"words": SAYS}, Idempotency_Key="p")
    act(client, path, "propose_topic", key, 422, {"words": "别的事"}, Idempotency_Key="p")
    assert Topic.objects.count() == 1


def test_what_cannot_be_meant_is_named_by_field_and_nothing_is_done(town, client):
    key = key_of_resident(town)
    for body, wrong in (
        ({}, "words"),
        ({"words": ""}, "words"),
        ({"words": 5}, "words"),
        ({"words": "字" * 601}, "words"),
        ({"words": SAYS, "session": "99"}, "session"),
        ({"words": SAYS, "channel": "phone"}, "channel"),
    ):
        told = act(client, f"/places/{ESTATE}", "propose_topic", key, 422, body)
        assert list(told["errors"]) == [wrong], body
    act(client, f"/places/{ESTATE}", "nonsense", key, 404)
    act(client, "/places/1", "propose_topic", key, 404, {"words": SAYS})
    act(client, f"/places/{ESTATE}", "call_session", key, 403)
    assert not Topic.objects.exists()


def test_a_resident_checks_in_by_the_code_at_the_door(town, client):
    session, key = going_on(town), key_of_resident(town)
    with clock.at(session.starts_at + timedelta(minutes=3)):
        wrong = act(client, at(session), "check_in", key, 422, {"code": "12345678"})
        assert list(wrong["errors"]) == ["code"] and not session.attendances.exists()
        old = door.code_of(session, door.window() - 8)
        act(client, at(session), "check_in", key, 422, {"code": old})
        building = choice(offered(client, at(session), key)["check_in"], "building", "3")
        act(client, at(session), "check_in", key, body={"code": door.code_of(session), "building": building})
        there = session.attendances.get()
        assert (there.person, there.how) == (town.people["resident"], Attendance.How.CODE)
        act(client, at(session), "check_in", key, 409, {"code": door.code_of(session)})
        assert got(client, at(session)).json()["attended"]["total"] == 1


def test_a_resident_asks_on_the_wall_and_a_neighbour_stands_behind_it_once(town, client):
    session, key, neighbour = going_on(town), key_of_resident(town), key_of_resident(town, "neighbour")
    steward = post_key(town, "steward")
    with clock.at(session.starts_at + timedelta(minutes=3)):
        act(client, at(session), "ask_on_wall", key, 409, {"words": SAYS})
        act(client, at(session), "open_wall", steward)
        act(client, at(session), "open_wall", steward, 409)
        made = act(client, at(session), "ask_on_wall", key, body={"words": SAYS})["made"]
        assert made["what"] == "line" and made["number"] == "W1"
        line = at(session, "lines", "W1")
        act(client, line, "support", neighbour, 409)
        actions.moderate(town.actor("steward"), Opinion.objects.get(), show=True)
        act(client, line, "support", neighbour)
        act(client, line, "support", neighbour, 409)
        told = got(client, line).json()
        assert told["supports"] == 1 and told["on_the_wall"] and told["words"] == SAYS
        act(client, line, "moderate", steward, body={"kind": "put", "do": "live"})
        assert got(client, line).json()["live"]
        act(client, line, "moderate", steward, 422, {"kind": "hide"})
        act(client, line, "moderate", steward, body={"kind": "hide", "reason": "twice"})
        got(client, line, None, 404)
        act(client, line, "moderate", steward, body={"kind": "put", "do": "back"})
        act(client, line, "moderate", key, 403, {"kind": "put", "do": "live"})
        act(client, at(session), "close_wall", steward)
        act(client, line, "support", key, 409)


def test_whoever_was_there_corrects_the_draft_and_anybody_objects_while_it_hangs(town, client):
    session = closed.held(town)
    Attendance.objects.filter(pk=session.attendances.first().pk).update(person=town.people["resident"])
    closed.drafted(town, session)
    with clock.at(session.ended_at + timedelta(hours=2)):
        key, other = key_of_resident(town), key_of_resident(town, "neighbour")
        act(client, at(session), "propose_correction", other, 403, {"text": "不是这样。"})
        assert "propose_correction" not in offered(client, at(session), other)
        act(client, at(session), "propose_correction", key, body={"text": "我说的是五栋。"})
        act(client, at(session), "object_to", key, 409, {"text": "不同意。"})
        steward = post_key(town, "steward")
        act(client, at(session), "propose_correction", steward, body={"text": "来电说是六栋。"})
        assert session.corrections.count() == 2
        for each in session.corrections.all():
            actions.decide_correction(town.actor("branch"), session, correction=each, accepted=True)
    session = closed.posted(town, session)
    with closed.while_posted(session):
        key, steward = key_of_resident(town), post_key(town, "steward")
        made = act(client, at(session), "object_to", key, body={"text": "位置不对。"})["made"]
        assert (made["what"], made["number"]) == ("objection", "1")
        act(client, at(session), "object_to", steward, body={"text": "来电不同意。", "channel": "phone"})
        assert set(Objection.objects.values_list("channel", flat=True)) == {"web", "phone"}
        assert {each["text"] for each in got(client, at(session)).json()["minutes"]["objections"]} == {None}


# --- as a holder ---


def test_a_holder_calls_announces_moves_and_strikes_out_a_session(town, client):
    key, path = post_key(town, "branch"), f"/places/{ESTATE}"
    day = clock.today() + timedelta(days=20)
    form = offered(client, path, key)["call_session"]
    said = {
        "kind": "yard", "day": day.isoformat(), "starts": "19:00", "minutes": 60, "spot_zh": "中心花园",
        "chair": choice(form, "chair", "党支部"), "clerk": choice(form, "clerk", "小管家"),
    }  # fmt: skip
    number = act(client, path, "call_session", key, 201, said)["made"]["number"]
    session = Session.objects.get(pk=number)
    assert session.host == town.posts["branch"].organisation  # as it stands chosen on the page
    assert session.ends_at - session.starts_at == timedelta(minutes=60)
    assert {"announce", "move_session", "skip_session", "invite"} <= set(offered(client, at(session), key))
    etag = got(client, at(session), key=key)["ETag"]
    act(client, at(session), "announce", key, 412, If_Match='"another"')
    act(client, at(session), "announce", key, If_Match=etag)
    act(client, at(session), "announce", key, 409)
    act(client, at(session), "change_session", key, body={"theme_zh": "充电棚"})
    told = got(client, at(session)).json()
    assert told["title"] == "充电棚" and told["spot"] == "中心花园" and told["chair"]
    later = {"day": (day + timedelta(days=1)).isoformat(), "reason": "下雨。"}
    act(client, at(session), "move_session", key, body=later)
    assert session.of_day != Session.objects.get(pk=number).of_day
    act(client, at(session), "skip_session", key, 422, {"reason": ""})
    act(client, at(session), "skip_session", post_key(town, "property"), 403, {"reason": "不开了。"})
    act(client, at(session), "skip_session", key, body={"reason": "不开了。"})
    assert any("不开了" in each for each in got(client, at(session)).json()["reasons"])


def test_departments_are_invited_reply_and_are_called(town, client):
    session, key, fire = call(town), post_key(town, "branch"), post_key(town, "fire")
    whom = choice(offered(client, at(session), key)["invite"], "posts", "消防")
    act(client, at(session), "invite", key, body={"posts": [whom], "matter": "消防通道"})
    act(client, at(session), "reply_to_invitation", fire, body={"reply": "coming"})
    assert got(client, at(session)).json()["invited"][0]["reply"] == "coming"
    act(client, at(session), "reply_to_invitation", post_key(town, "property"), 403, {"reply": "coming"})
    actions.announce(town.actor("branch"), session)
    with clock.at(session.starts_at):
        steward = post_key(town, "steward")
        act(client, at(session), "begin", steward)
        (field,) = offered(client, at(session), steward)["call_roll"]["fields"]
        act(client, at(session), "call_roll", steward, 422)
        act(client, at(session), "call_roll", steward, body={field["name"]: "deputy"})
        act(client, at(session), "call_roll", steward, 409, {field["name"]: "deputy"})
        assert got(client, at(session)).json()["invited"][0]["came"] == "deputy"
        act(client, at(session), "uninvite", post_key(town, "branch"), 409, {"invitation": "1"})


def test_an_agenda_is_made_ordered_and_frozen(town, client):
    session, key = call(town), post_key(town, "branch")
    for title in ("停车", "路灯"):
        act(client, at(session), "add_item", key, body={"title": title})
    case = town.report()
    act(client, at(session), "add_item", key, body={"case": case.number})
    act(client, at(session), "add_item", key, 422, {"case": town.report(visibility="hotline").number})
    act(client, at(session), "add_item", key, 422, {})
    first, *rest = session.items.order_by("position").values_list("pk", flat=True)
    order = [str(pk) for pk in (*rest, first)]
    act(client, at(session), "order_items", key, body={"items": order})
    told = got(client, at(session)).json()["agenda"]
    assert [str(each["number"]) for each in told] == order
    assert {each["case"] for each in told} == {None, case.number}
    item = at(session, "items", first)
    act(client, item, "change_item", key, body={"minutes": 25})
    assert Item.objects.get(pk=first).title == "停车" and Item.objects.get(pk=first).minutes == 25
    actions.announce(town.actor("branch"), session)
    act(client, at(session), "freeze_agenda", key)
    act(client, item, "remove_item", key, 422)
    act(client, item, "remove_item", key, body={"reason": "已经解决。"})
    told = got(client, at(session)).json()
    assert told["frozen_at"] and [each["title"] for each in told["removed"]] == ["停车"]
    act(client, item, "change_item", key, 409, {"minutes": 5})


def sheet(*lines: dict, device: str = "tablet-hall-01") -> dict:
    return {"device": device, "lines": list(lines)}


def test_lines_of_a_device_are_there_once_however_often_they_are_sent(town, client):
    session, key = going_on(town), post_key(town, "steward")
    with clock.at(session.starts_at + timedelta(minutes=5)):
        first = {"line": "aaaa-0001", "number": 1, "words": "路灯坏了。", "building": "3", "who": "王平"}
        second = {"line": "aaaa-0002", "number": 2, "words": "车库积水。", "photos": [PICTURE]}
        told = sent(client, at(session, "lines"), sheet(first), 201, key=key).json()
        assert (told["letter"], told["next"]) == ("A", 2)
        assert told["lines"][0]["label"] == "A1" and told["lines"][0]["line"] == "aaaa-0001"
        again = sent(client, at(session, "lines"), sheet(first, second), 201, key=key).json()
        assert [each["label"] for each in again["lines"]] == ["A1", "A2"] and again["next"] == 3
        assert sent(client, at(session, "lines"), sheet(first, second), 201, key=key).json() == again
        other = sent(client, at(session, "lines"), sheet(first, device="tablet-hall-02"), 201, key=key).json()
        assert other["letter"] == "B"
        line = Opinion.objects.get(sheet__letter="A", number=1)
        assert line.place == town.places["b3"] and line.said_by == "王平"
        assert Opinion.objects.get(number=2).photos.count() == 1
        assert "王平" not in got(client, at(session, "lines"), key=key).content.decode()
        act(client, at(session), "paste", key, body={"text": "3 王：灯坏了\n5 李：没有水"})
        assert Opinion.objects.count() == 5


def test_of_lines_with_a_fault_none_is_kept_and_the_fault_is_named(town, client):
    session, key = going_on(town), post_key(town, "steward")
    good = {"line": "aaaa-0001", "words": "路灯坏了。"}
    for line, wrong in (
        ({"line": "aaaa-0002", "words": "  "}, "lines.1.words"),
        ({"line": "aaaa-0002", "words": "水", "building": "99"}, "lines.1.building"),
        ({"line": "aaaa-0002", "words": "水", "item": 99999}, "lines.1.item"),
        ({"line": "x", "words": "水"}, "lines.1.line"),
        ({"line": "aaaa-0002", "words": "水", "number": 0}, "lines.1.number"),
        ({"line": "aaaa-0002", "words": "水", "photos": ["x"]}, "lines.1.photos.0"),
        ({"line": "aaaa-0002", "words": "水", "at": "2026-01-01T00:00:00"}, "lines.1.at"),
        ({"line": "aaaa-0002", "words": "水", "more": 1}, "lines.1.more"),
    ):
        told = sent(client, at(session, "lines"), sheet(good, line), 422, key=key).json()
        assert list(told["errors"]) == [wrong], told
    assert not Opinion.objects.exists() and not Sheet.objects.exists()
    sent(client, at(session, "lines"), sheet(good), 403, key=post_key(town, "property"))
    sent(client, at(session, "lines"), sheet(good), 403, key=key_of_resident(town))
    sent(client, at(session, "lines"), sheet(good), 401)
    sent(client, at(call(town, days=40), "lines"), sheet(good), 409, key=key)


def test_a_line_is_answered_promised_and_kept_with_evidence(town, client):
    session, key = going_on(town), post_key(town, "steward")
    with clock.at(session.starts_at + timedelta(minutes=5)):
        closed.take_down(town, session, *closed.WORDS)
        line = at(session, "lines", "A1")
        who = choice(offered(client, line, key)["respond"], "post", "安心物业")
        act(client, line, "respond", key, 422, {"kind": "answered", "post": who})
        act(client, line, "respond", key, body={"kind": "answered", "post": who, "text": "今晚来修。"})
        said = {"kind": "promised", "post": who, "text": "疏通。", "within": "7"}
        act(client, at(session, "lines", "A2"), "respond", key, body=said)
        act(client, at(session, "lines", "A3"), "respond", key, body={"kind": "taken", "post": who})
        told = {each["label"]: each for each in got(client, at(session, "lines")).json()["items"]}
        assert [told[label]["answer"]["kind"] for label in ("A1", "A2", "A3")] == [
            "answered",
            "promised",
            "taken",
        ]
        assert told["A1"]["case"] and Case.objects.count() == 3
        promise = Undertaking.objects.get()
        path = f"/promises/{promise.pk}"
        assert got(client, path).json()["due_on"] == (clock.today() + timedelta(days=7)).isoformat()
    property_ = post_key(town, "property")
    with clock.at(session.starts_at + timedelta(days=3)):
        mine = got(client, "/promises", {"mine": True}, key=property_).json()["items"]
        assert [each["number"] for each in mine] == [promise.pk]
        act(client, path, "claim_kept", post_key(town, "fire"), 403, {"evidence": "通了。"})
        done = {"evidence": "排水沟已疏通。", "photos": [PICTURE]}
        act(client, path, "claim_kept", property_, body=done)
        told = got(client, path).json()
        assert told["state"] == "claimed" and told["picture"].startswith("http://testserver/meet/promises/")
        assert told["kept_on"] == clock.today().isoformat()  # as it stands on the page
        act(client, path, "confirm_kept", property_, 403)
        act(client, path, "deny_kept", post_key(town, "branch"), body={"text": "下雨还是积水。"})
        assert got(client, path).json()["state"] == "open"
        act(client, path, "claim_kept", property_, body=done)
        act(client, path, "confirm_kept", post_key(town, "branch"))
        assert got(client, path).json()["state"] == "kept"
        act(client, path, "confirm_kept", post_key(town, "branch"), 409)


def test_whoever_asked_says_whether_a_promise_is_kept(town, client):
    session = going_on(town)
    steward = town.actor("steward")
    with clock.at(session.starts_at + timedelta(minutes=5)):
        session = actions.open_wall(steward, session)
        mine = actions.ask_on_wall(
            Actor(person=town.people["resident"]), session, words=SAYS, browser="x", line="wall-one"
        )
        due = clock.today() + timedelta(days=3)
        actions.respond(steward, mine, kind="promised", post=town.posts["property"], text="修。", due_on=due)
        promise = Undertaking.objects.get()
        actions.claim_kept(town.actor("property"), promise, evidence="修好了。")
    with clock.at(session.starts_at + timedelta(days=1)):
        path = f"/promises/{promise.pk}"
        act(client, path, "confirm_kept", key_of_resident(town, "neighbour"), 403)
        act(client, path, "confirm_kept", post_key(town, "branch"), 403)
        assert set(offered(client, path, key_of_resident(town))) == {"confirm_kept", "deny_kept"}
        act(client, path, "confirm_kept", key_of_resident(town))
        assert got(client, path).json()["confirmed"] == "asker"


def test_a_promise_is_put_off_and_given_up(town, client):
    session, key = going_on(town), post_key(town, "steward")
    with clock.at(session.starts_at + timedelta(minutes=5)):
        who = choice(offered(client, at(session), key)["undertake"], "post", "安心物业")
        made = act(client, at(session), "undertake", key, body={"post": who, "text": "装灯。", "within": "3"})
        path = f"/promises/{made['made']['number']}"
        act(client, path, "extend_undertaking", key, 422, {"reason": "缺料。"})
        later = (clock.today() + timedelta(days=9)).isoformat()
        act(client, path, "extend_undertaking", key, body={"due_on": later, "reason": "缺料。"})
        new = Undertaking.objects.get(instead_of__isnull=False)
        assert got(client, f"/promises/{new.pk}").json()["instead_of"] == int(made["made"]["number"])
        act(client, f"/promises/{new.pk}", "break_undertaking", key, body={"reason": "预算没批。"})
        broken = got(client, "/promises", {"place": ESTATE, "show": "broken"}).json()["items"]
        assert {each["state"] for each in broken} == {"broken", "extended"}


def test_it_is_voted_decided_and_struck_out(town, client):
    session, key = going_on(town, kind="open_day"), post_key(town, "steward")
    with clock.at(session.starts_at + timedelta(minutes=5)):
        body = {"kind": "one", "count": 12, "role": "owner", "building": "3"}
        act(client, at(session), "write_down_attendance", key, body=body)
        lines = {"kind": "list", "lines": "3 王平\n99栋 王平"}
        buildings = act(client, at(session), "write_down_attendance", key, 422, lines)
        assert list(buildings["errors"]) == ["lines"]
        act(client, at(session), "write_down_attendance", key, body={**lines, "lines": "3栋 王平\n3栋 4人"})
        assert session.attendances.count() == 17
        item = str(session.items.get().pk)
        made = act(client, at(session), "put_motion", key, body={"text": "放到南门。", "item": item})["made"]
        motion = at(session, "motions", made["number"])
        assert "count_hands" in offered(client, motion, key)
        act(client, motion, "count_hands", key, 422, {"yes": 10, "no": "2", "abstained": 0})
        hands = {"yes": 10, "no": 2, "abstained": 0, "heads": 17}
        fields = {each["name"] for each in offered(client, motion, key)["count_hands"]["fields"]}
        hands = {name: value for name, value in hands.items() if name in fields}
        act(client, motion, "count_hands", key, body=hands)
        assert got(client, motion).json()["carried"] is True
        act(client, motion, "count_hands", key, 409, hands)
        path = at(session, "items", item)
        form = offered(client, path, key)["decide"]
        who = choice(form, "post1", "安心物业")
        act(client, path, "decide", key, 422, {"text": "放到南门。"})
        said = {"text": "放到南门。", "post1": who, "within1": "14", "motion": made["number"]}
        decision = act(client, path, "decide", key, body=said)["made"]
        act(client, path, "decide", key, 409, said)
        told = got(client, at(session, "decisions", decision["number"])).json()
        assert told["text"] == "放到南门。" and told["case"] and told["motion"] == int(made["number"])
        act(client, motion, "drop_motion", key, 403)
        act(
            client,
            at(session, "decisions", decision["number"]),
            "strike_decision",
            key,
            body={"reason": "写错了。"},
        )
        assert (
            got(client, at(session, "decisions", decision["number"])).json()["struck_because"] == "写错了。"
        )
        assert Decision.objects.count() == 1 and Motion.objects.count() == 1


def test_the_minutes_are_drafted_sealed_corrected_and_posted_with_proof(town, client):
    session = closed.held(town)
    with clock.at(session.ended_at + timedelta(hours=1)):
        act(client, at(session), "draft_minutes", post_key(town), body={"remarks": "灯先修。"})
        act(client, at(session), "seal_minutes", post_key(town, "branch"), 403)
    session.refresh_from_db()
    with clock.at(session.minutes.corrections_until + timedelta(hours=1)):
        branch, steward = post_key(town, "branch"), post_key(town)
        act(client, at(session), "seal_minutes", steward, 403)
        act(client, at(session), "seal_minutes", branch)
        act(client, at(session), "correct_sealed", branch, body={"text": "第三项应为五栋。"})
        act(client, at(session), "post_minutes", steward, 422, {"board": "南门", "photo": "no picture"})
        act(client, at(session), "post_minutes", steward, 422, {"board": "南门"})
        act(client, at(session), "post_minutes", steward, body={"board": "南门", "photo": PICTURE})
        minutes = got(client, at(session)).json()["minutes"]
        assert minutes["boards"][0]["posted_on"] == clock.today().isoformat()
        assert minutes["corrections"][0]["text"] == "第三项应为五栋。"


def test_a_session_ends_and_the_roll_says_who_came(town, client):
    session = underway(town)
    with clock.at(session.starts_at + timedelta(minutes=5)):
        actions.invite(town.actor("branch"), session, posts=[town.posts["fire"]])
    with clock.at(session.ends_at):
        key = post_key(town)
        (field,) = offered(client, at(session), key)["end"]["fields"]
        act(client, at(session), "end", key, body={field["name"]: "absent"})
        told = got(client, at(session)).json()
        assert told["state"] == "held" and told["invited"][0]["came"] == "absent"


def test_a_holder_takes_up_refuses_joins_and_brings_topics_onto_an_agenda(town, client):
    session, key = call(town), post_key(town, "branch")
    one, two, three = proposed(town), proposed(town, "neighbour"), proposed(town, "neighbour")
    path = f"/topics/{one.pk}"
    assert "accept_topic" not in offered(client, path, key)
    act(client, path, "accept_topic", key, 403)
    for each in (one, two):
        actions.show_topic(town.actor("branch"), each)
    act(client, path, "accept_topic", post_key(town, "property"), 403)
    act(client, path, "accept_topic", key)
    assert got(client, path).json()["state"] == "accepted"
    act(client, f"/topics/{two.pk}", "join_topics", key, 422, {"into": 99999})
    act(client, f"/topics/{two.pk}", "join_topics", key, body={"into": one.pk})
    assert got(client, path).json()["supports"] == 2
    act(client, f"/topics/{two.pk}", "part_topic", key)
    case = town.report()
    act(client, path, "tie_to_case", key, body={"number": case.number})
    made = act(client, path, "add_item", key, body={"session": str(session.pk)})["made"]
    assert Item.objects.get(pk=made["number"]).minutes == 10 and made["api"].endswith(
        f"/items/{made['number']}"
    )
    assert got(client, path).json()["case"] == case.number
    act(client, f"/topics/{three.pk}", "refuse_topic", key, 422)
    act(client, f"/topics/{three.pk}", "refuse_topic", key, body={"reason": "归业主大会管。"})
    told = got(client, f"/topics/{three.pk}", key=key_of_resident(town, "neighbour")).json()
    assert told["reason"] == "归业主大会管。"
    got(client, f"/topics/{three.pk}", None, 404, key=key)  # nobody has looked at its words; decision 15


def test_a_post_writes_down_a_topic_and_a_household_for_somebody_who_rang(town, client):
    hotline, path = post_key(town, "hotline"), f"/places/{ESTATE}"
    body = {"words": SAYS, "channel": "phone", "phone": "19900001234"}
    first = act(client, path, "propose_topic", hotline, 201, body, Idempotency_Key="r")
    topic = Topic.objects.get()
    assert topic.channel == "phone" and topic.person is None and topic.code_is(first["made"]["code"])
    assert act(client, path, "propose_topic", hotline, 201, body, Idempotency_Key="r") == first
    assert "19900001234" not in str(first)
    act(client, path, "propose_topic", hotline, 422, {**body, "channel": "web"})
    act(client, path, "propose_topic", post_key(town, "property"), 403, body)
    actions.show_topic(town.actor("branch"), topic)
    building = choice(offered(client, f"/topics/{topic.pk}", hotline)["support_topic"], "building", "3")
    act(client, f"/topics/{topic.pk}", "support_topic", hotline, body={"building": building, "door": "1-501"})
    assert Topic.objects.get().supports == 2
    act(client, f"/topics/{topic.pk}", "withdraw_topic", hotline)
    assert Topic.objects.get().state == "withdrawn"


# --- keys ---


def test_a_key_without_the_scope_does_nothing_and_is_offered_nothing(town, client):
    session, reads = call(town), post_key(town, "branch", ["read"])
    assert offered(client, at(session), reads) == {}
    act(client, at(session), "announce", reads, 403)
    silent = key_of_resident(town, scopes=["read", "report"])
    act(client, f"/places/{ESTATE}", "propose_topic", silent, 403, {"words": SAYS})
    act(client, at(session), "announce", "", 401)
    got(client, f"{at(session)}/doings", None, 401)
    client.force_login(town.people["branch"])
    act(client, at(session), "announce", "", 401)  # the session of a browser has no rights here


def test_what_is_kept_from_the_public_is_named_by_no_line_no_item_and_no_choice(town, client):
    session = going_on(town)
    steward = town.actor("steward")
    hidden = town.report(visibility="hotline", words="三栋楼下的路灯坏了两个月。", by=Actor())
    hidden = cases.take(steward, hidden)
    key = post_key(town, "steward", ALL)
    with clock.at(session.starts_at + timedelta(minutes=5)):
        closed.take_down(town, session, "三栋楼下的路灯坏了两个月。")
        form = offered(client, at(session, "lines", "A1"), key)["respond"]
        assert hidden.number not in str(form)
        Opinion.objects.update(case=hidden)
        topic = proposed(town)
        Topic.objects.update(case=hidden, wording="approved", title="灯", public_words=SAYS)
        Item.objects.update(case=hidden)
        for path in (at(session), at(session, "lines"), at(session, "lines", "A1"), f"/topics/{topic.pk}"):
            for who in ({}, {"key": key}):
                assert hidden.number not in [
                    value for value in _values(got(client, path, **who).json()) if isinstance(value, str)
                ], path


def _values(told):
    if isinstance(told, dict):
        return [each for value in told.values() for each in _values(value)]
    if isinstance(told, list):
        return [each for value in told for each in _values(value)]
    return [told]


def test_what_is_done_bears_the_post_and_sent_twice_it_is_in_the_record_once(town, client):
    session, key = call(town), post_key(town, "branch")
    first = act(client, at(session), "announce", key, Idempotency_Key="a")
    assert act(client, at(session), "announce", key, Idempotency_Key="a") == first
    entry = Entry.objects.get(subject=session.ref, kind="deliberation.Announced")
    assert entry.actor == town.posts["branch"].ref
    assert Session.objects.get().state == State.ANNOUNCED


@pytest.mark.parametrize("many", [0, 3])
def test_a_session_is_told_by_so_many_statements_however_much_was_said(
    town, client, django_assert_max_num_queries, many
):
    session = going_on(town)
    with clock.at(session.starts_at + timedelta(minutes=5)):
        steward = town.actor("steward")
        sheet = actions.open_sheet(steward, session, key="many")
        for n in range(many):
            (line,) = actions.take_down(steward, sheet, lines=[Line(f"line-{n}-of-many", f"事{n}")])
            due = clock.today() + timedelta(days=3)
            actions.respond(
                steward, line, kind="promised", post=town.posts["property"], text="办", due_on=due
            )
            actions.add_item(steward, session, title=f"事{n}")
        got(client, at(session))
        with django_assert_max_num_queries(34):
            got(client, at(session))
        with django_assert_max_num_queries(9):
            got(client, at(session, "lines"))


# --- the document and its page ---


def _shapes(template: str, name: str) -> list[dict]:
    found = describing.document()["paths"][f"{BASE}{template}/doings/{name}"]["post"]
    schema = found["requestBody"]["content"]["application/json"]["schema"]
    return schema.get("anyOf", [schema])


def test_the_document_names_every_field_that_is_offered_and_asks_for_none_that_is_not(town, client):
    session, ahead = going_on(town, kind="open_day"), call(town, days=30)
    announced = actions.announce(town.actor("branch"), call(town, days=28))
    keys = [post_key(town, "steward"), post_key(town, "branch"), key_of_resident(town)]
    topic = proposed(town)
    actions.show_topic(town.actor("branch"), topic)
    seen, wrong = set(), []
    with clock.at(session.starts_at + timedelta(minutes=5)):
        steward = town.actor("steward")
        closed.take_down(town, session, "灯坏了。")
        many = [Came(role=Attendance.Role.OWNER, count=10)]
        actions.write_down_attendance(steward, session, people=many, line="all-of-them")
        motion = actions.put_motion(steward, session.items.get(), text="放到南门。")
        promise = actions.undertake(steward, session, post=town.posts["branch"], text="办。")
        actions.invite(town.actor("branch"), session, posts=[town.posts["fire"]])
        part = "/sessions/{number}"
        for template, path in (
            ("/places/{code}", f"/places/{ESTATE}"),
            (part, at(session)),
            (part, at(ahead)),
            (part, at(announced)),
            (f"{part}/items/{{n}}", at(session, "items", session.items.get().pk)),
            (f"{part}/lines/{{n}}", at(session, "lines", "A1")),
            (f"{part}/motions/{{n}}", at(session, "motions", motion.pk)),
            ("/topics/{number}", f"/topics/{topic.pk}"),
            ("/promises/{number}", f"/promises/{promise.pk}"),
        ):
            for key in keys:
                for each in got(client, f"{path}/doings", key=key).json()["items"]:
                    shapes = _shapes(template, each["name"])
                    told = {field["name"]: field["needed"] for field in each["fields"]}
                    named = {name for shape in shapes for name in shape["properties"]}
                    assert {name for name in told if not name.startswith("came")} <= named, each["name"]
                    asked = [set(shape.get("required", [])) - {"kind"} for shape in shapes]
                    if not any(all(told.get(name) for name in names) for names in asked):
                        wrong.append((each["name"], asked, told))
                    seen.add(each["name"])
    assert wrong == []
    assert len(seen) > 35


@pytest.mark.parametrize(
    ("language", "words"), [("zh-hans", "对议事会及其各部分能办的事"), ("en", "What is done to a session")]
)
def test_the_page_of_reference_tells_of_sessions_in_both_languages(town, client, language, words):
    page = client.get(f"{BASE}/docs", headers={"Accept-Language": language}).content.decode()
    assert words in page
    for path in (
        "/sessions/{number}/doings/announce",
        "/sessions/{number}/lines",
        "/topics/{number}/doings/join_topics",
    ):
        assert f"<code>{BASE}{path}</code>" in page
    assert "curl -X POST $YISHI/api/v1/sessions/596/lines/A7/doings/respond" in page
