"""Every figure of a place is walked to its list, and the list has as many rows as the figure says."""

from datetime import timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html
from tests.deliberation.closed import held
from tests.deliberation.conftest import call

from yishi.deliberation import actions, place_figures
from yishi.deliberation.models import Opinion
from yishi.network.actors import CLOCK
from yishi.record import clock
from yishi.record.actions import seal

pytestmark = pytest.mark.django_db


@pytest.fixture
def year(meeting_world):
    """A session that was held, with a promise given up and one without a day, one left out and one missed; the record
    is sealed. Gives the moment after."""
    session = held(meeting_world)
    steward, property_ = meeting_world.actor("steward"), meeting_world.actor("property")
    with clock.at(session.ended_at + timedelta(hours=1)):
        last = Opinion.objects.filter(session=session, response=None).get()
        actions.respond(steward, last, kind="promised", post=property_.post, text="和摊主商量。", due_on=None)
        given_up = session.undertakings.exclude(due_on=None).get()
        actions.break_undertaking(property_, given_up, reason="要等市政管网。")
        actions.draft_minutes(steward, session)
        skipped, missed = call(meeting_world, days=3), call(meeting_world, days=4)
        actions.skip_session(meeting_world.actor("branch"), skipped, reason="台风")
    after = max(session.ended_at, missed.ends_at) + timedelta(days=2)
    with clock.at(after):
        actions.miss_session(CLOCK, missed)
        while seal():
            pass
    return after


def figures_on(page: bytes) -> dict[str, int]:
    """The address behind each figure of the page, with what the figure says."""
    found = {}
    for link in html.fromstring(page).xpath("//main//a[contains(@href, '/meet/figures/')]"):
        value = link.xpath(".//*[contains(@class, 'stat-value')]")
        said = (value[0] if value else link).text_content().strip()
        if said.isdecimal() and len(urlsplit(link.get("href")).path.strip("/").split("/")) == 4:
            found[link.get("href")] = int(said)
    return found


def rows_behind(web: Client, address: str) -> int:
    """How many rows the list has on all its pages; of opinions, how many its sessions collected together."""
    many, here = 0, urlsplit(address)
    asked = dict(parse_qsl(here.query))
    while True:
        answer = web.get(here.path, asked)
        assert answer.status_code == 200
        rows = answer.context["page"].rows
        shown = html.fromstring(answer.content).xpath("//main//ul[contains(@class, 'minutes-said')]/li")
        assert len(shown) == len(rows)
        of_opinions = here.path.endswith("/opinions/")
        many += sum(each.collected for each in rows) if of_opinions else len(rows)
        if not answer.context["page"].next:
            return many
        asked = dict(parse_qsl(answer.context["page"].next.removeprefix("?")))


@pytest.mark.parametrize("key", ["estate", "community", "street"])
def test_each_figure_of_a_place_is_as_long_as_its_list(meeting_world, year, monkeypatch, key):
    monkeypatch.setattr(place_figures, "PAGE", 1)
    web, place = Client(), meeting_world.places[key]
    with clock.at(year):
        page = web.get(reverse("meet:place_figures", args=[place.code]))
        said = figures_on(page.content)
        names = {urlsplit(address).path.strip("/").split("/")[-1] for address in said}
        whole = {*place_figures.MEASURES} - {"came", "absent", "unnoted"}
        assert names == whole, "every measure has its figure on the page"
        for what in ("held", "missed", "skipped", "opinions", "undertaken", "undated", "broken", "motions"):
            assert any(n for address, n in said.items() if f"/{what}/" in address), what
        assert {address: rows_behind(web, address) for address in said} == said


def test_the_roll_call_of_a_year_is_as_long_as_its_list(meeting_world, year):
    web, place = Client(), meeting_world.places["community"]
    with clock.at(year):
        figures = place_figures.figures(place.path, year.astimezone().year)
        address = reverse("meet:figures_list", args=[place.code, "roll"])
        assert rows_behind(web, f"{address}?year={year.astimezone().year}") == figures.invited > 0


def test_places_side_by_side_lead_to_their_own_lists(meeting_world, year):
    web, street = Client(), meeting_world.places["street"]
    within = meeting_world.places["community"]
    with clock.at(year):
        said = figures_on(web.get(reverse("meet:place_figures", args=[street.code])).content)
        for what in ("held", "missed", "opinions", "solved"):
            address = (
                f"{reverse('meet:figures_list', args=[within.code, what])}?year={year.astimezone().year}"
            )
            assert rows_behind(web, address) == said[address]
