"""Plaques: printed, scanned, replaced when they no longer say what is so."""

import zlib
from datetime import date, timedelta

import pytest

from yishi.network import actions, paper, plaques
from yishi.network.actors import CLOCK
from yishi.network.models import Appointment, Plaque, Post
from yishi.record import Refused, clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def plaque(world):
    post = world.posts["steward"]
    Post.objects.filter(pk=post.pk).update(duty_hours="每天 8:00–20:00", phone="0713-6220001")
    return actions.print_plaques(
        world.actor("committee"),
        world.places["community"],
        posts=plaques.posts_with_plaque(post.place.path, ["steward"]),
        size="door",
    )[0]


def why(world):
    return [reason for _plaque, reason in plaques.to_replace(world.places["community"].path)]


def test_the_page_says_who_is_responsible_now(world, client, plaque):
    type(world.people["steward"]).objects.filter(username="steward").update(name="钟若岚")
    page = client.get(f"/net/p/{plaque.token}/").content.decode()
    assert "0713-6220001" in page and "每天 8:00–20:00" in page and "现在有人负责" in page
    assert "钟若岚" not in page
    Appointment.objects.filter(post=plaque.post).update(until_on=clock.today() - timedelta(days=1))
    page = client.get(f"/net/p/{plaque.token}/").content.decode()
    assert "目前空缺" in page and 'href="tel:0713-6220001"' not in page


def test_what_was_handled_this_month_is_counted_by_the_record(world, client, plaque):
    from yishi.record.jobs import seal_waiting

    world.answered()
    while seal_waiting():
        pass
    assert plaques.handled_this_month(plaque.post.place.path) == 1
    assert client.get(f"/net/p/{plaque.token}/").status_code == 200


def test_a_code_of_nobody_is_not_found(world, client):
    assert client.get("/net/p/nosuchtoken/").status_code == 404


def test_printed_again_it_keeps_its_code(world, plaque):
    again = actions.print_plaques(
        CLOCK,
        world.places["community"],
        posts=plaques.posts_with_plaque(plaque.post.place.path, ["steward"]),
        size="door",
    )[0]
    assert again.token == plaque.token and Plaque.objects.count() == 1


def test_which_are_to_be_replaced_and_why(world, plaque):
    assert why(world) == []
    Post.objects.filter(pk=plaque.post_id).update(duty_hours="每天 9:00–18:00")
    assert why(world) == [plaques.CHANGED]
    Post.objects.filter(pk=plaque.post_id).update(duty_hours="每天 8:00–20:00")
    Appointment.objects.filter(post=plaque.post_id).update(until_on=clock.today() - timedelta(days=1))
    assert why(world) == [plaques.VACANT]
    actions.appoint(CLOCK, plaque.post, person=world.people["resident"], from_on=date(2026, 1, 2))
    assert why(world) == [plaques.NEW_TERM]
    Post.objects.filter(pk=plaque.post_id).update(closed_on=clock.today())
    assert why(world) == [plaques.CLOSED]
    actions.take_down(world.actor("committee"), plaque)
    assert why(world) == []


def test_taken_down_twice_is_refused(world, plaque):
    actions.take_down(world.actor("committee"), plaque)
    with pytest.raises(Refused):
        actions.take_down(world.actor("committee"), plaque)


def test_the_committee_prints_one_file_for_all(world, client, plaque):
    client.force_login(world.people["committee"])
    said = {"roles": ["steward", "branch"], "size": "a4", "which": "missing", "key": "once"}
    answer = client.post("/net/plaques/", said)
    assert answer.status_code == 302
    assert client.post("/net/plaques/", said).status_code == 302
    assert Plaque.objects.filter(size="a4").count() == 4
    page = client.get(answer.url).content.decode()
    address = page.split('href="/net/plaques/file/')[1].split('"')[0].replace("&amp;", "&")
    file = b"".join(client.get("/net/plaques/file/" + address).streaming_content)
    assert file.startswith(b"%PDF-1.7") and file.rstrip().endswith(b"%%EOF")
    assert file.count(b"/Type /Page ") == 4
    assert b"/FontFile3" in file or b"/FontFile2" in file


def test_every_object_of_the_file_stands_where_its_table_says():
    face = paper.cut("桂花苑3栋 红色小管家")
    page = paper.Page(face, 150, 100)
    page.text("桂花苑", 10, 20, 20)
    page.code("http://localhost/net/p/abc/", 90, 40, 50)
    file = b"".join(paper.written([page, page], face, "挂牌"))
    begin = int(file.rsplit(b"startxref\n", 1)[1].split(b"\n")[0])
    lines = file[begin:].split(b"\n")
    many = int(lines[1].split()[1])
    for key in range(1, many):
        at = int(lines[2 + key].split()[0])
        assert file[at:].startswith(b"%d 0 obj" % key)
    assert "桂".encode("utf-16-be").hex().encode() in b"".join(_streams(file))


def _streams(file):
    for part in file.split(b"/FlateDecode >>\nstream\n")[1:]:
        yield zlib.decompress(part.split(b"\nendstream")[0])


def test_a_letter_the_type_lacks_is_a_box_and_no_fault():
    face = paper.cut("桂\ue000")
    assert face.shown("桂\ue000").endswith("0000")


def test_without_type_the_page_says_what_to_do(world, client, plaque, settings):
    settings.YISHI_FONT = "/not/there.otf"
    paper._cut.cache_clear()
    client.force_login(world.people["committee"])
    answer = client.get(f"/net/plaques/{plaque.pk}/file/")
    assert answer.status_code == 503 and "YISHI_FONT" in answer.content.decode()


def test_nothing_chosen_is_said_beside_the_field(world, client):
    client.force_login(world.people["committee"])
    answer = client.post("/net/plaques/", {"size": "a4", "which": "all"})
    assert answer.status_code == 422


def test_no_post_to_print_for_is_said(world, client, plaque):
    client.force_login(world.people["committee"])
    answer = client.post("/net/plaques/", {"roles": ["group"], "size": "a4", "which": "all"})
    assert answer.status_code == 422


@pytest.mark.parametrize(
    "query", ["", "?at=x&size=a4", "?at=2026-01-01T00:00:00%2B08:00&size=zz", "?at=99999-01-01"]
)
def test_a_broken_address_gives_no_file(world, client, query):
    client.force_login(world.people["committee"])
    assert client.get("/net/plaques/file/" + query).status_code == 302


@pytest.mark.parametrize(
    ("who", "status"), [("committee", 200), ("steward", 403), ("resident", 403), ("", 302)]
)
def test_who_keeps_plaques(world, client, who, status):
    if who:
        client.force_login(world.people[who])
    assert client.get("/net/plaques/").status_code == status
    assert client.get("/net/plaques/printed/").status_code == status
