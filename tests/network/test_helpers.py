"""Those who help: what people offer, whom a case suggests, and what is kept of whom."""

import io
import json
import zipfile

import pytest
from django.utils.translation import override

from yishi.cases import actions as cases
from yishi.cases import helping, mydata
from yishi.cases.models import Help, Visibility
from yishi.network import actions
from yishi.network.actors import CLOCK, Actor
from yishi.network.models import Residence, SkillOffer
from yishi.notices.models import Message
from yishi.people import actions as people
from yishi.record import Refused
from yishi.record.models import Entry

NUMBER = "19911112222"


@pytest.fixture(autouse=True)
def _in_english():
    """Reasons are read in English."""
    with override("en"):
        yield


def settle(world, who: str, place: str = "b3", door: str = "1-101", vouched: bool = True) -> Actor:
    person = world.people.get(who) or people.register(CLOCK, None, username=who, name=f"林{who}")
    world.people[who] = person
    home = actions.claim_home(Actor(person=person), world.places[place], door=door)
    if vouched:
        actions.vouch_for_home(world.actor("committee"), home)
    return Actor(person=person)


@pytest.fixture
def leaking(world):
    """A kind of matter that a plumber could help with."""
    world.categories["pipe"] = cases.set_category(
        CLOCK,
        world.categories["stairwell"].parent,
        code="shared.pipe",
        name_zh="水管漏水",
        name_en="Leaking pipe",
        skills="plumbing mediation",
    )
    return world


def offer(world, who: str, place: str, skill: str = "plumbing", **more) -> SkillOffer:
    return actions.offer_skill(Actor(person=world.people[who]), world.places[place], skill=skill, **more)


def suggested(world, case) -> list[str]:
    found = helping.suggested(case, world.actor("steward"), helping.skills_for(case), most=9)
    return [each.person.username if each.person else each.name for each in found]


# What one offers


def test_offering_on_the_page_changing_and_ending_it(world, client):
    settle(world, "plumber")
    client.force_login(world.people["plumber"])
    said = {"skill": "plumbing", "place": world.places["b3"].pk, "times": "平日晚上", "key": "a"}
    assert client.get("/net/helping/").status_code == 200
    assert client.post("/net/helping/", said).status_code == 302
    found = SkillOffer.objects.get()
    assert (found.skill, found.times, found.shown_name) == ("plumbing", "平日晚上", False)
    assert client.post("/net/helping/", {**said, "key": "b"}).status_code == 422  # a skill is offered once
    changed = client.post(f"/net/helping/{found.pk}/", {"times": "周末", "shown_name": "on", "key": "c"})
    found.refresh_from_db()
    assert changed.status_code == 302 and (found.times, found.shown_name) == ("周末", True)
    assert client.post(f"/net/helping/{found.pk}/end/").status_code == 302
    assert not SkillOffer.objects.present().exists()


def test_who_said_nowhere_where_they_live_is_asked_to_do_so_first(world, client):
    client.force_login(world.people["resident"])
    page = client.get("/net/helping/")
    assert page.status_code == 200 and "/net/homes/mine/" in page.content.decode()
    with pytest.raises(Refused):
        offer(world, "resident", "b3")


def test_nobody_offers_for_a_closed_place(world):
    settle(world, "plumber")
    type(world.places["b3"]).objects.filter(pk=world.places["b3"].pk).update(closed_on="2026-01-01")
    with pytest.raises(Refused, match="closed"):
        offer(world, "plumber", "b3")


def test_an_offer_of_others_is_not_there_for_a_stranger(world, client):
    settle(world, "plumber")
    found = offer(world, "plumber", "b3")
    client.force_login(world.people["neighbour"])
    assert client.get(f"/net/helping/{found.pk}/").status_code == 404
    assert client.post(f"/net/helping/{found.pk}/end/").status_code == 404
    assert client.get("/net/helping/here/").status_code == 403


def test_desks_of_the_place_see_who_helps_and_those_of_another_do_not(world, client):
    settle(world, "plumber")
    offer(world, "plumber", "b3")
    client.force_login(world.people["steward"])
    assert "林plumber" in client.get("/net/helping/here/").content.decode()
    assert "林plumber" not in client.get("/net/helping/here/?skill=law").content.decode()
    client.force_login(world.people["steward2"])
    assert "林plumber" not in client.get("/net/helping/here/").content.decode()


def test_a_name_stands_in_public_only_where_it_was_agreed(world, client):
    settle(world, "shy")
    settle(world, "open", door="1-102")
    offer(world, "shy", "b3")
    offer(world, "open", "b3", skill="law", shown_name=True)
    page = client.get(f"/net/helping/at/{world.places['community'].code}/").content.decode()
    assert "林open" in page and "林shy" not in page
    assert client.get("/net/helping/at/nowhere/").status_code == 404


def test_who_has_no_account_is_entered_with_their_consent_and_forgotten_at_the_end(world, client):
    client.force_login(world.people["steward"])
    said = {
        "name": "赵师傅",
        "phone": NUMBER,
        "skill": "electricity",
        "place": world.places["b5"].pk,
        "key": "a",
    }
    assert client.post("/net/helping/here/new/", said).status_code == 422  # nobody asked them
    assert client.post("/net/helping/here/new/", {**said, "agreed": "on", "phone": "abc"}).status_code == 422
    assert client.post("/net/helping/here/new/", {**said, "agreed": "on"}).status_code == 302
    again = client.post("/net/helping/here/new/", {**said, "agreed": "on", "key": "b"})
    assert again.status_code == 422
    found = SkillOffer.objects.get()
    assert (found.who, found.number, found.person) == ("赵师傅", f"+86{NUMBER}", None) and found.consent_on
    actions.end_offer(world.actor("steward"), found)
    found.refresh_from_db()
    assert (found.name, found.phone) == ("", "")


# Whom a case suggests


def test_a_leaking_pipe_suggests_the_nearest_and_never_a_party(leaking):
    world = leaking
    for who, place, door in (
        ("far", "c1", "1-1"),
        ("estate", "b5", "1-2"),
        ("near", "b3", "1-3"),
        ("reporter", "b3", "1-4"),
        ("joined", "b3", "1-5"),
    ):
        settle(world, who, place, door)
        offer(world, who, place)
    settle(world, "unknown", "b3", "1-6", vouched=False)
    offer(world, "unknown", "b3")
    settle(world, "lawyer", "b3", "1-7")
    offer(world, "lawyer", "b3", skill="law")
    case = cases.take(
        world.actor("steward"),
        world.report(category="pipe", by=Actor(person=world.people["reporter"])),
    )
    cases.join(Actor(person=world.people["joined"]), case, place=world.places["b3"], door="1-5")
    assert suggested(world, case) == ["near", "estate", "far"]


def test_whom_a_complaint_is_about_is_not_asked_to_help(leaking):
    world = leaking
    actions.offer_skill(world.actor("property"), world.places["estate"], skill="plumbing")
    case = world.report(category="pipe")
    assert suggested(world, case) == ["property"]
    about = world.report(category="pipe", about=world.posts["property"].organisation)
    assert suggested(world, about) == []


def test_who_left_the_reporters_number_is_not_suggested(leaking):
    world = leaking
    actions.enter_offer(
        world.actor("steward"), world.places["b3"], skill="plumbing", name="赵师傅", phone=NUMBER, agreed=True
    )
    assert suggested(world, world.report(category="pipe")) == ["赵师傅"]
    assert suggested(world, world.report(category="pipe", contact_phone=NUMBER)) == []


def test_the_desk_adds_what_is_needed(leaking):
    world = leaking
    settle(world, "lawyer")
    offer(world, "lawyer", "b3", skill="law")
    case = world.handling()
    assert suggested(world, case) == []
    case = cases.set_need(world.actor("steward"), case, skills=["law"])
    assert suggested(world, type(case).objects.get(pk=case.pk)) == ["lawyer"]
    with pytest.raises(Refused):
        cases.set_need(world.actor("steward"), case, skills=["law", "care", "driving", "culture"])
    with pytest.raises(Refused):
        cases.set_need(world.actor("steward2"), case, skills=["care"])


def test_a_matter_kept_from_the_public_asks_nobody(leaking):
    world = leaking
    settle(world, "plumber")
    found = offer(world, "plumber", "b3")
    case = world.report(category="pipe", visibility=Visibility.HOTLINE)
    case.refresh_from_db()
    with pytest.raises(Refused):
        cases.ask_helper(world.actor("steward"), case, offer=found, text="看看水管。")
    assert not Help.objects.exists() and not Message.objects.filter(kind="cases.help").exists()


# From the suggestion to the door


def test_from_a_leaking_pipe_to_the_helper_who_came(leaking, client):
    world = leaking
    settle(world, "plumber")
    found = offer(world, "plumber", "b3", times="随时")
    case = world.handling(category="pipe", contact_name="周吴", contact_phone="19933334444")
    client.force_login(world.people["steward"])
    page = client.get(f"/desk/cases/{case.number}/").content.decode()
    assert "林plumber" in page and "随时" in page
    asking = f"/desk/cases/{case.number}/ask_helper/"
    assert "林plumber" in client.get(asking).content.decode()
    sent = client.post(
        asking, {"offer": found.pk, "text": "三单元水管漏水，请看看阀门。", "key": "k", "checked": "yes"}
    )
    assert sent.status_code == 302
    again = client.post(
        asking, {"offer": found.pk, "text": "三单元水管漏水，请看看阀门。", "key": "k", "checked": "yes"}
    )
    assert again.status_code == 302 and Help.objects.count() == 1
    asked = Help.objects.get()

    client.force_login(world.people["plumber"])
    told = Message.objects.get(person=world.people["plumber"], kind="cases.help")
    assert told.link == f"/helping/asked/{asked.pk}/"
    theirs = client.get(told.link).content.decode()
    assert "阀门" in theirs and "19933334444" not in theirs and "周吴" not in theirs
    assert told.link in client.get("/helping/asked/").content.decode()
    assert client.post(told.link, {"what": "yes", "key": "y"}).status_code == 302
    assert client.post(told.link, {"what": "no", "key": "z"}).status_code == 409
    assert Message.objects.filter(post=case.holder, kind="cases.helper_comes").exists()

    client.force_login(world.people["steward"])
    assert client.post(f"/desk/cases/{case.number}/help/{asked.pk}/", {"what": "came"}).status_code == 302
    asked.refresh_from_db()
    assert asked.came_at
    kinds = set(Entry.objects.about(case.ref).values_list("kind", flat=True))
    assert {"cases.HelperAsked", "cases.HelperAnswered", "cases.HelperCame"} <= kinds

    client.logout()
    public = client.get(f"/cases/{case.number}/", headers={"accept-language": "en"}).content.decode()
    assert "The helper was there" in public and "林plumber" not in public and "阀门" not in public


def test_a_no_is_told_to_the_desk_alone_and_another_is_suggested(leaking, client):
    world = leaking
    for who, door in (("first", "1-1"), ("second", "1-2")):
        settle(world, who, "b3", door)
        offer(world, who, "b3")
    case = world.handling(category="pipe")
    asked = cases.ask_helper(
        world.actor("steward"),
        case,
        offer=SkillOffer.objects.get(person__username="first"),
        text="看看水管。",
    )
    cases.answer_help(Actor(person=world.people["first"]), asked, comes=False)
    assert suggested(world, case) == ["second"]
    public = client.get(f"/cases/{case.number}/", headers={"accept-language": "en"}).content.decode()
    assert "A helper was asked" in public and "cannot come" not in public


def test_only_whoever_was_asked_answers(leaking, client):
    world = leaking
    settle(world, "plumber")
    case = world.handling(category="pipe")
    asked = cases.ask_helper(
        world.actor("steward"), case, offer=offer(world, "plumber", "b3"), text="看看水管。"
    )
    client.force_login(world.people["neighbour"])
    assert client.get(f"/helping/asked/{asked.pk}/").status_code == 404
    for other in (world.actor("steward"), Actor(person=world.people["neighbour"])):
        with pytest.raises(Refused):
            cases.answer_help(other, asked, comes=True)
    with pytest.raises(Refused):
        cases.note_help_came(world.actor("steward"), asked)


def test_what_is_settled_meanwhile_needs_no_help(leaking, client):
    world = leaking
    settle(world, "plumber")
    case = world.handling(category="pipe")
    asked = cases.ask_helper(
        world.actor("steward"), case, offer=offer(world, "plumber", "b3"), text="看看水管。"
    )
    cases.answer(world.actor("steward"), case, kind="solved", text="修好了。")
    client.force_login(world.people["plumber"])
    assert client.get(f"/helping/asked/{asked.pk}/").status_code == 200
    assert client.post(f"/helping/asked/{asked.pk}/", {"what": "yes", "key": "y"}).status_code == 409


def test_who_has_no_account_is_rung_by_the_desk(leaking, client):
    world = leaking
    steward = world.actor("steward")
    found = actions.enter_offer(
        steward, world.places["b3"], skill="plumbing", name="赵师傅", phone=NUMBER, agreed=True
    )
    case = world.handling(category="pipe")
    asked = cases.ask_helper(steward, case, offer=found, text="看看水管。")
    assert not Message.objects.filter(kind="cases.help").exists()
    client.force_login(world.people["steward"])
    assert NUMBER in client.get(f"/desk/cases/{case.number}/").content.decode()
    assert client.post(f"/desk/cases/{case.number}/help/{asked.pk}/", {"what": "yes"}).status_code == 302
    asked.refresh_from_db()
    assert asked.reply == Help.Reply.YES


# What is kept of whom


def test_what_somebody_offered_is_in_their_copy_and_goes_with_their_account(leaking, client):
    world = leaking
    settle(world, "plumber")
    asked = cases.ask_helper(
        world.actor("steward"),
        world.handling(category="pipe"),
        offer=offer(world, "plumber", "b3", times="平日晚上"),
        text="看看水管。",
    )
    person = world.people["plumber"]
    actions.report_member(Actor(person=person), world.places["community"])
    held = mydata.as_zip(mydata.of_person(person))
    told = json.loads(zipfile.ZipFile(io.BytesIO(held)).read("data.json"))["helping"]
    assert {row["kind"] for row in told} == {"offer", "asked", "reported"}
    erasure = cases.ask_to_be_erased(Actor(person=person))
    type(erasure).objects.filter(pk=erasure.pk).update(due_at="2026-01-01T00:00:00Z")
    erasure.refresh_from_db()
    cases.erase(CLOCK, erasure)
    asked.refresh_from_db()
    assert (asked.person, asked.offer) == (None, None)
    assert not SkillOffer.objects.exists() and not Residence.objects.filter(person=person).exists()
