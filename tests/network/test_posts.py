"""Posts and who holds them: seats, terms, vacancies, newcomers, the operator's limited duty, secretaries at a date."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from yishi.network import actions, imports
from yishi.network.actors import CLOCK, acting
from yishi.network.models import Appointment, Organisation, Post
from yishi.network.powers import Role
from yishi.network.secretaries import counted, secretaries
from yishi.people import actions as people
from yishi.people.models import Person
from yishi.record import Refused, clock
from yishi.record.models import Entry

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
FIRST, LAST = date(2026, 5, 1), date(2026, 8, 31)


@pytest.fixture
def sit(world):
    """A browser in which somebody is signed in."""

    def of(who: str) -> Client:
        client = Client(headers={"accept-language": "en"})
        client.force_login(world.people[who])
        return client

    return of


@pytest.fixture
def single(world) -> Post:
    """A vacant post with one seat."""
    body = world.posts["steward"].organisation
    return actions.create_post(CLOCK, body, role=Role.STEWARD, code="single", seats=1, phone="0713-1")


def sentence(act, *said, **more) -> str:
    with pytest.raises(Refused) as refused, override("en"):
        act(*said, **more)
    return str(refused.value)


# --- seats and terms ---


@pytest.mark.parametrize(
    ("from_on", "until_on", "fits"),
    [
        (LAST + DAY, None, True),
        (FIRST - 30 * DAY, FIRST - DAY, True),
        (LAST, None, False),
        (FIRST - DAY, FIRST, False),
        (FIRST + DAY, LAST - DAY, False),
        (FIRST - DAY, None, False),
    ],
)
def test_a_post_of_one_seat_is_held_by_one_at_a_time(world, single, from_on, until_on, fits):
    actions.appoint(CLOCK, single, person=world.people["resident"], from_on=FIRST, until_on=LAST)
    said = {"person": world.people["neighbour"], "from_on": from_on, "until_on": until_on}
    if fits:
        assert actions.appoint(CLOCK, single, **said).pk
    else:
        assert "one seat" in sentence(actions.appoint, CLOCK, single, **said)
        assert single.appointments.count() == 1


def test_seats_count_who_sits_at_once_and_not_who_ever_did(world):
    body = world.posts["steward"].organisation
    post = actions.create_post(CLOCK, body, role=Role.STEWARD, seats=2)
    terms = [("resident", FIRST, LAST), ("neighbour", LAST + DAY, None), ("branch", FIRST, None)]
    for who, first, last in terms:
        actions.appoint(CLOCK, post, person=world.people[who], from_on=first, until_on=last)
    said = sentence(actions.appoint, CLOCK, post, person=world.people["council"], from_on=LAST)
    assert "All 2 seats" in said
    assert "people hold it" in sentence(actions.change_post, CLOCK, post, phone="", duty_hours="", seats=1)


def test_a_substitute_takes_no_seat(world, single):
    with clock.at(clock.now()):
        today = clock.today()
        actions.appoint(CLOCK, single, person=world.people["steward"], from_on=today - DAY)
        actor = acting(single, world.people["steward"])
        actions.name_substitute(
            actor,
            single,
            person=world.people["branch"],
            away=world.people["steward"],
            from_on=today,
            until_on=today,
        )
        assert len(single.holders()) == 2


def test_nobody_holds_a_post_twice_at_once(world, single):
    person = world.people["resident"]
    actions.appoint(CLOCK, world.posts["steward"], person=person, from_on=FIRST)
    said = sentence(actions.appoint, CLOCK, world.posts["steward"], person=person, from_on=LAST)
    assert "in these days already" in said


def test_a_term_that_ends_before_it_begins_is_refused_with_a_sentence(world, single):
    person = world.people["resident"]
    said = sentence(actions.appoint, CLOCK, single, person=person, from_on=FIRST, until_on=FIRST - DAY)
    assert "before it begins" in said
    term = actions.appoint(CLOCK, single, person=person, from_on=FIRST, until_on=LAST)
    assert "before it begins" in sentence(actions.relieve, CLOCK, term, until_on=FIRST - DAY)
    assert "earlier already" in sentence(actions.relieve, CLOCK, term, until_on=LAST + DAY)


def test_a_term_to_come_is_called_off_and_never_was(world, single):
    term = actions.appoint(CLOCK, single, person=world.people["resident"], from_on=clock.today() + DAY)
    actions.call_off(world.actor("committee"), term)
    assert not single.appointments.exists()
    assert Entry.objects.about(single.ref).filter(kind="network.CalledOff").exists()
    begun = Appointment.objects.get(post=world.posts["steward"])
    assert "has begun" in sentence(actions.call_off, CLOCK, begun)


def test_a_closed_post_is_given_to_nobody(world, single):
    actions.appoint(CLOCK, single, person=world.people["resident"], from_on=FIRST)
    today = clock.today()
    actions.close_post(CLOCK, single, on=today)
    single.refresh_from_db()
    assert single.holders(today - DAY) and not single.holders(today)
    assert "was closed" in sentence(actions.appoint, CLOCK, single, person=world.people["neighbour"])
    assert single not in Post.objects.vacant()


def test_nobody_appoints_themselves(world):
    committee, hotline = world.actor("committee"), world.posts["hotline"]
    assert "Nobody appoints themselves" in sentence(
        actions.appoint, committee, hotline, person=world.people["committee"]
    )


# --- the operator ---


def test_an_operator_has_an_end_within_the_days_that_hold(world):
    post, person, today = world.posts["operator"], world.people["resident"], clock.today()
    for until in (None, today + 180 * DAY):
        said = sentence(actions.appoint, CLOCK, post, person=person, until_on=until)
        assert "180 days" in said and "半年" in said
    term = actions.appoint(CLOCK, post, person=person, until_on=today + 179 * DAY)
    assert "appoint them anew" in sentence(actions.relieve, CLOCK, term, until_on=today + 200 * DAY)


def test_the_beginning_and_end_of_technical_duty_stand_in_the_public_record(world):
    post, today = world.posts["operator"], clock.today()
    term = actions.appoint(CLOCK, post, person=world.people["resident"], until_on=today + 9 * DAY)
    actions.relieve(CLOCK, term, until_on=today)
    told = Entry.objects.about(post.ref).order_by("-pk")[:2]
    assert [entry.kind for entry in told] == ["network.Relieved", "network.Appointed"]
    assert all(entry.public for entry in told)
    assert told[1].data["until_on"] == (today + 9 * DAY).isoformat()


@pytest.mark.parametrize("who", ["committee", "operator"])
def test_no_page_makes_an_operator(world, sit, who):
    post = world.posts["operator"]
    actor = world.actor(who)
    said = {"person": world.people["resident"], "until_on": clock.today() + DAY}
    with pytest.raises(Refused):
        actions.appoint(actor, post, **said)
    with pytest.raises(Refused):
        actions.create_post(actor, world.posts["steward"].organisation, role=Role.OPERATOR)


def test_an_import_names_the_row_in_which_an_operator_has_no_end(world, tmp_path):
    file = tmp_path / "posts.csv"
    file.write_text(
        ",".join(imports.POST_COLUMNS)
        + "\n421182000000,ops,operator,运维组,ops-1,operator,,newop,新人,19900001111,2026-11-01,\n",
        encoding="utf-8",
    )
    outcome = imports.bring_in_posts(file)
    assert [(bad.row, bad.column) for bad in outcome.problems] == [(1, "until_on")]
    assert not Post.objects.filter(code="ops-1").exists()


# --- pages ---


def test_vacant_posts_are_visible(world, sit, single):
    page = sit("committee").get(reverse("net:posts"), {"vacant": "1"})
    assert page.context["posts"] == [single]
    assert "vacant" in page.content.decode()
    assert (
        "This post is vacant" in sit("committee").get(reverse("net:post", args=[single.pk])).content.decode()
    )


def test_somebody_with_a_post_is_appointed_by_their_sign_in_name_once_looked_at(world, sit, single):
    address, client = reverse("net:post_do", args=[single.pk, "appoint"]), sit("committee")
    said = {"who": "branch", "from_on": "2026-11-01", "key": "k"}
    looked = client.post(address, said)
    assert "Is it them?" in looked.content.decode() and not single.appointments.exists()
    sure = {**said, "sure": str(world.people["branch"].pk)}
    assert client.post(address, sure).status_code == 302
    assert client.post(address, sure).status_code == 302
    assert [term.person for term in single.appointments.all()] == [world.people["branch"]]
    page = client.get(reverse("net:post", args=[single.pk])).content.decode()
    assert "This post is vacant" not in page
    full = client.post(
        address,
        {"who": "council", "from_on": "2026-11-01", "sure": str(world.people["council"].pk), "key": "l"},
    )
    assert full.status_code == 422 and "one seat" in full.content.decode()


def test_a_name_anybody_may_have_chosen_is_not_enough(world, sit, single):
    address, client = reverse("net:post_do", args=[single.pk, "appoint"]), sit("committee")
    said = {"who": "resident", "from_on": "2026-11-01"}
    assert "confirmed mobile number" in client.post(address, said).content.decode()
    people.keep_phone(world.people["resident"], "+8619900007777")
    assert "Is it them?" in client.post(address, {**said, "who": "199 0000 7777"}).content.decode()
    assert client.post(address, {**said, "who": "nobody"}).status_code == 422


def test_a_newcomer_gets_an_account_and_a_first_password_shown_once(world, sit, single):
    address, client = reverse("net:post_do", args=[single.pk, "newcomer"]), sit("committee")
    said = {"name": "新来的", "username": "newcomer", "from_on": "2026-11-01", "key": "k"}
    shown = client.post(address, said)
    person = Person.objects.get(username="newcomer")
    password = shown.content.decode().split("<code>")[1].split("</code>")[0]
    assert person.check_password(password) and single.holders() == [person]
    assert person.owes_own_password, "whoever opened the account has seen it"
    assert "no-store" in shown["Cache-Control"]
    assert client.post(address, said).status_code in (302, 422), "the page is not shown twice"
    assert Person.objects.filter(username__startswith="newcomer").count() == 1
    taken = client.post(address, {**said, "key": "other"})
    assert taken.status_code == 422 and "already" in taken.content.decode()


def test_a_term_ends_on_a_page(world, sit):
    term = Appointment.objects.get(post=world.posts["steward"])
    client, address = sit("committee"), reverse("net:end_term", args=[term.pk])
    assert client.post(address, {"until_on": "2025-01-01", "key": "k"}).status_code == 422
    assert client.post(address, {"until_on": clock.today().isoformat(), "key": "k"}).status_code == 302
    assert not world.posts["steward"].holders(clock.today() + DAY)


def test_posts_out_of_range_are_not_there(world, sit):
    client, fire = sit("committee"), world.posts["fire"]
    assert client.get(reverse("net:post", args=[fire.pk])).status_code == 404
    assert client.get(reverse("net:post_do", args=[fire.pk, "close"])).status_code == 404
    term = Appointment.objects.get(post=fire)
    assert client.get(reverse("net:end_term", args=[term.pk])).status_code == 404
    assert sit("steward").get(reverse("net:post", args=[world.posts["steward"].pk])).status_code == 403
    here = reverse("net:post_do", args=[world.posts["branch"].pk, "nonsense"])
    assert client.get(here).status_code == 404


def test_a_post_is_made_changed_and_closed_on_pages(world, sit):
    client, body = sit("committee"), world.posts["branch"].organisation
    made = {"role": "on_duty", "place": "桂花苑 3栋", "seats": "2", "phone": "0713-8", "key": "k"}
    assert client.post(reverse("net:body_do", args=[body.pk, "post"]), made).status_code == 302
    post = Post.objects.get(phone="0713-8")
    assert (post.place, post.seats) == (world.places["b3"], 2)
    changed = {"phone": "0713-9", "duty_hours": "8:30–17:30", "seats": "", "key": "l"}
    client.post(reverse("net:post_do", args=[post.pk, "change"]), changed)
    post.refresh_from_db()
    assert (post.phone, post.duty_hours, post.seats) == ("0713-9", "8:30–17:30", None)
    client.post(
        reverse("net:post_do", args=[post.pk, "close"]), {"on": clock.today().isoformat(), "key": "m"}
    )
    assert post not in Post.objects.on()
    wrong = client.post(reverse("net:body_do", args=[body.pk, "post"]), {**made, "phone": "ring me"})
    assert wrong.status_code == 422


def test_the_switch_between_posts_is_on_every_page(world, sit):
    actions.appoint(CLOCK, world.posts["committee"], person=world.people["steward"])
    client = sit("steward")
    for page in ("/", "/desk/", "/desk/absence/", "/inbox/", reverse("net:powers")):
        assert 'action="/desk/post/"' in client.get(page).content.decode(), page
    assert client.get(reverse("net:overview")).status_code == 403
    client.post("/desk/post/", {"post": world.posts["committee"].pk})
    assert client.get(reverse("net:overview")).status_code == 200
    assert 'action="/desk/post/"' not in sit("branch").get("/desk/").content.decode(), (
        "one post needs no switch"
    )


# --- secretaries ---


def test_secretaries_are_counted_at_a_date_each_once_with_the_list_behind(world):
    community, today = world.places["community"], clock.today()
    third = actions.found(CLOCK, community, kind=Organisation.Kind.BRANCH, name_zh="联合党支部")
    joint = actions.create_post(CLOCK, third, role=Role.BRANCH)
    worker, cadre = world.people["resident"], world.people["neighbour"]
    actions.appoint(CLOCK, joint, person=worker, source="worker", full_time=True, from_on=today - 9 * DAY)
    actions.appoint(
        CLOCK, world.posts["branch"], person=worker, source="worker", from_on=today - 9 * DAY, until_on=today
    )
    actions.appoint(
        CLOCK, world.posts["branch2"], person=cadre, source="cadre", full_time=False, from_on=today
    )
    now = counted(community, today)
    assert (now.people, now.full_time, now.part_time, now.unknown) == (4, 1, 1, 2)
    assert now.by_source == {"worker": 1, "cadre": 1, "": 2}
    assert {term.person_id for term in secretaries(community, today)} == {
        worker.pk, cadre.pk, world.people["branch"].pk, world.people["branch2"].pk
    }  # fmt: skip
    before = counted(community, today - 10 * DAY)
    assert (before.people, before.full_time) == (2, 0)
    assert counted(world.places["estate2"], today).people == 2


def test_the_page_of_secretaries_at_a_day(world, sit):
    client = sit("committee")
    assert client.get(reverse("net:secretaries"), {"on": "2026-06-01"}).context["counted"].people == 2
    assert client.get(reverse("net:secretaries"), {"on": "2020-06-01"}).context["counted"].people == 0
    assert client.get(reverse("net:secretaries"), {"on": "nonsense"}).status_code == 200
