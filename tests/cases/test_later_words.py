"""What residents say to a case later: seen at once that they spoke, read once somebody has looked."""

import pytest
from django.urls import reverse
from tests.cases.neighbours import closed, neighbour

from yishi.cases import actions
from yishi.cases.models import Case, Visibility
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
    with pytest.raises(Refused):
        actions.show_later_words(world.actor("committee"), case, said=[])
    assert "角落里还有一堆" not in public(client, case)


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
