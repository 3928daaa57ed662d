"""What the closed loop promises, action by action."""

from datetime import timedelta

import pytest
from django.utils import timezone

from yishi.cases import actions, jobs, rules, story
from yishi.cases.models import Case, State, Stay
from yishi.network import actions as network
from yishi.network.actors import ANYONE, CLOCK, Actor
from yishi.network.models import Appointment
from yishi.notices.models import Message
from yishi.record import Refused, clock
from yishi.record.jobs import seal_waiting
from yishi.record.models import Entry, Indicator


def kinds(case: Case) -> list[str]:
    return [e.kind.split(".")[1] for e in Entry.objects.about(case.ref)]


def test_report_lies_with_the_steward_and_the_clock_runs_from_what_was_said(world):
    case = world.report()
    assert (case.state, case.position, case.holder) == (State.REPORTED, 1, world.posts["steward"])
    assert case.due_at == case.reported_at + timedelta(hours=72)
    assert Message.objects.filter(post=case.holder, kind="cases.arrived").count() == 1


def test_the_opening_story_members_on_duty_take_it_clear_it_and_the_resident_says_so(world):
    case = world.report(contact_phone="13900000000")
    case = actions.take(world.actor("on_duty"), case)
    case = actions.answer(world.actor("on_duty"), case, kind="solved", text="柴火清走了。")
    case = actions.confirm(world.reporter(case), case, contacted=True, satisfaction="satisfied")
    assert case.state == State.CLOSED
    told = Message.objects.filter(about=case.ref, post=None)
    assert list(told.order_by("id").values_list("kind", flat=True)) == [
        "cases.received",
        "cases.taken",
        "cases.answered",
    ]
    assert kinds(case) == [
        "Reported",
        "WordsApproved",
        "Dispatched",
        "Dispatched",
        "Taken",
        "Revealed",
        "Answered",
        "Confirmed",
    ]


def test_taken_by_members_on_duty_the_steward_is_told_and_they_are_not(world):
    case = actions.take(world.actor("on_duty"), world.report())
    told = Message.objects.filter(about=case.ref).exclude(post=None).order_by("id")
    assert [(m.post, m.kind) for m in told] == [
        (world.posts["steward"], "cases.arrived"),
        (world.posts["steward"], "cases.taken_over"),
    ]


def test_take_twice_one_wins_and_the_other_is_told(world):
    case = world.report()
    actions.take(world.actor("steward"), case)
    with pytest.raises(Refused) as told:
        actions.take(world.actor("on_duty"), case)
    assert told.value.moved_on


def test_hand_up_goes_past_a_vacant_rung(world):
    appointment = Appointment.objects.get(post=world.posts["branch"])
    network.relieve(CLOCK, appointment, until_on=clock.today() - timedelta(days=1))
    case = actions.hand_up(world.actor("steward"), world.report(), reason="要协调两家物业")
    assert (case.position, case.holder) == (3, world.posts["committee"])


def test_hand_up_is_refused_from_the_top(world):
    case = world.report()
    for post in ("steward", "branch", "committee"):
        case = actions.hand_up(world.actor(post), case, reason="解决不了")
    with pytest.raises(Refused):
        actions.hand_up(world.actor("council"), case, reason="再往上")


def test_send_back_once_keeps_the_clock_the_second_time_a_ruling_binds(world):
    case = world.report()
    due = case.due_at
    case = actions.send_back(
        world.actor("steward"), case, reason="不是我片区", proposed=world.posts["steward2"]
    )
    assert (case.state, case.holder, case.due_at) == (State.REPORTED, world.posts["steward2"], due)
    case = actions.send_back(
        world.actor("steward2"), case, reason="也不是我片区", proposed=world.posts["steward"]
    )
    assert (case.state, case.holder, case.due_at) == (State.RULING, world.posts["committee"], due)
    case = actions.rule(world.actor("committee"), case, reason="三栋归桂花苑", to=world.posts["steward"])
    assert case.bound and case.holder == world.posts["steward"] and case.due_at == due
    with pytest.raises(Refused):
        actions.send_back(world.actor("steward"), case, reason="还是不是", proposed=world.posts["steward2"])


def test_send_back_only_to_a_desk_of_the_community(world):
    with pytest.raises(Refused):
        actions.send_back(
            world.actor("steward"), world.report(), reason="给消防", proposed=world.posts["fire"]
        )


def test_contest_is_a_dispatch_to_the_next_rung_with_its_own_clock(world):
    case = world.answered()
    case = actions.contest(world.reporter(case), case, contacted=True, text="柴火又堆回来了")
    assert (case.state, case.position, case.holder) == (State.REPORTED, 2, world.posts["branch"])
    assert case.stays.get(left_at=None).why == Stay.Why.NOT_SOLVED
    assert case.due_at - clock.now() > timedelta(hours=119)


def test_contest_after_silence_still_counts(world):
    case = world.answered()
    with clock.at(clock.now() + timedelta(days=8)):
        assert jobs.lapse_unanswered() == 1
        case.refresh_from_db()
        assert case.state == State.LAPSED
        case = actions.contest(world.reporter(case), case, contacted=False, text="其实没清")
    assert case.state == State.REPORTED and case.ended_at is None


def test_lapse_waits_its_time_and_is_silence_not_satisfaction(world):
    case = world.answered()
    assert jobs.lapse_unanswered() == 0
    with clock.at(clock.now() + timedelta(days=8)):
        jobs.lapse_unanswered()
        assert jobs.lapse_unanswered() == 0
    seal_waiting()
    assert Indicator.objects.total("lapsed", "") == 1
    assert Indicator.objects.total("confirmed", "") == 0
    assert not case.feedback.exists()


@pytest.mark.parametrize("post", ["steward", "on_duty"])
def test_whoever_handled_it_does_not_close_it(world, post):
    case = actions.take(world.actor(post), world.report())
    case = actions.answer(world.actor(post), case, kind="solved", text="好了")
    with pytest.raises(Refused):
        actions.confirm(world.actor(post), case, contacted=True, satisfaction="satisfied")


def test_confirm_by_telephone_through_somebody_else(world):
    case = world.answered()
    case = actions.confirm(
        world.actor("hotline"), case, contacted=True, satisfaction="mostly", channel="phone"
    )
    assert case.state == State.CLOSED and case.feedback.get().post == world.posts["hotline"]


@pytest.mark.parametrize(
    ("kind", "given"),
    [("partly", {"remaining": "还差一盏"}), ("explained", {}), ("impossible", {"basis": "规范不许"})],
)
def test_an_answer_needs_what_its_kind_needs(world, kind, given):
    with pytest.raises(Refused):
        actions.answer(world.actor("steward"), world.handling(), kind=kind, text="说明", **given)


def test_decline_needs_the_right_door(world):
    case = world.report()
    with pytest.raises(Refused):
        actions.decline(world.actor("steward"), case, ground="outside", text="不归我们", door=" ")
    case = actions.decline(
        world.actor("steward"), case, ground="outside", text="不归我们", door="区法院立案庭"
    )
    assert case.state == State.DECLINED


def test_part_is_asked_replied_and_the_desk_is_told(world):
    case = world.handling()
    actions.ask_part(world.actor("steward"), case, asked=world.posts["fire"], text="请看消防通道", lead=True)
    with pytest.raises(Refused):
        actions.ask_part(world.actor("steward"), case, asked=world.posts["fire"], text="再请一次")
    actions.answer_part(world.actor("fire"), case, text="已查看，责令清理。")
    assert Message.objects.filter(post=case.holder, kind="cases.part_replied").exists()


def test_promise_is_kept_by_an_answer(world):
    case = world.handling()
    day = timezone.localdate(clock.now()) + timedelta(days=3)
    case = actions.promise(world.actor("steward"), case, text="三天内清走", due_on=day)
    with clock.at(clock.now() + timedelta(days=5)):
        assert case.promises.get().is_broken()
        actions.answer(world.actor("steward"), case, kind="solved", text="清走了")
    assert case.promises.get().kept_at


def test_withdraw_is_the_resident_s(world):
    case = world.report()
    with pytest.raises(Refused):
        actions.withdraw(world.actor("steward"), case)
    assert actions.withdraw(world.reporter(case), case).state == State.WITHDRAWN


def test_report_once_with_one_key(world):
    first = world.report(once="one-key")
    assert world.report(once="one-key").pk == first.pk
    assert Case.objects.count() == 1


def test_a_desk_complained_about_is_passed_over_and_never_sees_who(world):
    case = world.report(about=world.posts["steward"].organisation, contact_phone="13900000000")
    assert case.holder == world.posts["branch"]
    assert not rules.may_see_contact(world.actor("steward"), case)
    assert rules.may_see_contact(world.actor("branch"), case)


def test_another_post_of_theirs_does_not_tell_whoever_is_complained_about(world):
    steward, branch, person = world.posts["steward"], world.posts["branch"], world.people["steward"]
    open_case = world.report(about=steward.organisation, contact_phone="13900000000")
    kept = world.report(about=steward.organisation, visibility="hotline", place="c1")
    both = Actor(person=person, post=branch, posts=(steward, branch))
    over = Actor(person=person, post=world.posts["committee"], posts=(steward, world.posts["committee"]))
    assert rules.may_see_contact(Actor(person=person, post=branch, posts=(branch,)), open_case)
    assert not rules.may_see_contact(both, open_case)
    assert not story.reads_as_said(both, open_case)
    assert not Case.objects.visible_to(over).filter(pk=kept.pk).exists()


def test_the_committee_does_not_word_anew_what_is_said_about_itself(world):
    case = world.report(about=world.posts["committee"].organisation)
    assert not rules.may_reword(world.actor("committee"), case)
    assert rules.may_reword(world.actor("committee"), world.report())


VISIBLE = [
    # who, public, hotline, anonymous
    ("anyone", True, False, True),
    ("steward", True, True, True),
    ("steward2", True, False, True),
    ("branch", True, True, True),
    ("committee", True, True, True),
    ("hotline", True, True, True),
    ("property", True, False, True),
    ("fire", True, False, True),
    ("operator", True, False, True),
]


@pytest.mark.parametrize(("who", "public", "hotline", "anonymous"), VISIBLE)
def test_who_may_know_of_a_case(world, who, public, hotline, anonymous):
    actor = ANYONE if who == "anyone" else world.actor(who)
    seen = {
        v: Case.objects.visible_to(actor).filter(pk=world.report(visibility=v).pk).exists()
        for v in ("public", "hotline", "anonymous")
    }
    assert seen == {"public": public, "hotline": hotline, "anonymous": anonymous}


CONTACT = [
    ("steward", True, False),
    ("branch", True, False),
    ("committee", True, False),
    ("hotline", True, True),
    ("on_duty", False, False),
    ("steward2", False, False),
    ("property", False, False),
    ("fire", False, False),
    ("operator", False, False),
]


@pytest.mark.parametrize(("who", "public", "hotline"), CONTACT)
def test_who_may_see_how_to_reach_the_resident(world, who, public, hotline):
    actor = world.actor(who)
    assert rules.may_see_contact(actor, world.report(contact_phone="13900000000")) is public
    assert (
        rules.may_see_contact(actor, world.report(contact_phone="13900000000", visibility="hotline"))
        is hotline
    )


def test_anonymous_keeps_no_name_at_all(world):
    case = world.report(visibility="anonymous", contact_name="周吴", contact_phone="13900000000")
    assert (case.reporter, case.contact_name, case.contact_phone) == (None, "", "")


def test_the_property_company_is_not_called_in_where_the_case_is_kept_from_it(world):
    assert world.posts["property"] in rules.units_to_call(world.report())
    assert world.posts["property"] not in rules.units_to_call(world.report(visibility="hotline"))


def test_the_public_words_and_title_are_masked(world):
    case = world.report(words="我是周吴，电话13912345678。三栋灯坏了。")
    assert "13912345678" not in case.public_words + case.title
    assert "13912345678" in case.words


def test_the_name_a_reporter_gives_is_hidden_in_whatever_is_public(world):
    case = world.report(words="我是3栋的王桂花，灯坏了。", contact_name="王桂花")
    assert (case.public_words, "王桂花" in case.title) == ("", False)  # nobody has looked at it yet
    assert "王桂花" not in case.draft_words and "王**" in case.draft_words
    case = actions.take(world.actor("steward"), case)
    case = actions.approve_words(world.actor("steward"), case)
    assert "王桂花" not in case.public_words + case.title and "王**" in case.public_words
    actions.note(world.actor("steward"), case, text="已给王桂花回电话", public=True)
    told = [moment.text for moment in story.of(case, ANYONE)]
    assert "已给王**回电话" in told
    case = actions.reword(world.actor("committee"), case, public_words="王桂花说灯坏了")
    assert case.public_words == case.title == "王**说灯坏了"


def test_of_a_case_kept_to_the_hotline_only_the_hotline_reads_the_words_as_said(world):
    case = world.report(words="我是周吴，电话13912345678。", contact_name="周吴", visibility="hotline")
    assert {who for who in world.posts if rules.may_read_words(world.actor(who), case)} == {"hotline"}
    assert not any(story.reads_as_said(world.actor(who), case) for who in world.posts)
    case = actions.reveal(world.actor("hotline"), case, what="words", reason="call")
    assert {who for who in world.posts if story.reads_as_said(world.actor(who), case)} == {"hotline"}
    assert story.sees_within(world.actor("steward"), case)


def test_the_record_never_holds_words_or_who(world):
    case = world.report(
        words="三栋灯坏了",
        contact_name="周吴",
        contact_phone="13912345678",
        by=world.reporter(world.report()),
    )
    text = "".join(str(e.as_leaf()) for e in Entry.objects.about(case.ref))
    assert not any(secret in text for secret in ("三栋灯坏了", "周吴", "13912345678"))
    assert {e.actor for e in Entry.objects.about(case.ref)} == {"resident"}


def test_a_case_kept_from_the_public_is_not_public_in_the_record(world):
    case = world.report(visibility="hotline")
    assert not Entry.objects.about(case.ref).filter(public=True).exists()
