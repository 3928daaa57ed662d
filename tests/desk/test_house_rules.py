"""The rules of judging and publishing on a page of their own."""

import pytest
from django.urls import reverse

from yishi.cases.models import Ladder, RateRule

RATES = {
    "what": "rates",
    "rates-minimum": "7",
    "rates-decimals": "1",
    "rates-weight_solved": "50",
    "rates-weight_satisfied": "40",
    "rates-weight_contacted": "10",
    "rates-mostly_counts": "90",
    "rates-call_after_days": "2",
    "rates-most_calls": "3",
    "rates-retry_hours": "20",
    "rates-look_days": "3",
    "rates-most_looks": "3",
    "rates-doubts_to_reopen": "2",
    "rates-source": "居民代表会议 2026 年第 3 次决定",
    "key": "k",
}


@pytest.fixture
def page(client, world):
    client.force_login(world.actor("committee").person)
    return reverse("desk:house_rules")


def test_the_desk_of_whoever_keeps_the_place_leads_there(client, world, page):
    assert page in client.get(reverse("desk:home")).content.decode()
    shown = client.get(page).content.decode()
    assert reverse("notices:quiet_hours") in shown and reverse("desk:limits") in shown


def test_the_rule_is_set_and_holds(client, world, page):
    assert client.post(page, RATES).status_code == 302
    rule = RateRule.objects.over(world.places["b3"].path)
    assert (rule.minimum, rule.call_after_days, rule.place) == (7, 2, world.places["community"])


@pytest.mark.parametrize(
    "wrong", [{"rates-weight_solved": "60"}, {"rates-minimum": "0"}, {"rates-source": ""}]
)
def test_a_rule_that_cannot_be_is_refused_in_words(client, world, page, wrong):
    answer = client.post(page, RATES | wrong)
    assert answer.status_code == 422 and "field-error" in answer.content.decode()
    assert not RateRule.objects.exists()


def test_plain_words_at_once_or_after_a_look(client, world, page):
    ladder = Ladder.objects.over(world.places["community"].path)
    given = "no" if ladder.sure_at_once else "yes"
    said = {"what": "publishing", "publishing-sure_at_once": given, "key": "k"}
    answer = client.post(page, said)
    ladder.refresh_from_db()
    if ladder.place == world.places["community"]:
        assert answer.status_code == 302 and ladder.sure_at_once is (given == "yes")
    else:
        assert answer.status_code == 403 and ladder.sure_at_once is (given == "no")


def test_nobody_else_opens_it(client, world):
    client.force_login(world.actor("steward").person)
    assert client.get(reverse("desk:house_rules")).status_code == 403
