"""The theme of the month: set by whoever calls sessions, led by a unit, planned in steps, and concluded with what came
of it; everybody reads all of it, on the page of the place and of the places within it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from yishi.cases.models import Category
from yishi.disclosure import actions
from yishi.disclosure.models import Step, Theme
from yishi.notices.models import Message
from yishi.record import Refused, clock
from yishi.record.models import Entry, Indicator

pytestmark = pytest.mark.django_db
ESTATE, BUILDING = "421182001901-01", "421182001901-01-03"


def page(name: str, *more) -> str:
    return reverse(f"open:{name}", args=[ESTATE, *more])


@pytest.fixture
def keeper(world, client):
    client.force_login(world.people["committee"])
    return client


def set_one(world, **said) -> Theme:
    asked = {
        "month": clock.today(),
        "title": "楼道里充电",
        "why": "这个月说得最多。",
        "category": Category.objects.get(code="shared"),
        "lead": world.posts["branch"],
    } | said
    return actions.set_theme(world.actor("committee"), world.places["estate"], **asked)


def planned(world, theme, what="查清缺几个充电口。", within=5) -> Step:
    day = clock.today() + timedelta(days=within)
    return actions.plan_step(world.actor("branch"), theme, post=world.posts["steward"], what=what, due_on=day)


def test_it_is_set_planned_worked_off_and_concluded_on_pages(world, client, keeper):
    month = clock.today().replace(day=1)
    form = {
        "month": month.isoformat(), "title": "楼道里充电", "category": "shared", "why": "这个月说得最多。",
        "post": world.posts["branch"].pk, "key": "k1",
    }  # fmt: skip
    assert keeper.get(page("theme_new")).status_code == 200
    made = keeper.post(page("theme_new"), form)
    theme = Theme.objects.get()
    assert made["Location"] == page("theme", theme.pk) and theme.month == month
    keeper.post(page("theme_new"), form)
    assert Theme.objects.count() == 1, "the same form sent twice is one theme"
    day = clock.today() + timedelta(days=3)
    step = {
        "post": world.posts["steward"].pk,
        "what": "查清缺几个充电口。",
        "due_on": day.isoformat(),
        "key": "k2",
    }
    assert keeper.post(page("theme_plan", theme.pk), step).status_code == 302
    client.force_login(world.people["steward"])
    shown = client.get(page("theme", theme.pk)).content.decode()
    assert "查清缺几个充电口。" in shown and page("theme_step_done", theme.pk, 1) in shown
    assert page("theme_step_strike", theme.pk, 1) not in shown, "only whoever leads strikes a step out"
    done = client.post(page("theme_step_done", theme.pk, 1), {"words": "缺十二个，贴出来了。"})
    assert done.status_code == 302
    client.force_login(world.people["committee"])
    client.post(page("theme_conclude", theme.pk), {"words": "新增十二个，反映少了一半。"})
    client.logout()
    shown = client.get(page("theme", theme.pk)).content.decode()
    assert "缺十二个，贴出来了。" in shown and "新增十二个，反映少了一半。" in shown
    kinds = list(Entry.objects.about(theme.ref).values_list("kind", flat=True))
    assert kinds == [
        f"disclosure.{name}" for name in ("ThemeSet", "StepPlanned", "StepDone", "ThemeConcluded")
    ]


def test_it_stands_on_the_home_of_the_place_and_of_those_within_it(world, client):
    assert 'id="theme"' not in client.get(f"/c/{ESTATE}/").content.decode()
    theme = set_one(world)
    planned(world, theme)
    for code in (ESTATE, BUILDING):
        shown = client.get(f"/c/{code}/").content.decode()
        assert "楼道里充电" in shown and "查清缺几个充电口。" in shown, code
    above = world.places["community"]
    assert "楼道里充电" not in client.get(f"/c/{above.code}/").content.decode()
    listed = client.get(reverse("open:themes", args=[BUILDING])).content.decode()
    assert "楼道里充电" in listed, "the list of a place leads to what holds there from above"


def test_units_are_told(world):
    theme = set_one(world)
    planned(world, theme)
    told = dict(Message.objects.filter(kind__startswith="disclosure.").values_list("kind", "post"))
    assert told == {
        "disclosure.leads_theme": world.posts["branch"].pk,
        "disclosure.theme_step": world.posts["steward"].pk,
    }


def test_a_month_has_one_theme_until_that_is_withdrawn_with_a_reason(world, keeper, client):
    theme = set_one(world)
    with pytest.raises(Refused):
        set_one(world, title="另一个")
    assert Indicator.objects.total("themes", world.places["estate"].path) in (0, 1)
    keeper.post(page("theme_withdraw", theme.pk), {"words": "和街道的题重了。"})
    second = set_one(world, title="另一个")
    assert second.is_going
    client.logout()
    shown = client.get(page("theme", theme.pk)).content.decode()
    assert "和街道的题重了。" in shown
    home = client.get(f"/c/{ESTATE}/").content.decode()
    assert "另一个" in home and "楼道里充电" not in home


def test_the_database_holds_one_a_month_too(world):
    theme = set_one(world)
    theme.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        theme.save(force_insert=True)


def test_what_is_late_is_shown_as_late(world, client):
    theme = set_one(world)
    planned(world, theme, within=0)
    with clock.at(clock.now() + timedelta(days=2)):
        shown = client.get(page("theme", theme.pk)).content.decode()
        assert "badge-overdue" in shown
        step = actions.do_step(world.actor("steward"), Step.objects.get(), outcome="办完了。")
        assert step.is_late and not step.is_open
        assert "（晚了）" in client.get(page("theme", theme.pk)).content.decode()


def test_its_figures_are_as_long_as_their_lists(world, client):
    theme = set_one(world)
    for _n in range(3):
        world.report(words="楼道里有人充电。")
    from yishi.record import actions as record

    record.seal()
    found = client.get(page("theme", theme.pk))
    [bar] = [bar for bar in found.context["bars"] if bar.value]
    assert bar.value == 3
    listed = client.get(bar.href).context["page"]
    assert len(listed.cases) == 3
    assert found.context["open"]["many"] == 3
    assert len(client.get(found.context["open"]["list"]).context["page"].cases) == 3


def test_nothing_is_concluded_while_steps_wait_and_what_is_struck_out_waits_no_more(world, keeper):
    theme = set_one(world)
    planned(world, theme)
    refused = keeper.post(page("theme_conclude", theme.pk), {"words": "好了。"})
    assert refused.status_code == 422
    keeper.post(page("theme_step_strike", theme.pk, 1), {"words": "并到车棚改造里。"})
    assert keeper.post(page("theme_conclude", theme.pk), {"words": "好了。"}).status_code == 302
    shown = keeper.get(page("theme", theme.pk)).content.decode()
    assert "并到车棚改造里。" in shown


def test_whoever_neither_set_nor_leads_does_nothing_to_it(world, client):
    theme = set_one(world)
    planned(world, theme)
    for who in ("property", "resident"):
        client.force_login(world.people[who])
        for name in ("theme_plan", "theme_conclude", "theme_withdraw"):
            assert client.post(page(name, theme.pk), {"words": "x"}).status_code == 403, (who, name)
        assert client.post(page("theme_step_done", theme.pk, 1), {"words": "x"}).status_code == 403
    assert Theme.objects.get().is_going and Step.objects.get().is_open


def test_bad_input_is_told_at_the_form(world, keeper):
    assert keeper.post(page("theme_new"), {"month": "2020-01-01", "title": ""}).status_code == 422
    theme = set_one(world)
    before = {"post": world.posts["steward"].pk, "what": "早就该办。", "due_on": "2020-01-01"}
    assert keeper.post(page("theme_plan", theme.pk), before).status_code == 422
    assert keeper.get(page("theme", 10**15)).status_code == 404
    other = reverse("open:theme", args=[BUILDING, theme.pk])
    assert keeper.get(other).status_code == 404, "a theme has one address"


def test_what_points_to_somebody_is_starred(world, client):
    theme = set_one(world, why="请打 13812345678 找王师傅。")
    assert "13812345678" not in client.get(page("theme", theme.pk)).content.decode()
    assert "13812345678" not in theme.why


def test_a_step_done_is_said_once(world):
    theme = set_one(world)
    step = planned(world, theme)
    actions.do_step(world.actor("steward"), step, outcome="办完了。")
    with pytest.raises(Refused) as refused:
        actions.do_step(world.actor("branch"), step, outcome="又办了一次。")
    assert refused.value.moved_on
