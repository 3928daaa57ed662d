"""What residents say to a case later: seen at once that they spoke, read once somebody has looked."""

import pytest
from django.urls import reverse
from tests.cases.neighbours import closed, neighbour
from tests.cases.test_judging import no_one_on_duty, picture, silent, volunteer

from yishi.cases import actions
from yishi.cases.jobs import ask_for_second_looks
from yishi.cases.models import Case, SecondLook, Visibility
from yishi.record import Refused
from yishi.record.jobs import seal_waiting
from yishi.record.models import Entry, Indicator

WORDS = "修是修了，王小明天天来催我，13800138000"


def public(client, case: Case) -> str:
    return client.get(reverse("cases:case", args=[case.number])).content.decode()


def judged(world) -> Case:
    case = world.answered()
    return actions.confirm(
        world.reporter(case), case, contacted=True, satisfaction="mostly", text=WORDS, channel="page"
    )


def test_feedback_is_read_by_everybody_only_after_a_look_and_then_masked(world, client):
    case = judged(world)
    before = public(client, case)
    assert "居民说：解决了" in before and "修是修了" not in before
    actions.show_later_words(world.actor("committee"), case, said=case.feedback.all())
    after = public(client, case)
    assert "修是修了" in after and "13800138000" not in after
    assert Entry.objects.about(case.ref).filter(kind="cases.LaterWordsShown").count() == 1


def test_the_reason_of_a_withdrawal_waits_as_well(world, client):
    case = world.report()
    actions.withdraw(world.reporter(case), case, text="他们已经上门来骂过我了")
    assert "上门来骂" not in public(client, case)


def test_what_is_not_chosen_stays_where_it_is(world, client):
    case = closed(world)
    home = neighbour(world, "n1", "1-501")
    actions.doubt(home, case, text="角落里还有一堆")
    case = actions.show_later_words(world.actor("committee"), case, said=[])
    assert "角落里还有一堆" not in public(client, case) and not case.later_waits
    assert Entry.objects.about(case.ref).last().data["texts"] == 0
    with pytest.raises(Refused):
        actions.show_later_words(world.actor("committee"), case, said=[])
    actions.show_later_words(world.actor("committee"), case, said=case.doubts.all())
    assert "角落里还有一堆" in public(client, case), "whoever left it out may think better of it"


# --- the list of those that wait ---


def tab(client, code: str = "later_words"):
    return client.get(reverse("desk:home"), {"tab": code}).content.decode()


def sit(client, world, who: str):
    client.force_login(world.people[who])
    client.cookies["django_language"] = "en"
    return client


LABEL = 'href="?tab=later_words'
"""The link of the list among the tabs; it is there only while something waits."""


def test_the_desk_lists_what_waits_and_the_number_falls_when_it_was_looked_at(world, client):
    first, second, third = judged(world), judged(world), world.handling()
    page = tab(sit(client, world, "committee"))
    assert LABEL in page and first.number in page and second.number in page and third.number not in page
    assert page.count("show_later_words") == 2
    shown = client.get(reverse("desk:case", args=[first.number])).content.decode()
    assert "Later words wait for a look" in shown
    address = reverse("desk:act", args=[first.number, "show_later_words"])
    client.post(address, {"said": [f"Feedback-{first.feedback.get().pk}"], "key": "k"})
    page = tab(client)
    assert page.count("show_later_words") == 1 and second.number in page
    address = reverse("desk:act", args=[second.number, "show_later_words"])
    client.post(address, {"key": "l"})  # nothing ticked: it was looked at, and nothing is shown
    assert LABEL not in client.get(reverse("desk:home")).content.decode()
    assert "Later words wait" not in client.get(reverse("desk:case", args=[second.number])).content.decode()


def test_the_desk_it_lies_on_sees_its_own_and_nobody_else(world, client):
    case = judged(world)
    assert case.number in tab(sit(client, world, "steward"))
    for who in ("steward2", "branch", "hotline", "property"):
        assert LABEL not in sit(client, world, who).get(reverse("desk:home")).content.decode(), who


def test_what_is_kept_to_the_hotline_or_about_the_desk_is_in_no_list(world, client):
    kept = world.answered(visibility="hotline")
    actions.confirm(
        world.reporter(kept), kept, contacted=True, satisfaction="mostly", text=WORDS, channel="page"
    )
    about = world.answered(about=world.posts["committee"].organisation)
    actions.confirm(
        world.reporter(about), about, contacted=True, satisfaction="mostly", text=WORDS, channel="page"
    )
    assert LABEL not in sit(client, world, "committee").get(reverse("desk:home")).content.decode()


@pytest.mark.parametrize("how", ["contest", "doubt", "withdraw", "look"])
def test_all_that_residents_say_later_waits(world, how):
    if how == "contest":
        case = world.answered()
        actions.contest(world.reporter(case), case, contacted=True, text="还是堵的")
    elif how == "doubt":
        case = closed(world)
        actions.show_later_words(world.actor("committee"), case, said=[]) if case.later_waits else None
        actions.doubt(neighbour(world, "n1", "1-501"), case, text="还有一堆")
    elif how == "withdraw":
        case = world.report()
        actions.withdraw(world.reporter(case), case, text="搬走了")
    else:
        no_one_on_duty(world)
        helper, case = volunteer(world, "v1"), silent(world)
        ask_for_second_looks()
        actions.look(
            helper, SecondLook.objects.get(), verdict="solved", photos=[picture()], text="看过，清走了"
        )
    assert Case.objects.get(pk=case.pk).later_waits


def test_silence_waits_for_nobody(world):
    case = world.answered()
    case = actions.confirm(world.reporter(case), case, contacted=True, satisfaction="mostly", text="")
    assert not case.later_waits


def test_words_that_were_erased_wait_no_longer(world):
    case = judged(world)
    erasure = actions.ask_erasure(world.reporter(case), case)
    actions.erase(world.reporter(case), erasure)
    assert not Case.objects.get(pk=case.pk).later_waits


def test_a_doubt_erased_with_its_account_waits_no_longer(world):
    case = world.answered()
    case = actions.confirm(world.reporter(case), case, contacted=True, satisfaction="mostly", text="")
    home = neighbour(world, "n1", "1-501")
    actions.doubt(home, case, text="还有一堆")
    assert Case.objects.get(pk=case.pk).later_waits
    actions.erase(home, actions.ask_to_be_erased(home))
    assert not Case.objects.get(pk=case.pk).later_waits


def test_nobody_else_lets_words_be_read(world):
    case = judged(world)
    for actor in (world.actor("hotline"), world.actor("property"), world.reporter(case)):
        with pytest.raises(Refused):
            actions.show_later_words(actor, case, said=case.feedback.all())


def test_the_desk_chooses_among_masked_words(world, client):
    case = judged(world)
    client.force_login(world.actor("committee").person)
    page = reverse("desk:act", args=[case.number, "show_later_words"])
    shown = client.get(page).content.decode()
    assert "修是修了" in shown and "13800138000" not in shown
    kept = case.feedback.get()
    assert client.post(page, {"said": [f"Feedback-{kept.pk}"], "key": "k"}).status_code == 302
    kept.refresh_from_db()
    assert kept.shown_at is not None


def test_whoever_says_it_of_their_part_counts_in_the_rates(world):
    part, main = world.report(), world.handling()
    steward = world.actor("steward")
    part = actions.merge(steward, part, into=main)
    actions.answer(steward, main, kind="solved", text="都清走了。")
    part.refresh_from_db()
    actions.settle(world.reporter(part), part)
    while seal_waiting():
        pass
    path = part.place_path
    counted = Indicator.objects.filter(place=path, measure="judged:xyx").values_list("amount", flat=True)
    assert list(counted) == [1]


def test_a_part_without_a_name_is_not_counted(world):
    part, main = world.report(visibility=Visibility.ANONYMOUS), world.handling()
    steward = world.actor("steward")
    part = actions.merge(steward, part, into=main)
    actions.answer(steward, main, kind="solved", text="都清走了。")
    part.refresh_from_db()
    actions.settle(world.reporter(part), part)
    while seal_waiting():
        pass
    assert not Indicator.objects.filter(measure="judged:xyx").exists()
    assert Indicator.objects.filter(measure="judged_anonymous", place=part.place_path).exists()
