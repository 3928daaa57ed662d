"""Pages of places, grids, plans and the way to one's door."""

import io
import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from PIL import Image

from yishi.network import actions, pictures
from yishi.network.actions.plans import twice_the_area, wrong_with_outline
from yishi.network.actors import CLOCK
from yishi.network.models import Dwelling, Grid, GridPart, Level, Place, Plan, Residence, Zone
from yishi.record import Refused, clock
from yishi.site.retention import orphans

TODAY = date(2026, 6, 15)
B3 = "/net/places/421182001901-01-03/"
COMMUNITY = "/net/places/421182001901/"


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def june(world):
    with clock.at(datetime(2026, 6, 15, 12, tzinfo=ZoneInfo("Asia/Shanghai"))):
        yield world


@pytest.fixture
def committee(june, client):
    """The browser of the community committee, in English."""
    return signed_in(june, client, "committee")


def signed_in(world, client, who):
    client.force_login(world.people[who])
    client.cookies["django_language"] = "en"
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def text(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def site_plan() -> SimpleUploadedFile:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Camera of somebody"
    Image.new("RGB", (400, 300), "white").save(out, "JPEG", exif=exif)
    return SimpleUploadedFile("plan.jpg", out.getvalue(), "image/jpeg")


# --- who gets in ---

KEEPING = ["add/", "name/", "code/", "close/", "move/", "split/", "plan/", "grids/"]


@pytest.mark.parametrize("page", KEEPING)
@pytest.mark.parametrize("who", ["steward", "hotline", "property", "resident"])
def test_who_does_not_keep_places_is_told_why(june, client, page, who):
    response = signed_in(june, client, who).get(COMMUNITY + page)
    assert response.status_code == 403
    assert "community committee" in text(response)


@pytest.mark.parametrize("page", KEEPING)
def test_strangers_are_asked_to_sign_in(june, client, page):
    assert client.get(COMMUNITY + page).status_code == 302


def test_everybody_may_look_at_places_but_at_no_household(june, client):
    assert client.get("/net/places/").status_code == 200
    assert client.get(COMMUNITY).status_code == 200
    home = actions.add_place(
        CLOCK, june.places["b3"], code="421182001901-01-03-501", level=Level.HOUSEHOLD, name_zh="501"
    )
    assert client.get(f"/net/places/{home.code}/").status_code == 404
    assert "501" not in text(client.get(B3))
    assert client.get("/net/places/nowhere/").status_code == 404


# --- the tree ---


def test_a_place_is_added_with_the_code_that_is_suggested(committee):
    page = committee.get("/net/places/421182001901-01/add/")
    assert "421182001901-01-01" in text(page)
    sent = {"level": "building", "name_zh": "7栋", "name_en": "Building 7", "key": "k"}
    for _twice in range(2):
        response = committee.post("/net/places/421182001901-01/add/", sent)
        assert response.status_code == 302 and response["Location"].endswith("/421182001901-01-07/")
    assert Place.objects.filter(name_zh="7栋").count() == 1


def test_what_cannot_be_comes_back_as_a_form_with_a_sentence(committee):
    bad = {"level": "building", "name_zh": "7栋", "code": "370502003056-1"}
    response = committee.post("/net/places/421182001901-01/add/", bad)
    assert response.status_code == 422 and "begins with that of the place" in text(response)
    response = committee.post(B3 + "close/", {"on": "2026-06-16"})
    assert response.status_code == 422 and "entered on its day" in text(response)
    response = committee.post(B3 + "move/", {"to": "421182001901-01-05", "on": "2026-06-15"})
    assert response.status_code == 422
    assert committee.get("/net/places/?on=2026-13-45").status_code == 422
    assert committee.get(COMMUNITY + "?on=2030-01-01").status_code == 422
    assert Place.objects.living().filter(code="421182001901-01-03").exists()


def test_a_move_is_counted_before_it_is_done(june, committee):
    actions.add_place(
        CLOCK, june.places["b3"], code="421182001901-01-03-1", level=Level.UNIT, name_zh="1单元"
    )
    Dwelling.objects.create(place=june.places["b3"], door="1-501")
    sent = {"to": "421182001901-02", "on": "2026-06-15", "key": "k"}
    page = committee.post(B3 + "move/", sent)
    assert page.status_code == 200 and Place.objects.get(code="421182001901-01-03").closed_on is None
    assert re.search(r"with what lies within.*?>2<", text(page))
    assert re.search(r"dwellings on the roll.*?>1<", text(page))
    response = committee.post(B3 + "move/", {**sent, "sure": "1"})
    assert response.status_code == 302 and response["Location"] == B3
    assert "Camphor Court" in text(committee.get(B3))
    earlier = text(committee.get("/net/places/421182001901-01/?on=2026-06-14"))
    assert "Building 3" in earlier and "Building 3" not in text(committee.get("/net/places/421182001901-01/"))


def test_a_split_ends_in_two_communities(june, client):
    operator = signed_in(june, client, "operator")
    sent = {
        "name_zh": "香樟社区",
        "code": "421182001902",
        "estates": ["421182001901-02"],
        "on": "2026-06-15",
    }
    assert "香樟社区" in text(operator.post(COMMUNITY + "split/", sent))
    response = operator.post(COMMUNITY + "split/", {**sent, "sure": "1"})
    assert response["Location"].endswith("/421182001902/")
    assert "Camphor Court" in text(operator.get("/net/places/421182001902/"))


def test_the_name_of_then_is_shown_for_an_earlier_day(june, committee):
    committee.post("/net/places/421182001901-01/name/", {"name_zh": "金桂苑", "name_en": "Golden Court"})
    assert "Golden Court" in text(committee.get(COMMUNITY))
    then = text(committee.get(COMMUNITY + "?on=2026-06-14"))
    assert "Osmanthus Court" in then and "Golden Court" not in then


def test_pages_go_on_by_key_and_ask_a_bounded_number_of_questions(june, client):
    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/net/places/421182001901-01/").status_code == 200
        return len(asked)

    client.get("/net/places/421182001901-01/")
    few = count()
    estate = june.places["estate"]
    for n in range(20, 70):
        actions.add_place(
            CLOCK, estate, code=f"{estate.code}-{n}", level=Level.BUILDING, name_zh=f"{n}栋", name_en=f"B{n}"
        )
    assert count() <= few + 1 and few < 25
    first = text(client.get("/net/places/421182001901-01/"))
    key = re.search(r"after=(\w+)", first)[1]
    second = text(client.get(f"/net/places/421182001901-01/?after={key}"))
    assert "69栋" not in first and "69栋" in second
    assert client.get("/net/places/421182001901-01/?after=%27;--").status_code == 200


# --- grids ---


def test_a_building_is_in_one_grid_at_a_time(june, committee):
    committee.post(COMMUNITY + "grids/", {"name_zh": "第一网格"})
    first = Grid.objects.get()
    response = committee.post(f"/net/grids/{first.pk}/", {"part": ["421182001901-01"]})
    assert response.status_code == 302
    committee.post(COMMUNITY + "grids/", {"name_zh": "第二网格"})
    second = Grid.objects.exclude(pk=first.pk).get()
    response = committee.post(f"/net/grids/{second.pk}/", {"part": ["421182001901-01-03"]})
    assert response.status_code == 422 and "already" in text(response)
    # a micro-grid is of another kind
    committee.post(COMMUNITY + "grids/", {"name_zh": "微网格", "within": first.code})
    micro = Grid.objects.get(within=first)
    assert committee.post(f"/net/grids/{micro.pk}/", {"part": ["421182001901-01-03"]}).status_code == 302
    page = text(committee.get(COMMUNITY + "grids/"))
    assert "1 building lies in no grid" in page and "Camphor Court Building 1" in page
    committee.post(f"/net/grids/{first.pk}/end/")
    assert not Grid.objects.on().filter(pk__in=[first.pk, micro.pk]).exists()
    assert "3 buildings lie in no grid" in text(committee.get(COMMUNITY + "grids/"))


def test_bad_grids_are_refused_with_a_sentence(june):
    committee, community = june.actor("committee"), june.places["community"]
    grid = actions.make_grid(committee, community, name_zh="第一网格")
    other = actions.add_place(
        CLOCK, june.places["street"], code="421182001902", level=Level.COMMUNITY, name_zh="邻"
    )
    strange = actions.add_place(CLOCK, other, code="421182001902-01", level=Level.ESTATE, name_zh="邻苑")
    micro = actions.make_grid(committee, community, name_zh="微", within=grid)
    for act in (
        lambda: actions.make_grid(committee, community, name_zh="第一网格"),
        lambda: actions.make_grid(committee, community, name_zh="微微", within=micro),
        lambda: actions.make_grid(committee, june.places["estate"], name_zh="甲"),
        lambda: actions.set_grid(committee, grid, places=[]),
        lambda: actions.set_grid(committee, grid, places=[strange]),
        lambda: actions.set_grid(committee, grid, places=[community]),
        lambda: actions.set_grid(committee, grid, places=[june.places["b3"]], on=date(2026, 6, 16)),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert len(str(refused.value)) > 15
    assert not GridPart.objects.exists()


# --- plans ---


def test_a_plan_is_hung_drawn_on_and_leads_to_its_places(june, committee):
    estate = "/net/places/421182001901-01/"
    committee.post(estate + "plan/", {"picture": site_plan(), "name_zh": "总平面图", "name_en": "Site plan"})
    plan = Plan.objects.get()
    assert b"Camera of somebody" not in pictures.load(plan.picture)
    drawing = f"/net/plans/{plan.pk}/"
    corners = {"place": "421182001901-01-03", "points": "10,10 100,10 100,90 10,90"}
    assert committee.post(drawing, corners).status_code == 302
    typed = {"place": "421182001901-01-05", "left": "50", "top": "50", "width": "25", "height": "20"}
    assert committee.post(drawing, typed).status_code == 302
    assert Zone.objects.get(place=june.places["b5"]).points == [
        [200, 150],
        [300, 150],
        [300, 210],
        [200, 210],
    ]
    committee.logout()
    page = text(committee.get(estate))
    assert f'href="{B3}"' in page and "10,10 100,10 100,90 10,90" in page
    assert committee.get(f"/net/plans/{plan.pk}.jpg")["Content-Type"] == "image/jpeg"
    # what moved away is not drawn any more; what is kept is swept by nobody
    actions.move_place(CLOCK, june.places["b3"], to=june.places["estate2"], on=TODAY)
    assert f'href="{B3}"' not in text(committee.get(estate))
    assert not orphans()
    actions.take_down_plan(CLOCK, plan)
    assert committee.get(f"/net/plans/{plan.pk}.jpg").status_code == 404


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"points": "10,10 20,20"}, "three corners"),
        ({"points": "10,10 20,20 30,30"}, "one line"),
        ({"points": "10,10 20,10 20,999"}, "beyond"),
        ({"points": "ten"}, "cannot be read"),
        ({}, "all four numbers"),
        ({"left": "90", "top": "0", "width": "20", "height": "10"}, "beyond"),
    ],
)
def test_a_zone_that_cannot_be_is_refused_with_a_sentence(june, committee, sent, said):
    plan = actions.hang_plan(CLOCK, june.places["estate"], picture=pictures.read(site_plan()), name_zh="图")
    response = committee.post(f"/net/plans/{plan.pk}/", {"place": "421182001901-01-03", **sent})
    assert response.status_code == 422 and said in text(response)
    assert not Zone.objects.exists()


def test_what_is_no_picture_hangs_nowhere(june, committee):
    file = SimpleUploadedFile("plan.jpg", b"not a picture", "image/jpeg")
    response = committee.post("/net/places/421182001901-01/plan/", {"picture": file, "name_zh": "图"})
    assert response.status_code == 422 and not Plan.objects.exists()


def test_the_outline_of_a_zone():
    square = [(0, 0), (10, 0), (10, 10), (0, 10)]
    assert twice_the_area(square) == 200
    assert not wrong_with_outline(square, 10, 10)
    assert wrong_with_outline(square, 9, 10) and wrong_with_outline([(0, 0)] * 4, 9, 9)


# --- the way to one's door ---


def test_to_ones_door_by_unit_floor_and_door(june, client):
    resident = signed_in(june, client, "resident")
    unit = actions.add_place(
        CLOCK,
        june.places["b3"],
        code="421182001901-01-03-1",
        level=Level.UNIT,
        name_zh="1单元",
        name_en="Unit 1",
    )
    for floor in range(1, 15):
        for door in (1, 2):
            Dwelling.objects.create(place=unit, door=f"{floor}0{door}", sort=f"{floor:03d}{door}")
            Dwelling.objects.create(
                place=june.places["b3"], door=f"2-{floor}0{door}", sort=f"2{floor:03d}{door}"
            )
    mine = "/net/homes/mine/?building=421182001901-01-03"
    page = text(resident.get(mine))
    assert "Which stairway?" in page and f"unit={unit.code}" in page and "unit=2" in page
    page = text(resident.get(f"{mine}&unit={unit.code}"))
    assert "Which floor?" in page and "floor=14" in page
    page = text(resident.get(f"{mine}&unit={unit.code}&floor=5"))
    door = Dwelling.objects.get(place=unit, door="502")
    assert f'value="{door.pk}"' in page and page.count('name="pick"') == 2
    resident.post(mine, {"pick": str(door.pk)})
    home = Residence.objects.get()
    assert (home.place_id, home.door) == (unit.pk, "502")
    # a door of another building is none of this one; typing still works
    elsewhere = Dwelling.objects.create(place=june.places["c1"], door="101")
    assert resident.post(mine, {"pick": str(elsewhere.pk)}).status_code == 422
    assert resident.post(mine, {"door": "9-901"}).status_code == 302
    assert Residence.objects.present().get().door == "9-901"


def test_old_pages_say_since_when_and_where_it_goes_on(june, client):
    case = june.report()
    moved = actions.move_place(CLOCK, june.places["b3"], to=june.places["estate2"], on=TODAY)
    left = Place.objects.get(pk=june.places["b3"].pk)
    client.cookies["django_language"] = "en"
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    for page in (f"/cases/{case.number}/", f"/c/{left.code}/", f"/net/places/{left.code}/"):
        said = text(client.get(page))
        assert "closed since" in said and moved.code in said and moved.label in said
    assert f"/report/at/{left.code}/" not in text(client.get(f"/c/{left.code}/"))


def test_whoever_was_reporting_while_it_moved_reports_at_the_follower(june, client):
    from yishi.network import known

    moved = actions.move_place(CLOCK, june.places["b3"], to=june.places["estate2"], on=TODAY)
    assert known.living_place(june.places["b3"].pk).pk == moved.pk
    assert known.living_place(moved.pk).pk == moved.pk


def test_what_upper_rooms_keep_of_a_place_goes_along(june):
    from yishi.cases.models import Ladder

    street2 = actions.add_place(
        CLOCK, june.places["district"], code="421182002000", level=Level.STREET, name_zh="东街"
    )
    moved = actions.move_place(CLOCK, june.places["community"], to=street2, on=TODAY)
    assert Ladder.objects.get().place_id == moved.pk
    assert Ladder.objects.over(Place.objects.living().get(name_zh="3栋").path)
    june.posts["committee"].refresh_from_db()
    assert june.posts["committee"].place_id == moved.pk
