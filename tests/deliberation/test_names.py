"""Names of those who came, who spoke and who stand behind a topic: how long they are kept, who sees them, how they are
taken away and erased, and how somebody without an account corrects the minutes."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from tests.deliberation.closed import drafted, held, sealed
from tests.deliberation.conftest import underway

from yishi.cases import actions as cases
from yishi.cases import mydata
from yishi.cases.models import Case
from yishi.deliberation import actions, door, rules, slips
from yishi.deliberation.actions.attending import Came
from yishi.deliberation.actions.sheets import Line
from yishi.deliberation.compiling import text_of
from yishi.deliberation.models import Attendance, Correction, Minutes, Opinion, Session, Support, Topic
from yishi.deliberation.outcome_jobs import take_away_waiting
from yishi.network.actors import ANYONE, CLOCK, Actor
from yishi.people.models import RetentionRule
from yishi.record import Refused, checking, clock, digest, keyring, rekeying
from yishi.record import actions as record
from yishi.record.jobs import seal_waiting
from yishi.record.models import Entry
from yishi.site import keys, retention

pytestmark = pytest.mark.django_db

NAME, PHONE = "江映雪", "19900007788"
SAID = "江映雪家楼下的化粪池又满了，请打19900007788。"
YEAR = timedelta(days=366)


def verifies() -> bool:
    while seal_waiting():
        pass
    return bool(checking.check().as_json()["ok"] and record.compare_indicators().as_json()["ok"])


def spoken(world, **fields) -> Opinion:
    """Somebody without an account came by name and spoke, at a session that goes on."""
    session = underway(world, **fields)
    steward, b3 = world.actor("steward"), world.places["b3"]
    with clock.at(session.starts_at + timedelta(minutes=5)):
        actions.write_down_attendance(steward, session, people=[Came(building=b3, name=NAME)], line="named")
        sheet = actions.open_sheet(steward, session, key=f"device-{session.pk}-names")
        line = Line("line-named-1", SAID, said_by=NAME, building=b3, number=1)
        return actions.take_down(steward, sheet, lines=[line])[0]


def closed(world, session: Session) -> Session:
    with clock.at(session.ends_at):
        return actions.end(world.actor("branch"), Session.objects.get(pk=session.pk))


def resident(world) -> Actor:
    return Actor(person=world.people["resident"])


def asked(world) -> tuple[Session, Opinion]:
    """The resident with an account checked in by telephone, and asked on the wall; the session is over."""
    session = underway(world)
    with clock.at(session.starts_at + timedelta(minutes=5)):
        actions.open_wall(world.actor("steward"), session)
        session.refresh_from_db()
        actions.check_in(
            resident(world),
            session,
            browser="telephone",
            ticket=door.ticket(session, "telephone"),
            building=world.places["b3"],
            name=NAME,
        )
        question = actions.ask_on_wall(
            resident(world),
            session,
            words="楼下的化粪池什么时候清？",
            category=None,
            building=world.places["b3"],
            browser=door.mark_for(session.pk, "telephone"),
            line="wall-line-1",
        )
        if not question.is_shown:
            actions.moderate(world.actor("steward"), question, show=True)
    return closed(world, session), Opinion.objects.get(pk=question.pk)


def erase(world) -> None:
    erasure = cases.ask_to_be_erased(resident(world))
    type(erasure).objects.filter(pk=erasure.pk).update(due_at=clock.now() - timedelta(hours=1))
    erasure.refresh_from_db()
    cases.erase(CLOCK, erasure)


# --- kept no longer than needed ---


def test_every_kind_has_its_days_and_the_rule_they_come_from(meeting_world, client):
    page = client.get("/privacy/").content.decode()
    for what in ("met", "met_words", "topics", "topic_words"):
        assert str(RetentionRule.What(what).label) in page
        assert any(each["what"] == what and each["source"] for each in retention.waiting())


def test_names_go_after_their_time_and_counts_buildings_and_words_stay(meeting_world):
    opinion = spoken(meeting_world)
    session = closed(meeting_world, opinion.session)
    with clock.at(session.ends_at + timedelta(days=364)):
        assert retention.retain_all()["met"] == 0
    assert Attendance.objects.get(line="named-0").name == NAME
    with clock.at(session.ends_at + YEAR):
        assert retention.retain_all()["met"] == 1
        assert retention.retain_all()["met"] == 0, "once"
    there = session.attendances.there().get()
    assert (there.name, there.building, there.person) == ("", meeting_world.places["b3"], None)
    opinion.refresh_from_db()
    assert opinion.said_by == "" and opinion.words == SAID and opinion.place == meeting_world.places["b3"]
    assert verifies()


def test_words_go_later_and_what_everybody_reads_stays(meeting_world):
    opinion = spoken(meeting_world)
    session = closed(meeting_world, opinion.session)
    actions.moderate(meeting_world.actor("steward"), Opinion.objects.get(pk=opinion.pk), show=True)
    shown = Opinion.objects.get(pk=opinion.pk).public_words
    assert shown and NAME not in shown
    with clock.at(session.ends_at + 3 * YEAR):
        retention.retain_all()
    opinion.refresh_from_db()
    assert (opinion.words, opinion.draft_words, opinion.public_words) == ("", "", shown)
    assert verifies()


def test_what_arrives_after_the_time_of_names_brings_none(meeting_world):
    opinion = spoken(meeting_world)
    session = closed(meeting_world, opinion.session)
    with clock.at(session.ends_at + YEAR):
        retention.retain_all()
        line = Line("line-late-1", "路灯坏了。", said_by=NAME, number=9)
        sheet = type(opinion.sheet).objects.get(pk=opinion.sheet_id)
        (late,) = actions.take_down(meeting_world.actor("steward"), sheet, lines=[line])
    assert late.said_by == ""


def test_numbers_behind_a_settled_topic_go_and_its_households_stay(meeting_world):
    b3 = meeting_world.places["b3"]
    topic = actions.propose_topic(
        ANYONE,
        meeting_world.places["estate"],
        words="想商量一下车棚怎么改。",
        building=b3,
        door="1-501",
        phone=PHONE,
        code="12345678",
        browser="one",
    )
    actions.support_topic(ANYONE, topic, building=b3, door="1-501", browser="same household")
    topic = actions.support_topic(ANYONE, topic, building=b3, door="1-502", browser="two")
    with clock.at(topic.at + 2 * YEAR):
        retention.retain_all()
    topic.refresh_from_db()
    assert topic.contact_phone == PHONE, "it is still to come"
    actions.refuse_topic(meeting_world.actor("branch"), topic, reason="已经在改造计划里了。")
    with clock.at(clock.now() + timedelta(days=181)):
        assert retention.retain_all()["topics"] == 1
    topic.refresh_from_db()
    assert (topic.contact_phone, topic.code_hash, topic.supports) == ("", "", 2)
    assert not topic.supporters.exclude(household=None).exists()
    actions.topics.recount(topic)
    assert topic.supports == 2
    with clock.at(clock.now() + 4 * YEAR):
        retention.retain_all()
    topic.refresh_from_db()
    assert topic.words == "" and topic.public_words
    assert verifies()


def test_nothing_is_lost_of_a_topic_that_was_joined_with_one_that_is_still_to_come(meeting_world):
    place, b3 = meeting_world.places["estate"], meeting_world.places["b3"]
    first, second = (
        actions.propose_topic(
            ANYONE, place, words=f"车棚太小，第{n}次说。", building=b3, door="1-501", browser=f"b{n}"
        )
        for n in (1, 2)
    )
    main = actions.join_topics(meeting_world.actor("branch"), second, into=first)
    with clock.at(clock.now() + 2 * YEAR):
        retention.retain_all()
    assert second.supporters.exclude(household=None).exists(), "the same household still counts once"
    actions.topics.recount(main)
    assert main.supports == 1


# --- one's own data ---


def test_one_takes_away_what_sessions_hold_of_them(meeting_world, client):
    session, _question = asked(meeting_world)
    topic = actions.propose_topic(
        resident(meeting_world), meeting_world.places["estate"], words="想商量车棚。", browser="x"
    )
    drafted(meeting_world, session)
    with clock.at(session.ended_at + timedelta(days=1)):
        actions.propose_correction(resident(meeting_world), session, text="我问的是三栋。")
    client.force_login(meeting_world.people["resident"])
    packed = zipfile.ZipFile(io.BytesIO(client.get(reverse("cases:export")).content))
    told = json.loads(packed.read("data.json"))
    assert [each["name"] for each in told["sessions_came"]] == [NAME]
    assert "化粪池" in told["sessions_said"][0]["words"]
    assert told["topics"][0]["number"] == topic.pk and told["supports"][0]["topic"] == topic.pk
    assert told["corrections"][0]["text"] == "我问的是三栋。"
    assert "化粪池" in packed.read("sessions_said.csv").decode()
    assert "议事" in client.get("/me/data/").content.decode()


def test_a_promise_and_an_objection_are_among_ones_own_data(meeting_world):
    session = sealed(meeting_world)
    said = session.opinions.exclude(undertakings=None).first()
    Opinion.objects.filter(pk=said.pk).update(person=meeting_world.people["resident"])
    assert mydata.of_person(meeting_world.people["resident"])["promises"][0]["text"] == "疏通排水沟。"


def test_erasing_a_person_takes_names_and_words_off_and_the_record_verifies(meeting_world, client):
    session, question = asked(meeting_world)
    session = sealed(meeting_world, session)
    before = session.minutes.digest
    assert "化粪池" in client.get(reverse("meet:minutes", args=[session.pk])).content.decode()
    erase(meeting_world)
    question.refresh_from_db()
    assert (question.person, question.words, question.public_words, question.browser) == (None, "", "", "")
    there = session.attendances.there().get()
    assert (there.person, there.name, there.building) == (None, "", meeting_world.places["b3"])
    page = client.get(reverse("meet:minutes", args=[session.pk])).content.decode()
    assert "化粪池" not in page and question.label in page and "已按本人要求删除" in page
    minutes = Minutes.objects.get(session=session)
    assert minutes.digest == before and minutes.erased_at is not None
    assert "化粪池" not in text_of(minutes.compiled)
    assert "化粪池" not in client.get(reverse("meet:wall", args=[session.pk])).content.decode()
    assert "sessions_said" in mydata.of_person(meeting_world.people["resident"])
    assert mydata.of_person(meeting_world.people["resident"])["sessions_said"] == []
    assert verifies()


def test_sealed_minutes_nobody_was_erased_from_keep_their_digest(meeting_world):
    session = sealed(meeting_world)
    erase(meeting_world)
    minutes = Minutes.objects.get(session=session)
    assert minutes.erased_at is None
    assert digest(minutes.salt, text_of(minutes.compiled)) == minutes.digest


def test_a_topic_others_want_goes_on_without_its_proposer(meeting_world):
    place = meeting_world.places["estate"]
    topic = actions.propose_topic(resident(meeting_world), place, words="想商量车棚怎么改。", browser="a")
    actions.support_topic(ANYONE, topic, browser="b")
    refused = actions.propose_topic(resident(meeting_world), place, words="想养一只鹅。", browser="c")
    actions.refuse_topic(meeting_world.actor("branch"), refused, reason="小区里不能养。")
    erase(meeting_world)
    topic, refused = Topic.objects.get(pk=topic.pk), Topic.objects.get(pk=refused.pk)
    assert (topic.person, topic.public_words, topic.supports) == (None, "想商量车棚怎么改。", 2)
    assert (refused.person, refused.words, refused.public_words, refused.title) == (None, "", "", "")
    assert not Support.objects.exclude(person=None).exists()


def test_erasing_a_case_without_an_account_reaches_what_was_said_at_the_session(meeting_world):
    opinion = spoken(meeting_world)
    closed(meeting_world, opinion.session)
    while take_away_waiting():
        pass
    case = Case.objects.get(opinions=opinion)
    by_code = Actor(follows=frozenset({case.pk}))
    erasure = cases.ask_erasure(by_code, case)
    type(erasure).objects.filter(pk=erasure.pk).update(due_at=clock.now() - timedelta(hours=1))
    erasure.refresh_from_db()
    cases.erase(CLOCK, erasure)
    opinion.refresh_from_db()
    assert (opinion.words, opinion.said_by, opinion.draft_words) == ("", "", "")
    assert verifies()


# --- keys ---


@pytest.mark.own_world
def test_the_columns_of_sessions_and_topics_come_under_the_new_key(own_ring, meeting_world):
    opinion = spoken(meeting_world)
    session = closed(meeting_world, opinion.session)
    drafted(meeting_world, session)
    with clock.at(session.ended_at + timedelta(days=1)):
        actions.propose_correction(meeting_world.actor("steward"), session, text="改一处。", for_other=True)
    actions.propose_topic(
        ANYONE, meeting_world.places["estate"], words="想商量车棚。", phone=PHONE, browser="z"
    )
    names = {(column.table, column.name) for column in rekeying.columns()}
    for table, name in (("attendance", "name"), ("opinion", "said_by"), ("opinion", "words")):
        assert (f"deliberation_{table}", name) in names
    first = keyring.active().id
    keyring.new()
    keys.turn()
    assert rekeying.under(first) == 0 and rekeying.waiting() == 0
    assert Opinion.objects.get(pk=opinion.pk).said_by == NAME
    assert Attendance.objects.get(line="named-0").name == NAME
    assert Correction.objects.get().text == "改一处。"
    assert Topic.objects.get().contact_phone == PHONE


# --- a slip instead of an account ---


def propose_at(session: Session) -> str:
    return reverse("meet:propose_correction", args=[session.pk])


def test_whoever_was_written_down_by_the_clerk_corrects_with_the_digits_of_their_slip(meeting_world, client):
    opinion = spoken(meeting_world)
    session = drafted(meeting_world, closed(meeting_world, opinion.session))
    there = session.attendances.there().get()
    client.force_login(meeting_world.people["steward"])
    at = reverse("meet:attendance_slip", args=[session.pk, there.pk])
    with clock.at(session.ended_at + timedelta(days=1)):
        page = client.get(at).content.decode()
        digits = slips.slip_of(there)
        assert slips.shown(digits) in page and NAME not in page
        assert at in client.get(reverse("meet:hall_people", args=[session.pk])).content.decode()
        telephone = Client()
        assert telephone.get(propose_at(session)).status_code == 403
        assert telephone.get(f"{propose_at(session)}?c={digits}").status_code == 200
        assert telephone.post(propose_at(session), {"slip": slips.shown(digits)}).status_code == 200
        sent = {"slip": digits, "text": "我说的是五栋。", "key": "k1"}
        for _twice in range(2):
            assert telephone.post(propose_at(session), sent).status_code == 302
        made = Correction.objects.get()
        assert (made.attendance, made.post) == (there, None)
        assert "我说的是五栋。" in telephone.get(f"{propose_at(session)}?c={digits}").content.decode()
    assert NAME not in "".join(Entry.objects.values_list("fields", flat=True))


@pytest.mark.parametrize("wrong", ["0000000000", "123", "not digits", "٣٣٣٣٣٣٣٣٣٣", "9" * 40])
def test_digits_of_no_slip_are_refused_with_a_sentence(meeting_world, wrong):
    session = drafted(meeting_world)
    with clock.at(session.ended_at + timedelta(days=1)):
        answer = Client().post(propose_at(session), {"slip": wrong, "text": "改一处。"})
        assert answer.status_code == 422 and "记录的人" in answer.content.decode()
        with pytest.raises(Refused):
            actions.propose_correction(ANYONE, session, text="改一处。", slip=wrong)
    assert not Correction.objects.exists()


def test_a_slip_is_worth_nothing_elsewhere_and_once_its_line_is_struck_out(meeting_world):
    opinion = spoken(meeting_world)
    session = closed(meeting_world, opinion.session)
    there = session.attendances.there().get()
    digits = slips.slip_of(there)
    assert slips.holder_of(session, digits) == there
    assert slips.holder_of(held(meeting_world, days=40), digits) is None
    actions.strike_attendance(meeting_world.actor("steward"), there, reason="mistake")
    assert slips.holder_of(session, digits) is None


def test_tries_of_digits_are_counted(meeting_world):
    session = drafted(meeting_world)
    with clock.at(session.ended_at + timedelta(days=1)):
        telephone = Client()
        answers = [telephone.post(propose_at(session), {"slip": f"{n:010d}"}).status_code for n in range(25)]
    assert answers[0] == 422 and answers[-1] == 429


def test_the_telephone_that_checked_in_shows_its_slip(meeting_world):
    session = underway(meeting_world)
    with clock.at(session.starts_at + timedelta(minutes=5)):
        telephone = Client()
        page = telephone.get(f"/meet/{session.pk}/in/?c={door.code_of(session)}")
        sent = {"ticket": page.context["ticket"], "role": "resident"}
        counted = telephone.post(f"/meet/{session.pk}/in/", sent, follow=True).content.decode()
    assert slips.shown(slips.slip_of(session.attendances.get())) in counted


def test_the_clerk_writes_a_correction_down_for_somebody_on_paper(meeting_world, client):
    opinion = spoken(meeting_world)
    session = drafted(meeting_world, closed(meeting_world, opinion.session))
    there = session.attendances.there().get()
    client.force_login(meeting_world.people["steward"])
    at = f"{propose_at(session)}?for=somebody"
    with clock.at(session.ended_at + timedelta(days=1)):
        assert client.post(at, {"text": "她说的是五栋。", "slip": ""}).status_code == 302
        with_slip = {"text": "还有一处。", "slip": slips.slip_of(there)}
        assert client.post(at, with_slip).status_code == 302
        assert client.post(at, {"text": "再一处。", "slip": "0000000001"}).status_code == 422
    steward = meeting_world.posts["steward"]
    assert [(c.attendance, c.post) for c in Correction.objects.all()] == [(None, steward), (there, steward)]


# --- who sees a name ---

HALL = ("hall_people", "sheet", "hall_words", "responses")


def seen_by(world, post: str, session: Session, opinion: Opinion) -> str:
    client = Client()
    client.force_login(world.people[post])
    found = [client.get(reverse(f"meet:{name}", args=[session.pk])) for name in HALL]
    found += [client.get(reverse("meet:moderate", args=[session.pk, opinion.pk]))]
    found += [client.get(reverse("meet:respond", args=[session.pk, opinion.pk]))]
    return "".join(each.content.decode() for each in found)


def test_the_clerk_sees_names_and_a_company_that_keeps_the_sheet_sees_none(meeting_world):
    opinion = spoken(meeting_world, clerk=meeting_world.posts["property"])
    session = opinion.session
    with clock.at(session.starts_at + timedelta(minutes=9)):
        assert rules.may_see_names(meeting_world.actor("steward"), session)
        assert not rules.may_see_names(meeting_world.actor("property"), session)
        assert NAME in seen_by(meeting_world, "steward", session, opinion)
        company = seen_by(meeting_world, "property", session, opinion)
    assert "化粪池" in company
    assert NAME not in company and PHONE not in company


def test_who_was_invited_sees_no_name_anywhere(meeting_world):
    opinion = spoken(meeting_world)
    session = opinion.session
    with clock.at(session.starts_at + timedelta(minutes=9)):
        actions.invite(meeting_world.actor("branch"), session, posts=[meeting_world.posts["fire"]])
        steward = meeting_world.actor("steward")
        actions.moderate(steward, Opinion.objects.get(pk=opinion.pk), show=True)
    session = sealed(meeting_world, closed(meeting_world, session))
    pages = ["session", "minutes", "minutes_text", "wall", "screen", "pack", "wall_list"]
    lists = [reverse(f"meet:{name}", args=[session.pk]) for name in pages]
    lists += [reverse("meet:opinion", args=[session.pk, opinion.label]), "/meet/mine/", "/record/"]
    lists += [reverse("meet:behind", args=[session.pk, "opinions"])]
    for post in (None, "resident", "property", "fire"):
        client = Client()
        if post:
            client.force_login(meeting_world.people[post])
        for at in lists:
            page = client.get(at).content.decode(errors="replace")
            assert NAME not in page and PHONE not in page, (post, at)


def test_after_the_seal_names_are_shown_for_a_reason_that_the_record_keeps(meeting_world, client):
    opinion = spoken(meeting_world)
    session = sealed(meeting_world, closed(meeting_world, opinion.session))
    at = reverse("meet:hall_people", args=[session.pk])
    client.force_login(meeting_world.people["steward"])
    assert NAME not in client.get(at).content.decode()
    assert client.post(at, {"do": "names"}).status_code == 422
    shown = client.post(at, {"do": "names", "reason": "asked"})
    assert shown.status_code == 200 and NAME in shown.content.decode()
    entry = Entry.objects.about(session.ref).filter(kind="deliberation.NamesLookedAt").get()
    assert entry.fields == '{"reason":"asked"}' and entry.actor == meeting_world.actor("steward").ref
    assert NAME not in client.get(at).content.decode(), "for this once"
    client.force_login(meeting_world.people["property"])
    assert client.post(at, {"do": "names", "reason": "asked"}).status_code == 403
    assert verifies()


def test_nobody_is_shown_names_whose_time_is_over(meeting_world, client):
    opinion = spoken(meeting_world)
    session = sealed(meeting_world, closed(meeting_world, opinion.session))
    with clock.at(session.ends_at + YEAR):
        retention.retain_all()
        with pytest.raises(Refused):
            actions.look_at_names(meeting_world.actor("steward"), session, reason="asked")


def test_names_and_numbers_lie_encrypted(meeting_world):
    spoken(meeting_world)
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM deliberation_attendance")
        stored = repr(cursor.fetchall())
        cursor.execute("SELECT said_by, words, draft_words FROM deliberation_opinion")
        stored += repr(cursor.fetchall())
    assert NAME not in stored and PHONE not in stored
