"""The pages of the hall, as residents and those who write a session down see them."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from tests.deliberation.conftest import call, underway

from yishi.deliberation import actions, door, wall
from yishi.deliberation.models import Invitation, Opinion, Sheet
from yishi.network.actors import ANYONE
from yishi.record import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(meeting_world):
    """Going on now; the clock stands ten minutes after it began."""
    session = underway(meeting_world)
    with clock.at(session.starts_at + timedelta(minutes=10)):
        yield session


@pytest.fixture
def clerk(meeting_world, client):
    client.force_login(meeting_world.people["steward"])
    return client


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    monkeypatch.setattr(wall, "SECONDS", 0.0)
    monkeypatch.setattr(wall, "shelf", type(wall.shelf)())  # numbers of sessions come again from test to test


def at(session, rest):
    return f"/meet/{session.pk}/{rest}"


PAGES = (
    "hall/",
    "hall/people/",
    "hall/door/",
    "hall/roll/",
    "hall/sheet/",
    "hall/sheet/paste/",
    "hall/sheet/paper/",
    "hall/words/",
)


@pytest.mark.parametrize("page", PAGES)
def test_pages_of_the_hall_are_for_those_who_write_it_down(meeting_world, session, clerk, page):
    assert clerk.get(at(session, page)).status_code == 200
    assert Client().get(at(session, page)).status_code == 302
    clerk.force_login(meeting_world.people["property"])
    assert clerk.get(at(session, page)).status_code == 403


# --- the door ---


def scanned(session):
    return at(session, f"in/?c={door.code_of(session)}")


def check_in(client, session, **said):
    page = client.get(scanned(session))
    assert page.status_code == 200
    return client.post(
        at(session, "in/"), {"ticket": page.context["ticket"], "role": "resident", **said}, follow=True
    )


def test_a_resident_without_an_account_checks_in_with_a_telephone_once(meeting_world, session):
    telephone = Client()
    page = check_in(telephone, session, building=str(meeting_world.places["b3"].pk))
    assert "已签到" in page.content.decode()
    assert telephone.get(scanned(session)).status_code == 200, "who scans again sees that they are counted"
    there = session.attendances.there().get()
    assert there.building == meeting_world.places["b3"] and there.person is None


def test_a_photographed_code_is_refused_later_and_elsewhere_with_a_sentence(meeting_world, session):
    photographed = door.code_of(session)
    other = underway(meeting_world, days=20)
    elsewhere = Client().get(at(other, f"in/?c={photographed}"))
    assert elsewhere.status_code == 422 and "不是这场议事的签到码" in elsewhere.content.decode()
    with clock.at(clock.now() + timedelta(minutes=20)):
        later = Client().get(at(session, f"in/?c={photographed}"))
    assert later.status_code == 422 and "已经失效" in later.content.decode()
    assert not session.attendances.exists()


def test_a_form_taken_from_another_browser_lets_nobody_in(session):
    ticket = Client().get(scanned(session)).context["ticket"]
    other = Client()
    other.get(at(session, "in/"))
    assert other.post(at(session, "in/"), {"ticket": ticket, "role": "resident"}).status_code == 409
    assert not session.attendances.exists()


def test_nobody_makes_themselves_a_member_of_the_council_at_the_door(session):
    telephone = Client()
    ticket = telephone.get(scanned(session)).context["ticket"]
    assert telephone.post(at(session, "in/"), {"ticket": ticket, "role": "member"}).status_code == 422


# --- the clerk's list ---


def test_the_clerk_adds_strikes_out_and_brings_in_a_paper_list(meeting_world, session, clerk):
    page = at(session, "hall/people/")
    sent = {"do": "one", "building": "3", "name": "", "count": "12", "role": "resident", "key": "k1"}
    for _twice in range(2):
        assert clerk.post(page, sent).status_code == 302
    listed = {"do": "list", "role": "owner", "lines": "3栋 王建国\n5栋 4人\n李梅", "key": "k2"}
    assert clerk.post(page, listed).status_code == 302
    assert session.attendances.there().count() == 18
    wrong = clerk.post(page, {**listed, "lines": "99栋 王建国", "key": "k3"})
    assert wrong.status_code == 422 and "99" in wrong.content.decode()
    one = session.attendances.first()
    assert clerk.post(f"{page}{one.pk}/", {"reason": "twice"}).status_code == 302
    assert session.attendances.there().count() == 17
    assert "王建国" in clerk.get(page).content.decode()


def test_the_roll_is_called_on_one_page(meeting_world, session, clerk):
    invitation = Invitation.objects.create(session=session, post=meeting_world.posts["fire"])
    page = at(session, "hall/roll/")
    assert clerk.post(page, {f"came-{invitation.pk}": "deputy"}).status_code == 302
    invitation.refresh_from_db()
    assert invitation.came == "deputy"


# --- the sheet ---


def line(n, words, **said):
    return {
        "line": f"line-key-{n}",
        "number": n,
        "words": words,
        "who": "",
        "building": "",
        "item": "",
        "at": 0,
        **said,
    }


def send(client, session, *lines, device="d" * 24):
    return client.post(at(session, "hall/sheet/lines/"), {"device": device, "lines": json.dumps(lines)})


def test_a_device_sends_what_waited_and_sent_twice_it_counts_once(meeting_world, session, clerk):
    opened = clerk.post(at(session, "hall/sheet/open/"), {"device": "d" * 24}).json()
    assert (opened["letter"], opened["next"]) == ("A", 1)
    for _twice in range(2):
        told = send(clerk, session, line(1, "路灯不亮", building="3"), line(2, "电梯老坏")).json()
        assert [each["label"] for each in told["lines"]] == ["A1", "A2"]
    assert session.opinions.count() == 2
    assert session.opinions.first().place == meeting_world.places["b3"]


def test_a_line_that_cannot_be_kept_does_not_hold_up_the_others(session, clerk):
    told = send(clerk, session, line(1, ""), line(2, "x" * 1200), line(3, "电梯老坏"), {"words": 5}).json()[
        "lines"
    ]
    assert [bool(each.get("why")) for each in told] == [True, True, True, False]
    assert session.opinions.get().label == "A3"


def test_a_copied_device_is_told_its_new_sheet(session, clerk):
    send(clerk, session, line(1, "路灯不亮"))
    copied = send(clerk, session, {**line(1, "门禁坏了"), "line": "copied-key-1"}).json()
    assert copied["lines"][0]["label"] == "B1"
    assert (copied["sheet"]["letter"], copied["sheet"]["next"]) == ("B", 2)
    after = send(
        clerk, session, {**line(2, "有人养鸡"), "line": "copied-key-2"}, device=copied["sheet"]["device"]
    )
    assert after.json()["lines"][0]["label"] == "B2"


def test_what_a_device_sends_is_refused_in_words_and_not_half_kept(meeting_world, session, clerk):
    for bad in ("", "{}", "[1]", "nonsense"):
        answer = clerk.post(at(session, "hall/sheet/lines/"), {"device": "d" * 24, "lines": bad})
        assert answer.status_code == 403 and answer.json()["why"]
    assert clerk.post(at(session, "hall/sheet/open/"), {"device": "../x"}).json()["why"]
    clerk.force_login(meeting_world.people["fire"])
    assert send(clerk, session, line(1, "路灯不亮")).status_code == 403
    assert not Opinion.objects.exists()


def test_without_javascript_the_sheet_is_a_form(session, clerk):
    page = at(session, "hall/sheet/")
    key = clerk.get(page).context["key"]
    for _twice in range(2):
        answer = clerk.post(
            page, {"words": "5栋的门禁坏了", "who": "赵大爷", "building": "", "key": key}, follow=True
        )
        assert "A1" in answer.content.decode()
    said = session.opinions.get()
    assert said.place.name_zh == "5栋" and said.words == "5栋的门禁坏了" and said.said_by == "赵大爷"
    assert clerk.post(page, {"words": "  ", "key": "x"}).status_code == 422


def test_300_pasted_lines_are_looked_at_and_stored_once(session, clerk):
    page = at(session, "hall/sheet/paste/")
    text = "\n".join(f"{n}、{3 if n % 2 else 5}栋 住户{chr(19968 + n)}：第{n}件事" for n in range(1, 301))
    looked = clerk.post(page, {"text": text, "key": "k"})
    assert looked.status_code == 200 and len(looked.context["lines"]) == 300
    assert not Opinion.objects.exists(), "looking stores nothing"
    for _twice in range(2):
        assert clerk.post(page, {"text": text, "key": "k", "do": "store"}).status_code == 302
    assert session.opinions.count() == 300
    assert session.opinions.get(number=17).words == "第17件事"
    assert clerk.post(page, {"text": "\n".join("行" for _n in range(501)), "key": "k"}).status_code == 422


def test_a_sheet_of_paper_is_printed_and_comes_back_by_its_numbers(session, clerk):
    clerk.post(at(session, "hall/sheet/paper/"), {"key": "p"})
    clerk.post(at(session, "hall/sheet/paper/"), {"key": "p"})
    paper = session.sheets.get(kind=Sheet.Kind.PAPER)
    page = at(session, f"hall/sheet/paper/{paper.pk}/")
    printed = clerk.get(f"{page}sheet.pdf")
    assert printed.status_code == 200 and printed.content.startswith(b"%PDF")
    sent = {"r2-words": "路灯不亮", "r2-building": "3", "r7-words": "电梯老坏"}
    for _twice in range(2):
        assert clerk.post(page, sent).status_code == 302
    assert [each.label for each in session.opinions.order_by("number")] == ["P2", "P7"]
    wrong = clerk.post(page, {"r3-words": "门禁坏了", "r3-building": "99"})
    assert wrong.status_code == 422 and session.opinions.count() == 2


def test_the_list_to_sign_is_printed(session, clerk):
    assert clerk.get(at(session, "hall/people/list.pdf")).content.startswith(b"%PDF")


def test_lines_arrive_after_the_minutes_are_being_written(meeting_world, session, clerk):
    actions.end(meeting_world.actor("branch"), session)
    with clock.at(clock.now() + timedelta(hours=3)):
        told = send(clerk, session, line(1, "路灯不亮")).json()
    assert told["lines"] == [{"line": "line-key-1", "label": "A1", "late": True}]


# --- the wall ---


@pytest.fixture
def open_wall(meeting_world, session):
    return actions.open_wall(meeting_world.actor("steward"), session)


def ask(client, session, words="停车位什么时候划？"):
    page = client.get(at(session, "wall/"))
    return client.post(at(session, "wall/ask/"), {"words": words, "key": page.context["key"]}, follow=True)


def test_residents_ask_and_support_without_an_account(open_wall):
    one, two = Client(), Client()
    assert "W1" in ask(one, open_wall).content.decode()
    two.get(at(open_wall, "wall/"))
    question = open_wall.opinions.get()
    for _twice in range(2):
        two.post(at(open_wall, "wall/support/"), {"opinion": question.pk})
    question.refresh_from_db()
    assert question.supports == 1


def test_a_question_that_points_to_a_person_waits_for_a_look(meeting_world, open_wall, client):
    told = ask(Client(), open_wall, "王小明住3栋2单元501，电话19900001234").content.decode()
    shown = Client().get(at(open_wall, "wall/list/")).content.decode()
    assert "19900001234" not in told and "501" not in shown and "W1" not in shown
    client.force_login(meeting_world.people["steward"])
    question = open_wall.opinions.get()
    client.post(at(open_wall, "hall/words/"), {"opinion": question.pk})
    shown = Client().get(at(open_wall, "wall/list/")).content.decode()
    assert "W1" in shown and "19900001234" not in shown


def test_the_list_is_told_to_be_the_same_until_it_is_not(open_wall):
    stranger = Client()
    ask(Client(), open_wall)
    first = stranger.get(at(open_wall, "wall/list/"))
    again = stranger.get(at(open_wall, "wall/list/"), headers={"If-None-Match": first["ETag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    actions.support(open_wall.pk, open_wall.opinions.get().pk, "somebody")
    assert (
        stranger.get(at(open_wall, "wall/list/"), headers={"If-None-Match": first["ETag"]}).status_code == 200
    )


def test_the_list_is_answered_out_of_next_to_nothing(open_wall, django_assert_max_num_queries, monkeypatch):
    for n in range(4):
        ask(Client(), open_wall, f"第{n}个问题")
    stranger = Client()
    stranger.get(at(open_wall, "wall/list/"))
    monkeypatch.setattr(wall, "SECONDS", 60.0)
    with django_assert_max_num_queries(0):
        stranger.get(at(open_wall, "wall/list/"))


def test_while_the_first_one_asks_for_a_wall_the_next_is_not_told_that_there_is_none(open_wall, monkeypatch):
    monkeypatch.setattr(wall, "SECONDS", 60.0)
    told = []
    ask_the_database = wall.Wall.objects.filter

    def meanwhile(**what):
        if not told:
            told.append(None)
            told.append(wall.shelf.stamp(open_wall.pk))  # somebody else, at the same moment
        return ask_the_database(**what)

    monkeypatch.setattr(wall.Wall.objects, "filter", meanwhile)
    assert wall.shelf.stamp(open_wall.pk) == told[1]


def test_a_closed_wall_says_so_and_takes_nothing(meeting_world, open_wall):
    actions.close_wall(meeting_world.actor("steward"), open_wall)
    refused = ask(Client(), open_wall)
    assert "记录员" in refused.content.decode() and not open_wall.opinions.exists()


def test_what_is_too_long_is_told_and_what_was_typed_stays(open_wall):
    answer = ask(Client(), open_wall, "问" * 1001)
    assert answer.status_code == 422 and "问" * 1001 in answer.content.decode()


def test_the_code_of_the_door_is_on_the_projector_only_for_those_who_have_its_address(session):
    code = door.code_of(session)
    shown = f"{code[:4]} {code[4:]}"
    assert shown not in Client().get(at(session, "screen/")).content.decode()
    assert shown in Client().get(at(session, f"screen/?key={door.screen_key(session)}")).content.decode()
    assert Client().get(at(session, "screen/list/?key=nonsense")).status_code == 200


def test_the_moderator_keeps_a_question_in_view_and_hides_one_with_a_reason(meeting_world, open_wall, client):
    ask(Client(), open_wall)
    question = open_wall.opinions.get()
    client.force_login(meeting_world.people["steward"])
    page = at(open_wall, f"hall/words/{question.pk}/")
    for doing in ("mark", "live"):
        assert client.post(page, {"do": doing}).status_code == 302
    assert question.label in Client().get(at(open_wall, "screen/")).content.decode()
    assert client.post(page, {"do": "hide"}).status_code == 422, "a reason is needed"
    assert client.post(page, {"do": "hide", "reason": "attack"}).status_code == 302
    assert question.label not in Client().get(at(open_wall, "wall/list/")).content.decode()
    assert "攻击" in client.get(at(open_wall, "hall/words/?show=hidden")).content.decode()


def test_pages_of_a_session_that_is_not_there(client):
    for page in ("wall/", "wall/list/", "in/", "screen/", "screen/list/"):
        assert client.get(f"/meet/987654321/{page}").status_code == 404


def test_queries_of_the_hall_do_not_grow(meeting_world, open_wall, clerk, django_assert_max_num_queries):
    sheet = actions.open_sheet(meeting_world.actor("steward"), open_wall, key="k")
    from yishi.deliberation.actions.sheets import Line

    actions.take_down(
        meeting_world.actor("steward"), sheet, lines=[Line(f"l{n}", f"第{n}条") for n in range(60)]
    )
    for n in range(20):
        actions.ask_on_wall(ANYONE, open_wall, words=f"问{n}", browser=f"b{n}", line=f"w{n}")
    for page in (*PAGES, "wall/", "screen/", "wall/list/"):
        with django_assert_max_num_queries(30):
            clerk.get(at(open_wall, page))


def test_the_door_is_closed_long_before(meeting_world, client):
    session = actions.announce(meeting_world.actor("branch"), call(meeting_world))
    assert client.get(at(session, "in/")).status_code == 409
