"""Open311 GeoReport v2 at its addresses: shape, filters, handing in, news, and what must never leave by this door."""

import json
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.api.test_keys import issued, of_person
from tests.cases.stage import jpeg

from yishi.api import limiting
from yishi.api.open311 import answers
from yishi.cases import actions
from yishi.cases.models import Case, Question, State, Visibility
from yishi.network.actors import CLOCK
from yishi.record import clock
from yishi.record.models import Entry

pytestmark = pytest.mark.django_db
BASE = "/open311/v2"
SAID = "三栋一单元楼道口堆着柴火，老人上下楼很不方便。"


def got(client, path: str, query: dict | None = None, status: int = 200):
    """The answer in JSON."""
    response = client.get(f"{BASE}/{path}", query or {})
    assert response.status_code == status, response.content.decode()[:300]
    return response.json()


def numbers(client, **query) -> list[str]:
    return [each["service_request_id"] for each in got(client, "requests.json", query)]


def sent(client, token, *, expect: int = 200, path="requests.json", headers=None, **said):
    chosen = {
        "api_key": token,
        "service_code": "shared.stairwell",
        "description": SAID,
        "address_id": "421182001901-01-03",
        **said,
    }
    chosen = {name: value for name, value in chosen.items() if value is not None}
    response = client.post(f"{BASE}/{path}", chosen, headers=headers or {})
    assert response.status_code == expect, response.content.decode()[:300]
    return response.json()


# Shape


def may_be(kind):
    return (kind, type(None))


SERVICE = {
    "service_code": (str, True),
    "service_name": (str, True),
    "description": (may_be(str), False),
    "metadata": (bool, True),
    "type": (str, True),
    "keywords": (may_be(str), False),
    "group": (may_be(str), False),
}
ATTRIBUTE = {
    "variable": (bool, True),
    "code": (str, True),
    "datatype": (str, True),
    "required": (bool, True),
    "datatype_description": (may_be(str), False),
    "order": (may_be(int), False),
    "description": (may_be(str), False),
}
REQUEST = {
    "service_request_id": (str, True),
    "status": (str, True),
    "status_notes": (may_be(str), False),
    "service_name": (may_be(str), False),
    "service_code": (str, True),
    "description": (may_be(str), False),
    "agency_responsible": (may_be(str), False),
    "service_notice": (may_be(str), False),
    "requested_datetime": (str, True),
    "updated_datetime": (may_be(str), False),
    "expected_datetime": (may_be(str), False),
    "address": (may_be(str), False),
    "address_id": (may_be(str), False),
    "zipcode": (may_be(str), False),
    "lat": (may_be(float), False),
    "long": (may_be(float), False),
    "media_url": (may_be(str), False),
}
DATATYPES = {"string", "number", "datetime", "text", "singlevaluelist", "multivaluelist"}


def fits(found: dict, shape: dict) -> None:
    for name, (kind, required) in shape.items():
        assert not required or name in found, f"{name} is missing"
        assert isinstance(
            found.get(name),
            kind if required else (kind if isinstance(kind, tuple) else (kind,)) + (type(None),),
        )


def test_services_have_the_shape_of_the_schema(world, client):
    found = got(client, "services.json")
    assert {each["service_code"] for each in found} == {"shared.stairwell", "shared.service", "gas.leak"}
    for each in found:
        fits(each, SERVICE)
        assert each["type"] in ("realtime", "batch", "blackbox")


def test_definitions_have_the_shape_of_the_schema_and_the_questions_of_the_kind(world, client):
    for code in ("shared.stairwell", "shared.service", "gas.leak"):
        found = got(client, f"services/{code}.json")
        assert found["service_code"] == code
        for each in found["attributes"]:
            fits(each, ATTRIBUTE)
            assert each["datatype"] in DATATYPES
            for value in each.get("values", []):
                assert isinstance(value["key"], str) and isinstance(value["name"], str)
        assert [each["order"] for each in found["attributes"]] == list(range(1, len(found["attributes"]) + 1))
    asked = got(client, "services/shared.service.json")["attributes"][-1]
    question = Question.objects.get()
    assert asked["code"] == f"q{question.pk}" and asked["description"] == question.text
    assert [value["key"] for value in asked["values"]] == ["白天", "夜里"]


def test_an_emergency_says_first_whom_to_ring(world, client):
    first = got(client, "services/gas.leak.json")["attributes"][0]
    assert not first["variable"] and "119" in first["description"]


def test_requests_have_the_shape_of_the_schema(world, client):
    world.report()
    world.answered()
    found = got(client, "requests.json")
    assert len(found) == 2
    for each in found:
        fits(each, REQUEST)
        assert each["status"] in ("open", "closed")
        for name in ("requested_datetime", "updated_datetime"):
            assert datetime.fromisoformat(each[name]).tzinfo is not None


def test_a_request_tells_what_its_page_tells(world, client):
    case = world.report()
    found = got(client, f"requests/{case.number}.json")[0]
    assert found["service_request_id"] == case.number
    assert found["description"] == case.public_words == SAID
    assert found["address"] == case.place.label and found["address_id"] == case.place.code
    assert found["service_code"] == "shared.stairwell" and found["service_name"] == "楼道堆物"
    assert found["agency_responsible"] == case.holder.title
    assert found["expected_datetime"] == case.due_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert found["extended_attributes"]["state"] == "reported"
    page = found["extended_attributes"]["url"]
    assert client.get(page.removeprefix("http://testserver")).status_code == 200


def test_names_come_in_the_language_that_is_asked_for(world, client):
    world.report()
    response = client.get(f"{BASE}/requests.json", headers={"Accept-Language": "en"})
    assert response.json()[0]["service_name"] == "Clutter in the stairwell"


def test_words_nobody_looked_at_are_not_told(world, client):
    case = world.report("三栋的王小明又把柴火堆在楼道里了，电话13812345678。")
    told = json.dumps(got(client, f"requests/{case.number}.json"), ensure_ascii=False)
    assert "王小明" not in told and "138" not in told and "柴火" not in told
    assert got(client, "requests.json")[0]["description"] is None


def test_what_was_answered_last_stands_in_the_notes(world, client):
    case = world.answered()
    found = got(client, f"requests/{case.number}.json")[0]
    assert "柴火已经清走" in found["status_notes"] and found["status"] == "open"


@pytest.mark.parametrize(
    "path", ["discovery", "services", "services/shared.service", "requests", "servicerequestupdates"]
)
def test_xml_tells_the_same_as_json(world, client, path):
    world.answered()
    plain = got(client, f"{path}.json")
    response = client.get(f"{BASE}/{path}.xml")
    assert response["Content-Type"].startswith("text/xml")
    assert as_read(ElementTree.fromstring(response.content)) == said_in_xml(plain)


def as_read(element):
    inner = list(element)
    if not inner:
        return element.text or ""
    if element.tag in answers.ITEMS:
        return [as_read(child) for child in inner]
    return {child.tag: as_read(child) for child in inner}


def said_in_xml(value):
    if isinstance(value, dict):
        return {name: said_in_xml(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [said_in_xml(inner) for inner in value]
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def test_xml_holds_whatever_was_written():
    hostile = {"service_requests": ["<b>&\x00\x0b\ufffe]]>\ud800"]}
    read = ElementTree.fromstring(answers.as_xml(hostile, "root").decode())
    assert read.find("service_requests/request").text == "<b>&]]>"


def test_the_discovery_leads_to_where_all_of_this_stands(world, client):
    found = got(client, "discovery.json")["endpoints"][0]
    assert found["url"] == f"http://testserver{BASE}"
    assert {"application/json", "text/xml"} == set(found["formats"])


# Filters


def test_requests_by_their_numbers(world, client):
    first, second, _third = world.report(), world.report(), world.report()
    asked = f"{first.number},{second.number},999,nonsense"
    assert set(numbers(client, service_request_id=asked)) == {first.number, second.number}
    assert numbers(client, service_request_id="999999999") == []


def test_numbers_override_the_other_filters(world, client):
    with clock.at(clock.now() - timedelta(days=180)):
        case = world.report()
    assert numbers(client, service_request_id=case.number, status="closed", service_code="gas.leak") == [
        case.number
    ]


def test_requests_of_kinds_and_of_headings(world, client):
    stairs, service = world.report(), world.report(category="service")
    assert numbers(client, service_code="shared.stairwell") == [stairs.number]
    assert set(numbers(client, service_code="shared")) == {stairs.number, service.number}
    assert set(numbers(client, service_code="shared.stairwell,shared.service")) == {
        stairs.number,
        service.number,
    }
    assert numbers(client, service_code="gas.leak") == []
    got(client, "requests.json", {"service_code": "unknown"}, status=404)


def test_requests_between_dates(world, client):
    now = clock.now()
    for days in (200, 100, 50, 10):
        with clock.at(now - timedelta(days=days)):
            world.report()
    by_age = [case.number for case in Case.objects.order_by("reported_at")]

    def day(days):
        return (now - timedelta(days=days)).isoformat()

    assert numbers(client) == [by_age[3], by_age[2]]
    assert numbers(client, start_date=day(101)) == [by_age[2], by_age[1]]
    assert numbers(client, start_date=day(120), end_date=day(40)) == [by_age[2], by_age[1]]
    assert numbers(client, end_date=day(60)) == [by_age[1]]
    assert numbers(client, start_date=day(210), end_date=day(190)) == [by_age[0]]
    got(client, "requests.json", {"start_date": day(120), "end_date": day(10)}, status=400)
    got(client, "requests.json", {"start_date": day(10), "end_date": day(20)}, status=400)
    for wrong in (
        "yesterday",
        "2026-13-45",
        "99999-01-01",
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59-12:00",
        "\x00",
    ):
        got(client, "requests.json", {"start_date": wrong}, status=400)


def test_a_day_alone_means_all_of_it(world, client):
    case = world.report()
    today = clock.today().isoformat()
    assert numbers(client, start_date=today, end_date=today) == [case.number]


def test_a_plus_that_an_address_lost_is_understood(world, client):
    case = world.report()
    begin = f"{BASE}/requests.json?start_date={clock.today()}T00:00:00+08:00"
    assert [each["service_request_id"] for each in client.get(begin).json()] == [case.number]


def test_requests_by_status(world, client):
    fresh, answered = world.report(), world.answered()
    closed = world.answered()
    actions.confirm(world.reporter(closed), closed, contacted=True, satisfaction="satisfied")
    assert set(numbers(client, status="open")) == {fresh.number, answered.number}
    assert numbers(client, status="closed") == [closed.number]
    assert len(numbers(client, status="open,closed")) == 3
    got(client, "requests.json", {"status": "parked"}, status=400)


def test_requests_of_a_place(world, client):
    here, there = world.report(), world.report(place="c1")
    assert numbers(client, jurisdiction_id=world.places["estate"].code) == [here.number]
    assert set(numbers(client, jurisdiction_id=world.places["street"].code)) == {here.number, there.number}
    for path in (
        "requests",
        "services",
        "services/shared.stairwell",
        f"requests/{here.number}",
        "servicerequestupdates",
    ):
        got(client, f"{path}.json", {"jurisdiction_id": "nowhere"}, status=404)
    got(client, f"requests/{there.number}.json", {"jurisdiction_id": world.places["estate"].code}, status=404)


def test_requests_that_changed_since(world, client):
    with clock.at(clock.now() - timedelta(days=5)):
        world.report()
        moved = world.report()
    actions.take(world.actor("steward"), moved)
    since = (clock.now() - timedelta(days=1)).isoformat()
    assert numbers(client, updated_after=since) == [moved.number]
    assert moved.number not in numbers(client, updated_before=since)


def test_pages_follow_one_another_by_key_and_by_number(world, client):
    cases = [world.report().number for _n in range(5)][::-1]
    pages, path = [], f"{BASE}/requests.json?page_size=2"
    while path:
        response = client.get(path)
        pages.append([each["service_request_id"] for each in response.json()])
        path = response.headers.get("Link", "").partition(">")[0].removeprefix("<http://testserver")
    assert pages == [cases[:2], cases[2:4], cases[4:]]
    assert numbers(client, page_size=2, page=2) == cases[2:4]
    for wrong in (
        {"page_size": 0},
        {"page_size": 1001},
        {"page": -1},
        {"page": "x"},
        {"after": "x"},
        {"page": 9999},
    ):
        got(client, "requests.json", wrong, status=400)


def test_what_is_not_there_is_told_as_a_list_of_errors(world, client):
    for path in (
        "requests/123.json",
        "services/none.json",
        "tokens/none.json",
        "nothing/here",
        "requests/x.y.json",
    ):
        found = got(client, path, status=404)
        assert found[0]["code"] == "404" and found[0]["description"]
    response = client.get(f"{BASE}/requests/123.xml")
    assert response.status_code == 404
    assert ElementTree.fromstring(response.content).find("error/code").text == "404"
    assert client.get(f"{BASE}/requests.html").status_code == 404


def test_what_one_has_already_is_told_in_a_line(world, client):
    world.report()
    first = client.get(f"{BASE}/requests.json")
    again = client.get(f"{BASE}/requests.json", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304 and not again.content
    world.report()
    assert client.get(f"{BASE}/requests.json", headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_a_list_asks_the_same_however_long_it_is(world, client):
    def asked() -> int:
        limiting.forget()
        with CaptureQueriesContext(connection) as queries:
            got(client, "requests.json")
        return len(queries)

    for _n in range(3):
        world.report()
    asked()
    few = asked()
    for _n in range(20):
        world.answered()
    assert asked() <= few <= 8


# What must not leave


CANARY = "金丝雀"


def canaries(world) -> dict[str, Case]:
    """A case of each visibility that says something nobody else says."""
    return {
        Visibility.PUBLIC: world.report(f"公开的{CANARY}在楼道里堆着柴火。"),
        Visibility.ANONYMOUS: world.report(
            f"无名的{CANARY}在楼道里堆着柴火。", visibility=Visibility.ANONYMOUS
        ),
        Visibility.HOTLINE: world.report(f"保密的{CANARY}在楼道里堆着柴火。", visibility=Visibility.HOTLINE),
    }


def test_a_case_kept_from_the_public_leaves_by_no_way(world, client):
    found = canaries(world)
    hidden = found[Visibility.HOTLINE]
    actions.answer(
        world.actor("steward"), actions.take(world.actor("steward"), hidden), kind="solved", text="好了。"
    )
    _key, token = issued(world)
    signed = sent(client, token, description="另一件事情，请看看。")[0]["token"]
    forged = f"{hidden.pk}:{signed.split(':', 1)[1]}"
    place, day = hidden.place.code, clock.today().isoformat()
    queries = [
        {},
        {"service_request_id": hidden.number},
        {"service_code": hidden.category.code},
        {"status": "open"},
        {"status": "closed"},
        {"jurisdiction_id": place},
        {"start_date": day, "end_date": day},
        {"updated_after": day},
        {"page_size": 1, "page": 2},
    ]
    for form in ("json", "xml"):
        for headers in ({}, {"Authorization": f"Bearer {token}"}):
            for path in ("requests", "servicerequestupdates"):
                for query in queries:
                    if path == "servicerequestupdates" and "page" in query:
                        continue
                    body = client.get(f"{BASE}/{path}.{form}", query, headers=headers).content.decode()
                    assert hidden.number not in body and "保密" not in body, (path, query)
            one = client.get(f"{BASE}/requests/{hidden.number}.{form}", headers=headers)
            none = client.get(f"{BASE}/requests/1000000008.{form}", headers=headers)
            assert one.status_code == none.status_code == 404 and one.content == none.content
            assert client.get(f"{BASE}/tokens/{forged}.{form}", headers=headers).status_code == 404
    told = numbers(client)
    assert found[Visibility.PUBLIC].number in told and found[Visibility.ANONYMOUS].number in told


def test_a_case_kept_from_the_public_takes_no_place_of_another(world, client):
    """Neither a page that is shorter nor an address of a next one tells that something was left out."""
    shown = [world.report().number]
    world.report(visibility=Visibility.HOTLINE)
    shown.insert(0, world.report().number)
    response = client.get(f"{BASE}/requests.json", {"page_size": 2})
    assert [
        each["service_request_id"] for each in response.json()
    ] == shown and "Link" not in response.headers


def test_news_of_a_case_kept_from_the_public_is_taken_from_nobody(world, client):
    hidden = world.report(visibility=Visibility.HOTLINE)
    _key, token = issued(world, "steward")
    said = {"service_request_id": hidden.number, "description": "已经处理好了。", "status": "open"}
    sent(client, token, path="servicerequestupdates.json", expect=404, **said)


def test_who_reported_is_told_to_nobody(world, client):
    _key, token = issued(world)
    number = sent(client, token, first_name="小明", last_name="王", phone="13900000001")[0][
        "service_request_id"
    ]
    case = Case.objects.get()
    assert case.contact_name == "王小明" and case.contact_phone == "13900000001"
    told = json.dumps(got(client, f"requests/{number}.json"), ensure_ascii=False)
    assert "王小明" not in told and "139" not in told


# Handing in


def test_what_is_handed_in_is_a_case_on_the_first_desk(world, client):
    _key, token = issued(world)
    found = sent(client, token)[0]
    case = Case.objects.get()
    assert found["service_request_id"] == case.number
    assert case.holder == world.posts["steward"] and case.channel == "api" and case.words == SAID
    assert case.state == State.REPORTED and case.reporter is None
    assert case.code_is(found["extended_attributes"]["follow_code"])
    entry = Entry.objects.filter(subject=case.ref).order_by("pk")[0]
    assert entry.kind == "cases.Reported" and entry.actor == world.posts["hotline"].ref
    assert got(client, f"tokens/{found['token']}.json")[0]["service_request_id"] == case.number


def test_words_handed_in_wait_for_a_look_like_any_other(world, client):
    _key, token = issued(world)
    number = sent(client, token, description="柴火堆了很久，请打13812345678。")[0]["service_request_id"]
    assert Case.objects.get().is_pending
    assert got(client, f"requests/{number}.json")[0]["description"] is None


def test_a_resident_hands_in_by_their_own_key(world, client):
    _key, token = of_person(world)
    sent(client, token)
    case = Case.objects.get()
    assert case.reporter == world.people["resident"]
    assert Entry.objects.filter(subject=case.ref).order_by("pk")[0].actor == "resident"


def test_answers_to_the_questions_of_the_kind_are_kept_with_the_words(world, client):
    _key, token = issued(world)
    code = f"attribute[q{Question.objects.get().pk}]"
    sent(client, token, service_code="shared.service", **{code: "夜里"})
    assert Case.objects.get().words == f"{SAID}\n什么时候？夜里"
    sent(client, token, service_code="shared.service", expect=400, **{code: "中午"})


def test_pictures_that_come_along_are_kept_and_wait_for_a_look(world, client):
    _key, token = issued(world)
    number = sent(client, token, media=jpeg())[0]["service_request_id"]
    assert Case.objects.get().photos.count() == 1
    assert got(client, f"requests/{number}.json")[0]["media_url"] is None
    sent(client, token, expect=400, description="又一件事情。", media=open(__file__, "rb"))  # noqa: SIM115


@pytest.mark.parametrize(
    ("where", "place"),
    [
        ({"address_id": "421182001901-01-05"}, "b5"),
        ({"address_id": None, "attribute[place]": "421182001901-01-05"}, "b5"),
        ({"address_id": None, "address_string": "武穴街道桂花社区桂花苑3栋2单元门口"}, "b3"),
        ({"address_id": None, "address_string": "桂花苑 5栋"}, "b5"),
        ({"address_id": None, "address_string": "Osmanthus Court, Building 5"}, "b5"),
        ({"address_id": None, "address_string": "香樟苑大门口"}, "estate2"),
        ({"address_id": None, "address_string": "香樟苑13栋"}, "estate2"),
        ({"address_id": None, "jurisdiction_id": "421182001901-02"}, "estate2"),
        ({"address_id": None, "jurisdiction_id": "421182001901-02", "address_string": "1栋"}, "c1"),
    ],
)
def test_where_it_is_can_be_said_in_several_ways(world, client, where, place):
    _key, token = issued(world)
    sent(client, token, **where)
    assert Case.objects.get().place == world.places[place]


@pytest.mark.parametrize(
    "wrong",
    [
        {"address_id": None},
        {"address_id": None, "lat": "30.1", "long": "115.5"},
        {"address_id": "nowhere"},
        {"address_id": "421182001000"},
        {"address_id": None, "address_string": "月亮上"},
        {"address_id": None, "address_string": "楼下"},
        {"jurisdiction_id": "421182001901-02"},
        {"description": ""},
        {"description": None},
        {"description": "啊" * 2001},
        {"service_code": ""},
        {"phone": "abc"},
        {"service_code": "gas.leak"},
    ],
)
def test_what_cannot_be_meant_is_refused_with_a_sentence(world, client, wrong):
    _key, token = issued(world)
    found = sent(client, token, expect=400, **wrong)
    assert found[0]["code"] == "400" and len(found[0]["description"]) > 5
    assert not Case.objects.exists()


def test_an_address_that_could_be_several_places_names_them(world, client):
    from yishi.network import actions as network

    network.add_place(CLOCK, world.places["estate2"], code="x-3", level="building", name_zh="3栋")
    _key, token = issued(world)
    said = sent(client, token, expect=400, address_id=None, address_string="3栋")[0]["description"]
    assert "421182001901-01-03" in said and "x-3" in said
    sent(client, token, address_id=None, address_string="香樟苑3栋")
    assert Case.objects.get().place.code == "x-3"


def test_an_emergency_is_taken_once_nobody_is_in_danger(world, client):
    _key, token = issued(world)
    assert "请马上离开" in sent(client, token, expect=400, service_code="gas.leak")[0]["description"]
    sent(client, token, service_code="gas.leak", **{"attribute[calm]": "yes"})
    assert Case.objects.count() == 1


def test_sent_twice_it_happens_once(world, client):
    _key, token = issued(world)
    first, again = sent(client, token, account_id="7"), sent(client, token, account_id="7")
    assert first == again and Case.objects.count() == 1
    sent(client, token, account_id="8")
    assert Case.objects.count() == 2
    named = [sent(client, token, headers={"Idempotency-Key": "a-1"}, account_id=str(n)) for n in (9, 10)]
    assert (
        named[0][0]["service_request_id"] == named[1][0]["service_request_id"] and Case.objects.count() == 3
    )


def test_two_systems_that_say_the_same_are_two(world, client):
    for post in ("hotline", "steward"):
        sent(client, issued(world, post)[1], headers={"Idempotency-Key": "1"})
    assert Case.objects.count() == 2


def test_without_a_good_key_nothing_is_handed_in(world, client):
    reading = issued(world, scopes=["read"])[1]
    unit = issued(world, "fire")[1]
    for token in (None, "", "nonsense", reading, unit):
        found = sent(client, token, expect=403)
        assert found[0]["code"] == "403"
    assert client.post(f"{BASE}/requests.xml", {"api_key": "x"}).status_code == 403
    assert not Case.objects.exists()


def test_a_session_is_no_key(world, client):
    client.force_login(world.people["hotline"])
    assert client.post(f"{BASE}/requests.json", {"description": SAID}).status_code == 403


def test_xml_answers_what_was_handed_in(world, client):
    _key, token = issued(world)
    said = {
        "api_key": token,
        "service_code": "shared.stairwell",
        "description": SAID,
        "address_id": "421182001901-01",
    }
    read = ElementTree.fromstring(client.post(f"{BASE}/requests.xml", said).content)
    assert read.tag == "service_requests"
    assert read.find("request/service_request_id").text == Case.objects.get().number


# News


def told(client, token, case, expect=200, **said):
    usual = {
        "service_request_id": case.number,
        "update_id": "u-1",
        "status": "open",
        "description": "明天上门。",
    }
    response = client.post(f"{BASE}/servicerequestupdates.json", {"api_key": token, **usual, **said})
    assert response.status_code == expect, response.content.decode()[:300]
    return response.json()


def test_news_stands_in_the_story_once(world, client):
    case = world.handling()
    _key, token = issued(world, "steward")
    first = told(client, token, case)
    assert told(client, token, case) == first
    assert case.notes.count() == 1 and "明天上门" in client.get(f"/cases/{case.number}/").content.decode()
    listed = got(client, "servicerequestupdates.json", {"service_request_id": case.number})
    assert listed[-1]["update_id"] == first[0]["update_id"] and "明天上门" in listed[-1]["description"]


def test_what_is_closed_there_is_answered_here_and_the_resident_is_asked(world, client):
    case = world.handling()
    _key, token = issued(world, "steward")
    told(client, token, case, status="closed", description="柴火已经清走。")
    told(client, token, case, status="closed", description="柴火已经清走。")
    case.refresh_from_db()
    assert case.state == State.ANSWERED and case.answers.count() == 1
    last = got(client, "servicerequestupdates.json", {"service_request_id": case.number})[-1]
    assert last["extended_attributes"]["state"] == "answered" and "柴火已经清走" in last["description"]
    assert last["status"] == "open"


def test_a_unit_that_was_called_in_answers_its_part(world, client):
    steward = world.actor("steward")
    case = world.handling()
    actions.ask_part(steward, case, asked=world.posts["fire"], text="请清理消防通道。")
    _key, token = issued(world, "fire")
    told(client, token, case, status="closed", description="已派人清理。")
    part = case.parts.get()
    assert part.reply == "已派人清理。"


def test_news_is_taken_from_those_alone_whose_matter_it_is(world, client):
    case = world.handling()
    told(client, issued(world, "steward2")[1], case, expect=409)
    told(client, issued(world, "steward", scopes=["read", "report"])[1], case, expect=403)
    told(client, of_person(world)[1], case, expect=403)
    told(client, "", case, expect=403)
    good = issued(world, "steward")[1]
    told(client, good, case, expect=400, description="")
    told(client, good, case, expect=400, status="half")
    told(client, good, case, expect=404, service_request_id="17")
    assert not case.notes.exists()


def test_updates_come_in_order_and_none_is_missed(world, client):
    case = world.answered()
    other = world.report()
    seen, path = [], f"{BASE}/servicerequestupdates.json?page_size=2"
    while path:
        response = client.get(path)
        seen += response.json()
        path = response.headers.get("Link", "").partition(">")[0].removeprefix("<http://testserver")
    ids = [int(each["update_id"]) for each in seen]
    assert ids == sorted(set(ids))
    events = [
        each["extended_attributes"]["event"] for each in seen if each["service_request_id"] == case.number
    ]
    assert events == ["Reported", "Taken", "Answered"]
    assert [each["service_request_id"] for each in seen][-1] == other.number
    later = got(client, "servicerequestupdates.json", {"after": ids[-1]})
    assert later == []
    begin = (clock.now() + timedelta(hours=1)).isoformat()
    assert got(client, "servicerequestupdates.json", {"start_date": begin}) == []
    assert len(got(client, "servicerequestupdates.json", {"start_date": clock.today().isoformat()})) == len(
        seen
    )


def test_what_is_said_among_those_who_handle_it_is_no_update(world, client):
    case = world.handling()
    actions.note(world.actor("steward"), case, text="内部：先问物业", public=False)
    said = json.dumps(got(client, "servicerequestupdates.json"), ensure_ascii=False)
    assert "内部" not in said and "Noted" not in said


# Limits and hostile values


def test_whoever_asks_too_much_is_told_when_to_come_back(world, client, monkeypatch):
    monkeypatch.setattr(limiting, "READS", 60)
    monkeypatch.setattr(limiting, "LUMP", 5)
    answers_ = [client.get(f"{BASE}/discovery.json") for _n in range(80)]
    late = [each for each in answers_ if each.status_code == 429]
    assert 10 <= len(late) <= 25 and int(late[0]["Retry-After"]) > 0
    assert late[0].json()[0]["code"] == "429"
    other = client.get(f"{BASE}/discovery.json", REMOTE_ADDR="10.0.0.9")
    assert other.status_code == 200


def test_a_key_hands_in_so_much_a_minute(world, client, monkeypatch):
    monkeypatch.setattr(limiting, "WRITES", 2)
    _key, token = issued(world)
    for n in range(2):
        sent(client, token, account_id=str(n))
    sent(client, token, account_id="3", expect=429)
    assert Case.objects.count() == 2


def test_keys_are_not_guessed_for_long(world, client, monkeypatch):
    monkeypatch.setattr(limiting, "WRONG_KEYS", 3)
    assert [sent(client, f"wrong-{n}", expect=403)[0]["code"] for n in range(3)] == ["403"] * 3
    sent(client, "wrong", expect=429)


HOSTILE = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        [
            "'; DROP TABLE cases_case; --",
            "%",
            "\x00",
            "\ud800",
            "١٢",
            "²",
            "1e9",
            "-1",
            "9" * 30,
            "{}",
            "[]",
            "../",
            "a" * 5000,
        ]
    ),
)
FILTERS = (
    *("service_request_id", "service_code", "start_date", "end_date", "status", "jurisdiction_id"),
    *("page", "page_size", "after", "updated_after", "updated_before"),
)


@given(name=st.sampled_from(FILTERS), value=HOSTILE, form=st.sampled_from(["json", "xml"]))
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_value_of_a_filter_is_a_fault(world, client, name, value, form):
    limiting.forget()
    for path in ("requests", "servicerequestupdates", "services"):
        status = client.get(f"{BASE}/{path}.{form}?{urlencode({name: value}, errors='replace')}").status_code
        assert status in (200, 400, 404), (path, name, value)


@given(value=HOSTILE.filter(lambda text: "/" not in text and "?" not in text and "#" not in text))
@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_address_is_a_fault(world, client, value):
    from urllib.parse import quote

    limiting.forget()
    for path in ("requests/{}.json", "services/{}.xml", "tokens/{}.json", "requests.{}", "{}"):
        status = client.get(f"{BASE}/{path.format(quote(value, errors='replace'))}").status_code
        assert status in (200, 301, 404), (path, value)


FIELDS = (
    *("service_code", "address_id", "address_string", "lat", "long", "email", "device_id", "account_id"),
    *("first_name", "last_name", "phone", "description", "media_url", "jurisdiction_id", "attribute[place]"),
)


@given(name=st.sampled_from(FIELDS), value=HOSTILE)
@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_value_of_a_field_is_a_fault(world, client, name, value):
    _key, token = issued(world)
    said = {
        "api_key": token,
        "service_code": "shared.service",
        "description": SAID,
        "address_id": "421182001901-01-03",
        name: value.encode(errors="replace").decode(),
    }
    status = client.post(f"{BASE}/requests.json", said).status_code
    assert status in (200, 400, 404), (name, value)
