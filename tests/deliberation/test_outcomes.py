"""What comes of what is said: responses and the cases behind them, promises, motions, decisions, what is solved."""

from datetime import timedelta

import pytest
from django.utils.timezone import localtime
from tests.deliberation.conftest import underway

from yishi.cases import actions as matters
from yishi.cases import clock_jobs
from yishi.cases import rules as matter_rules
from yishi.cases.models import Case, Channel
from yishi.cases.models import State as CaseState
from yishi.deliberation import actions, outcome_jobs
from yishi.deliberation.actions.attending import Came
from yishi.deliberation.actions.sheets import Line
from yishi.deliberation.following import follow_code
from yishi.deliberation.models import (
    Attendance,
    Item,
    Kind,
    Motion,
    Opinion,
    Response,
    State,
    TallyRule,
    Undertaking,
)
from yishi.network.actors import ANYONE, CLOCK, Actor
from yishi.record import Refused, clock
from yishi.record.actions import seal
from yishi.record.models import Entry, Indicator

pytestmark = pytest.mark.django_db
WORDS = "三栋楼下的路灯坏了两个月，晚上看不见路。"


@pytest.fixture
def session(meeting_world):
    """Going on now; the clock stands ten minutes after it began."""
    session = underway(meeting_world)
    with clock.at(session.starts_at + timedelta(minutes=10)):
        yield session


def say(world, session, *words, **said) -> list[Opinion]:
    """The steward writes down what people say."""
    sheet = session.sheets.first() or actions.open_sheet(
        world.actor("steward"), session, key=f"device-{session.pk}"
    )
    first = sheet.opinions.count() + 1
    lines = [Line(f"{session.pk}-{n}", text, number=n, **said) for n, text in enumerate(words, first)]
    return actions.take_down(world.actor("steward"), sheet, lines=lines)


def respond(world, opinion, kind="answered", by="property", text="今晚就派人来看。", **said) -> Response:
    """The steward writes down what a post said to it."""
    return actions.respond(
        world.actor("steward"), opinion, kind=kind, post=world.posts[by], text=text, **said
    )


def on_agenda(session, case=None, *, late=False, **said) -> Item:
    """A row of the agenda."""
    return Item.objects.create(
        session=session, case=case, position=1, title="路灯", late=late, added_at=clock.now(), **said
    )


def measure(name, place) -> int:
    """What the indicators of a place say of a measure in all."""
    while seal():
        pass
    return sum(Indicator.objects.filter(measure=name, place=place).values_list("amount", flat=True))


# --- responses ---


def test_an_answer_on_the_spot_is_a_case_whose_resident_is_asked(meeting_world, session):
    (opinion,) = say(meeting_world, session, WORDS)
    respond(meeting_world, opinion)
    opinion.refresh_from_db()
    case = opinion.case
    assert (case.channel, case.state, case.words) == (Channel.SESSION, CaseState.ANSWERED, WORDS)
    answer = case.answers.get()
    assert answer.post == meeting_world.posts["property"]
    assert case.code_is(follow_code(opinion))
    follower = Actor(follows=frozenset({case.pk}))
    assert matter_rules.may_confirm(follower, case)


def test_whoever_answered_aloud_does_not_close_it(meeting_world, session):
    (opinion,) = say(meeting_world, session, WORDS)
    respond(meeting_world, opinion, by="branch")
    opinion.refresh_from_db()
    assert matter_rules.handled_by(meeting_world.actor("branch"), opinion.case)
    assert not matter_rules.may_confirm(meeting_world.actor("branch"), opinion.case)


def test_a_promise_is_followed_and_the_company_has_its_part(meeting_world, session):
    (opinion,) = say(meeting_world, session, WORDS)
    day = clock.today() + timedelta(days=7)
    respond(meeting_world, opinion, "promised", text="一周内修好路灯。", due_on=day)
    opinion.refresh_from_db()
    undertaking = opinion.undertakings.get()
    assert (undertaking.due_on, undertaking.state) == (day, Undertaking.State.OPEN)
    assert opinion.case.is_open
    assert opinion.case.parts.get().asked == meeting_world.posts["property"]
    assert opinion.case.promises.get().due_on == day
    assert measure("undertaken", session.place_path) == 1
    assert measure("undertaken_undated", session.place_path) == 0


def test_a_promise_without_a_day_is_counted_apart(meeting_world, session):
    (opinion,) = say(meeting_world, session, WORDS)
    respond(meeting_world, opinion, "promised", text="会修的。")
    assert measure("undertaken_undated", session.place_path) == 1


def test_whoever_takes_it_away_has_it_on_the_desk(meeting_world, session):
    (opinion,) = say(meeting_world, session, WORDS)
    respond(meeting_world, opinion, "taken", by="branch", text="")
    opinion.refresh_from_db()
    assert opinion.case.holder == meeting_world.posts["branch"]
    assert opinion.case.state == CaseState.REPORTED


def test_it_is_joined_to_an_open_case_of_the_same_matter(meeting_world, session):
    there = meeting_world.report(WORDS)
    (opinion,) = say(meeting_world, session, WORDS)
    respond(meeting_world, opinion, case=there, text="已经报给路灯所。")
    opinion.refresh_from_db()
    there.refresh_from_db()
    assert opinion.case == there
    assert there.state == CaseState.REPORTED, "it stays with its desk"
    assert there.notes.get().text == "已经报给路灯所。"


def test_a_case_kept_from_the_public_or_of_elsewhere_is_not_joined(meeting_world, session):
    kept = meeting_world.report(WORDS, visibility="hotline")
    elsewhere = meeting_world.report(WORDS, place="c1")
    (opinion,) = say(meeting_world, session, WORDS)
    for other in (kept, elsewhere):
        with pytest.raises(Refused):
            respond(meeting_world, opinion, case=other)
    assert Response.objects.count() == 0


def test_a_slip_of_the_pen_is_put_right_and_counted_once(meeting_world, session):
    (opinion,) = say(meeting_world, session, WORDS)
    first = respond(meeting_world, opinion)
    corrected = respond(meeting_world, opinion, "promised", text="三天内修好。", seen=first.digest)
    opinion.refresh_from_db()
    assert corrected.pk == first.pk
    assert opinion.case.state == CaseState.REPORTED
    assert not opinion.case.answers.exists()
    assert measure("response:answered", session.place_path) == 0
    assert measure("response:promised", session.place_path) == 1
    assert measure("answered", opinion.case.place_path) == 0
    kept = Entry.objects.about(opinion.ref).filter(kind="deliberation.ResponseCorrected").get()
    assert first.digest in kept.fields, "the old words stay in the record by their digest"


def test_a_promise_written_down_wrongly_is_struck_out(meeting_world, session):
    (opinion,) = say(meeting_world, session, WORDS)
    respond(meeting_world, opinion, "promised", text="会修的。")
    respond(meeting_world, opinion, "answered", text="昨天已经修好了。", solved=True)
    opinion.refresh_from_db()
    assert opinion.undertakings.get().state == Undertaking.State.STRUCK
    assert opinion.case.state == CaseState.ANSWERED
    assert measure("undertaken", session.place_path) == 0
    assert measure("undertaken_undated", session.place_path) == 0


def test_once_the_resident_has_replied_the_case_stands_though_the_words_are_put_right(meeting_world, session):
    (opinion,) = say(meeting_world, session, WORDS)
    respond(meeting_world, opinion, solved=True)
    opinion.refresh_from_db()
    matters.confirm(
        Actor(follows=frozenset({opinion.case_id})), opinion.case, contacted=True, satisfaction="satisfied"
    )
    respond(meeting_world, opinion, "promised", text="三天内修好。")
    opinion.case.refresh_from_db()
    assert opinion.case.state == CaseState.CLOSED


def test_of_two_clerks_the_second_is_told(meeting_world, session):
    (opinion,) = say(meeting_world, session, WORDS)
    respond(meeting_world, opinion, seen="")
    with pytest.raises(Refused) as refused:
        respond(meeting_world, opinion, "taken", seen="")
    assert refused.value.moved_on


def test_nothing_is_written_down_once_the_minutes_are_sealed_or_by_anybody(meeting_world, session):
    (opinion,) = say(meeting_world, session, WORDS)
    for who in ("branch2", "property"):
        with pytest.raises(Refused):
            actions.respond(
                meeting_world.actor(who), opinion, kind="taken", post=meeting_world.posts["steward"], text=""
            )
    session.state = State.SEALED
    session.save(update_fields=["state"])
    with pytest.raises(Refused):
        respond(meeting_world, opinion)


def test_words_are_wanted_and_a_day_that_can_be(meeting_world, session):
    (opinion,) = say(meeting_world, session, WORDS)
    yesterday = clock.today() - timedelta(days=1)
    for said in ({"text": " "}, {"kind": "promised", "due_on": yesterday}, {"due_on": clock.today()}):
        with pytest.raises(Refused):
            respond(meeting_world, opinion, **said)
    assert Case.objects.count() == 0


def test_what_nobody_responded_to_is_taken_away_by_itself(meeting_world, session):
    said = say(meeting_world, session, WORDS, "电梯老是停。", "楼下烧烤太呛。")
    respond(meeting_world, said[0])
    assert outcome_jobs.take_away_waiting() == 0, "while it goes on nothing is taken away"
    actions.end(meeting_world.actor("branch"), session)
    assert outcome_jobs.take_away_waiting() == 2
    assert outcome_jobs.take_away_waiting() == 0
    assert {each.response.kind for each in Opinion.objects.all()} == {"answered", "taken"}
    assert Opinion.objects.filter(case=None).count() == 0
    assert measure("response:taken", session.place_path) == 2


def test_what_was_taken_away_by_itself_can_still_be_answered(meeting_world, session):
    (opinion,) = say(meeting_world, session, WORDS)
    actions.end(meeting_world.actor("branch"), session)
    outcome_jobs.take_away_waiting()
    respond(meeting_world, opinion, "answered", text="已经修好。", solved=True)
    opinion.refresh_from_db()
    assert opinion.case.state == CaseState.ANSWERED
    assert Case.objects.count() == 1


def test_a_line_that_arrives_after_the_end_is_not_lost(meeting_world, session):
    sheet = actions.open_sheet(meeting_world.actor("steward"), session, key="device-late")
    actions.end(meeting_world.actor("branch"), session)
    actions.take_down(meeting_world.actor("steward"), sheet, lines=[Line("late-1", WORDS, number=1)])
    assert outcome_jobs.take_away_waiting() == 1


# --- promises ---


def promised(world, session, *, days=7, **said) -> Undertaking:
    (opinion,) = say(world, session, WORDS)
    if said:
        Opinion.objects.filter(pk=opinion.pk).update(**said)
        opinion.refresh_from_db()
    due = clock.today() + timedelta(days=days) if days is not None else None
    respond(world, opinion, "promised", text="修好路灯。", due_on=due)
    return opinion.undertakings.get()


def test_a_promise_is_kept_when_who_asked_says_so(meeting_world, session):
    undertaking = promised(meeting_world, session, contact_phone="13900001111")
    claimed = actions.claim_kept(meeting_world.actor("property"), undertaking, evidence="换了两盏灯。")
    for who in ("property", "branch"):
        with pytest.raises(Refused):
            actions.confirm_kept(meeting_world.actor(who), claimed)
    kept = actions.confirm_kept(Actor(follows=frozenset({undertaking.case_id})), claimed)
    assert (kept.state, kept.confirmed) == ("kept", "asker")
    assert measure("undertaking_kept", session.place_path) == 1


def test_where_who_asked_cannot_be_reached_the_chair_says_so(meeting_world, session):
    undertaking = promised(meeting_world, session)
    claimed = actions.claim_kept(meeting_world.actor("property"), undertaking, evidence="换了两盏灯。")
    kept = actions.confirm_kept(meeting_world.actor("branch"), claimed)
    assert (kept.state, kept.confirmed) == ("kept", "chair")


def test_silence_is_shown_as_silence(meeting_world, session):
    undertaking = promised(meeting_world, session, contact_phone="13900001111")
    actions.claim_kept(meeting_world.actor("property"), undertaking, evidence="换了两盏灯。")
    with clock.at(clock.now() + timedelta(days=6)):
        assert outcome_jobs.settle_claims() == 0
    with clock.at(clock.now() + timedelta(days=8)):
        assert outcome_jobs.settle_claims() == 1
    undertaking.refresh_from_db()
    assert (undertaking.state, undertaking.confirmed) == ("kept", "silence")


def test_who_asked_may_say_it_is_not_so(meeting_world, session):
    undertaking = promised(meeting_world, session, contact_phone="13900001111")
    actions.claim_kept(meeting_world.actor("property"), undertaking, evidence="换了两盏灯。")
    asker = Actor(follows=frozenset({undertaking.case_id}))
    again = actions.deny_kept(asker, undertaking, text="只亮了一盏。")
    assert again.state == Undertaking.State.OPEN


def test_the_clock_reminds_before_the_day_and_notes_once_that_it_is_over(meeting_world, session):
    undertaking = promised(meeting_world, session, days=7)
    told = []
    for day in range(1, 11):
        with clock.at(clock.now() + timedelta(days=day)):
            if outcome_jobs.follow_promises():
                told.append(day)
    undertaking.refresh_from_db()
    assert told == [5, 8]
    assert undertaking.late_at and undertaking.warned_at


def test_a_promise_is_put_off_by_a_new_one_that_names_it(meeting_world, session):
    undertaking = promised(meeting_world, session)
    later = undertaking.due_on + timedelta(days=10)
    fresh = actions.extend_undertaking(
        meeting_world.actor("property"), undertaking, due_on=later, reason="灯具还没到货。"
    )
    undertaking.refresh_from_db()
    assert (undertaking.state, undertaking.reason) == ("extended", "灯具还没到货。")
    assert (fresh.instead_of, fresh.due_on, fresh.case) == (undertaking, later, undertaking.case)
    with pytest.raises(Refused):
        actions.extend_undertaking(meeting_world.actor("property"), fresh, due_on=later, reason="还没到货。")


def test_giving_a_promise_up_needs_a_reason(meeting_world, session):
    undertaking = promised(meeting_world, session)
    with pytest.raises(Refused):
        actions.break_undertaking(meeting_world.actor("property"), undertaking, reason=" ")
    actions.break_undertaking(meeting_world.actor("property"), undertaking, reason="路灯归市政管。")
    assert measure("undertaking_broken", session.place_path) == 1


def test_strangers_settle_no_promise(meeting_world, session):
    undertaking = promised(meeting_world, session)
    for who in (ANYONE, meeting_world.actor("branch2"), meeting_world.actor("fire")):
        with pytest.raises(Refused):
            actions.claim_kept(who, undertaking, evidence="好了。")
        with pytest.raises(Refused):
            actions.break_undertaking(who, undertaking, reason="不行。")


# --- motions ---


def come(world, session, number, role=Attendance.Role.RESIDENT):
    """So many are written down as present."""
    actions.write_down_attendance(
        world.actor("steward"),
        session,
        people=[Came(role=role, count=number)],
        line=f"line-{session.pk}-{role}",
        how=Attendance.How.CLERK,
    )


def motion(world, session, rule="present_majority", item=None) -> Motion:
    return actions.put_motion(
        world.actor("steward"),
        item or on_agenda(session),
        text="在小广场南侧建车棚。",
        rule=TallyRule.objects.get(code=rule),
    )


def test_hands_are_counted_by_the_rule_which_is_kept(meeting_world, session):
    put = motion(meeting_world, session)
    counted = actions.count_hands(meeting_world.actor("steward"), put, yes=38, no=20, abstained=3, heads=61)
    assert counted.carried
    assert counted.rule["code"] == "present_majority"
    assert counted.item.__class__.objects.get(pk=counted.item_id).came == Item.Came.DECIDED
    assert measure("motions_carried", session.place_path) == 1


def test_more_votes_than_people_are_refused_with_the_numbers(meeting_world, session):
    put = motion(meeting_world, session)
    with pytest.raises(Refused) as refused:
        actions.count_hands(meeting_world.actor("steward"), put, yes=38, no=20, abstained=5, heads=61)
    assert all(number in str(refused.value) for number in ("38", "20", "5", "63", "61"))
    put.refresh_from_db()
    assert put.counted_at is None


def test_of_two_clerks_who_count_the_second_is_told(meeting_world, session):
    put = motion(meeting_world, session)
    actions.count_hands(meeting_world.actor("steward"), put, yes=3, no=2, abstained=0, heads=9)
    with pytest.raises(Refused) as refused:
        actions.count_hands(meeting_world.actor("branch"), put, yes=4, no=2, abstained=0, heads=9)
    assert refused.value.moved_on
    assert "3" in str(refused.value)


def test_what_came_late_onto_the_agenda_is_heard_and_not_decided(meeting_world, session):
    with pytest.raises(Refused):
        motion(meeting_world, session, item=on_agenda(session, late=True))


def test_a_motion_that_was_miscounted_is_withdrawn_and_put_anew(meeting_world, session):
    put = motion(meeting_world, session)
    actions.count_hands(meeting_world.actor("steward"), put, yes=8, no=2, abstained=0, heads=10)
    actions.drop_motion(meeting_world.actor("steward"), put)
    again = motion(meeting_world, session, item=put.item)
    assert again.position == put.position + 1
    assert measure("motions_carried", session.place_path) == 0


def council_session(world, *, entitled=9, came=9):
    """The council sits, with so many of its members."""
    begins = clock.now() + timedelta(days=20)
    session = actions.call_session(
        world.actor("council"),
        world.places["community"],
        kind=Kind.COUNCIL,
        starts_at=begins,
        ends_at=begins + timedelta(minutes=90),
        host=world.posts["council"].organisation,
        chair=world.posts["council"],
        clerk=world.posts["council"],
        spot_zh="社区会议室",
        entitled=entitled,
    )
    session = actions.announce(world.actor("council"), session)
    with clock.at(session.starts_at):
        session = actions.begin(world.actor("council"), session)
        if came:
            actions.write_down_attendance(
                world.actor("council"),
                session,
                people=[Came(role=Attendance.Role.MEMBER, count=came)],
                line=f"members-{session.pk}",
                how=Attendance.How.CLERK,
            )
    return session


def test_a_council_without_enough_members_hears_and_decides_nothing(meeting_world):
    session = council_session(meeting_world, came=4)
    with clock.at(session.starts_at + timedelta(minutes=5)), pytest.raises(Refused) as refused:
        actions.put_motion(meeting_world.actor("council"), on_agenda(session), text="通过。")
    assert all(number in str(refused.value) for number in ("4", "9", "5"))


def test_a_council_counts_its_members_and_nobody_else(meeting_world):
    session = council_session(meeting_world, came=6)
    with clock.at(session.starts_at + timedelta(minutes=5)):
        put = actions.put_motion(meeting_world.actor("council"), on_agenda(session), text="通过。")
        counted = actions.count_hands(meeting_world.actor("council"), put, yes=4, no=1, abstained=1, heads=60)
    assert (counted.present, counted.entitled, counted.carried) == (6, 9, True)


# --- decisions ---


def before_the_council(world) -> Case:
    """A case that was handed up to the council."""
    case = world.report(WORDS)
    for who in ("steward", "branch", "committee"):
        case = matters.take(world.actor(who), case)
        case = matters.hand_up(world.actor(who), case, reason="解决不了。")
    return case


@pytest.fixture
def council(meeting_world):
    case = before_the_council(meeting_world)
    session = council_session(meeting_world)
    with clock.at(session.starts_at + timedelta(minutes=30)):
        yield session, on_agenda(session, case), case


def test_the_council_says_who_does_what_and_that_moves_the_case(meeting_world, council):
    _session, item, case = council
    day = clock.today() + timedelta(days=20)
    decision = actions.decide(
        meeting_world.actor("council"),
        item,
        case=case,
        text="由小区支部牵头，物业出工。",
        does=[
            actions.Does(meeting_world.posts["branch"], "牵头协调路灯所。", day),
            actions.Does(meeting_world.posts["property"], "先装临时灯。"),
        ],
    )
    case.refresh_from_db()
    assert (case.holder, case.state, case.bound) == (meeting_world.posts["branch"], CaseState.REPORTED, True)
    assert case.parts.get().asked == meeting_world.posts["property"]
    assert sorted(str(each.due_on) for each in decision.undertakings.all()) == sorted([str(day), "None"])
    assert Entry.objects.about(case.ref).filter(kind="deliberation.Decided").count() == 1
    with pytest.raises(Refused):
        actions.decide(
            meeting_world.actor("council"),
            item,
            case=case,
            text="再议。",
            does=[actions.Does(meeting_world.posts["branch"], "再议。")],
        )


def test_what_the_council_gave_time_for_is_not_late_before_its_day(meeting_world, council):
    _session, item, case = council
    today = clock.today()
    does = [
        actions.Does(meeting_world.posts["branch"], "逐户签协议。", today + timedelta(days=14)),
        actions.Does(meeting_world.posts["property"], "让出设备间。", today + timedelta(days=30)),
    ]
    actions.decide(meeting_world.actor("council"), item, case=case, text="按表决的办。", does=does)
    case.refresh_from_db()
    last = today + timedelta(days=30)
    assert localtime(case.due_at).date() == localtime(case.stays.get(left_at=None).due_at).date() == last
    assert localtime(case.parts.get().due_at).date() == last and case.parts.get().text == "让出设备间。"
    with clock.at(clock.now() + timedelta(days=29)):
        clock_jobs.warn_before_limits()
        assert clock_jobs.escalate_overdue() == 0
    with clock.at(clock.now() + timedelta(days=31)):
        assert clock_jobs.escalate_overdue() == 1


def test_a_day_the_council_named_never_shortens_the_clock_of_a_desk(meeting_world, council):
    _session, item, case = council
    soon = [actions.Does(meeting_world.posts["branch"], "今天去看。", clock.today())]
    actions.decide(meeting_world.actor("council"), item, case=case, text="先去看。", does=soon)
    case.refresh_from_db()
    assert case.due_at == clock.now() + timedelta(hours=120)


def test_the_council_parks_at_once_and_the_number_brings_it_back(meeting_world, council):
    _session, item, case = council
    parks = actions.Parks("money", "先装一盏太阳能灯。", clock.today() + timedelta(days=90), 5)
    actions.decide(meeting_world.actor("council"), item, case=case, text="今年没有这笔钱。", parks=parks)
    case.refresh_from_db()
    assert case.state == CaseState.PARKED
    assert matter_rules.parking_of(case).households == 5
    with clock.at(clock.now() + timedelta(days=91)):
        matters.wake(CLOCK, case)
    case.refresh_from_db()
    assert case.state == CaseState.REPORTED


def test_only_the_council_parks_and_only_what_lies_with_it(meeting_world, session):
    case = meeting_world.report(WORDS)
    item = on_agenda(session, case)
    parks = actions.Parks("money", "先等一等。", clock.today() + timedelta(days=30))
    with pytest.raises(Refused):
        actions.decide(meeting_world.actor("steward"), item, case=case, text="不办。", parks=parks)
    case.refresh_from_db()
    assert case.state == CaseState.REPORTED
    assert case.decisions.count() == 0


def test_a_session_of_the_estate_says_who_does_what_and_the_case_stays(meeting_world, session):
    case = meeting_world.handling(words=WORDS)
    item = on_agenda(session, case)
    put = motion(meeting_world, session, item=item)
    lost = actions.count_hands(meeting_world.actor("steward"), put, yes=1, no=5, abstained=0, heads=6)
    does = [actions.Does(meeting_world.posts["property"], "建车棚。", clock.today() + timedelta(days=20))]
    with pytest.raises(Refused):
        actions.decide(meeting_world.actor("steward"), item, case=case, text="建。", does=does, motion=lost)
    actions.decide(meeting_world.actor("steward"), item, case=case, text="建车棚。", does=does)
    case.refresh_from_db()
    assert (case.holder, case.state) == (meeting_world.posts["steward"], CaseState.HANDLING)
    assert case.undertakings.get().post == meeting_world.posts["property"]


def test_nothing_is_decided_of_a_case_that_is_not_on_the_agenda(meeting_world, session):
    case = meeting_world.report(WORDS)
    does = [actions.Does(meeting_world.posts["property"], "建车棚。")]
    with pytest.raises(Refused):
        actions.decide(meeting_world.actor("steward"), on_agenda(session), case=case, text="建。", does=does)


# --- solved ---


def solved(world, session) -> Opinion:
    (opinion,) = say(world, session, WORDS)
    respond(world, opinion, solved=True)
    opinion.refresh_from_db()
    matters.confirm(
        Actor(follows=frozenset({opinion.case_id})), opinion.case, contacted=True, satisfaction="satisfied"
    )
    return opinion


def test_what_is_solved_is_noted_once_however_many_said_so(meeting_world, session):
    opinion = solved(meeting_world, session)
    (twin,) = say(meeting_world, session, "路灯还没修。")
    Opinion.objects.filter(pk=twin.pk).update(case=opinion.case)
    assert outcome_jobs.note_what_is_solved() == 1
    assert outcome_jobs.note_what_is_solved() == 0
    assert Opinion.objects.filter(solved_at=None).count() == 0
    assert measure("matters_solved", session.place_path) == 1


def test_what_is_open_again_counts_no_more_on_the_day_it_did(meeting_world, session):
    opinion = solved(meeting_world, session)
    outcome_jobs.note_what_is_solved()
    day = localtime(clock.now()).date()
    Case.objects.filter(pk=opinion.case_id).update(state=CaseState.REPORTED)
    with clock.at(clock.now() + timedelta(days=3)):
        outcome_jobs.note_what_is_solved()
    opinion.refresh_from_db()
    assert opinion.solved_at is None
    while seal():
        pass
    rows = Indicator.objects.filter(measure="matters_solved", place=session.place_path)
    assert {(each.day, each.amount) for each in rows} <= {(day, 0)}


def test_the_walk_goes_round_in_chunks(meeting_world, session):
    for _n in range(3):
        solved(meeting_world, session)
    assert [outcome_jobs.note_what_is_solved(chunk=1) for _turn in range(4)].count(1) == 3
    assert Opinion.objects.filter(solved_at=None).count() == 0


def test_a_promise_counts_as_kept_by_the_word_of_the_resident_on_the_case(meeting_world, session):
    undertaking = promised(meeting_world, session)
    case = matters.take(meeting_world.actor("steward"), undertaking.case)
    case = matters.answer(meeting_world.actor("steward"), case, kind="solved", text="路灯修好了。")
    actions.claim_kept(meeting_world.actor("property"), undertaking, evidence="修好了。")
    matters.confirm(Actor(follows=frozenset({case.pk})), case, contacted=True, satisfaction="satisfied")
    with clock.at(clock.now() + timedelta(days=2)):
        assert outcome_jobs.settle_claims() == 1
    undertaking.refresh_from_db()
    assert undertaking.confirmed == "asker"
