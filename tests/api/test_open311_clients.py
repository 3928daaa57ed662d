"""Two clients that others wrote, unmodified, against a running server: read, hand in, follow.

`three` is of 2017 and takes a name from `itertools` that Python has no more; it is given back to it, and nothing of the
client is otherwise than it was published. What it has for XML rests on more of that Python, so it is asked for JSON.
"""

import itertools
import sys

import pytest
from tests.api.test_keys import issued
from tests.cases.stage import jpeg

from yishi.cases import actions
from yishi.cases.models import Case

SAID = "三栋一单元楼道口堆着柴火，老人上下楼很不方便。"


@pytest.fixture
def served(transactional_db, record_can_be_emptied, live_server):
    """The small neighbourhood behind a server of its own."""
    from tests.world import build

    return build(), live_server.url


@pytest.fixture
def three(monkeypatch):
    monkeypatch.setattr(itertools, "ifilter", filter, raising=False)
    for name in [each for each in sys.modules if each.split(".")[0] == "three"]:
        monkeypatch.delitem(sys.modules, name)
    import three

    return three


def test_georeport_reads_and_follows(served):
    from georeport import GeoReport

    world, address = served
    case = world.report()
    for form in ("json", "xml"):
        city = GeoReport(f"{address}/open311/v2", output_format=form)
        kinds = city.get_service_list()
        assert {kind["service_code"] for kind in kinds} >= {"shared.stairwell", "gas.leak"}
        asked = city.get_service_definition("shared.service")
        assert asked["service_code"] == "shared.service"
        found = city.get_service_requests(service_code="shared.stairwell", status="open")
        one = found[0] if isinstance(found, list) else found
        assert one["service_request_id"] == case.number and one["description"] == SAID
        assert city.get_service_request(case.number)["status"] == "open"
        named = city.get_service_requests(service_request_id=case.number)
        assert (named[0] if isinstance(named, list) else named)["service_request_id"] == case.number
    actions.answer(
        world.actor("steward"), actions.take(world.actor("steward"), case), kind="solved", text="清走了。"
    )
    actions.confirm(world.reporter(case), case, contacted=True, satisfaction="satisfied")
    assert GeoReport(f"{address}/open311/v2").get_service_request(case.number)["status"] == "closed"


def test_georeport_asks_for_one_jurisdiction(served):
    from georeport import GeoReport

    world, address = served
    world.report()
    there = GeoReport(f"{address}/open311/v2", jurisdiction=world.places["estate2"].code)
    assert there.get_service_requests() == [] and there.get_service_list()


def test_three_reads_hands_in_and_follows(served, three):
    world, address = served
    _key, token = issued(world)
    city = three.Three(f"{address}/open311/v2", api_key=token)
    assert city.discovery()["endpoints"][0]["url"] == f"{address}/open311/v2"
    assert {kind["service_code"] for kind in city.services()} >= {"shared.stairwell"}
    assert city.services("shared.service")["attributes"]
    handed_in = city.post(
        "shared.stairwell", address="桂花苑3栋", name="Osmanthus Wang", phone="13900000001", description=SAID
    )
    number = handed_in[0]["service_request_id"]
    case = Case.objects.get()
    assert (
        case.number == number and case.place == world.places["b3"] and case.contact_name == "Osmanthus Wang"
    )
    assert city.request(number)[0]["status"] == "open"
    assert [each["service_request_id"] for each in city.requests("shared.stairwell", count=5)] == [number]
    assert city.token(handed_in[0]["token"])[0]["service_request_id"] == number
    assert city.requests(start="01-01-2026", end="01-31-2026") == []
    actions.take(world.actor("steward"), case)
    assert city.request(number)[0]["extended_attributes"]["state"] == "handling"


def test_three_sends_a_picture_along(served, three, tmp_path):
    world, address = served
    _key, token = issued(world)
    picture = tmp_path / "stairs.jpg"
    picture.write_bytes(jpeg().read())
    city = three.Three(f"{address}/open311/v2", api_key=token)
    with picture.open("rb") as media:
        city.post("shared.stairwell", address="桂花苑3栋", description=SAID, media=media)
    assert Case.objects.get().photos.count() == 1


def test_three_is_told_what_was_wrong(served, three):
    _world, address = served
    city = three.Three(f"{address}/open311/v2", api_key="nonsense")
    assert city.post("shared.stairwell", address="桂花苑3栋", description=SAID)[0]["code"] == "403"
    assert city.request("1")[0]["code"] == "404"
