"""Whatever is thrown at whatever page by whomever: a proper answer in the reader's language, never a broken page."""

from collections import Counter
from urllib.parse import urlencode

import pytest
from django.test import Client
from tests.site.walking import ROUTES, Town, address, is_number

from yishi.network import saving
from yishi.site import faults
from yishi.site.wsgi import application

pytestmark = pytest.mark.django_db

EVERYBODY = ("anonymous", "resident", "steward", "operator")
FORM = "application/x-www-form-urlencoded"

WORDS = [
    "0",
    "9" * 400,
    "a%00b",
    "%E2%80%AEx%E2%80%8B",  # turns the line round; takes no space
    "%F0%9F%98%80",
    "%E3%99%8D%F0%A0%AE%B7",  # 㙍𠮷
    "..%2f..%2fetc",
    "%3Cscript%3E",
    "%ff%fe",
    "%ED%A0%80",  # half of a character
    "'%20OR%201=1--",
    "%0d%0aSet-Cookie:a=b",
    "x" * 5000,
]
NUMBERS = ["0", str(2**63 - 1), str(2**63), "9" * 30, "9" * 5000, "-1", "%D9%A3"]
ASKED = (
    "q tab at id place category since showing from in top stop n c before after kind next show language by"
).split()
QUERIES = [
    *(
        "&".join(f"{name}={odd}" for name in ASKED)
        for odd in (
            "%00",
            "%ff%fe%ED%A0%80",
            "9" * 30,
            "-1",
            "0001-01-01T00:00",
            "9999-12-31T23:59",
            "%0d%0aX:1",
        )
    ),
    "id=5&at=0001-01-01T00:00:00&since=0001-01-01",
    "id=5&at=9999-12-31T23:59:59-12:00&since=9999-12-31",
    "q=%22%27*():-^%20AND%20NEAR(&in=%25&category=%25&place=%25",
    "q=" + "%E6%A5%BC" * 3000,
    "q=%E2%80%AE%E2%80%8B%F0%9F%98%80%E3%99%8D%F0%A0%AE%B7",
    "&".join(f"a{n}=1" for n in range(5000)),
]
FIELDS = (
    "q place category words about photos visibility name phone key next mode language number code contacted "
    "satisfaction text post delivery up_to proof login password username password1 password2 action credential "
    "contact_phone contact_name channel solved done rung reason to propose asked lead kind remaining remaining_on "
    "basis alternative ground door public_words outcome on public remove calm q1"
).split()
SAID = [
    "a\x00b",
    "\u200b\u202e\ufeff",
    "😀㙍𠮷" * 40,
    "9" * 40,
    "-1",
    "x" * 2500,
    "<script>alert(1)</script>",
    "\r\nSet-Cookie: a=b",
    "2026-99-99",
    "9999-12-31",
    "0001-01-01",
    "",
]


def part(headers: str, body: bytes = b"x") -> bytes:
    return b"--b\r\n" + headers.encode() + b"\r\n\r\n" + body + b"\r\n--b--\r\n"


PHOTO = 'Content-Disposition: form-data; name="photos"; filename'
PARTS = "multipart/form-data; boundary=b"
BODIES = [
    *((FORM, urlencode(dict.fromkeys(FIELDS, said)).encode()) for said in SAID),
    (FORM, "&".join(f"{name}=%ff%fe%ED%A0%80" for name in FIELDS).encode()),
    (FORM, b"words=\xff\xfe\x00&key=\xff"),
    (FORM + "; charset=gbk", b"words=\xc4\xe3"),
    (FORM + "; charset=klingon", b"words=a"),
    ("application/json", b"{"),
    ("text/plain", b"\xff\x00"),
    ("multipart/form-data", b"abc"),
    (PARTS, b'--b\r\nContent-Disposition: form-data; name="a\r\n\r\nb'),
    ("multipart/form-data; boundary=" + "b" * 300, b"abc"),
    (PARTS + "; charset=klingon", part('Content-Disposition: form-data; name="words"', b"\xff")),
    (PARTS, part(f'{PHOTO}="a\x00b.jpg"', b"\x00\xff")),
    (PARTS, part(f"{PHOTO}*=klingon''a.jpg", b"\xff")),
    (PARTS, part(f'{PHOTO}="../../\u202e😀.html"\r\nContent-Type: text/html', b"<script>")),
    (PARTS, part(f'{PHOTO}="a.jpg"\r\nContent-Transfer-Encoding: base64', b"!!!")),
]


def is_proper(answer) -> bool:
    """No failure of ours; and whoever is refused is told so in a page with a heading."""
    if answer.status_code >= 500:
        return False
    refused = answer.status_code >= 400 and answer.request["REQUEST_METHOD"] != "HEAD"
    return not refused or b"<h1" in answer.content or "json" in answer["Content-Type"]


def wrong(asked: list[tuple[str, object]]) -> Counter:
    """The requests that got no proper answer."""
    return Counter(f"{path[:120]} → {answer.status_code}" for path, answer in asked if not is_proper(answer))


def some(things: list, count: int, turn: int) -> list:
    """So many of them, each page others: together the pages meet all."""
    begin = turn * count % len(things)
    return (things + things)[begin : begin + count]


@pytest.mark.parametrize("who", EVERYBODY)
def test_every_page_answers_everybody(who):
    town = Town(who)
    client = town.browsers[who]
    asked, met = [], set()
    for name, converters, values in town.pages(client):
        path = address(name, converters, values)
        asked.append((path, town.ask(client, "GET", path)))
        if name in met:
            continue
        met.add(name)
        if who not in ("anonymous", "steward"):
            continue
        head = town.ask(client, "HEAD", path)
        assert head.status_code == asked[-1][1].status_code and not getattr(head, "content", b"")
        for method in ("OPTIONS", "POST", "PUT", "DELETE", "TRACE", "BREW"):
            asked.append((f"{method} {path}", town.ask(client, method, path, data=b"\xff")))
            if method == "OPTIONS" and asked[-1][1].status_code < 300:
                assert "OPTIONS" in asked[-1][1].get("Allow", "OPTIONS")
    assert not wrong(asked)
    assert met == {name for name, _converters in ROUTES}


@pytest.mark.parametrize("who", ["anonymous", "steward"])
def test_addresses_of_nothing(who):
    town = Town(who)
    client = town.browsers[who]
    asked = []
    for turn, (name, converters) in enumerate(ROUTES):
        good = {**{key: town.values[key][0] for key in converters}, "draft": client.draft}
        for key, of in converters.items():
            for odd in NUMBERS if is_number(of) else some(WORDS, 5, turn):
                path = address(name, converters, {**good, key: odd})
                asked.append((path, town.ask(client, "GET", path)))
    asked += [(odd, town.ask(client, "POST", f"/cases/{odd}")) for odd in WORDS]
    assert not wrong(asked)


@pytest.mark.parametrize("who", ["anonymous", "steward"])
def test_odd_queries(who):
    town = Town(who)
    client = town.browsers[who]
    paths = {name: address(name, converters, values) for name, converters, values in town.pages(client)}
    asked = [
        (f"{path}?{query}", town.ask(client, "GET", f"{path}?{query}"))
        for turn, path in enumerate(paths.values())
        for query in some(QUERIES, 3, turn)
    ]
    for path in ("/cases/", "/waiting/", "/find/", "/report/", "/follow/", "/desk/", "/inbox/"):
        asked += [(f"{path}?{query}", town.ask(client, "GET", f"{path}?{query}")) for query in QUERIES]
    assert not wrong(asked)


@pytest.mark.parametrize("who", ["anonymous", "steward"])
def test_odd_queries_of_lists_to_take_home(who):
    town = Town(who)
    client = town.browsers[who]
    paths = [f"/lists/{name}.csv?{query}" for name in sorted(saving.LISTS) for query in QUERIES]
    assert not wrong([(path, town.ask(client, "POST", path)) for path in paths])


@pytest.mark.parametrize("who", ["anonymous", "steward"])
def test_odd_forms(who):
    town = Town(who)
    client = town.browsers[who]
    asked = []
    for turn, (name, converters, values) in enumerate(town.pages(client)):
        path = address(name, converters, values)
        if town.ask(client, "OPTIONS", path).get("Allow", "POST").find("POST") < 0:
            continue
        for kind, body in some(BODIES, 3, turn):
            answer = town.ask(client, "POST", path, data=body, content_type=kind)
            asked.append((f"POST {path} {body[:60]!r}", answer))
    assert not wrong(asked)


def big(size: int) -> bytes:
    return b"words=" + b"a" * size


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        (FORM, big(10 * 1024 * 1024), 413),
        (PARTS, part('Content-Disposition: form-data; name="words"', b"a" * 10 * 1024 * 1024), 413),
        (FORM, "&".join(f"a{n}=1" for n in range(5000)).encode(), 400),
        (PARTS, b"".join(part(f'{PHOTO}="a.jpg"')[:-5] for _ in range(30)) + b"--b--\r\n", 400),
        ("multipart/form-data", b"abc", 400),
    ],
    ids=["10 MB of words", "10 MB in parts", "5,000 fields", "30 files", "no boundary"],
)
@pytest.mark.parametrize(("language", "told"), [("zh-hans", "没有存下"), ("en", "Nothing was stored")])
def test_too_much_or_torn_is_said_in_words(client, kind, body, status, language, told):
    client.cookies["django_language"] = language
    answer = client.generic("POST", "/report/", body, kind)
    assert answer.status_code == status
    page = answer.content.decode()
    assert f'<html lang="{language}' in page and "<h1>" in page
    assert told in page or status == 413


def test_no_body_is_larger_than_the_largest_form(client):
    answer = client.generic("POST", "/report/", b"x", PARTS, CONTENT_LENGTH=str(faults.largest_body() + 1))
    assert answer.status_code == 413
    assert client.generic("POST", "/report/", b"x", PARTS, CONTENT_LENGTH="9" * 30).status_code == 413


@pytest.mark.parametrize(
    ("language", "told"), [("zh-hans", "请再提交一次"), ("en", "Please send it once more")]
)
def test_a_form_without_its_token(language, told):
    client = Client(enforce_csrf_checks=True)
    client.cookies["django_language"] = language
    answer = client.post("/report/", {"place": "x"})
    assert answer.status_code == 403 and told in answer.content.decode()


@pytest.mark.parametrize(
    ("path", "language", "status", "told"),
    [
        ("/nowhere", "zh-hans", 404, "没有这个页面"),
        ("/nowhere", "en", 404, "There is no such page"),
        ("/mode", "zh-hans", 405, "这里不能这样操作"),
        ("/mode", "en", 405, "This does not work here"),
    ],
)
def test_refusals_speak_the_readers_language(client, path, language, status, told):
    client.cookies["django_language"] = language
    answer = client.get(path)
    page = answer.content.decode()
    assert answer.status_code == status and told in page and "Traceback" not in page
    if status == 405:
        assert answer["Allow"] == "OPTIONS, POST"


def test_a_browser_that_asks_for_english_gets_it(client):
    assert (
        "There is no such page"
        in client.get("/nowhere", headers={"accept-language": "en-GB"}).content.decode()
    )


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1:8000@evil.example", "a b", "a\x00b", "[::1", "x" * 5000]
)
def test_hosts_that_are_not_ours(client, host):
    answer = client.get("/report/", headers={"host": host})
    assert answer.status_code == 400 and "evil" not in answer.content.decode()


@pytest.mark.parametrize(
    "there",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example",
        "\\\\evil.example",
        "/\\evil.example",
        "https:evil.example",
        "javascript:alert(1)",
        "http://[::1",
        " //evil.example",
        "\x00//evil.example",
        "/ok\r\nSet-Cookie: a=b",
        "nowhere",
        "😀",
    ],
)
def test_next_leads_nowhere_else(client, world, there):
    answers = [
        client.post("/mode", {"mode": "elder", "next": there}),
        client.post("/language", {"language": "en", "next": there}),
    ]
    person = world.people["resident"]
    signed_in = {"login": person.username, "password": "osmanthus-in-autumn", "next": there}
    answers.append(client.post("/account/login/", signed_in))
    answers.append(client.post("/account/logout/", {"next": there}))
    for answer in answers:
        assert answer.status_code < 500
        where = answer.get("Location", "/")
        assert "\r" not in where and "Set-Cookie" not in answer.headers
        assert not where.startswith(("//", "/\\", "\\", "http", "javascript"))


@pytest.mark.parametrize(
    "cookie",
    [
        'sessionid="aaaaaaaa\\000bbbb"',
        "sessionid=" + "x" * 3000,
        "csrftoken=\xff\xfe; django_language=../../etc; mode=<b>",
        'django_language="zh\\000"; messages="a\\000b"',
        "=;;;; =a; \x01=b",
    ],
)
def test_odd_cookies(cookie):
    client = Client(raise_request_exception=False)
    for path in ("/", "/desk/", "/report/", "/follow/"):
        answer = client.get(path, headers={"cookie": cookie})
        assert is_proper(answer), answer.status_code
        assert "<b>" not in answer.content.decode()


def test_a_content_type_that_cannot_be_read(client):
    """Refused before any page stands, so it is asked of what the web server calls."""
    environ = client._base_environ(
        PATH_INFO="/report/",
        REQUEST_METHOD="POST",
        CONTENT_TYPE="multipart/form-data; boundary*=klingon''b",
        HTTP_COOKIE="django_language=en",
    )
    heard = []
    page = b"".join(application(environ, lambda status, headers, *_: heard.append(status)))
    assert heard[0].startswith("403") and b"Please send it once more" in page


def test_what_may_not_be_seen_looks_like_what_is_not_there():
    town = Town("anonymous", "property")
    hidden, nothing = town.hidden.number, "99999990"
    photo = town.hidden.photos.get().pk
    for who in town.browsers.values():
        pairs = [
            (f"/cases/{hidden}/", f"/cases/{nothing}/"),
            (f"/cases/{hidden}/receipt/", f"/cases/{nothing}/receipt/"),
            (f"/cases/{hidden}/confirm/", f"/cases/{nothing}/confirm/"),
            (f"/desk/cases/{hidden}/", f"/desk/cases/{nothing}/"),
            (f"/desk/cases/{hidden}/take/", f"/desk/cases/{nothing}/take/"),
            (f"/photos/{photo}/full.jpg", "/photos/999999/full.jpg"),
            (f"/find/?q={hidden}", f"/find/?q={nothing}"),
        ]
        for one, other in pairs:
            answers = [who.get(path) for path in (one, other)]
            assert answers[0].status_code == answers[1].status_code
            said = [
                answer.content.decode()
                .replace(hidden, "?")
                .replace(nothing, "?")
                .replace(f"/{photo}/", "/999999/")
                for answer in answers
            ]
            assert _without_tokens(said[0]) == _without_tokens(said[1]), one
            assert answers[0].get("Location", "").replace(hidden, nothing) == answers[1].get("Location", "")


def _without_tokens(page: str) -> list[str]:
    return [line for line in page.splitlines() if "csrfmiddlewaretoken" not in line]


def test_a_wrong_code_tells_nothing_of_whether_the_number_exists(client, world):
    case = world.report(visibility="hotline")
    pages = [
        client.post("/follow/", {"number": number, "code": "00000000"}).content.decode().replace(number, "?")
        for number in (case.number, "99999990")
    ]
    assert _without_tokens(pages[0]) == _without_tokens(pages[1])


def test_what_the_database_cannot_hold_is_the_senders_mistake(client, world, monkeypatch):
    from django.db import DataError

    from yishi.cases import listing

    def out_of_range(*_arguments, **_named):
        raise DataError("value out of range")

    monkeypatch.setattr(listing, "page_for_anyone", out_of_range)
    client.raise_request_exception = False
    answer = client.get("/cases/")
    assert answer.status_code == 400 and b"<h1>" in answer.content


def test_a_fault_of_ours_shows_nothing_of_the_inside(client, world, monkeypatch):
    from yishi.cases import listing

    def broken(*_arguments, **_named):
        raise RuntimeError("the secret of the house")

    monkeypatch.setattr(listing, "page_for_anyone", broken)
    client.raise_request_exception = False
    answer = client.get("/cases/")
    page = answer.content.decode()
    assert answer.status_code == 500 and "出了点问题" in page and "Something went wrong" in page
    assert "secret" not in page and "Traceback" not in page
