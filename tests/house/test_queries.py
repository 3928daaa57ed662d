"""A page asks the database a bounded number of questions, however much there is."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from yishi.cases import actions

MOST = 30


def pages(world, case) -> dict[str, str]:
    return {
        "home": reverse("home"),
        "community": reverse("cases:community", args=[world.places["community"].code]),
        "list": reverse("cases:list") + "?showing=open",
        "search": reverse("cases:find") + "?q=柴火",
        "waiting": reverse("cases:waiting"),
        "case": reverse("cases:case", args=[case.number]),
        "record": reverse("record:home"),
    }


def count(client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(address).status_code == 200, address
    return len(asked)


def long_story(world):
    case = world.report()
    case = actions.promise(world.actor("steward"), case, text="明天来", due_on=case.due_at.date())
    for n in range(3):
        actions.note(world.actor("steward"), case, text=f"第{n}次上门", public=True)
    case = actions.answer(world.actor("steward"), case, kind="solved", text="好了")
    case = actions.contest(world.reporter(case), case, contacted=True, text="没有好")
    return actions.answer(world.actor("branch"), case, kind="solved", text="真的好了")


@pytest.mark.parametrize("page", ["home", "community", "list", "search", "waiting", "case", "record"])
def test_queries_of_a_page_are_few_and_do_not_grow(world, client, page):
    case = long_story(world)
    for _n in range(3):
        world.report()
    client.get(pages(world, case)[page])
    few = count(client, pages(world, case)[page])
    for _n in range(30):
        world.report()
    many = count(client, pages(world, case)[page])
    assert few <= MOST
    assert many <= few
