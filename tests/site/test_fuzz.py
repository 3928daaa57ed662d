"""Hypothesis asks every open page for what nobody would ask: each part of its address, each name that its view reads
out of the query or the form, each header that the house looks at.

Nothing is listed by hand. The names are overheard while the pages are asked, so that a parameter that is new tomorrow
is thrown at tomorrow; the forms are those the pages show, and the converters those of the resolver. What is promised:
no failure of ours; whoever is refused reads a sentence, and nothing of the inside; nobody is sent to another house; the
content is what its type says; a form that is refused has written nothing. The interface under /api/v1/ has a schema,
and tests of its own against it.
"""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote, quote_plus, urlsplit
from xml.etree import ElementTree
from zlib import crc32

import pytest
from django.db import transaction
from django.http import QueryDict
from django.test import Client
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from tests.site.walking import ROUTES, Town, address, is_number

from yishi.record.models import Entry, Unsealed
from yishi.site.doors import OPEN_PAGES

pytestmark = pytest.mark.django_db

FORM = "application/x-www-form-urlencoded"
DRAWN_ELSEWHERE = "api:rest_"
"""Asked by schemathesis, from its own document: tests/api/test_rest_schema.py."""
SLOW = re.compile(r"paper|poster|slip|pdf|docx|card|plaque|sheet|picture")
"""Pages that typeset or draw: they are asked less often."""

INSIDE = re.compile(
    r"Traceback|site-packages|src/yishi|"
    r"\.py(?:\"|&quot;), line|SELECT .* FROM|psycopg|sqlite3|OperationalError|DataError|"
    r"ValueError|KeyError|TypeError|AttributeError|<QuerySet|object at 0x|DoesNotExist"
)
MARK = "<i9>\"'&"
"""What no page may repeat as it is."""
ELSEWHERE = "//evil.example/"

ODD = st.sampled_from(
    [
        "",
        " ",
        "0",
        "-1",
        "-0",
        "1e309",
        "NaN",
        "0x1f",
        "1_000",
        "½",
        "٣",
        "１２",
        "三",
        str(2**31),
        str(2**63),
        str(-(2**63) - 1),
        "9" * 400,
        "9" * 5000,
        "a\x00b",
        "\x1b[2J",
        "\u202eabc\u200b",
        "\ufeff",
        "😀㙍𠮷",
        "\u0301" * 300,
        "x" * 9000,
        MARK,
        "{{7*7}}{% debug %}%s%(x)s{0.__class__}",
        "'; DROP TABLE cases_case; --",
        "' OR 1=1 --",
        '"*():-^ AND NEAR(',
        "%",
        "_%\\",
        "../../etc/passwd",
        "..\\..\\x",
        "file:///etc/passwd",
        "https:" + ELSEWHERE,
        ELSEWHERE,
        "/\\evil.example",
        "javascript:alert(1)",
        "\r\nSet-Cookie: a=b",
        "0000-00-00",
        "0001-01-01",
        "9999-12-31",
        "10000-01-01",
        "2026-02-30",
        "2026-13",
        "2026-W54",
        "0001-01",
        "9999-12",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-12:00",
        "24:61",
        "null",
        "true",
        "[]",
        '{"a":1}',
        "421182001901-99-99",
        "421182001901-01-03-",
        "-".join(["421182001901"] * 40),
        "year",
        "month",
        "all",
    ]
)
"""What has broken houses before."""
VALUES = st.one_of(ODD, ODD, st.text(max_size=12), st.integers().map(str), st.dates().map(str))
RAW = ["%", "%zz", "%ff%fe", "%ED%A0%80", "%00", "%C0%AF", "%u202e", "&&=&;", "%0d%0aX:1"]
"""What is no text at all, as it stands in an address."""
HEADERS = [
    "HTTP_ACCEPT_LANGUAGE",
    "HTTP_ACCEPT",
    "HTTP_ACCEPT_ENCODING",
    "HTTP_IF_NONE_MATCH",
    "HTTP_IF_MATCH",
    "HTTP_IF_MODIFIED_SINCE",
    "HTTP_IF_UNMODIFIED_SINCE",
    "HTTP_RANGE",
    "HTTP_HOST",
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_REFERER",
    "HTTP_ORIGIN",
    "HTTP_USER_AGENT",
    "HTTP_AUTHORIZATION",
    "HTTP_X_CSRFTOKEN",
    "HTTP_X_REQUEST_ID",
    "HTTP_COOKIE",
    "REMOTE_ADDR",
]
COOKIES = "sessionid csrftoken django_language mode meet messages ring place".split()
SAID_IN_HEADERS = [
    "bytes=0-",
    "bytes=-5",
    "bytes=9-1",
    "bytes=0-0,2-3,99999999999999999999-",
    'W/"x", *, "',
    "Mon, 99 Foo 0000 99:99:99 GMT",
    "Sun, 06 Nov 9999 08:49:37 GMT",
    "zh;q=a,en;q=99,*;q=-1",
    "zh-" + "a" * 600,
    "[::1",
    "a b",
    "1.2.3.4, evil, ::ffff:1.2.3.4, 999.9.9.9",
    "Bearer " + "x" * 3000,
    "Basic %%%",
    "evil.example:99999",
]


def thrown(what: st.SearchStrategy, examples: int, whose: str, throw: Callable[[Any], None]) -> None:
    """Throw so many examples: other ones at each page, but at each the same in every run."""
    quiet = settings(
        max_examples=examples,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    seed(crc32(whose.encode()))(quiet(given(what)(lambda drawn: throw(drawn))))()


@contextmanager
def overheard() -> Iterator[set[str]]:
    """The names that anybody reads out of a query or a form meanwhile."""
    names: set[str] = set()
    plain = {name: QueryDict.__dict__.get(name) for name in ("__getitem__", "getlist", "__contains__")}

    def listening(inherited: Any) -> Any:
        def asked(self: QueryDict, key: str, *rest: Any) -> Any:
            if isinstance(key, str):
                names.add(key)
            return inherited(self, key, *rest)

        return asked

    for name in plain:
        setattr(QueryDict, name, listening(getattr(QueryDict, name)))
    try:
        yield names
    finally:
        for name, own in plain.items():
            delattr(QueryDict, name) if own is None else setattr(QueryDict, name, own)


class Asked:
    """What every page was asked, and what was wrong with its answers."""

    def __init__(self, town: Town):
        self.town, self.client = town, town.browsers["anonymous"]
        self.client.raise_request_exception = False
        self.faults: Counter[str] = Counter()
        self.names: dict[str, set[str]] = defaultdict(set)
        self.count = 0

    def ask(self, name: str, path: str, method: str = "GET", **request: Any) -> Any:
        """Ask once, leaving no trace, and look at the answer."""
        self.client.cookies.clear()
        if "HTTP_COOKIE" not in request:
            self.client.cookies.update(self.client.kept)
        before, written = transaction.savepoint(), entries()
        self.count += 1
        try:
            with overheard() as names:
                answer = self.client.generic(method, path, **request)
            content = b"".join(answer) if answer.streaming else answer.content
            wrong = wrong_with(answer, content)
            if answer.status_code >= 400 and entries() != written:
                wrong.append("refused, and written all the same")
        except Exception as error:  # noqa: BLE001  what is thrown before there is any answer
            answer, wrong = None, [f"threw {type(error).__name__}: {error}"[:300]]
        finally:
            transaction.savepoint_rollback(before)
        self.names[name] |= names
        for each in wrong:
            about = {key: value for key, value in request.items() if key != "content_type"}
            self.faults[f"{name}: {each}: {method} {path[:200]!r} {str(about)[:400]}"] += 1
        return answer

    def told(self) -> str:
        return "\n".join(f"{count} × {fault}" for fault, count in self.faults.most_common(40))


def entries() -> int:
    return Entry.objects.count() + Unsealed.objects.count()


def wrong_with(answer: Any, content: bytes) -> list[str]:
    """Everything that is not as promised."""
    status, kind = answer.status_code, answer.get("Content-Type", "").partition(";")[0]
    page = content.decode(errors="replace")
    wrong = []
    if status >= 500:
        wrong.append(f"status {status}")
    if (status >= 400 or kind in ("text/html", "application/json")) and (found := INSIDE.search(page)):
        wrong.append(f"tells of the inside: {found[0]}")
    if status >= 400 and not sentence(kind, page):
        wrong.append(f"refused by {status} without a sentence")
    if kind == "text/html" and MARK in page:
        wrong.append("repeats as it is what was sent")
    if urlsplit(answer.get("Location", "")).netloc not in ("", "testserver") or re.match(
        r"//|/?\\|\s|(?!https?:)\w+:", answer.get("Location", "")
    ):
        wrong.append(f"sends away to {answer['Location'][:80]}")
    if any("\r" in said or "\n" in said for said in answer.headers.values()) or "a" in answer.cookies:
        wrong.append("a header of the sender's own")
    return wrong + wrong_type(kind, content, page)


def sentence(kind: str, page: str) -> bool:
    """Whether who is refused is told why, in words."""
    if kind == "text/html":
        return bool(re.search(r"<h1[^>]*>\s*\S", page))
    if kind == "application/json":
        return any(len(word) > 3 for word in re.findall(r'"(?:description|detail|title)": ?"([^"]+)"', page))
    return len(page.strip()) > 3


def wrong_type(kind: str, content: bytes, page: str) -> list[str]:
    """What the content type promises and the content does not keep."""
    if not content:
        return []
    try:
        if kind.endswith("json"):
            json.loads(page)
        elif kind.endswith("xml"):
            ElementTree.fromstring(content)
        elif kind == "text/html":
            assert re.match(r"\s*(<!doctype html>|<!--|<\w)", page, re.IGNORECASE)
        elif kind == "application/pdf":
            assert content[:4] == b"%PDF"
        elif kind == "text/calendar":
            assert content[:15] == b"BEGIN:VCALENDAR"
        elif kind == "image/png":
            assert content[:4] == b"\x89PNG"
        else:
            assert kind
    except (AssertionError, ValueError, ElementTree.ParseError) as error:
        return [f"is no {kind or 'type'}: {error} {page[:60]!r}"]
    return []


def pages(town: Town) -> Iterator[tuple[str, dict[str, Any], dict[str, str]]]:
    """Every open page with values that lead somewhere, as far as there are any."""
    met: dict[str, tuple[dict[str, Any], dict[str, str]]] = {}
    for name, converters, values in town.pages(town.browsers["anonymous"]):
        if name not in OPEN_PAGES or name.startswith(DRAWN_ELSEWHERE) or name in met:
            continue
        path = address(name, converters, values)
        if town.ask(town.browsers["anonymous"], "GET", path).status_code in (200, 405):
            met[name] = (converters, values)
    for name, converters in ROUTES:
        if name in OPEN_PAGES and not name.startswith(DRAWN_ELSEWHERE):
            here = town._of_sessions(town.values) if name.startswith("meet:") else town.values
            yield name, *met.get(name, (converters, {key: here[key][0] for key in converters}))


def few(name: str, examples: int) -> int:
    return max(2, examples // 3) if SLOW.search(name) else examples


def test_every_name_that_a_page_reads_from_its_query():
    town = Town("anonymous")
    asked = Asked(town)
    for name, converters, values in pages(town):
        path = address(name, converters, values)
        for query in ("", "place=421182001901&q=a&period=month&in=all&showing=all"):
            asked.ask(name, f"{path}?{query}")
        known = sorted(asked.names[name])
        if not known:
            continue
        asked.ask(name, f"{path}?" + "&".join(f"{each}=1" for each in known))
        known = sorted(asked.names[name])
        for turn, each in enumerate(known):
            asked.ask(name, f"{path}?{quote(each)}={RAW[turn % len(RAW)]}")
        known = sorted(asked.names[name])  # hypothesis wants the same choice for every example

        def throw(data: Any, name: str = name, path: str = path, known: list[str] = known) -> None:
            chosen = data.draw(
                st.one_of(st.just(known), st.lists(st.sampled_from(known), min_size=1, max_size=4))
            )
            query = "&".join(
                f"{quote(each)}{data.draw(st.sampled_from(['', '', '', '[]', '[a]']))}="
                + quote_plus(data.draw(VALUES), errors="surrogatepass")
                for each in chosen
            )
            asked.ask(name, f"{path}?{query}")

        thrown(st.data(), few(name, 4), name, throw)
    print(asked.count, sum(map(len, asked.names.values())))
    assert not asked.faults, asked.told()


def test_every_part_of_every_address():
    town = Town("anonymous")
    asked = Asked(town)
    for name, converters, values in pages(town):
        for key, of in converters.items():

            def throw(odd: str, name=name, converters=converters, values=values, key=key) -> None:
                part = quote(odd, safe="", errors="surrogatepass")
                asked.ask(name, address(name, converters, {**values, key: part}))

            thrown(st.integers().map(str) if is_number(of) else VALUES, few(name, 4), name + key, throw)
            for raw in RAW:
                part = raw if raw != "&&=&;" else "?&&="
                asked.ask(name, address(name, converters, {**values, key: part}))
    print(asked.count)
    assert not asked.faults, asked.told()


def test_every_header_that_the_house_looks_at():
    town = Town("anonymous")
    asked = Asked(town)
    said = st.one_of(
        st.sampled_from(SAID_IN_HEADERS), ODD, st.text(st.characters(max_codepoint=255), max_size=20)
    )
    for turn, (name, converters, values) in enumerate(pages(town)):
        path = address(name, converters, values)

        def throw(data: Any, name: str = name, path: str = path, turn: int = turn) -> None:
            headers = {}
            for header in dict.fromkeys((HEADERS[turn % len(HEADERS)], data.draw(st.sampled_from(HEADERS)))):
                value = data.draw(said).replace("\r", "").replace("\n", "")[:4000]
                if header == "HTTP_COOKIE":
                    value = f"{data.draw(st.sampled_from(COOKIES))}={value}"
                # as a web server hands them over: bytes as Latin letters
                headers[header] = value.encode(errors="replace").decode("latin-1")
            asked.ask(name, path, **headers)

        thrown(st.data(), few(name, 3), name, throw)
    print(asked.count)
    assert not asked.faults, asked.told()


class Forms(HTMLParser):
    """The forms of a page: where each leads, and what it would send if nothing were changed."""

    def __init__(self, page: str):
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self._select = ""
        self._open = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        a = dict(attrs)
        if tag == "form":
            self._open = (a.get("method") or "").lower() == "post"
            if self._open:
                self.found.append((a.get("action") or "", {}))
        if not self._open or not self.found:
            return
        fields, name = self.found[-1][1], a.get("name") or ""
        if tag == "select":
            self._select = name
        elif tag == "option" and self._select:
            fields[self._select] = fields.get(self._select) or a.get("value") or ""
        elif name and tag == "textarea":
            fields[name] = "三栋门口的灯不亮了，晚上看不见路。"
        elif name and tag in ("input", "button"):
            kind = a.get("type") or "text"
            if kind == "file":
                return
            fields[name] = fields.get(name) or a.get("value") or USUAL.get(kind, "三栋门口的灯不亮了")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = False
        if tag == "select":
            self._select = ""


USUAL = {
    "number": "1",
    "date": "2026-12-24",
    "checkbox": "on",
    "email": "a@example.com",
    "tel": "13800001111",
}


def test_every_form_that_anybody_may_send():
    town = Town("anonymous")
    asked = Asked(town)
    seen: set[tuple[str, str, tuple[str, ...]]] = set()
    for name, converters, values in pages(town):
        path = address(name, converters, values)
        shown = town.ask(town.browsers["anonymous"], "GET", path)
        forms = Forms(shown.content.decode(errors="replace")).found if not shown.streaming else []
        takes = "POST" in town.ask(town.browsers["anonymous"], "OPTIONS", path).get("Allow", "POST")
        for to, fields in [*forms, *([("", {})] if takes else [])]:
            to = to if to.startswith("/") else path
            if (mark := (to, "", tuple(sorted(fields)))) in seen or len(urlsplit(to).netloc):
                continue
            seen.add(mark)

            def send(body: str, name: str = name, to: str = to) -> None:
                asked.ask(name, to, "POST", data=body.encode("latin-1"), content_type=FORM)

            send("&".join(f"{quote(key)}={quote_plus(value)}" for key, value in fields.items()))
            known = sorted({*fields, *asked.names[name]} - {"csrfmiddlewaretoken"})
            for turn, each in enumerate(known):
                rest = {key: value for key, value in fields.items() if key != each}
                body = "&".join(f"{quote(key)}={quote_plus(value)}" for key, value in rest.items())
                send(f"{body}&{quote(each)}={RAW[turn % len(RAW)]}")

            known = sorted({*fields, *asked.names[name]} - {"csrfmiddlewaretoken"})
            if not known:
                continue

            def throw(
                data: Any, fields: dict[str, str] = fields, send: Any = send, known: list[str] = known
            ) -> None:
                chosen = data.draw(st.one_of(st.just(known), st.lists(st.sampled_from(known), min_size=1)))
                odd = [(each, data.draw(VALUES)) for each in chosen]
                body = [(key, value) for key, value in fields.items() if key not in dict(odd)] + odd
                send("&".join(f"{quote(key)}={quote_plus(v, errors='surrogatepass')}" for key, v in body))

            thrown(st.data(), few(name, 4), name + to, throw)
    print(asked.count, len(seen))
    assert not asked.faults, asked.told()


def test_the_names_are_overheard_where_the_views_read_them():
    """That the ear is open: names known to be read by pages, forms and interfaces."""
    town = Town("anonymous")
    asked = Asked(town)
    for name, path, read in (
        ("cases:list", "/cases/", {"q", "place", "category", "since", "until"}),
        ("api:open311_requests", "/open311/v2/requests.json", {"status", "start_date", "page_size"}),
        ("cases:follow", "/follow/", {"n", "c"}),
    ):
        asked.ask(name, path)
        assert read <= asked.names[name], asked.names[name]
    with overheard() as names:
        Client().get("/cases/?q=a")
    assert "q" in names
    before = QueryDict.getlist
    assert before is QueryDict.getlist and "getlist" not in QueryDict.__dict__
