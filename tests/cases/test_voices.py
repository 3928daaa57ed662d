"""Neighbours who say the same: one household counts once, cases are put together and taken out again, nothing leaks."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from tests.cases.stage import WORDS, Resident
from tests.world import CODE, PASSWORD

from yishi.cases import actions
from yishi.cases.actions.voices import count
from yishi.cases.models import Case, State, Voice
from yishi.network import actions as network
from yishi.network.actors import ANYONE, CLOCK, Actor
from yishi.notices.models import Message
from yishi.people import actions as people
from yishi.record import Refused, clock
from yishi.record.models import Entry


def somebody(world, name: str, door: str = "", vouched: bool = False, place: str = "b3") -> Actor:
    person = people.register(CLOCK, None, username=name, name="周", password="osmanthus-in-autumn")
    actor = Actor(person=person)
    if door:
        home = network.claim_home(actor, world.places[place], door=door)
        if vouched:
            network.vouch_for_home(world.actor("steward"), home)
    return actor


def households(case: Case) -> tuple[int, int]:
    case.refresh_from_db()
    assert case.voices == count(case)[0], "the number on the case is the number of its households"
    return count(case)


def test_a_household_counts_once_however_many_of_it_say_so(world):
    case = world.report()
    assert households(case) == (1, 0)
    actions.join(somebody(world, "zhou", "1-501", vouched=True), case)
    assert households(case) == (2, 1)
    actions.join(somebody(world, "wife", "1单元501室"), case)
    actions.join(ANYONE, case, place=world.places["b3"], door="１－501", phone="19900000011")
    assert households(case) == (2, 1), "one door"
    actions.join(ANYONE, case, place=world.places["b5"], door="1-501")
    assert households(case) == (3, 1), "the same number in another building"
    actions.join(ANYONE, case)
    assert households(case) == (4, 1)


def test_a_home_vouched_for_later_counts_as_verified(world):
    case, zhou = world.report(), somebody(world, "zhou", "1-501")
    actions.join(zhou, case)
    assert households(case) == (2, 0)
    home = zhou.person.residences.get()
    network.vouch_for_home(world.actor("steward"), home)
    assert households(case) == (2, 1)


def test_the_reporters_household_is_counted_already(world):
    zhou = somebody(world, "zhou", "1-501", vouched=True)
    case = world.report(by=zhou)
    actions.join(somebody(world, "wife", "1-501"), case)
    assert households(case) == (1, 1)
    with pytest.raises(Refused):
        actions.join(zhou, case)


def test_nobody_joins_twice(world):
    case, zhou = world.report(), somebody(world, "zhou", "1-501")
    actions.join(zhou, case)
    with pytest.raises(Refused):
        actions.join(zhou, case)
    assert households(case) == (2, 0)


def test_whoever_leaves_is_replaced_by_somebody_of_the_household(world):
    case, zhou, wife = world.report(), somebody(world, "zhou", "1-501"), somebody(world, "wife", "1-501")
    voice = actions.join(zhou, case)
    actions.join(wife, case)
    actions.leave(zhou, voice)
    assert households(case) == (2, 0)
    actions.leave(wife, Voice.objects.present().get())
    assert households(case) == (1, 0)
    actions.join(zhou, case)
    assert households(case) == (2, 0)


def test_only_whoever_joined_leaves(world):
    case = world.report()
    voice = actions.join(ANYONE, case, phone="19900000011", code=CODE)
    for stranger in (ANYONE, somebody(world, "zhou"), world.actor("steward")):
        with pytest.raises(Refused):
            actions.leave(stranger, voice)
    actions.leave(Actor(joined=frozenset({voice.pk})), voice)
    voice.refresh_from_db()
    assert (households(case), voice.contact_phone) == ((1, 0), "")


def test_what_is_kept_from_the_public_cannot_be_joined(world):
    case = world.report(visibility="hotline")
    for who in (ANYONE, somebody(world, "zhou", "1-501")):
        with pytest.raises(Refused):
            actions.join(who, case)
    with pytest.raises(Refused):
        actions.cosign_for(world.actor("steward"), case, place=world.places["b3"], door="1-501")


def test_the_steward_writes_a_household_down_at_its_door(world):
    case = world.report()
    actions.cosign_for(world.actor("steward"), case, place=world.places["b3"], door="1-301")
    assert households(case) == (2, 1)
    with pytest.raises(Refused):
        actions.cosign_for(world.actor("steward2"), case, place=world.places["b3"], door="1-302")
    actions.cosign_for(world.actor("hotline"), case, place=world.places["b3"], door="1-303")
    assert households(case) == (3, 1), "a caller may say any door"


def test_those_who_joined_are_told_what_the_reporter_is_told(world):
    case, zhou = world.handling(contact_phone="19900000001"), somebody(world, "zhou", "1-501")
    actions.join(zhou, case)
    actions.join(ANYONE, case, place=world.places["b3"], door="1-502", phone="19900000011")
    actions.promise(world.actor("steward"), case, text="明天清", due_on=clock.today() + timedelta(days=1))
    case.refresh_from_db()
    actions.answer(world.actor("steward"), case, kind="solved", text="清了")
    told = Message.objects.filter(
        about=case.ref, kind__in=("cases.promised", "cases.answered", "cases.answered_joined")
    )
    assert sorted(told.values_list("kind", flat=True)) == [
        "cases.answered", "cases.answered_joined", "cases.answered_joined", *["cases.promised"] * 3
    ]  # fmt: skip
    assert set(told.filter(person=zhou.person).values_list("kind", flat=True)) == {
        "cases.promised",
        "cases.answered_joined",
    }
    numbers = {d.address for m in told for d in m.deliveries.all()}
    assert {"+8619900000011", "+8619900000001"} <= numbers or {"19900000011", "19900000001"} <= numbers


def test_telling_many_costs_what_telling_few_costs(world, django_assert_max_num_queries):
    case = world.handling()
    for n in range(40):
        actions.join(ANYONE, case, place=world.places["b3"], door=f"1-{n}01", phone=f"199000002{n:02d}")
    with django_assert_max_num_queries(40):
        actions.promise(world.actor("steward"), case, text="明天清", due_on=clock.today() + timedelta(days=1))
    assert Message.objects.filter(about=case.ref, kind="cases.promised").count() == 40


def test_two_cases_become_one_and_every_number_goes_on(world):
    steward = world.actor("steward")
    older = world.report(contact_phone="19900000001")
    with clock.at(clock.now() + timedelta(hours=2)):
        main = world.report("楼道里都是柴火，走不过去。", contact_phone="19900000002")
    actions.join(somebody(world, "zhou", "1-501", vouched=True), older)
    actions.join(somebody(world, "wife", "1-501"), main)
    merged = actions.merge(steward, older, into=main)
    main.refresh_from_db()
    assert (merged.state, merged.merged_into, merged.code_is(CODE)) == (State.MERGED, main, True)
    assert households(main) == (3, 1), "two reporters and one door that joined both"
    assert main.due_at == older.due_at, "whoever spoke first has waited longest"
    assert main.stays.get(left_at=None).due_at == older.due_at
    actions.answer(steward, main, kind="solved", text="清了")
    told = Message.objects.filter(kind="cases.answered", about=main.ref)
    assert {m.facts["number"] for m in told} == {older.number, main.number}, "each by the number they know"


def test_the_chain_has_one_link(world):
    steward = world.actor("steward")
    first, second, third = world.report(), world.report(), world.report()
    actions.merge(steward, first, into=second)
    second.refresh_from_db()
    actions.merge(steward, second, into=third)
    assert set(third.merged.all()) == {first, second}
    with pytest.raises(Refused):
        actions.merge(steward, third, into=first)
    with pytest.raises(Refused):
        actions.merge(steward, third, into=third)
    fourth = world.report()
    fourth = actions.merge(steward, fourth, into=first)
    assert fourth.merged_into == third, "into the main one"
    assert households(third) == (4, 0)


@pytest.mark.parametrize("kept", ["case", "into"])
def test_what_is_kept_from_the_public_is_put_together_with_nothing(world, kept):
    hidden, shown = world.report(visibility="hotline"), world.report()
    case, into = (hidden, shown) if kept == "case" else (shown, hidden)
    with pytest.raises(Refused):
        actions.merge(world.actor("steward"), case, into=into)


def test_complaints_about_different_bodies_stay_apart(world):
    about = world.posts["property"].organisation
    with pytest.raises(Refused):
        actions.merge(world.actor("steward"), world.report(about=about), into=world.report())


def test_who_puts_together(world):
    here, there = world.report(), world.report(place="c1")
    for who in ("steward2", "branch", "property", "on_duty", "hotline"):
        with pytest.raises(Refused):
            actions.merge(world.actor(who), here, into=there)
    assert actions.merge(world.actor("committee"), here, into=there).state == State.MERGED
    one, other = world.report(), world.report()
    assert actions.merge(world.actor("branch"), one, into=other).state == State.MERGED


def test_one_is_taken_out_again_with_its_own_voices_and_clock(world):
    steward = world.actor("steward")
    case, main = world.report(), world.report()
    due_at = case.due_at
    actions.join(ANYONE, case, place=world.places["b3"], door="1-501")
    actions.merge(steward, case, into=main)
    assert households(main) == (3, 0)
    with clock.at(clock.now() + timedelta(hours=5)):
        case = actions.split(steward, case)
        assert (case.state, case.merged_into, case.holder) == (State.REPORTED, None, world.posts["steward"])
        assert abs(case.due_at - due_at - timedelta(hours=5)) < timedelta(minutes=1), (
            "it stood still meanwhile"
        )
    assert households(main) == (1, 0) and households(case) == (2, 0)
    assert case.stays.filter(left_at=None).count() == 1


def test_before_it_is_taken_out_the_desk_reads_out_of_what(world, client):
    case, main = world.report(), world.report()
    case = actions.merge(world.actor("steward"), case, into=main)
    assert client.login(username="steward", password=PASSWORD)
    assert f"<p>{main.number} · " in client.get(f"/desk/cases/{case.number}/split/").content.decode()


def test_its_resident_says_mine_is_something_else(world):
    case, main = world.report(), world.report()
    case = actions.merge(world.actor("steward"), case, into=main)
    with pytest.raises(Refused):
        actions.split(ANYONE, case)
    case = actions.split(world.reporter(case), case)
    assert case.state == State.REPORTED and case.position == 1


def test_what_was_closed_for_one_goes_on_for_the_other(world):
    steward = world.actor("steward")
    case, main = world.report(), world.handling()
    case = actions.merge(steward, case, into=main)
    main = actions.answer(steward, main, kind="solved", text="清了")
    actions.confirm(world.reporter(main), main, contacted=True, satisfaction="satisfied")
    case = actions.split(world.reporter(case), case)
    assert (case.state, case.position, case.holder) == (State.REPORTED, 2, world.posts["branch"])


def test_whoever_withdraws_withdraws_for_themselves_alone(world):
    case, main = world.report(), world.handling()
    case = actions.merge(world.actor("steward"), case, into=main)
    main.refresh_from_db()
    actions.withdraw(world.reporter(main), main)
    case.refresh_from_db()
    assert (case.state, case.merged_into, case.holder) == (State.REPORTED, None, world.posts["steward"])
    assert households(main) == (1, 0) and households(case) == (1, 0)


def test_each_resident_judges_for_themselves(world):
    steward = world.actor("steward")
    settled, contested, main = world.report(), world.report(), world.handling()
    settled, contested = (actions.merge(steward, each, into=main) for each in (settled, contested))
    with pytest.raises(Refused):
        actions.settle(world.reporter(settled), settled)
    main = actions.answer(steward, main, kind="solved", text="清了")
    assert actions.settle(world.reporter(settled), settled).state == State.CLOSED
    with pytest.raises(Refused):
        actions.confirm(world.reporter(contested), main, contacted=True, satisfaction="satisfied")
    main = actions.contest(world.reporter(contested), main, contacted=True, text="我家门口还有")
    assert (main.state, main.position) == (State.REPORTED, 2)


def test_the_record_says_how_many_and_never_who(world):
    case, zhou = world.report(), somebody(world, "zhou", "1-501")
    actions.join(zhou, case)
    [entry] = Entry.objects.filter(kind="cases.Joined")
    assert (entry.actor, entry.data) == ("resident", {"voices": 2, "verified": False, "how": "account"})


# On the pages


def page(client, address: str, status: int = 200, **more) -> str:
    client.cookies["django_language"] = "en"
    answer = client.get(address, **more)
    assert answer.status_code == status, answer.content.decode()[-3000:]
    return answer.content.decode()


def test_joining_without_an_account_gives_a_code_that_works_elsewhere(world, client):
    case = world.report()
    assert "My household too" in page(client, f"/cases/{case.number}/")
    page(client, f"/cases/{case.number}/join/")
    said = {"building": world.places["b3"].code, "door": "1-501", "phone": "199 0000 0011", "key": "k"}
    answers = [client.post(f"/cases/{case.number}/join/", said) for _time in range(2)]
    assert {answer.status_code for answer in answers} == {302}
    assert households(case) == (2, 0)
    receipt = page(client, f"/cases/{case.number}/joined/")
    code = re.search(r"\b(\d{4} \d{4})\b", receipt).group(1)
    elsewhere = Client()
    assert "Withdraw my voice" not in page(elsewhere, f"/cases/{case.number}/")
    page(elsewhere, "/follow/?n=" + case.number + "&c=" + code.replace(" ", ""), status=302)
    shown = page(elsewhere, f"/cases/{case.number}/")
    assert "Withdraw my voice" in shown and "2 households say so" in shown
    assert "Withdraw the matter" not in shown, "whoever joins is not the reporter"
    elsewhere.post(f"/cases/{case.number}/leave/")
    assert households(case) == (1, 0)


def test_a_door_needs_its_building(world, client):
    case = world.report()
    for said in (
        {"door": "1-501"},
        {"building": world.places["b3"].code, "door": "室"},
        {"phone": "12"},
        {"building": "x"},
    ):
        assert client.post(f"/cases/{case.number}/join/", said).status_code == 422
    assert households(case) == (1, 0)


def test_one_tap_for_whoever_is_signed_in(world, client):
    case, zhou = world.report(), somebody(world, "zhou", "1-501", vouched=True)
    client.force_login(zhou.person)
    answer = client.post(f"/cases/{case.number}/join/", {"key": "k"})
    assert answer.status_code == 302 and households(case) == (2, 1)
    assert "You have joined" in page(client, f"/cases/{case.number}/")
    answer = client.post(f"/cases/{case.number}/join/", {"key": "k2"})
    assert answer.status_code == 302 and households(case) == (2, 1)


def test_a_holder_joins_as_a_neighbour(world, client):
    case = world.report()
    client.force_login(world.people["steward"])
    assert client.post(f"/cases/{case.number}/join/", {"key": "k"}).status_code == 302
    assert Entry.objects.get(kind="cases.Joined").actor == "resident"


def test_what_is_kept_is_not_there_for_neighbours(world, client):
    case = world.report(visibility="hotline")
    for path in ("join", "joined"):
        page(client, f"/cases/{case.number}/{path}/", status=404)
    for path in ("join", "leave", "own-way", "settled"):
        assert client.post(f"/cases/{case.number}/{path}/").status_code == 404
    client.force_login(world.people["steward"])
    assert client.post(f"/cases/{case.number}/join/", {"key": "k"}).status_code == 302
    assert not Voice.objects.exists()


def test_a_code_of_a_neighbour_is_not_the_reporters(world, client):
    case = world.answered()
    voice = actions.join(ANYONE, case, code="12345678")
    client.get(f"/follow/?n={case.number}&c=12345678")
    assert client.session["joined"] == {str(case.pk): voice.pk} and not client.session.get("follows")
    assert (
        client.post(
            f"/cases/{case.number}/confirm/", {"contacted": "yes", "satisfaction": "satisfied"}
        ).status_code
        == 302
    )
    case.refresh_from_db()
    assert case.state == State.ANSWERED


def test_neighbours_already_said_this(world, client):
    case = world.report(WORDS)
    world.report(WORDS, visibility="hotline")
    resident = Resident(client)
    resident.begin()
    resident.say("category", category="shared.stairwell")
    shown = resident.say("words", words=WORDS, about="").content.decode()
    assert "Is yours among these?" in shown and case.number in shown and shown.count("/join/") == 1
    assert resident.say("neighbours").status_code == 200 and resident.at.endswith("/photos/")
    draft = resident.at.split("/")[2]
    client.post(f"/cases/{case.number}/join/", {"draft": draft, "key": "k"})
    assert households(case) == (2, 0)
    assert resident.client.get(resident.at).status_code == 410, "the report is no longer needed"


def test_nothing_alike_no_screen(world, client):
    world.report("小区门口的路灯晚上不亮，老人回家看不清台阶。")
    resident = Resident(client)
    resident.begin()
    resident.say("category", category="shared.stairwell")
    resident.say("words", words="邻居半夜唱歌，吵得睡不着觉。", about="")
    assert resident.at.endswith("/photos/")


def test_a_kind_is_suggested_and_taken_with_one_tap(world, client, monkeypatch):
    from yishi.cases.suggesting import Suggestion
    from yishi.cases.views import intake

    better = Suggestion(world.categories["service"], 0.9, ("物业",))
    monkeypatch.setattr(intake, "suggest_category", lambda *_args, **_more: [better])
    resident = Resident(client)
    shown = resident.up_to_check().content.decode()
    assert "sounds like" in shown and "物业" in shown
    resident.say("category", category="shared.service")
    resident.say("questions")
    assert "sounds like" not in resident.client.get(resident.to("check")).content.decode()


def test_the_page_of_one_that_was_put_together_leads_to_the_main_one(world, client):
    case, main = world.report(), world.handling()
    actions.merge(world.actor("steward"), case, into=main)
    shown = page(client, f"/cases/{case.number}/")
    assert f"/cases/{main.number}/" in shown and "Mine is something else" not in shown
    assert f"/cases/{case.number}/" in page(client, f"/cases/{main.number}/")
    client.get(f"/follow/?n={case.number}&c={CODE}")
    assert "Mine is something else" in page(client, f"/cases/{case.number}/")
    answer = client.post(f"/cases/{case.number}/own-way/")
    assert answer.status_code == 302
    case.refresh_from_db()
    assert case.state == State.REPORTED
    page(client, f"/cases/{case.number}/")


def test_joining_one_that_was_put_together_joins_the_main_one(world, client):
    case, main = world.report(), world.report()
    actions.merge(world.actor("steward"), case, into=main)
    client.post(f"/cases/{case.number}/join/", {"key": "k"})
    assert households(main) == (3, 0) and Voice.objects.get().case == main


def test_the_resident_of_a_part_says_it_is_solved(world, client):
    case, main = world.report(), world.handling()
    actions.merge(world.actor("steward"), case, into=main)
    main.refresh_from_db()
    actions.answer(world.actor("steward"), main, kind="solved", text="清了")
    client.get(f"/follow/?n={case.number}&c={CODE}")
    assert "Yes, mine is solved" in page(client, f"/cases/{case.number}/")
    assert client.post(f"/cases/{case.number}/settled/").status_code == 302
    case.refresh_from_db()
    assert case.state == State.CLOSED


def test_the_desk_puts_two_together_and_takes_one_out(world, client):
    first, second = world.report(), world.report()
    client.force_login(world.people["steward"])
    shown = page(client, f"/desk/cases/{second.number}/")
    assert "Perhaps the same matter" in shown and f"?with={first.number}" in shown
    assert first.number in page(client, f"/desk/cases/{second.number}/merge/")
    page(client, f"/desk/cases/{second.number}/merge/?with=17", status=422)
    address = f"/desk/cases/{second.number}/merge/?with={first.number}"
    assert "Which one goes on?" in page(client, address)
    assert client.post(address, {"stays": "x", "key": "k"}).status_code == 422
    assert client.post(address, {"stays": first.number, "key": "k"}).status_code == 302
    second.refresh_from_db()
    assert (second.state, second.merged_into) == (State.MERGED, first)
    assert first.number in page(client, f"/desk/cases/{second.number}/")
    page(client, f"/desk/cases/{second.number}/split/")
    assert client.post(f"/desk/cases/{second.number}/split/", {"key": "k2"}).status_code == 302
    second.refresh_from_db()
    assert second.state == State.REPORTED


def test_no_desk_compares_with_what_it_may_not_see(world, client):
    case, hidden = world.report(), world.report("物业的人半夜来敲门。", visibility="hotline", place="c1")
    client.force_login(world.people["steward"])
    assert "敲门" not in page(client, f"/desk/cases/{case.number}/merge/?with={hidden.number}", status=422)


def test_the_desk_counts_a_household_at_its_door(world, client):
    case = world.report()
    client.force_login(world.people["steward"])
    address = f"/desk/cases/{case.number}/cosign_for/"
    assert "One more household" in page(client, address)
    assert client.post(address, {"door": "1-501", "key": "k"}).status_code == 422
    said = {"building": world.places["b3"].code, "door": "1-501", "phone": "", "key": "k"}
    assert client.post(address, said).status_code == 302
    assert households(case) == (2, 1)


def test_a_clerk_finds_what_neighbours_said_and_counts_the_caller_there(world, client):
    case, kept = world.report(WORDS), world.report(WORDS, visibility="hotline")
    client.force_login(world.people["steward"])
    said = {"place": world.places["b3"].code, "words": WORDS, "contact_phone": "19900000011", "key": "k"}
    answer = client.post("/desk/new/", {**said, "look": "yes"})
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert f"/cases/{case.number}/" in shown and f"/cases/{kept.number}/" not in shown
    assert client.post("/desk/new/", {**said, "join": case.number}).status_code == 302
    assert households(case) == (2, 0) and Case.objects.count() == 2


def test_lists_say_how_many(world, client):
    case = world.report()
    for n in range(2):
        actions.join(ANYONE, case, place=world.places["b3"], door=f"1-{n}01")
    assert "3 households" in page(client, "/cases/")
    client.force_login(world.people["steward"])
    assert "3 households" in page(client, "/desk/")


def test_too_many_from_one_browser_are_stopped(world, client):
    cases = [world.report() for _n in range(17)]
    client.get(f"/cases/{cases[0].number}/join/")
    answers = [client.post(f"/cases/{case.number}/join/", {"key": "k"}).status_code for case in cases]
    assert answers[:15] == [302] * 15 and 429 in answers[15:]
