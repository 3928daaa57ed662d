"""Writing down for a caller or visitor."""

import re

import pytest
from django.urls import reverse

from yishi.cases.models import Case, Channel, State, Visibility
from yishi.desk.forms import new as shape

NEW = "/desk/new/"


def words(response) -> str:
    return response.content.decode()


@pytest.fixture
def said(world):
    """The least a clerk must write."""
    return {"key": "k1", "place": world.places["b3"].code, "words": "三栋楼道的灯不亮了，晚上看不见。"}


def test_a_place_and_words_are_enough(sit, world, said):
    response = sit("hotline").post(NEW, said)
    case = Case.objects.get()
    assert response["Location"] == reverse("desk:written", args=[case.number])
    assert (case.channel, case.visibility, case.place) == (
        Channel.PHONE,
        Visibility.PUBLIC,
        world.places["b3"],
    )
    assert case.category == world.categories["stairwell"]
    assert case.reporter is None
    assert case.holder == world.posts["steward"]


def test_number_and_code_are_read_out_and_do_not_make_the_clerk_a_follower(sit, world, said):
    client = sit("hotline")
    page = words(client.post(NEW, said, follow=True))
    case = Case.objects.get()
    code = re.search(r"\d{4} \d{4}", page)[0]
    assert case.number in page
    assert case.code_is(code)
    assert "<svg" in page
    assert "The next one" in page
    assert not client.session.get("follows")
    other = words(sit("steward").get(reverse("desk:written", args=[case.number])))
    assert code not in other


def test_sent_twice_it_is_one_case_with_one_code(sit, world, said):
    first, second = (words(sit("hotline").post(NEW, said, follow=True)) for _n in range(2))
    assert Case.objects.count() == 1
    codes = {re.search(r"\d{4} \d{4}", page)[0] for page in (first, second)}
    assert len(codes) == 1
    assert Case.objects.get().code_is(codes.pop())


def test_everything_that_may_be_added(sit, world, said, photo):
    given = {
        **said,
        "contact_phone": "199 0000-1234",
        "contact_name": "张阿姨",
        "category": "shared.service",
        "channel": "visit",
        "visibility": "hotline",
        "about": world.posts["property"].organisation_id,
        "photos": photo,
    }
    assert sit("committee").post(NEW, given).status_code == 302
    case = Case.objects.get()
    assert (case.contact_phone, case.contact_name, case.channel) == ("19900001234", "张阿姨", "visit")
    assert (case.category.code, case.visibility) == ("shared.service", "hotline")
    assert case.about == world.posts["property"].organisation
    assert case.photos.count() == 1


@pytest.mark.parametrize("post", ["steward", "on_duty"])
def test_solved_on_the_spot_is_reported_taken_and_answered_at_once(sit, world, said, photo, post):
    given = {**said, "channel": "door", "solved": "on", "done": "灯泡当场换好了", "after": photo}
    response = sit(post).post(NEW, given)
    case = Case.objects.get()
    assert response["Location"] == reverse("desk:written", args=[case.number])
    assert (case.state, case.holder) == (State.ANSWERED, world.posts[post])
    assert case.answers.get().text == "灯泡当场换好了"
    assert case.photos.get().stage == "after"
    sit(post).post(NEW, given)
    assert Case.objects.count() == 1


def test_who_would_not_deal_with_it_cannot_have_solved_it(sit, world, said):
    given = {**said, "solved": "on", "done": "换好了"}
    response = sit("branch").post(NEW, given)
    assert response.status_code == 422
    assert "somebody else answers first" in words(response)
    assert not Case.objects.exists()
    assert 'name="solved"' not in words(sit("hotline").get(NEW))


def test_solved_needs_a_sentence_and_nobody_answers_a_complaint_about_themselves(sit, world, said):
    assert sit("steward").post(NEW, {**said, "solved": "on"}).status_code == 422
    about = world.posts["steward"].organisation_id
    response = sit("steward").post(NEW, {**said, "solved": "on", "done": "好了", "about": about})
    assert response.status_code == 422
    assert not Case.objects.exists()


def test_an_emergency_is_first_sent_to_the_number_to_ring(sit, world, said):
    given = {**said, "category": "gas.leak"}
    response = sit("hotline").post(NEW, given)
    assert response.status_code == 422
    assert "Leave at once and ring from outside. 119" in words(response)
    assert sit("hotline").post(NEW, {**given, "rung": "on"}).status_code == 302


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("place", ""),
        ("place", "421182001901-99"),
        ("place", "421182001000"),
        ("words", " \u200b "),
        ("words", "长" * 2001),
        ("contact_phone", "call me"),
        ("category", "no.such"),
        ("channel", "import"),
        ("visibility", "nobody"),
        ("about", "x"),
    ],
)
def test_what_does_not_fit_comes_back_with_what_was_written(sit, world, said, field, value):
    response = sit("hotline").post(NEW, {**said, field: value})
    assert response.status_code == 422
    assert 'role="alert"' in words(response)
    assert not Case.objects.exists()


def test_whoever_does_not_work_there_is_not_one_to_complain_about(sit, world, said):
    response = sit("hotline").post(NEW, {**said, "about": world.posts["steward2"].organisation_id})
    assert response.status_code == 422


def test_only_places_of_the_own_post_are_offered(sit, world):
    page = words(sit("steward").get(NEW))
    assert world.places["b3"].code in page
    assert world.places["c1"].code not in page
    assert "<optgroup" in page


def test_a_post_over_too_many_places_chooses_by_estate(sit, world, monkeypatch):
    monkeypatch.setattr(shape, "MOST_PLACES", 4)
    page = words(sit("hotline").get(NEW))
    assert world.places["estate"].code in page
    assert f'"{world.places["b3"].code}"' not in page


def test_units_and_residents_do_not_write_down_for_others(sit, world, said):
    for name in ("property", "resident"):
        assert sit(name).get(NEW).status_code == 403
        assert sit(name).post(NEW, said).status_code == 403
    assert not Case.objects.exists()


def test_a_landline_can_be_left(sit, world, said):
    assert sit("hotline").post(NEW, {**said, "contact_phone": "0713-6221234"}).status_code == 302
    assert Case.objects.get().contact_phone == "07136221234"


@pytest.mark.parametrize("place", ["a\x00b", "x" * 500, "没有这个地方"])
def test_a_place_that_cannot_be_is_refused_in_words_also_when_solved_at_once(sit, said, place):
    response = sit("steward").post(NEW, {**said, "place": place, "solved": "yes"})
    assert response.status_code == 422
    assert not Case.objects.exists()
