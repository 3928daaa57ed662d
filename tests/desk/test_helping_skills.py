"""Which skills help with which kind of matter: set with source and reason, and proposed from then on."""

import pytest

from yishi.cases.models import Category
from yishi.network.models import SkillRule
from yishi.record.models import Entry

pytestmark = pytest.mark.django_db
SAID = {"first": "mediation", "second": "law", "third": "", "source": "居委会会议", "reason": "先请人调解"}


@pytest.fixture
def kind(world):
    return Category.objects.choosable().exclude(skills="mediation law").first()


def address(kind):
    return f"/desk/skills/{kind.code}/"


def test_it_is_set_and_everybody_who_keeps_it_reads_why(world, client, kind):
    client.force_login(world.people["committee"])
    assert client.post(address(kind), {**SAID, "key": "one"}).status_code == 302
    kind.refresh_from_db()
    assert kind.skills_that_help == ["mediation", "law"]
    assert "先请人调解" in client.get(address(kind)).content.decode()
    assert kind.name in client.get("/desk/skills/").content.decode()
    rule = SkillRule.objects.get()
    assert (rule.category, rule.set_by) == (kind.code, world.posts["committee"])
    assert Entry.objects.filter(kind="cases.HelpingSkillsSet").count() == 1
    assert client.post(address(kind), {**SAID, "key": "two"}).status_code == 422


def test_none_may_help(world, client, kind):
    client.force_login(world.people["committee"])
    client.post(address(kind), SAID)
    nothing = {**SAID, "first": "", "second": "", "key": "two"}
    assert client.post(address(kind), nothing).status_code == 302
    kind.refresh_from_db()
    assert kind.skills_that_help == [] and SkillRule.objects.count() == 2


@pytest.mark.parametrize(
    "wrong", [{"first": "flying"}, {"second": "mediation"}, {"source": ""}, {"reason": " \u200b "}]
)
def test_what_makes_no_sense_sets_nothing(world, client, kind, wrong):
    client.force_login(world.people["committee"])
    before = kind.skills
    assert client.post(address(kind), {**SAID, **wrong}).status_code == 422
    kind.refresh_from_db()
    assert kind.skills == before and not SkillRule.objects.exists()


def test_nobody_else_sets_it(world, client, kind):
    client.force_login(world.people["steward"])
    assert client.get("/desk/skills/").status_code == 403
    assert client.post(address(kind), SAID).status_code == 403
    assert not SkillRule.objects.exists()
