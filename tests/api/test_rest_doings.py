"""What a program does to a case: every doing of a resident and of a holder, by the same rules as on the pages."""

import base64
from datetime import timedelta

import pytest
from tests.api.test_keys import ALL
from tests.api.test_rest import do, got, key_of_resident, post_key, sent
from tests.cases.stage import jpeg

from yishi.api.rest import doings
from yishi.cases import actions as cases
from yishi.cases.models import Case, State
from yishi.desk.forms.doings import DOINGS
from yishi.desk.machines import NEEDS_A_NAME, NEEDS_BOTH_SIDES, NEEDS_EYES
from yishi.network.actors import Actor
from yishi.record import clock
from yishi.record.models import Entry

pytestmark = pytest.mark.django_db
PICTURE = base64.b64encode(jpeg().read()).decode()


def offered(client, case, key) -> dict[str, dict]:
    """What the key may do now, by name (of `answer` by its kind)."""
    found = got(client, f"/cases/{case.number}/doings", key=key).json()["items"]
    return {each["kind"] or each["name"]: each for each in found}


def choice(doing: dict, field: str, words: str = "") -> str:
    """The key of the first choice of a field whose name holds the words."""
    (found,) = (each for each in doing["fields"] if each["name"] == field)
    return next(each["key"] for each in found["choices"] if words in each["name"])


def own(world, **what) -> tuple[Case, str]:
    """A case of the resident, and their key."""
    return world.report(by=Actor(person=world.people["resident"]), **what), key_of_resident(world)


def answered(world) -> tuple[Case, str]:
    case, key = own(world)
    case = cases.take(world.actor("steward"), case)
    return cases.answer(world.actor("steward"), case, kind="solved", text="已经清走。"), key


def last(case) -> Entry:
    return Entry.objects.about(case.ref).last()


def test_everything_of_the_desk_that_needs_neither_eyes_nor_a_name_is_there():
    names = {each.name for each in doings.table() if each.whose == doings.POST}
    assert names == set(DOINGS) - NEEDS_EYES - NEEDS_A_NAME - NEEDS_BOTH_SIDES
    assert {each.variant for each in doings.table() if each.name == "answer"} == {
        "solved",
        "partly",
        "explained",
        "impossible",
    }


# As a resident


def test_a_resident_says_that_it_is_solved(world, client):
    case, key = answered(world)
    assert {"confirm", "contest"} <= set(offered(client, case, key))
    told = do(client, case, "confirm", key, body={"contacted": True, "satisfaction": "satisfied"})
    assert told["state"] == "closed"
    assert last(case).actor == "resident"
    assert do(client, case, "confirm", key, 409, {"contacted": True, "satisfaction": "satisfied"})["detail"]


def test_a_resident_says_that_it_is_not_solved_with_a_picture(world, client):
    case, key = answered(world)
    said = {"contacted": False, "text": "柴火还在。", "photos": [PICTURE]}
    assert do(client, case, "contest", key, body=said)["state"] == "reported"
    assert Case.objects.get().position == 2 and case.photos.count() == 1


def test_what_is_wrong_with_a_doing_is_told_by_field_and_nothing_is_done(world, client):
    case, key = answered(world)
    for body, fields in (
        ({}, {"contacted"}),
        ({"contacted": True}, {"text"}),
        ({"contacted": "yes", "text": "x"}, {"contacted"}),
        ({"contacted": True, "text": 5}, {"text"}),
        ({"contacted": True, "photos": "x"}, {"photos"}),
        ({"contacted": True, "photos": ["x"]}, {"photos.0"}),
        ({"contacted": True, "text": "x", "nonsense": 1}, {"nonsense"}),
        ({"contacted": True, "text": "字" * 1001}, {"text"}),
    ):
        assert set(do(client, case, "contest", key, 422, body)["errors"]) == fields, body
    assert Case.objects.get().state == State.ANSWERED


def test_a_resident_withdraws_and_another_cannot(world, client):
    case, key = own(world)
    do(client, case, "withdraw", key_of_resident(world, "neighbour"), 403)
    assert do(client, case, "withdraw", key, body={"text": "自己好了"})["state"] == "withdrawn"


def test_a_neighbour_says_so_too_and_takes_it_back(world, client):
    case, _key = own(world)
    neighbour = key_of_resident(world, "neighbour")
    assert do(client, case, "join", neighbour)["voices"] == 2
    assert "leave" in offered(client, case, neighbour)
    do(client, case, "join", neighbour, 409)
    assert do(client, case, "leave", neighbour)["voices"] == 1
    do(client, case, "leave", neighbour, 403)


def test_a_resident_asks_how_it_stands(world, client):
    case, key = own(world)
    with clock.at(clock.now() + timedelta(days=4)):
        do(client, case, "nudge", key)
        assert last(case).kind == "cases.Nudged"


def test_mine_put_together_with_another_goes_its_own_way_or_is_settled(world, client):
    first, key = own(world)
    main = world.report()
    cases.merge(world.actor("steward"), first, into=main)
    assert {"split"} <= set(offered(client, first, key))
    assert do(client, first, "split", key)["state"] == "reported"
    cases.merge(world.actor("steward"), Case.objects.get(pk=first.pk), into=main)
    cases.answer(
        world.actor("steward"), cases.take(world.actor("steward"), main), kind="solved", text="清走了。"
    )
    assert do(client, first, "settle", key)["state"] == "closed"


def test_a_resident_objects_to_a_parking(world, client):
    case, key = own(world)
    case = cases.take(world.actor("steward"), case)
    day = clock.today() + timedelta(days=60)
    case = cases.park(
        world.actor("steward"),
        case,
        reason="money",
        text="等改造资金。",
        measures="先清通道。",
        revisit_on=day,
    )
    committee = post_key(world, "branch")
    do(client, case, "decide_parking", committee, body={"agree": True})
    assert do(client, case, "object_parking", key, body={"text": "不能再等了。"})["state"] == "parked"


# As a holder


def test_a_holder_takes_notes_promises_and_answers(world, client):
    case, key = world.report(), post_key(world, "steward")
    assert set(offered(client, case, key)) >= {"take", "note", "hand_up", "solved", "partly", "decline"}
    assert do(client, case, "take", key)["state"] == "handling"
    do(client, case, "note", key, body={"text": "已经联系柴火的主人。", "public": True})
    do(client, case, "add_photos", key, body={"photos": [PICTURE], "stage": "before"})
    day = (clock.today() + timedelta(days=2)).isoformat()
    do(client, case, "promise", key, body={"text": "后天清走。", "due_on": day})
    told = do(client, case, "answer", key, body={"kind": "solved", "phrase": "own", "text": "清走了。"})
    assert told["state"] == "answered"
    assert [each["text"] for each in told["story"]][-1] == "清走了。"
    assert last(case).actor == world.posts["steward"].ref


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ({"kind": "solved"}, ""),
        ({"kind": "partly", "text": "清了一半。"}, "remaining"),
        ({"kind": "explained", "text": "那是消防柜。"}, "basis"),
        ({"kind": "impossible", "text": "做不到。"}, "basis"),
        ({"kind": "perhaps"}, "kind"),
        ({}, "kind"),
    ],
)
def test_each_kind_of_answer_asks_what_it_asks_at_the_desk(world, client, body, wrong):
    case, key = world.handling(), post_key(world, "steward")
    if wrong:
        assert wrong in do(client, case, "answer", key, 422, body)["errors"]
    else:
        assert do(client, case, "answer", key, body=body)["state"] == "answered"


def test_a_holder_hands_up_and_the_next_one_sends_it_back_and_the_committee_rules(world, client):
    case = world.handling()
    do(client, case, "hand_up", post_key(world, "steward"), body={"reason": "要支部出面。"})
    branch = post_key(world, "branch")
    send_back = offered(client, case, branch)["send_back"]
    said = {"reason": "小管家能办。", "proposed": choice(send_back, "proposed", "小管家")}
    assert do(client, case, "send_back", branch, body=said)["state"] == "reported"
    steward = post_key(world, "steward")
    theirs = choice(offered(client, case, steward)["send_back"], "proposed", "党支部")
    again = {"reason": "我办不了。", "proposed": theirs}
    assert do(client, case, "send_back", steward, body=again)["state"] == "ruling"
    committee = post_key(world, "committee")
    to = choice(offered(client, case, committee)["rule"], "to", "党支部")
    assert do(client, case, "rule", committee, body={"to": to, "reason": "支部来办。"})["state"] == "reported"


def test_a_unit_is_called_in_and_replies(world, client):
    case, steward = world.handling(), post_key(world, "steward")
    asked = choice(offered(client, case, steward)["ask_part"], "asked", "消防")
    do(client, case, "ask_part", steward, body={"asked": asked, "text": "请看看通道。", "lead_them": True})
    fire = post_key(world, "fire")
    assert "answer_part" in offered(client, case, fire)
    do(client, case, "answer_part", fire, body={"text": "看过了，已责令清理。"})
    assert last(case).actor == world.posts["fire"].ref


def test_the_clock_stands_goes_on_and_is_lengthened(world, client):
    case, steward = world.handling(), post_key(world, "steward")
    day = (clock.today() + timedelta(days=3)).isoformat()
    reason = choice(offered(client, case, steward)["pause"], "reason")
    do(client, case, "pause", steward, body={"reason": reason, "text": "等居民回来。", "until_on": day})
    do(client, case, "resume", steward)
    case.refresh_from_db()
    later = (case.due_at.date() + timedelta(days=3)).isoformat()
    do(client, case, "ask_extension", steward, body={"text": "要多几天。", "until_on": later})
    told = do(client, case, "answer_extension", post_key(world, "branch"), body={"granted": True})
    assert told["due_at"] > case.due_at.isoformat()


def test_it_is_parked_decided_and_woken(world, client):
    case, steward, branch = world.handling(), post_key(world, "steward"), post_key(world, "branch")
    reason = choice(offered(client, case, steward)["park"], "reason")
    day = (clock.today() + timedelta(days=60)).isoformat()
    said = {
        "reason": reason,
        "text": "等资金。",
        "measures": "先清通道。",
        "revisit_on": day,
        "households": 5,
    }
    do(client, case, "park", steward, body=said)
    assert do(client, case, "decide_parking", branch, body={"agree": True})["state"] == "parked"
    assert do(client, case, "wake", steward, body={"text": "资金到了。"})["state"] == "reported"


def test_it_is_supervised_and_reported_of(world, client):
    case, committee, steward = world.handling(), post_key(world, "committee"), post_key(world, "steward")
    day = (clock.today() + timedelta(days=3)).isoformat()
    reason = choice(offered(client, case, committee)["supervise"], "reason")
    said = {"grade": "daily", "reason": reason, "text": "三天内给说法。", "due_on": day}
    do(client, case, "supervise", committee, body=said)
    do(client, case, "report_to_supervisor", steward, body={"text": "已经清走一半。"})
    do(client, case, "nudge", committee, body={"text": "请快些。"})


def test_whoever_asks_residents_back_writes_down_what_they_said(world, client):
    case = world.answered(contact_phone="19900001234")
    hotline = post_key(world, "hotline")
    said = {"outcome": "reached", "solved": True, "contacted": True, "satisfaction": "satisfied"}
    assert do(client, case, "call_back", hotline, body=said)["state"] == "closed"


def test_other_things_a_holder_does(world, client):
    case, key = world.handling(), post_key(world, "steward")
    do(client, case, "call", key, body={"outcome": "not_reached"})
    do(client, case, "set_urgency", key, body={"urgency": "utilities"})
    kind = choice(offered(client, case, key)["recategorise"], "category", "")
    do(client, case, "recategorise", key, body={"category": kind})
    assert do(client, case, "cosign_for", key, body={"door": "", "building": ""})["voices"] == 2
    ground = choice(offered(client, case, key)["decline"], "ground")
    assert do(client, case, "decline", key, body={"ground": ground})["state"] == "declined"


def test_who_may_not_is_told_by_the_rule_and_a_stranger_to_a_post_by_its_scope(world, client):
    case = world.report()
    other = do(client, case, "take", post_key(world, "branch2"), 403)
    assert other["detail"] and other["type"].endswith("#problem-not-allowed")
    do(client, case, "nonsense", post_key(world), 404)
    do(client, case, "approve_words", post_key(world), 404)
    do(client, case, "join", post_key(world), 403)


def test_what_stands_otherwise_by_now_is_not_changed(world, client):
    case, key = world.report(), post_key(world, "steward")
    etag = got(client, f"/cases/{case.number}", key=key)["ETag"]
    do(client, case, "take", key, 412, If_Match='"another"')
    do(client, case, "take", key, If_Match=etag)
    changed = do(client, case, "note", key, 412, {"text": "x"}, If_Match=etag)
    assert changed["status"] == 412 and case.notes.count() == 0
    do(client, case, "note", key, body={"text": "x"}, If_Match="*")


def test_sent_twice_a_doing_happens_once(world, client):
    case, key = world.report(), post_key(world, "steward")
    first = do(client, case, "take", key, Idempotency_Key="t")
    again = do(client, case, "take", key, Idempotency_Key="t")
    assert first == again
    assert Entry.objects.filter(subject=case.ref, kind="cases.Taken").count() == 1
    do(client, case, "note", key, 422, {"text": "x"}, Idempotency_Key="t")


def test_a_key_that_only_acts_reads_no_more_than_everybody(world, client):
    case, _key = own(world, visibility="hotline", words="物业经理骂人，请保密。")
    acts = key_of_resident(world, scopes=["speak"])
    got(client, f"/cases/{case.number}", None, 404, key=acts)
    told = do(client, case, "withdraw", acts)
    assert told["state"] == "withdrawn" and told["words"] is None


def test_what_is_done_by_a_machine_is_done_by_its_post_alone(world, client):
    """Nobody's name stands behind it, and nothing of a resident is opened by it."""
    case = world.report(contact_phone="19900001234", words="我是三栋501的周吴，柴火堆着。")
    told = do(client, case, "take", post_key(world, "steward", ALL))
    assert "501的" not in str(told) and "周吴" not in str(told) and "19900001234" not in str(told)
    assert sent(client, f"/cases/{case.number}/doings/reveal", {}, 404, key=post_key(world))
