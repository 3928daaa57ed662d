"""Every page there is, by the names of the resolver, and a browser that stands as it stood before each request."""

from collections.abc import Iterator
from http.cookies import SimpleCookie
from itertools import product
from typing import Any

from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests import world as neighbourhood
from tests.cases.stage import jpeg

from yishi.cases.models import Photo
from yishi.network import pictures
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
    return type(converter).__name__ == "IntConverter"


def address(name: str, converters: dict[str, Any], values: dict[str, str]) -> str:
    """The page's address with raw values in it, also those that the resolver would not write."""
    marks = {key: _NUMBER if is_number(of) else f"zz{key}zz" for key, of in converters.items()}
    path = reverse(name, kwargs=marks)
    for key, mark in marks.items():
        path = path.replace(str(mark), values[key], 1)
    return path


class Town:
    """The neighbourhood with something on every page, and everybody's browser."""

    def __init__(self, *who: str):
        self.world = neighbourhood.build()
        picture = pictures.read(jpeg())
        self.case = self.world.report(photos=[picture])
        self.answered = self.world.answered()
        self.hidden = self.world.report(visibility="hotline", photos=[picture])
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
            "name": ["offline.py"],
            "old": ["1"],
            "token": ["nonsense"],
            "what": ["words"],
            "channel": ["sms"],
            "new": ["2"],
        }

    def pages(self, client: Client) -> Iterator[tuple[str, dict[str, Any], dict[str, str]]]:
        """Every page with every value that leads somewhere: its name, converters and values."""
        values = {**self.values, "draft": [client.draft]}
        for name, converters in ROUTES:
            for chosen in product(*(values[key] for key in converters)):
                yield name, converters, dict(zip(converters, chosen, strict=True))

    def ask(self, client: Client, method: str, path: str, **request: Any) -> Any:
        """The answer to one request, which leaves no trace: neither in the database nor in the browser."""
        client.cookies = SimpleCookie(client.kept)
        before = transaction.savepoint()
        try:
            return client.generic(method, path, **request)
        finally:
            transaction.savepoint_rollback(before)
