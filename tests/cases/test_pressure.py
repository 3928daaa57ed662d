"""What keeps a case moving: parking with a way back, nudges, supervision, whistles."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from yishi.cases import actions, jobs, pressure, rules
from yishi.cases.models import Case, Parking, State, Summons, Supervision
from yishi.network import actions as network
from yishi.network.actors import ANYONE, CLOCK, Actor
from yishi.network.powers import Power, roles_with
from yishi.notices.models import Message
from yishi.people import actions as people
from yishi.record import Refused, clock
from yishi.record.models import Entry

OBSTACLE = "热力管网还没有铺到这条路，自建锅炉房要全体业主出钱，去年只有十二户愿意。"
MEANWHILE = "社区活动室白天供暖，给七十岁以上的老人发电热毯。"


def propose(world, case: Case, **what) -> Case:
    fields = {
        "reason": Parking.Reason.MAJORITY,
        "text": OBSTACLE,
        "measures": MEANWHILE,
        "revisit_on": clock.today() + timedelta(days=90),
        **what,
    }
    return actions.park(world.actor("steward"), case, **fields)


@pytest.fixture
def proposed(world) -> Case:
    return propose(world, world.handling(), households=3)


@pytest.fixture
def parked(world, proposed) -> Case:
    return actions.decide_parking(world.actor("branch"), proposed, agree=True, text="同意，入冬前再看。")


def has_voices(case: Case, households: int) -> None:
    """So many households say so, as the counting of voices keeps it."""
    Case.objects.filter(pk=case.pk).update(voices=households)
    case.refresh_from_db()


def kinds(case: Case) -> list[str]:
    return list(Entry.objects.about(case.ref).order_by("pk").values_list("kind", flat=True))


def told(post=None, person=None) -> list[str]:
    return list(Message.objects.filter(post=post, person=person).values_list("kind", flat=True))


def later(**span):
    return clock.at(clock.now() + timedelta(**span))


# --- parking ---


def test_a_desk_does_not_park_alone(world, proposed):
    assert proposed.state == State.HANDLING
    assert proposed.is_open
    assert "cases.parking_proposed" in told(world.posts["branch"])
    with pytest.raises(Refused):
        actions.decide_parking(world.actor("steward"), proposed, agree=True)


def test_while_it_is_proposed_the_clock_runs_on(world, proposed):
    with clock.at(proposed.due_at + timedelta(minutes=1)):
        assert proposed.is_overdue()


def test_parked_it_lies_still_and_the_resident_is_told_why_and_until_when(world, client):
    resident = world.people["resident"]
    case = world.report(by=Actor(person=resident))
    case = propose(world, actions.take(world.actor("steward"), case), households=3)
    case = actions.decide_parking(world.actor("branch"), case, agree=True)
    assert case.state == State.PARKED
    assert not case.is_open
    assert "cases.parked" in told(person=resident)
    with later(days=30):
        assert not case.is_overdue()
    page = client.get(reverse("cases:case", args=[case.number])).content.decode()
    for shown in (OBSTACLE, MEANWHILE, "1 / 3"):
        assert (shown in page) or shown == "1 / 3"
    assert 'value="1" max="3"' in page


def test_a_refusal_needs_a_reason_and_the_work_goes_on(world, proposed):
    with pytest.raises(Refused):
        actions.decide_parking(world.actor("branch"), proposed, agree=False, text=" ")
    case = actions.decide_parking(
        world.actor("branch"), proposed, agree=False, text="管网明年就到，先做方案。"
    )
    assert case.state == State.HANDLING
    assert "cases.parking_refused" in told(world.posts["steward"])
    assert rules.may_park(world.actor("steward"), case)


@pytest.mark.parametrize("overtake", ["answer", "hand_up"])
def test_a_proposal_is_overtaken_when_the_case_goes_on(world, proposed, overtake):
    steward = world.actor("steward")
    if overtake == "answer":
        actions.answer(steward, proposed, kind="solved", text="已经办好了")
    else:
        actions.hand_up(steward, proposed, reason="要花钱")
    with pytest.raises(Refused) as refused:
        actions.decide_parking(world.actor("branch"), proposed, agree=True)
    assert refused.value.moved_on


def test_an_overtaken_proposal_does_not_stand_in_the_way_of_another(world, proposed):
    actions.hand_up(world.actor("steward"), proposed, reason="要花钱")
    case = actions.park(
        world.actor("branch"),
        proposed,
        reason="money",
        text="没有钱",
        measures="先补一补",
        revisit_on=clock.today() + timedelta(days=5),
    )
    assert rules.proposal_of(case).judge == world.posts["committee"]


def test_at_the_top_somebody_else_who_supervises_decides(world):
    case = world.handling()
    for who in ("steward", "branch", "committee"):
        case = actions.hand_up(world.actor(who), case, reason="要花钱")
    council = world.posts["council"]
    judge = rules.deciding_above(case, case.position, council)
    assert judge.can(Power.SUPERVISE)
    assert judge.organisation != council.organisation


@pytest.mark.parametrize("days", [0, 366])
def test_the_day_is_after_today_and_none_the_ladder_forbids(world, days):
    with pytest.raises(Refused):
        propose(world, world.handling(), revisit_on=clock.today() + timedelta(days=days))


def test_the_number_must_lie_above_those_who_say_so_already(world):
    case = world.handling()
    has_voices(case, 4)
    with pytest.raises(Refused):
        propose(world, case, households=4)


def test_what_parks_needs_its_words(world):
    with pytest.raises(Refused):
        propose(world, world.handling(), measures="  ")


# --- return ---


def test_it_comes_back_by_itself_on_the_day(world, parked):
    assert jobs.return_parked() == 0
    with later(days=91):
        assert jobs.return_parked() == 1
        parked.refresh_from_db()
        assert parked.state == State.REPORTED
        assert parked.holder == world.posts["steward"]
        assert parked.due_at > clock.now(), "a fresh clock"
        assert jobs.return_parked() == 0
    assert parked.parkings.get().back == Parking.Back.DAY


def test_it_comes_back_at_once_with_old_and_new_counts(world, parked, client):
    has_voices(parked, 2)
    assert not actions.wake_if_reached(ANYONE, parked)
    has_voices(parked, 3)
    assert actions.wake_if_reached(ANYONE, parked)
    assert parked.state == State.REPORTED
    came = parked.parkings.get()
    assert (came.voices_then, came.voices_back) == (1, 3)
    page = client.get(reverse("cases:case", args=[parked.number]), headers={"accept-language": "zh-hans"})
    assert "挂账时1户，回来时3户" in page.content.decode().replace(" ", "")


def test_the_clock_finds_a_number_that_was_reached_meanwhile(world, parked):
    has_voices(parked, 3)
    assert jobs.return_parked() == 1


def test_enough_joined_while_it_waited_for_the_word(world, proposed):
    has_voices(proposed, 3)
    case = actions.decide_parking(world.actor("branch"), proposed, agree=True)
    assert case.state == State.REPORTED
    assert kinds(case).count("cases.Unparked") == 1


def test_the_return_is_an_event_with_both_counts(world, parked):
    has_voices(parked, 5)
    actions.wake_if_reached(ANYONE, parked)
    entry = Entry.objects.about(parked.ref).get(kind="cases.Unparked")
    assert '"voices_then":1' in entry.fields.replace(" ", "")
    assert '"voices_now":5' in entry.fields.replace(" ", "")
    assert entry.actor == "clock"


def test_the_clock_does_not_wake_before_its_time(world, parked):
    with pytest.raises(Refused):
        actions.wake(CLOCK, parked)


@pytest.mark.parametrize("who", ["steward", "branch", "council"])
def test_by_hand_the_desk_itself_and_the_rungs_above(world, parked, who):
    with pytest.raises(Refused):
        actions.wake(world.actor(who), parked, text="")
    case = actions.wake(world.actor(who), parked, text="管网提前到了。")
    assert case.state == State.REPORTED
    assert case.holder == world.posts["steward"]


@pytest.mark.parametrize("who", ["steward2", "property", "fire"])
def test_nobody_else_takes_it_up_again(world, parked, who):
    assert not rules.may_wake(world.actor(who), parked)


def test_it_comes_back_to_the_rung_although_the_post_is_empty_now(world, parked):
    network.relieve(CLOCK, world.posts["steward"].appointments.get(), until_on=clock.today())
    with later(days=91):
        jobs.return_parked()
    parked.refresh_from_db()
    assert parked.holder == world.posts["branch"]


def test_a_withdrawn_case_does_not_come_back(world, parked):
    actions.withdraw(world.reporter(parked), parked)
    with later(days=91):
        assert jobs.return_parked() == 0


# --- objection ---


def test_the_resident_objects_once_and_the_rung_above_the_judge_decides(world, parked):
    case = actions.object_parking(world.reporter(parked), parked, text="老人等不到明年冬天。")
    assert "cases.objected" in told(world.posts["committee"])
    assert not rules.may_object_parking(world.reporter(case), case)
    assert not rules.may_rule_objection(world.actor("branch"), case)
    case = actions.rule_objection(world.actor("committee"), case, upheld=True, text="先办老人这几户。")
    assert case.state == State.REPORTED
    assert case.parkings.get().back == Parking.Back.OBJECTION


def test_a_dismissed_objection_leaves_it_parked(world, parked):
    case = actions.object_parking(world.reporter(parked), parked, text="不能等。")
    case = actions.rule_objection(world.actor("committee"), case, upheld=False, text="先征集意见。")
    assert case.state == State.PARKED
    with pytest.raises(Refused):
        actions.rule_objection(world.actor("committee"), case, upheld=True, text="又想通了")


def test_an_objection_nobody_decides_brings_it_back(world, parked):
    actions.object_parking(world.reporter(parked), parked, text="不能等。")
    with later(days=parked.ladder.part_days, minutes=1):
        assert jobs.return_parked() == 1
    assert parked.parkings.get().back == Parking.Back.SILENCE


def test_a_neighbour_somebody_vouched_for_may_object_and_no_stranger(world, parked):
    neighbour = world.people["neighbour"]
    actor = Actor(person=neighbour)
    assert not rules.may_object_parking(actor, parked)
    home = network.claim_home(actor, world.places["b5"], door="2-301")
    assert not rules.may_object_parking(actor, parked)
    network.vouch_for_home(world.actor("steward"), home)
    assert rules.may_object_parking(actor, parked)
    case = actions.object_parking(actor, parked, text="我们楼也冷。")
    entry = Entry.objects.about(case.ref).get(kind="cases.ParkingObjected")
    assert entry.actor == "resident"


def test_a_neighbour_of_another_estate_may_not_object(world, parked):
    neighbour = world.people["neighbour"]
    actor = Actor(person=neighbour)
    home = network.claim_home(actor, world.places["c1"], door="301")
    network.vouch_for_home(world.actor("steward2"), home)
    assert not rules.may_object_parking(actor, parked)


# --- nudges ---


def test_the_resident_nudges_after_a_quarter_of_the_time_and_every_few_days(world):
    case = world.report()
    me = world.reporter(case)
    assert not rules.may_nudge(me, case)
    with later(hours=18, minutes=1):
        case = actions.nudge(me, case)
        assert case.nudged == 1
        assert "cases.nudged" in told(world.posts["steward"])
        with pytest.raises(Refused):
            actions.nudge(me, case)
    with later(days=3, hours=18, minutes=2):
        assert actions.nudge(me, case).nudged == 2


def test_overdue_it_may_be_nudged_at_once_on_a_new_desk(world):
    case = world.report()
    with clock.at(case.due_at + timedelta(minutes=1)):
        assert rules.may_nudge(world.reporter(case), case)


def test_a_stranger_does_not_nudge(world, client):
    case = world.report()
    with later(days=2):
        assert not rules.may_nudge(Actor(person=world.people["neighbour"]), case)
        client.post(reverse("cases:nudge", args=[case.number]), {"key": "k"})
    case.refresh_from_db()
    assert case.nudged == 0


def test_somebody_above_nudges_with_a_remark_and_nobody_beside(world):
    case = world.handling()
    case = actions.nudge(world.actor("branch"), case, text="今天下班前请回个话。")
    assert case.nudged == 1
    for who in ("steward", "branch2", "on_duty", "property"):
        assert not rules.may_nudge(world.actor(who), case), who


def test_the_nudge_button_is_pressed_twice_and_counts_once(world, client):
    case = world.report(by=Actor(person=world.people["resident"]))
    client.force_login(world.people["resident"])
    with later(days=1):
        for _again in range(2):
            client.post(reverse("cases:nudge", args=[case.number]), {"key": "same"})
    case.refresh_from_db()
    assert case.nudged == 1


# --- supervision ---


def supervise(world, case: Case, who: str = "council", **what) -> Case:
    fields = {
        "grade": Supervision.Grade.DAILY,
        "reason": Supervision.Reason.OVERDUE,
        "text": "请三天内拿出办法。",
        "due_on": clock.today() + timedelta(days=3),
        **what,
    }
    return actions.supervise(world.actor(who), case, **fields)


@pytest.mark.parametrize(
    ("who", "may"),
    [("council", True), ("committee", True), ("hotline", True), ("branch", False), ("steward", False)],
)
def test_who_supervises(world, who, may):
    assert bool(rules.may_supervise(world.actor(who), world.handling())) is may


def test_nobody_supervises_upward(world):
    case = world.handling()
    for who in ("steward", "branch", "committee"):
        case = actions.hand_up(world.actor(who), case, reason="要花钱")
    assert not rules.may_supervise(world.actor("committee"), case)
    assert rules.may_supervise(world.actor("hotline"), case)


def test_the_supervised_reports_and_the_supervisor_ends_it(world):
    case = supervise(world, world.handling())
    assert "cases.supervised" in told(world.posts["steward"])
    assert not rules.may_report_to_supervisor(world.actor("branch"), case)
    case = actions.report_to_supervisor(world.actor("steward"), case, text="明天上午清完。")
    assert "cases.reported_above" in told(world.posts["council"])
    assert not rules.may_end_supervision(world.actor("steward"), case)
    case = actions.end_supervision(world.actor("council"), case, text="清完了。")
    assert rules.supervision_of(case) is None


def test_a_raised_supervision_has_a_higher_grade_and_wants_a_new_report(world):
    case = supervise(world, world.handling(), grade=Supervision.Grade.LISTED)
    actions.report_to_supervisor(world.actor("steward"), case, text="还在协调。")
    day = clock.today() + timedelta(days=2)
    with pytest.raises(Refused):
        actions.raise_supervision(world.actor("council"), case, grade="daily", text="x", due_on=day)
    case = actions.raise_supervision(
        world.actor("council"), case, grade="summons", text="请来说明。", due_on=day
    )
    assert rules.supervision_of(case).grade == "summons"
    assert rules.may_report_to_supervisor(world.actor("steward"), case)
    assert not rules.may_raise_supervision(world.actor("council"), case)
    assert case.supervisions.count() == 2


def test_that_it_is_under_supervision_is_public(world, client):
    case = supervise(world, world.handling(), grade=Supervision.Grade.LISTED)
    page = client.get(reverse("cases:case", args=[case.number]), headers={"accept-language": "zh-hans"})
    assert "挂牌督办" in page.content.decode()


# --- whistles ---


def whistled(world, **what) -> Case:
    fields = {"asked": [world.posts["fire"], world.posts["property"]], "hours": 2, "text": "三点在北门碰头。"}
    return actions.whistle(world.actor("steward"), world.handling(), **{**fields, **what})


def test_units_are_called_on_site_and_say_when_they_are_there(world):
    case = whistled(world)
    assert "cases.whistle" in told(world.posts["fire"])
    with later(hours=1):
        actions.appear(world.actor("fire"), case, asked=world.posts["fire"])
    with later(hours=3):
        actions.appear(world.actor("steward"), case, asked=world.posts["property"])
    outcomes = {s.asked: s.outcome for s in case.summonses.all()}
    assert outcomes == {world.posts["fire"]: "in_time", world.posts["property"]: "late"}


def test_a_unit_cannot_say_that_another_came(world):
    case = whistled(world)
    with pytest.raises(Refused):
        actions.appear(world.actor("fire"), case, asked=world.posts["property"])


def test_the_caller_writes_down_in_the_evening_who_came_in_the_morning(world):
    case = whistled(world)
    came = clock.now() + timedelta(minutes=30)
    with later(hours=8):
        actions.appear(world.actor("steward"), case, asked=world.posts["fire"], at=came)
    summons = case.summonses.get(asked=world.posts["fire"])
    assert summons.appeared_at == came
    assert summons.outcome == "in_time"


def test_whoever_does_not_come_is_noted_once_and_the_council_is_told(world):
    case = whistled(world)
    with later(hours=2, minutes=1):
        assert jobs.note_missing() == 2
        assert jobs.note_missing() == 0
        assert case.summonses.first().outcome == "missed"
    assert told(world.posts["council"]).count("cases.did_not_appear") == 2
    assert kinds(case).count("cases.SummonsMissed") == 2


def test_a_unit_is_awaited_once(world):
    case = whistled(world)
    with pytest.raises(Refused):
        actions.whistle(world.actor("steward"), case, asked=[world.posts["fire"]], hours=2, text="再来")


def test_the_community_whistles_although_the_case_lies_elsewhere(world):
    case = world.handling()
    holder = case.holder
    case = actions.whistle(world.actor("committee"), case, asked=[world.posts["fire"]], hours=4, text="来看")
    assert case.holder == holder


def test_the_property_company_is_not_whistled_for_in_a_case_that_complains_about_it(world):
    case = world.handling(about=world.posts["property"].organisation)
    with pytest.raises(Refused):
        actions.whistle(world.actor("steward"), case, asked=[world.posts["property"]], hours=2, text="来")


# --- what is not public stays so ---


def test_a_kept_case_shows_in_no_public_list_of_parked_ones(world, client):
    case = world.handling(visibility="hotline")
    case = propose(world, case)
    case = actions.decide_parking(world.actor("branch"), case, agree=True)
    page = client.get(reverse("cases:parked")).content.decode()
    assert reverse("cases:case", args=[case.number]) not in page
    assert pressure.how_many_parked(Case.objects.visible_to(ANYONE)) == 0
    assert client.get(reverse("cases:case", args=[case.number])).status_code == 404


def test_a_kept_case_comes_back_on_its_day_only(world):
    case = propose(world, world.handling(visibility="hotline"), households=9)
    assert rules.proposal_of(case).households is None


def test_whoever_is_complained_about_neither_supervises_nor_decides(world):
    council = world.posts["council"]
    case = world.handling(about=council.organisation)
    assert not rules.may_supervise(world.actor("council"), case)
    case = propose(world, case)
    assert rules.proposal_of(case).judge.organisation != council.organisation


# --- pages ---


def test_the_list_of_parked_matters_pages_by_day(world, client, monkeypatch):
    monkeypatch.setattr(pressure, "PAGE", 2)
    numbers = []
    for days in (30, 10, 20):
        case = propose(world, world.handling(), revisit_on=clock.today() + timedelta(days=days))
        numbers.append(actions.decide_parking(world.actor("branch"), case, agree=True).number)
    address = reverse("cases:parked") + f"?place={world.places['estate'].code}"
    first = client.get(address)
    shown = [p.case.number for p in first.context["page"].parkings]
    assert shown == [numbers[1], numbers[2]]
    second = client.get(reverse("cases:parked") + first.context["page"].next)
    assert [p.case.number for p in second.context["page"].parkings] == [numbers[0]]
    assert second.context["page"].next == ""


def test_a_place_links_to_what_lies_parked_there(world, parked, client):
    page = client.get(reverse("cases:community", args=[world.places["estate"].code])).content.decode()
    assert f"{reverse('cases:parked')}?place={world.places['estate'].code}" in page
    other = client.get(reverse("cases:community", args=[world.places["estate2"].code])).content.decode()
    assert reverse("cases:parked") not in other


@pytest.mark.parametrize("key", ["?on=2026-13-40&id=1", "?on=&id=x", "?id=99999999999999999999"])
def test_a_broken_key_shows_the_first_page(world, parked, client, key):
    assert client.get(reverse("cases:parked") + key).status_code == 200


def test_an_objection_through_its_page(world, client):
    case = world.report(by=Actor(person=world.people["resident"]))
    case = propose(world, actions.take(world.actor("steward"), case))
    actions.decide_parking(world.actor("branch"), case, agree=True)
    client.force_login(world.people["resident"])
    address = reverse("cases:object_parking", args=[case.number])
    assert client.get(address).status_code == 200
    assert client.post(address, {"text": " "}).status_code == 422
    assert client.post(address, {"text": "等不了。", "key": "k"}).status_code == 302
    assert case.notes.filter(kind="objection").count() == 1
    assert client.get(address).status_code == 302


def test_a_reporter_who_holds_a_post_speaks_as_a_resident(world, client):
    person = world.people["steward2"]
    case = world.report(by=Actor(person=person))
    client.force_login(person)
    with later(days=1):
        client.post(reverse("cases:nudge", args=[case.number]), {"key": "k"})
    entry = Entry.objects.about(case.ref).get(kind="cases.Nudged")
    assert entry.actor == "resident"


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_code_has_words_in_both_languages(language):
    with translation.override(language):
        for codes in (Parking.Reason, Parking.Back, Supervision.Grade, Supervision.Reason):
            assert all(str(label) for label in codes.labels)
            assert len(set(map(str, codes.labels))) == len(codes)


def test_supervision_belongs_to_council_committee_and_hotline():
    assert set(roles_with(Power.SUPERVISE)) == {"council", "committee", "hotline"}


def test_a_summons_outlives_nothing(world):
    case = whistled(world)
    actions.answer(world.actor("steward"), case, kind="solved", text="好了")
    actions.confirm(world.reporter(case), case, contacted=True, satisfaction="satisfied")
    case.refresh_from_db()
    assert not rules.may_appear(world.actor("fire"), case)
    assert Summons.objects.filter(case=case).count() == 2


def test_somebody_registered_without_a_home_is_no_neighbour(world, parked):
    person = people.register(CLOCK, None, username="newcomer", name="邻居", password="osmanthus-x")
    assert not rules.is_neighbour(Actor(person=person), parked)
