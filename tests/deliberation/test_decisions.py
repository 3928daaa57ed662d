"""Decisions that were written down wrongly, and decisions on what was no matter yet."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.deliberation.test_outcomes import (  # noqa: F401
    WORDS,
    before_the_council,
    council,
    council_session,
    measure,
    motion,
    on_agenda,
    session,
)
from tests.deliberation.test_outcomes_pages import address, sit, text  # noqa: F401

from yishi.cases import actions as matters
from yishi.cases import rules as matter_rules
from yishi.cases.models import State as CaseState
from yishi.cases.models import Stay
from yishi.deliberation import actions, parts_outcomes
from yishi.deliberation.compiling import compiled, rows_of
from yishi.deliberation.following import topic_follow_code
from yishi.deliberation.models import Decision, Item, Session, State, Topic, Undertaking
from yishi.deliberation.reading import read
from yishi.network.actors import ANYONE
from yishi.notices.models import Message
from yishi.record import Refused, clock
from yishi.record.models import Entry

pytestmark = pytest.mark.django_db
Left = Decision.Left
REASON = "记成了另一件事。"


def settled(world, item, case, *, by: str = "council") -> Decision:
    day = clock.today() + timedelta(days=20)
    does = [
        actions.Does(world.posts["branch"], "牵头协调路灯所。", day),
        actions.Does(world.posts["property"], "先装临时灯。", day),
    ]
    return actions.decide(world.actor(by), item, case=case, text="由支部牵头。", does=does)


def strike(world, decision, *, by: str = "council") -> Decision:
    return actions.strike_decision(world.actor(by), decision, reason=REASON)


# --- struck out ---


def test_what_nobody_began_lies_with_the_council_again(meeting_world, council):  # noqa: F811
    _session, item, case = council
    decision = settled(meeting_world, item, case)
    assert decision.moved
    struck = strike(meeting_world, decision)
    case.refresh_from_db()
    assert (struck.left, struck.struck_because) == (Left.BACK, REASON)
    assert struck.struck_by == meeting_world.posts["council"]
    assert (case.holder, case.state, case.bound) == (
        meeting_world.posts["council"],
        CaseState.REPORTED,
        False,
    )
    assert case.stays.get(left_at=None).why == Stay.Why.STRUCK
    assert not case.parts.exists() and not case.promises.exists()
    assert {each.state for each in decision.undertakings.all()} == {Undertaking.State.STRUCK}
    assert Entry.objects.about(case.ref).filter(kind="deliberation.DecisionStruck").count() == 1
    told = Message.objects.filter(kind="deliberation.undertaking_struck")
    assert {each.post for each in told} == {meeting_world.posts["branch"], meeting_world.posts["property"]}
    assert Item.objects.get(pk=item.pk).came == Item.Came.HEARD
    again = settled(meeting_world, item, case)
    case.refresh_from_db()
    assert again.pk != struck.pk and case.holder == meeting_world.posts["branch"]


def test_it_counts_no_more(meeting_world, council):  # noqa: F811
    session, item, case = council  # noqa: F811
    decision = settled(meeting_world, item, case)
    assert measure("decisions", session.place_path) == 1
    assert measure("undertaken", session.place_path) == 2
    promised = measure("promised", case.place_path)
    strike(meeting_world, decision)
    assert measure("decisions", session.place_path) == measure("undertaken", session.place_path) == 0
    assert measure("promised", case.place_path) == promised - 2


def test_what_was_begun_stays_where_it_is_and_that_is_said(meeting_world, council, sit):  # noqa: F811
    session, item, case = council  # noqa: F811
    decision = settled(meeting_world, item, case)
    case.refresh_from_db()
    matters.take(meeting_world.actor("branch"), case)
    form = text(sit("council").get(address("strike_decision", decision.pk)))
    assert str(Left.STANDS.label) in form
    struck = strike(meeting_world, decision)
    case.refresh_from_db()
    assert struck.left == Left.STANDS
    assert (case.holder, case.state) == (meeting_world.posts["branch"], CaseState.HANDLING)
    public = text(Client(headers={"accept-language": "en"}).get(address("session", session.pk)))
    assert str(Left.STANDS.label) in public


def test_what_it_parked_is_open_again(meeting_world, council):  # noqa: F811
    _session, item, case = council
    parks = actions.Parks("money", "先装一盏太阳能灯。", clock.today() + timedelta(days=90), 5)
    decision = actions.decide(
        meeting_world.actor("council"), item, case=case, text="今年没有这笔钱。", parks=parks
    )
    assert strike(meeting_world, decision).left == Left.BACK
    case.refresh_from_db()
    assert (case.state, case.holder) == (CaseState.REPORTED, meeting_world.posts["council"])
    assert matter_rules.parking_of(case) is None
    assert case.parkings.get().back == "struck"


def test_parking_that_somebody_objected_to_goes_its_way(meeting_world, council):  # noqa: F811
    _session, item, case = council
    parks = actions.Parks("money", "先装一盏太阳能灯。", clock.today() + timedelta(days=90))
    decision = actions.decide(
        meeting_world.actor("council"), item, case=case, text="今年没有这笔钱。", parks=parks
    )
    case.parkings.update(objected_at=clock.now())
    assert strike(meeting_world, decision).left == Left.STANDS
    case.refresh_from_db()
    assert case.state == CaseState.PARKED


def test_what_was_kept_already_stays_kept(meeting_world, council):  # noqa: F811
    _session, item, case = council
    decision = settled(meeting_world, item, case)
    first = decision.undertakings.order_by("id").first()
    claimed = actions.claim_kept(meeting_world.actor("branch"), first, evidence="协调好了。")
    Undertaking.objects.filter(pk=claimed.pk).update(state=Undertaking.State.KEPT)
    strike(meeting_world, decision)
    assert decision.undertakings.filter(state=Undertaking.State.KEPT).count() == 1


def test_a_case_on_its_own_desk_stays_there(meeting_world, session):  # noqa: F811
    case = meeting_world.handling(words=WORDS)
    item = on_agenda(session, case)
    day = clock.today() + timedelta(days=20)
    does = [actions.Does(meeting_world.posts["property"], "建车棚。", day)]
    decision = actions.decide(meeting_world.actor("steward"), item, case=case, text="建车棚。", does=does)
    assert case.promises.count() == 1
    struck = strike(meeting_world, decision, by="steward")
    case.refresh_from_db()
    assert (struck.left, case.state, case.promises.count()) == (Left.ASIDE, CaseState.HANDLING, 0)


def test_a_promise_without_a_day_leaves_the_story_too(meeting_world, session, client):  # noqa: F811
    case = meeting_world.handling(words=WORDS)
    item = on_agenda(session, case)
    does = [actions.Does(meeting_world.posts["property"], "雨停了就去疏通。", None)]
    decision = actions.decide(meeting_world.actor("steward"), item, case=case, text="先疏通。", does=does)
    page = reverse("cases:case", args=[case.number])
    assert "雨停了就去疏通" in client.get(page).content.decode()
    strike(meeting_world, decision, by="steward")
    shown = client.get(page).content.decode()
    assert "雨停了就去疏通" not in shown and REASON in shown


def test_a_note_with_the_words_of_a_promise_without_a_day_stays(meeting_world, session):  # noqa: F811
    words = "雨停了就去疏通。"
    case = meeting_world.handling(words=WORDS)
    item = on_agenda(session, case)
    holder = next(key for key, post in meeting_world.posts.items() if post == case.holder)
    does = [actions.Does(case.holder, words, None)]
    decision = actions.decide(meeting_world.actor("steward"), item, case=case, text="先疏通。", does=does)
    (promised,) = [each for each in case.notes.all() if each.text == words]
    case.refresh_from_db()
    matters.note(meeting_world.actor(holder), case, text=words, public=True)
    strike(meeting_world, decision, by="steward")
    left = [each.pk for each in case.notes.all() if each.text == words]
    assert len(left) == 1 and promised.pk not in left


def test_it_is_struck_with_a_reason_once_and_by_who_may_write(meeting_world, council):  # noqa: F811
    session, item, case = council  # noqa: F811
    decision = settled(meeting_world, item, case)
    with pytest.raises(Refused):
        actions.strike_decision(meeting_world.actor("council"), decision, reason="  ")
    with pytest.raises(Refused):
        actions.strike_decision(ANYONE, decision, reason=REASON)
    strike(meeting_world, decision)
    with pytest.raises(Refused):
        strike(meeting_world, decision)
    again = settled(meeting_world, item, case)
    Session.objects.filter(pk=session.pk).update(state=State.SEALED)
    with pytest.raises(Refused):
        strike(meeting_world, Decision.objects.get(pk=again.pk))


def test_the_struck_one_stays_to_be_read(meeting_world, council, sit):  # noqa: F811
    session, item, case = council  # noqa: F811
    decision = settled(meeting_world, item, case)
    client, at = sit("council"), address("strike_decision", decision.pk)
    assert client.post(at, {"reason": "", "key": "a"}).status_code == 422
    assert client.post(at, {"reason": REASON, "key": "b"}).status_code == 302
    assert client.get(at).status_code == 409
    page = text(client.get(address("decisions", session.pk)))
    assert "<del" in page and REASON in page and "Write down the decision" in page
    public = text(Client(headers={"accept-language": "en"}).get(address("session", session.pk)))
    assert "<del" in public and REASON in public and str(Left.BACK.label) in public
    story = text(Client(headers={"accept-language": "en"}).get(reverse("cases:case", args=[case.number])))
    assert "A decision of a session was struck out" in story


def test_the_minutes_say_that_it_was_struck(meeting_world, council):  # noqa: F811
    session, item, case = council  # noqa: F811
    strike(meeting_world, settled(meeting_world, item, case))
    settled(meeting_world, item, case)
    found = read(compiled(rows_of(session, ""))).decisions
    assert [bool(each["struck"]) for each in found] == [True, False]
    assert REASON in found[0]["struck"]


def test_what_is_struck_after_the_draft_is_said_so_in_the_sealed_minutes_and_on_paper(
    meeting_world,
    council,  # noqa: F811
    sit,  # noqa: F811
):
    session, item, case = council  # noqa: F811
    chair = meeting_world.actor("council")
    decision = settled(meeting_world, item, case)
    session.refresh_from_db()
    actions.end(chair, session)
    session.refresh_from_db()
    actions.draft_minutes(chair, session)
    strike(meeting_world, decision)
    session.refresh_from_db()
    with clock.at(clock.now() + timedelta(days=10)):
        minutes = actions.seal_minutes(chair, session)
        assert {"what": "struck", "n": 1} in minutes.compiled["added"]
        page = text(Client(headers={"accept-language": "en"}).get(address("minutes", session.pk)))
        assert "1 decision was struck out" in page and "<del" in page
        paper = sit("council").get(address("minutes_paper", session.pk, "a3"))
    assert paper.status_code == 200 and b"".join(paper).startswith(b"%PDF")


# --- no matter yet ---


def topic_on_agenda(world, session, **said) -> Item:  # noqa: F811
    topic = Topic.objects.create(
        place=session.place,
        place_path=session.place_path,
        words=WORDS,
        draft_words=WORDS,
        title="路灯坏了",
        public_words=WORDS,
        wording="approved",
        state=Topic.State.ACCEPTED,
        salt="s",
        at=clock.now(),
        **said,
    )
    return Item.objects.create(
        session=session, topic=topic, position=1, title=topic.title, added_at=clock.now()
    )


def decide(world, item, *, by="steward", post="property", **said) -> Decision:
    does = [actions.Does(world.posts[post], "修路灯。", clock.today() + timedelta(days=20))]
    return actions.decide(world.actor(by), item, text="修。", does=does, **said)


def test_what_is_decided_of_a_topic_becomes_a_matter(meeting_world, session):  # noqa: F811
    resident = meeting_world.people["resident"]
    item = topic_on_agenda(meeting_world, session, person=resident)
    decision = decide(meeting_world, item)
    case = decision.case
    item.refresh_from_db()
    assert decision.opened and item.case == item.topic.case == case
    assert (case.reporter, case.words, case.channel) == (resident, WORDS, "session")
    assert case.public_words == WORDS and case.is_shown
    assert case.parts.get().asked == meeting_world.posts["property"]
    assert decision.undertakings.get().case == case
    kinds = set(Entry.objects.about(case.ref).values_list("kind", flat=True))
    assert {"deliberation.TopicBecameMatter", "deliberation.Decided"} <= kinds
    with pytest.raises(Refused):
        decide(meeting_world, item)


def test_who_does_it_and_deals_with_matters_there_gets_it(meeting_world, session):  # noqa: F811
    item = topic_on_agenda(meeting_world, session)
    assert decide(meeting_world, item, post="branch").case.holder == meeting_world.posts["branch"]


def test_who_left_a_number_is_told_and_the_topic_shows_the_code(meeting_world, session):  # noqa: F811
    item = topic_on_agenda(meeting_world, session, contact_phone="13900001111")
    case = decide(meeting_world, item).case
    assert case.code_is(topic_follow_code(item.topic))
    assert Message.objects.filter(kind="cases.received").exists()


def test_whoever_proposed_it_reads_number_and_code_of_the_matter_and_nobody_else(meeting_world, session, sit):  # noqa: F811
    item = topic_on_agenda(meeting_world, session, person=meeting_world.people["resident"])
    at = address("topic", item.topic_id)
    decide(meeting_world, item)
    code = topic_follow_code(item.topic)
    spaced = f"{code[:4]} {code[4:]}"
    assert spaced in text(sit("resident").get(at))
    assert spaced not in text(sit("steward").get(at)) and spaced not in text(Client().get(at))


def test_what_the_host_brought_becomes_one_too(meeting_world, session):  # noqa: F811
    item = on_agenda(session)
    case = decide(meeting_world, item).case
    assert case.reporter is None and item.title in case.public_words


def test_the_council_parks_nothing_that_does_not_lie_with_it(meeting_world):
    session = council_session(meeting_world)  # noqa: F811
    with clock.at(session.starts_at + timedelta(minutes=30)):
        item = topic_on_agenda(meeting_world, session)
        parks = actions.Parks("money", "先等。", clock.today() + timedelta(days=90))
        with pytest.raises(Refused):
            actions.decide(meeting_world.actor("council"), item, text="等。", parks=parks)
        item.refresh_from_db()
        assert item.case is None and not Decision.objects.exists()


def test_the_matter_stays_where_the_decision_that_opened_it_is_struck(meeting_world, session):  # noqa: F811
    item = topic_on_agenda(meeting_world, session)
    decision = decide(meeting_world, item)
    assert strike(meeting_world, decision, by="steward").left == Left.OPENED
    item.refresh_from_db()
    again = decide(meeting_world, item, case=item.case)
    assert again.case == decision.case and not again.opened


def test_it_is_written_down_through_the_page(meeting_world, session, sit):  # noqa: F811
    resident = meeting_world.people["resident"]
    item = topic_on_agenda(meeting_world, session, person=resident)
    client = sit("steward")
    assert "What is decided makes it one" in text(client.get(address("decisions", session.pk)))
    at = address("decide", session.pk, item.pk)
    assert "With the decision it becomes one" in text(client.get(at))
    assert client.post(at, {"text": "修。", "key": "a"}).status_code == 422
    sent = {
        "text": "修路灯。",
        "post1": str(meeting_world.posts["property"].pk),
        "does1": "修好。",
        "within1": "14",
        "key": "b",
    }
    done = client.post(at, sent)
    assert done.status_code == 302, done.context["form"].errors
    assert client.post(at, sent).status_code == 302, "sent twice it is one"
    decision = Decision.objects.get()
    assert decision.case.number in text(client.get(address("decisions", session.pk)))
    assert [each.case for each in parts_outcomes.of(session, ANYONE)["votes"]["decisions"]] == [decision.case]
    assert decision.case.number in text(sit("resident").get(address("topic", item.topic_id)))


def test_by_a_vote_as_well(meeting_world, session):  # noqa: F811
    item = topic_on_agenda(meeting_world, session)
    put = motion(meeting_world, session, item=item)
    won = actions.count_hands(meeting_world.actor("steward"), put, yes=5, no=1, abstained=0, heads=6)
    assert decide(meeting_world, item, motion=won).motion == won
