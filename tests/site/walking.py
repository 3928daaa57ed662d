"""Every page there is, by the names of the resolver, and a browser that stands as it stood before each request."""

from collections.abc import Iterator
from datetime import timedelta
from http.cookies import SimpleCookie
from itertools import product
from typing import Any

from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests import world as neighbourhood
from tests.cases.stage import jpeg

from yishi.cases.models import Category, Photo
from yishi.deliberation import actions as sessions
from yishi.deliberation import setup as meeting
from yishi.deliberation.actions.sheets import Line
from yishi.deliberation.models import Kind, Session
from yishi.disclosure import actions as themes
from yishi.disclosure.models import Theme
from yishi.network import pictures
from yishi.network.actors import CLOCK
from yishi.record import clock
from yishi.record.jobs import seal_waiting

_NUMBER = 987654321


def routes(resolver: URLResolver | None = None, room: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Name and converters of every address."""
    for each in (resolver or get_resolver()).url_patterns:
        if isinstance(each, URLResolver):
            yield from routes(each, f"{room}{each.namespace}:" if each.namespace else room)
        elif isinstance(each, URLPattern) and each.name:
            yield room + each.name, dict(each.pattern.converters)


ROUTES = list(routes())


def is_number(converter: Any) -> bool:
    return type(converter).__name__ == "RowConverter"


def address(name: str, converters: dict[str, Any], values: dict[str, str]) -> str:
    """The page's address with raw values in it, also those that the resolver would not write."""
    marks = {key: _NUMBER if is_number(of) else f"zz{key}zz" for key, of in converters.items()}
    path = reverse(name, kwargs=marks)
    for key, mark in marks.items():
        path = path.replace(str(mark), values[key], 1)
    return path


def _session(world: neighbourhood.World) -> Session:
    """One that is under way, with something on its agenda, its sheet and its wall."""
    meeting.enter_rules(CLOCK)
    branch, steward = world.actor("branch"), world.actor("steward")
    begins = clock.now() - timedelta(minutes=10)
    with clock.at(begins - timedelta(days=9)):
        session = sessions.call_session(
            branch,
            world.places["estate"],
            kind=Kind.YARD,
            starts_at=begins,
            ends_at=begins + timedelta(hours=2),
            host=branch.post.organisation,
            chair=branch.post,
            clerk=steward.post,
            spot_zh="小区中心花园",
        )
        sessions.add_item(branch, session, title="充电棚放到哪里")
        session = sessions.announce(branch, session)
    with clock.at(begins):
        session = sessions.open_wall(steward, sessions.begin(steward, session))
    sheet = sessions.open_sheet(steward, session, key="device")
    sessions.take_down(steward, sheet, lines=[Line(key="one", words="三栋门口的灯不亮。")])
    return session


def _theme(world: Any) -> Theme:
    """A theme of the month with a step in its plan."""
    committee = world.actor("committee")
    theme = themes.set_theme(
        committee,
        world.places["estate"],
        month=clock.today(),
        title="楼道里充电",
        why="这个月说得最多。",
        category=Category.objects.get(code="shared"),
        lead=committee.post,
    )
    themes.plan_step(committee, theme, post=committee.post, what="查清缺几个充电口。", due_on=clock.today())
    return theme


class Town:
    """The neighbourhood with something on every page, and everybody's browser."""

    def __init__(self, *who: str):
        self.world = neighbourhood.build()
        picture = pictures.read(jpeg())
        self.case = self.world.report(photos=[picture])
        self.answered = self.world.answered()
        self.hidden = self.world.report(visibility="hotline", photos=[picture])
        self.session = _session(self.world)
        self.theme = _theme(self.world)
        seal_waiting()
        self.browsers = {name: self._browser(name) for name in who}
        self.values = self._values()

    def _browser(self, name: str) -> Client:
        client = Client()
        if name != "anonymous":
            client.force_login(self.world.people[name])
        client.get("/follow/", {"n": self.answered.number, "c": neighbourhood.CODE})
        begun = client.post("/report/", {"place": "421182001901-01-03"})
        self.draft = begun["Location"].split("/")[2]
        client.kept = SimpleCookie(client.cookies)
        client.draft = self.draft
        return client

    def _values(self) -> dict[str, list[str]]:
        """What stands in addresses: for each name of a part, values that lead to a page."""
        doings = (
            "take note call add_photos promise hand_up send_back rule ask_part answer_part answer decline confirm "
            "contest reword withdraw lapse file nonsense __class__"
        )
        return {
            "number": [self.case.number, self.answered.number],
            "code": ["421182001901", "421182001901-01-03"],
            "draft": [self.draft],
            "step": "place category questions words neighbours photos who check".split(),
            "pk": [str(Photo.objects.order_by("pk")[0].pk)],
            "size": ["small"],
            "n": ["1"],
            "action": doings.split(),
            "name": ["offline.py", "cases", "waiting", "sessions"],
            "old": ["1"],
            "token": ["nonsense"],
            "what": ["words"],
            "channel": ["sms"],
            "new": ["2"],
            "kind": ["yard", "nonsense"],
            "label": ["A1"],
            "doing": "claim confirm deny break extend nonsense".split(),
            "rest": ["roll/"],
            "form": ["json", "csv"],
            "day": ["latest", "2026-11-22"],
        }

    def pages(self, client: Client) -> Iterator[tuple[str, dict[str, Any], dict[str, str]]]:
        """Every page with every value that leads somewhere: its name, converters and values."""
        values = {**self.values, "draft": [client.draft]}
        for name, converters in ROUTES:
            here = self._of_sessions(values) if name.startswith("meet:") else values
            here = {**here, "pk": [str(self.theme.pk)]} if name.startswith("open:theme") else here
            for chosen in product(*(here[key] for key in converters)):
                yield name, converters, dict(zip(converters, chosen, strict=True))

    def _of_sessions(self, values: dict[str, list[str]]) -> dict[str, list[str]]:
        """What stands in the addresses of a session."""
        doings = "announce move_session skip_session begin end invite end_series accept refuse join nonsense".split()
        return {
            **values,
            "pk": [str(self.session.pk)],
            "action": doings,
            "name": doings,
            "what": ["opinions", "held", "nonsense"],
            "size": ["a4"],
        }

    def ask(self, client: Client, method: str, path: str, **request: Any) -> Any:
        """The answer to one request, which leaves no trace: neither in the database nor in the browser."""
        client.cookies = SimpleCookie(client.kept)
        before = transaction.savepoint()
        try:
            return client.generic(method, path, **request)
        finally:
            transaction.savepoint_rollback(before)
