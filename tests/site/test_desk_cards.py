"""The cards of the desk written in Python say to the letter what the template says, and what is kept of them is neither
out of date nor seen by anybody else."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yishi.cases import actions
from yishi.cases.models import Case, Pause, Visibility
from yishi.desk import listed, tabs
from yishi.record import clock
from yishi.site.templatetags import desk_cards
from yishi.site.templatetags.look import left_words, spent

LOAD = "{% load desk_cards %}"
DRAWN = Template(LOAD + "{% desk_cards page tab key all_ticked %}")
TOLD = Template(
    "{% for card in page.cards %}{% include 'desk/card.html' with hand='desk/card_hand.html' %}{% endfor %}"
)


def bare(html: str) -> str:
    """Without white space between tags and before the end of one."""
    html = re.sub(r"\s*\n\s*", "", re.sub(r">\s+<", "><", html))
    return re.sub(r"\s+>", ">", html).strip()


def both(actor, tab, *, ticked=False, kept="from=tab%3Dnew%26at%3D1") -> tuple[str, str]:
    """The page of a list as it is drawn, and as the template tells it."""
    request = RequestFactory().get("/")
    request.actor = actor
    page = tabs.page(actor, tab, request.GET)
    for n, card in enumerate(page.cards):
        card.kept, card.on_walk = kept, bool(n % 2)
    context = {"page": page, "tab": tab, "key": "key<", "all_ticked": ticked, "request": request}
    token = "t" * 32
    request.META["CSRF_COOKIE"] = token
    shown = [each.render(Context({**context, "csrf_token": token})) for each in (DRAWN, TOLD)]
    drawn, told = (re.sub(r'(csrfmiddlewaretoken" value=")\w+', r"\1", bare(html)) for html in shown)
    return drawn, told


def variety(world) -> None:
    """Cases in many states on several desks, with and without a number, open and hidden."""
    steward = world.actor("steward")
    world.report(contact_phone="19900001234", contact_name="张 <b>")
    world.report(words="<b>粗</b> & “引号” 100% %(kept)s 的事情")
    world.report(visibility=Visibility.HOTLINE, contact_phone="19900001234")
    world.report(visibility=Visibility.ANONYMOUS)
    actions.take(steward, world.report(contact_phone="19900005678", contact_name="李"))
    opened = world.handling(contact_phone="19900007777")
    actions.reveal(steward, opened, what="contact", reason="call")
    world.answered(contact_phone="19900008888")
    world.answered()
    stands = world.handling()
    until = clock.today() + timedelta(days=2)
    actions.pause(steward, stands, reason=Pause.BY_HAND[0], until_on=until, text="雨")
    for ago in (timedelta(hours=30), timedelta(days=9), timedelta(minutes=2)):
        with clock.at(clock.now() - ago):
            world.report()
    Case.objects.filter(pk=opened.pk).update(voices=3, later_waits=True, nudged=4, returns=2)


POSTS = ("steward", "branch", "committee", "council", "hotline", "on_duty", "property", "fire")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("post", POSTS)
def test_the_cards_are_those_of_the_template(world, post, language):
    variety(world)
    actor, cards = world.actor(post), 0
    with override(language):
        for tab in tabs.of(actor):
            for ticked in (False, True):
                drawn, told = both(actor, tab, ticked=ticked)
                assert drawn == told, tab.code
                cards += drawn.count("<li class")
    assert cards or post in ("property", "fire")


def shown(actor, code: str) -> str:
    """The list with this code as it is drawn, without the keys of its forms."""
    tab = next(tab for tab in tabs.of(actor) if tab.code == code)
    return both(actor, tab)[0]


CHANGES = {
    "another title": {"title": "别的话"},
    "withheld": {"wording": "withheld", "draft_title": "没有看过的话"},
    "another draft": {"wording": "pending", "draft_title": "没有看过的话"},
    "kept from the public": {"visibility": Visibility.HOTLINE},
    "more households": {"voices": 7},
    "no number": {"contact_phone": ""},
    "a later limit": {"due_at": clock.now() + timedelta(days=40)},
    "a limit that has passed": {"due_at": clock.now() - timedelta(days=3)},
    "counted in days of work": {"due_unit": "work_days"},
    "stands": {"paused_at": clock.now()},
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_card_that_was_kept_shows_every_change_at_once(world, what):
    steward, case = world.actor("steward"), world.report(contact_phone="19900001234")
    world.report()
    before = shown(steward, "new")
    Case.objects.filter(pk=case.pk).update(**CHANGES[what])
    tab = next(tab for tab in tabs.of(steward) if tab.code == "new")
    drawn, told = both(steward, tab)
    assert drawn == told != before


def test_a_place_that_is_called_otherwise_is_called_so_on_its_cards(world):
    steward = world.actor("steward")
    world.report()
    assert "12栋" not in shown(steward, "new")
    world.places["b3"].__class__.objects.filter(pk=world.places["b3"].pk).update(label_zh="12栋", label_en="")
    with override("zh-hans"):
        assert "12栋" in shown(steward, "new")


def test_later_words_are_read_from_the_card_on_the_desk_it_lies_on(world):
    case = world.handling()
    Case.objects.filter(pk=case.pk).update(later_waits=True)
    way = f"/desk/cases/{case.number}/show_later_words/"
    assert way in shown(world.actor("steward"), "working")
    Case.objects.filter(pk=case.pk).update(holder=world.posts["branch"])
    steward = world.actor("steward")
    assert all(way not in shown(steward, tab.code) for tab in tabs.of(steward))


def test_a_number_that_was_opened_is_seen_by_whoever_opened_it_and_for_so_long(world):
    case = world.handling(contact_phone="19900001234")
    steward, branch = world.actor("steward"), world.actor("branch")
    Case.objects.filter(pk=case.pk).update(holder=world.posts["branch"])  # both may see it in their lists
    hidden = shown(branch, "working")
    assert "1234" not in hidden and "reveal" in hidden
    actions.reveal(branch, case, what="contact", reason="call")
    assert "1234" in shown(branch, "working")
    colleague = replace(branch, person=world.people["on_duty"])
    assert "1234" not in shown(colleague, "working")
    assert "1234" not in shown(replace(branch, sitting="elsewhere"), "working")
    with clock.at(clock.now() + timedelta(days=3)):
        assert "1234" not in shown(branch, "working")
    assert all("1234" not in shown(steward, tab.code) for tab in tabs.of(steward))


def test_whom_a_matter_concerns_is_shown_nothing_of_what_was_kept(world):
    case = world.report(visibility=Visibility.HOTLINE)
    steward = world.actor("steward")
    assert case.number in shown(steward, "new")
    case.concerns.create(person=world.people["steward"], post=world.posts["steward"], at=clock.now())
    Case.objects.filter(pk=case.pk).update(concerned=True)
    assert case.number not in shown(steward, "new")


def test_a_card_is_drawn_once_for_the_same_reader(world, monkeypatch):
    steward = world.actor("steward")
    world.report()
    case = world.report()
    drawn = []
    whole = desk_cards._whole
    monkeypatch.setattr(desk_cards, "_whole", lambda line, code: drawn.append(line.pk) or whole(line, code))
    with clock.at(clock.now()):
        shown(steward, "new")
        shown(steward, "new")
        shown(steward, "new")
        assert len(drawn) == 2
        Case.objects.filter(pk=case.pk).update(voices=2)
        shown(steward, "new")
        assert drawn[2:] == [case.pk]


moments = st.timedeltas(min_value=timedelta(days=-40), max_value=timedelta(days=40))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(due=moments, first=moments, between=st.timedeltas(timedelta(0), timedelta(hours=3)))
def test_what_is_said_of_two_moments_differs_where_their_signs_do(due, first, between):
    """The sign of a countdown is the same only where the same words stand for it."""
    start = clock.now()
    signs = {}
    with override("en"):
        for at in (start + first, start + first + between):
            with clock.at(at):
                left = listed.time_left(start + due)
                said = spent(left.length) if left.kind == "overdue" else left_words(left)
                assert signs.setdefault(left.sign, (left.kind, said)) == (left.kind, said)
