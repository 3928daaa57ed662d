"""REST at its addresses: keys and scopes, errors, pages, conditional requests, sending twice, and what never leaves."""

import base64
import json
import threading
from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.test import Client
from tests.api.test_keys import ALL, issued
from tests.cases.stage import jpeg

from yishi.api import actions, keys, limiting
from yishi.api.models import Kept
from yishi.api.rest import frame, told
from yishi.cases import actions as cases
from yishi.cases.models import Case, Question, Visibility
from yishi.network.actors import CLOCK, Actor
from yishi.record import clock

pytestmark = pytest.mark.django_db
BASE = "/api/v1"
SAID = "三栋一单元楼道口堆着柴火，老人上下楼很不方便。"
PLACE = "421182001901-01-03"


def got(client, path: str, query: dict | None = None, status: int = 200, **headers):
    """The answer to a GET."""
    response = client.get(f"{BASE}{path}", query or {}, headers=_headers(headers))
    assert response.status_code == status, response.content.decode()[:500]
    return response


def sent(client, path: str, body: dict, status: int, **headers):
    """The answer to a POST."""
    response = client.post(
        f"{BASE}{path}", json.dumps(body), content_type="application/json", headers=_headers(headers)
    )
    assert response.status_code == status, response.content.decode()[:500]
    return response


def _headers(given: dict) -> dict:
    key = given.pop("key", "")
    found = {name.replace("_", "-"): value for name, value in given.items()}
    return {**found, "Authorization": f"Bearer {key}"} if key else found


def report(**more) -> dict:
    return {"place": PLACE, "category": "shared.stairwell", "words": SAID, **more}


def key_of_resident(world, name: str = "resident", scopes=("read", "report", "speak")) -> str:
    """A key that acts for one person as a resident."""
    token, person = keys.new_token(), world.people[name]
    ends = clock.today() + timedelta(days=30)
    actions.issue_key(
        Actor(person=person), person, token=token, label="我的程序", scopes=scopes, ends_on=ends
    )
    return token


def post_key(world, post: str = "steward", scopes=ALL) -> str:
    """A key that acts for a post."""
    return issued(world, post, scopes=scopes)[1]


def do(client, case, name: str, key: str, status: int = 200, body: dict | None = None, **headers):
    return sent(client, f"/cases/{case.number}/doings/{name}", body or {}, status, key=key, **headers).json()


# Reading


def test_a_list_is_told_to_everybody_and_a_case_with_its_way(world, client):
    case = world.answered()
    (line,) = got(client, "/cases").json()["items"]
    assert line["number"] == case.number and line["state"] == "answered"
    assert line["place"]["code"] == PLACE and line["category"]["code"] == "shared.stairwell"
    whole = got(client, f"/cases/{case.number}").json()
    assert "柴火" in whole["words"] and not whole["mine"]
    assert [each["text"] for each in whole["story"] if "清走" in each["text"]]
    kinds = [each["kind"] for each in got(client, f"/cases/{case.number}/events").json()["items"]]
    assert kinds[0] == "cases.Reported" and "cases.Answered" in kinds


def test_a_list_is_read_page_by_page_and_nothing_twice(world, client):
    for _each in range(5):
        world.report()
    seen, query = [], {"limit": 2}
    for _page in range(4):
        answer = got(client, "/cases", query)
        found = answer.json()
        seen += [each["number"] for each in found["items"]]
        if not found["next"]:
            break
        assert f"cursor={found['next']}" in answer["Link"] and 'rel="next"' in answer["Link"]
        world.report()  # what comes meanwhile stands before, and moves nothing
        query = {"limit": 2, "cursor": found["next"]}
    assert len(seen) == len(set(seen)) == 5


@pytest.mark.parametrize("query", [{"limit": 0}, {"limit": 101}, {"cursor": "nonsense"}, {"plcae": "x"}])
def test_what_cannot_be_meant_is_named_by_its_parameter(world, client, query):
    found = got(client, "/cases", query, 422).json()
    assert list(found["errors"]) == list(query)


@pytest.mark.parametrize(
    "query",
    [
        {"place": "1"},
        {"category": "nonsense"},
        {"since": "yesterday"},
        {"since": "2026-01-01T00:00:00"},
        {"since": "0001-01-01T00:00:00Z"},
        {"state": "open"},
        {"cursor": "MTIzLjQ1Ng.x"},
        {"mine": "perhaps"},
    ],
)
def test_a_filter_that_means_nothing_never_widens_a_list(world, client, query):
    world.report()
    assert list(got(client, "/cases", query, 422).json()["errors"]) == list(query)


def test_filters_narrow(world, client):
    here, there = world.answered(), world.report(place="c1")

    def numbers(**query):
        return [each["number"] for each in got(client, "/cases", query).json()["items"]]

    assert numbers(place="421182001901-02") == [there.number]
    assert numbers(state="answered") == [here.number]
    assert len(numbers(state=["answered", "reported"])) == 2
    assert numbers(category="shared.service") == [] and len(numbers(category="shared")) == 2
    assert numbers(updated_since=(clock.now() + timedelta(minutes=1)).isoformat()) == []
    assert len(numbers(q="柴火")) == 2 and numbers(q="电梯") == []


def test_unchanged_things_are_answered_in_a_line(world, client):
    case = world.report()
    first = got(client, f"/cases/{case.number}")
    again = got(client, f"/cases/{case.number}", None, 304, If_None_Match=first["ETag"])
    assert not again.content and again["ETag"] == first["ETag"]
    cases.take(world.actor("steward"), case)
    assert (
        got(client, f"/cases/{case.number}", None, 200, If_None_Match=first["ETag"])["ETag"] != first["ETag"]
    )


def test_kinds_and_places_are_looked_up(world, client):
    kinds = {each["code"]: each for each in got(client, "/categories").json()["items"]}
    assert kinds["gas.leak"]["stop_number"] and kinds["shared.service"]["questions"][0]["choices"]
    inside = got(client, "/places", {"inside": "421182001901-01"}).json()["items"]
    assert inside[0]["code"] == "421182001901-01" and len(inside) == 3
    assert got(client, "/places", {"q": "香樟苑 1栋"}).json()["items"][0]["code"] == "421182001901-02-01"
    assert got(client, f"/places/{PLACE}").json()["inside"] == "421182001901-01"


# Errors


@pytest.mark.parametrize(
    ("path", "status"), [("/nonsense", 404), ("/cases/59", 404), ("/cases/x", 404), ("/places/x", 404)]
)
def test_errors_are_problem_documents_in_the_readers_language(world, client, path, status):
    found = got(client, path, None, status, Accept_Language="en")
    assert found["Content-Type"] == "application/problem+json" and found["Cache-Control"] == "no-store"
    told = found.json()
    assert told["status"] == status and told["type"].startswith("/api/v1/docs#problem-")
    assert told["title"] == "There is no such thing here"
    assert got(client, path, None, status, Accept_Language="zh-Hans").json()["title"] == "这里没有"


def test_other_methods_bodies_and_kinds_of_bodies_are_told_as_problems(world, client):
    key = post_key(world)
    assert client.delete(f"{BASE}/cases").status_code == 405
    allowed = client.put(f"{BASE}/cases/1")
    assert allowed["Allow"] == "GET, HEAD, OPTIONS" and allowed.json()["status"] == 405
    assert client.options(f"{BASE}/cases")["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS, POST"
    headers = {"Authorization": f"Bearer {key}"}
    for sending, kind, status in (
        ("{", "application/json", 400),
        ("[]", "application/json", 422),
        ("a=1", "application/x-www-form-urlencoded", 415),
        ("x" * 300_000, "application/json", 400),
    ):
        for path in ("/cases", f"/cases/{world.report().number}/doings/take"):
            found = client.post(f"{BASE}{path}", sending, content_type=kind, headers=headers)
            assert (found.status_code, found.json()["status"]) == (status, status), (path, sending[:20])


def test_a_body_larger_than_is_taken_is_told_so(world, client, monkeypatch):
    monkeypatch.setattr(frame, "MOST_BODY", 200)
    key = post_key(world, "hotline")
    found = sent(client, "/cases", report(words="灯" * 100), 413, key=key)
    assert found["Content-Type"] == "application/problem+json" and found.json()["status"] == 413
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        json.dumps(report(place="\x00")),
        "[" * 100_000 + "]" * 100_000,
        '{"answers": ' + '{"1": ' * 50_000 + "1" + "}" * 50_001,
        '{"words": ' + "9" * 10_000 + "}",
        json.dumps(report(answers={"9" * 400: "x"})),
        json.dumps(report(about=10**400)),
    ],
    ids=["nul in a code", "deep", "deep within", "long number", "long key", "huge number"],
)
def test_no_body_breaks_anything(world, client, body):
    headers = {"Authorization": f"Bearer {post_key(world, 'hotline')}"}
    found = client.post(f"{BASE}/cases", body, content_type="application/json", headers=headers)
    assert found.status_code in (400, 422), found.content.decode()[:300]
    assert found["Content-Type"] == "application/problem+json"
    assert not Case.objects.exists()


def test_a_nul_among_words_is_left_out(world, client):
    sent(client, "/cases", report(words="楼道灯坏了。\x00"), 201, key=post_key(world, "hotline"))
    assert Case.objects.get().words == "楼道灯坏了。"


def test_a_head_has_what_a_get_has_but_no_body(world, client):
    case = world.report()
    asked = client.head(f"{BASE}/cases/{case.number}")
    assert asked.status_code == 200 and not asked.content
    assert asked["ETag"] == got(client, f"/cases/{case.number}")["ETag"]


def test_a_fault_tells_nothing_of_itself(world, client, monkeypatch):
    def breaks(*_args, **_kwargs):
        raise ValueError("a secret of the house")

    monkeypatch.setattr(told, "lines", breaks)
    found = got(client, "/cases", None, 500)
    assert found["Content-Type"] == "application/problem+json" and "secret" not in found.content.decode()


# Keys


def test_who_shows_no_key_or_a_wrong_one_is_told_so(world, client):
    assert sent(client, "/cases", report(), 401)["WWW-Authenticate"] == "Bearer"
    got(client, "/cases", None, 401, key="ys_nonsense")
    revoked, token = issued(world, "steward")
    actions.revoke_key(CLOCK, revoked)
    got(client, "/cases", None, 401, key=token)


def test_a_key_past_its_day_opens_nothing(world, client):
    token = key_of_resident(world)
    got(client, "/cases", key=token)
    with clock.at(clock.now() + timedelta(days=40)):
        found = got(client, "/cases", None, 401, key=token)
        assert found["WWW-Authenticate"].startswith("Bearer") and found.json()["status"] == 401
        sent(client, "/cases", report(), 401, key=token)
    assert not Case.objects.exists()


def test_a_key_does_what_its_scopes_say_and_no_more(world, client):
    case = world.report()
    reads = post_key(world, scopes=["read"])
    sent(client, "/cases", report(), 403, key=reads)
    do(client, case, "take", reads, 403)
    assert got(client, f"/cases/{case.number}/doings", key=reads).json() == {"items": []}
    works = post_key(world, scopes=["work"])
    do(client, case, "take", works)
    mine = key_of_resident(world, scopes=["speak"])
    do(client, case, "take", mine, 403)
    sent(client, "/cases", report(), 403, key=mine)


def test_the_session_of_a_browser_has_no_rights_here(world, client):
    client.force_login(world.people["steward"])
    case = world.report()
    do(client, case, "take", "", 401)
    assert got(client, f"/cases/{case.number}").json()["mine"] is False
    client.force_login(world.people["resident"])
    hidden = world.report(by=Actor(person=world.people["resident"]), visibility=Visibility.HOTLINE)
    got(client, f"/cases/{hidden.number}", None, 404)


def test_too_much_is_too_much(world, client, monkeypatch):
    monkeypatch.setattr(limiting, "READS", 2)
    monkeypatch.setattr(limiting, "LUMP", 1)
    statuses = [client.get(f"{BASE}/categories").status_code for _each in range(6)]
    assert statuses[:2] == [200, 200] and statuses[-2:] == [429, 429]
    found = got(client, "/categories", None, 429)
    assert int(found["Retry-After"]) > 0 and found.json()["status"] == 429


# What never leaves


def test_what_is_kept_from_the_public_leaves_by_no_address(world, client):
    hidden = world.report(visibility=Visibility.HOTLINE, words="楼上物业经理收钱不办事，请保密。")
    public = world.report()
    for post in ("", "steward", "hotline", "committee", "property"):
        key = post_key(world, post) if post else ""
        for path in ("/cases", f"/cases/{public.number}", "/categories", "/places"):
            assert "保密" not in got(client, path, key=key).content.decode()
        assert [each["number"] for each in got(client, "/cases", key=key).json()["items"]] == [public.number]
        assert got(client, "/cases", {"q": "物业经理"}, key=key).json()["items"] == []
        if key:
            mine = got(client, "/cases", {"mine": "true"}, key=key).json()["items"]
            assert [each["number"] for each in mine] == ([public.number] if post == "steward" else []), post
        else:
            got(client, "/cases", {"mine": "true"}, 401)
        absent = got(client, "/cases/9876543217", None, 404, key=key).json()
        for path in (f"/cases/{hidden.number}", f"/cases/{hidden.number}/events"):
            assert got(client, path, None, 404, key=key).json() == absent
        if key:
            got(client, f"/cases/{hidden.number}/doings", None, 404, key=key)
            for name in ("take", "note", "answer", "nudge"):
                body = {"kind": "solved"} if name == "answer" else {"text": "x"} if name != "take" else {}
                assert do(client, hidden, name, key, 404, body) == absent


def test_a_residents_own_key_reads_their_own_and_a_posts_key_what_everybody_reads(world, client):
    resident = Actor(person=world.people["resident"])
    said = "我是三栋501的周吴，楼道灯坏了，电话19912345678。"
    own = world.report(by=resident, words=said)
    hidden = world.report(by=resident, visibility=Visibility.HOTLINE)
    cases.take(world.actor("steward"), own)
    mine = key_of_resident(world)
    whole = got(client, f"/cases/{own.number}", key=mine).json()
    assert whole["words"] == said and whole["mine"]
    got(client, f"/cases/{hidden.number}", key=mine)
    assert {each["number"] for each in got(client, "/cases", {"mine": "true"}, key=mine).json()["items"]} == {
        own.number,
        hidden.number,
    }
    for key in (
        "",
        post_key(world, "steward"),
        post_key(world, "hotline"),
        key_of_resident(world, "neighbour"),
    ):
        text = got(client, f"/cases/{own.number}", key=key).content.decode()
        assert "周吴" not in text and "19912345678" not in text and "501" not in text


# Raising a matter


def test_a_matter_raised_by_a_residents_key_is_theirs(world, client):
    key = key_of_resident(world)
    answer = sent(client, "/cases", report(phone="199 0000 1111", name="王阿姨"), 201, key=key)
    case = Case.objects.get()
    filed = answer.json()
    assert filed["number"] == case.number and answer["Location"].endswith(f"/api/v1/cases/{case.number}")
    assert case.reporter == world.people["resident"] and case.channel == "api"
    assert case.contact_phone == "19900001111" and case.code_is(filed["code"])


def test_a_matter_raised_by_a_post_was_written_down_for_somebody(world, client):
    picture = base64.b64encode(jpeg().read()).decode()
    body = report(
        category="shared.service", answers={str(Question.objects.get().pk): "夜里"}, photos=[picture]
    )
    sent(client, "/cases", body, 201, key=post_key(world, "hotline"))
    case = Case.objects.get()
    assert case.reporter is None and "夜里" in case.words and case.photos.count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"place": "nowhere"}, "place"),
        ({"place": "421182001000"}, "place"),
        ({"category": "nonsense"}, "category"),
        ({"category": "shared"}, "category"),
        ({"category": "gas.leak"}, "calm"),
        ({"words": " "}, "words"),
        ({"words": None}, "words"),
        ({"words": "字" * 2001}, "words"),
        ({"answers": {"1": "x", "99": "y"}}, "answers.1"),
        ({"phone": "12"}, "phone"),
        ({"photos": ["???"]}, "photos.0"),
        ({"photos": ["aGVsbG8="]}, "photos"),
        ({"about": "org-nobody"}, "about"),
        ({"visibility": "secret"}, "visibility"),
        ({"wrods": "x"}, "wrods"),
    ],
)
def test_what_is_wrong_with_a_report_is_told_by_field_and_nothing_is_done(world, client, wrong, field):
    found = sent(client, "/cases", {**report(), **wrong}, 422, key=post_key(world, "hotline")).json()
    assert field in found["errors"], found
    assert not Case.objects.exists()


def test_whom_it_complains_about_does_not_get_it(world, client):
    sent(client, "/cases", report(about="org-property"), 201, key=post_key(world, "hotline"))
    assert Case.objects.get().about == world.posts["property"].organisation


# Sent twice


def test_sent_twice_it_happens_once_and_is_answered_the_same(world, client):
    key = post_key(world, "hotline")
    first = sent(client, "/cases", report(), 201, key=key, Idempotency_Key="a-1")
    again = sent(client, "/cases", report(), 201, key=key, Idempotency_Key="a-1")
    assert again.content == first.content and again["Idempotency-Replayed"] == "true"
    assert again["Location"] == first["Location"] and "Idempotency-Replayed" not in first
    assert Case.objects.count() == 1
    found = sent(client, "/cases", report(words="别的事情也要说一说。"), 422, key=key, Idempotency_Key="a-1")
    assert "Idempotency-Key" in found.json()["errors"]
    sent(client, "/cases", report(), 201, key=post_key(world, "hotline"), Idempotency_Key="a-1")
    assert Case.objects.count() == 2  # another key has names of its own


def test_what_was_refused_may_be_sent_again_mended(world, client):
    key = post_key(world, "hotline")
    sent(client, "/cases", report(place="x"), 422, key=key, Idempotency_Key="b")
    sent(client, "/cases", report(), 201, key=key, Idempotency_Key="b")
    assert Kept.objects.count() == 1


def test_what_was_done_is_done_once_also_when_its_answer_is_forgotten(world, client):
    key = post_key(world, "hotline")
    first = sent(client, "/cases", report(), 201, key=key, Idempotency_Key="c").json()
    with clock.at(clock.now() + timedelta(days=40)):
        Kept.objects.update(at=clock.real_now() - timedelta(days=40))
        assert actions.forget_answers() == 1
    again = sent(client, "/cases", report(), 201, key=key, Idempotency_Key="c").json()
    assert again["number"] == first["number"] and again["code"] == first["code"]
    assert Case.objects.count() == 1


def test_a_machine_that_was_cut_off_finds_nothing_done_or_everything(world, client, monkeypatch):
    """Cut off between the act and the answer: neither stands, and the same sending does it."""
    key = post_key(world, "hotline")
    real = actions.keep_answer

    def cut_off(*_args, **_kwargs):
        raise OperationalError("the connection is gone")

    monkeypatch.setattr(actions, "keep_answer", cut_off)
    assert int(sent(client, "/cases", report(), 503, key=key, Idempotency_Key="d")["Retry-After"]) > 0
    assert not Case.objects.exists()
    monkeypatch.setattr(actions, "keep_answer", real)
    sent(client, "/cases", report(), 201, key=key, Idempotency_Key="d")
    assert Case.objects.count() == 1


@pytest.mark.parametrize("name", ["a b", "字", "x" * 201])
def test_a_name_of_a_sending_is_plain(world, client, name):
    response = client.post(
        f"{BASE}/cases",
        json.dumps(report()),
        content_type="application/json",
        HTTP_AUTHORIZATION=f"Bearer {post_key(world, 'hotline')}",
        HTTP_IDEMPOTENCY_KEY=name,
    )
    assert response.status_code == 400 and not Case.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_at_once_under_one_name_are_one(world):
    key, start, statuses = post_key(world, "hotline"), threading.Barrier(2), []

    def send():
        start.wait()
        try:
            response = Client().post(
                f"{BASE}/cases",
                json.dumps(report()),
                content_type="application/json",
                headers={"Authorization": f"Bearer {key}", "Idempotency-Key": "e"},
            )
            statuses.append(response.status_code)
        finally:
            connection.close()

    senders = [threading.Thread(target=send) for _each in range(2)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert Case.objects.count() == 1
    assert sorted(statuses) in ([201, 201], [201, 409])


# Pages about it


def test_the_document_and_its_page_need_nobody_else(world, client):
    document = client.get(f"{BASE}/openapi.json")
    assert document.json()["openapi"] == "3.1.0"
    assert client.get(f"{BASE}/openapi.json", headers={"If-None-Match": document["ETag"]}).status_code == 304
    for language in ("en", "zh-hans"):
        page = client.get(f"{BASE}/docs", headers={"accept-language": language}).content.decode()
        assert "/api/v1/cases/{number}/doings/take" in page and "<script" not in page.split("<main", 1)[1]
        assert 'id="problem-not-found"' in page
