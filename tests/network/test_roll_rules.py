"""The rules of the roll: read by whoever looks at it, set by whoever keeps it, with source and reason."""

import pytest

from yishi.network.models import RollPolicy
from yishi.record.models import Entry

pytestmark = pytest.mark.django_db
RULES = "/net/roll/rules/"
SAID = {
    "small_cell": "5",
    "old_from": "60",
    "slip_days": "14",
    "slip_uses": "4",
    "source": "居委会会议纪要",
    "reason": "码放久了不安全",
    "key": "one",
}


def test_it_is_set_with_source_and_reason_and_what_held_before_can_be_read(world, client):
    client.force_login(world.people["committee"])
    assert client.post(RULES, SAID).status_code == 302
    assert client.post(RULES, SAID).status_code in (302, 422)
    assert client.post(RULES, {**SAID, "slip_days": "7", "key": "two"}).status_code == 302
    assert RollPolicy.objects.count() == 2
    now = RollPolicy.objects.present()
    assert (now.small_cell, now.slip_days, now.set_by) == (5, 7, world.posts["committee"])
    page = client.get(RULES).content.decode()
    assert "居委会会议纪要" in page and "码放久了不安全" in page and "<details" in page
    assert Entry.objects.filter(kind="network.RollPolicySet").count() == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"small_cell": "1"},
        {"old_from": "x"},
        {"slip_days": "0"},
        {"slip_uses": "999999999999"},
        {"source": "  "},
        {"reason": ""},
    ],
)
def test_what_makes_no_sense_sets_nothing(world, client, wrong):
    client.force_login(world.people["committee"])
    assert client.post(RULES, {**SAID, **wrong}).status_code == 422
    assert not RollPolicy.objects.exists()


def test_what_is_as_it_was_is_not_set_anew(world, client):
    client.force_login(world.people["committee"])
    client.post(RULES, SAID)
    assert client.post(RULES, {**SAID, "key": "two"}).status_code == 422
    assert RollPolicy.objects.count() == 1


@pytest.mark.parametrize("who", ["steward", "branch"])
def test_whoever_looks_at_the_roll_reads_them_and_sets_nothing(world, client, who):
    client.force_login(world.people[who])
    page = client.get(RULES)
    assert page.status_code == 200 and 'name="reason"' not in page.content.decode()
    assert client.post(RULES, SAID).status_code == 403
    assert not RollPolicy.objects.exists()
