"""The pages on which the house keeps its rules about what points to people, and those on which a desk looks at it."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from yishi.cases import actions, rules
from yishi.cases.models import Case, Erasure, Reveal
from yishi.network.actors import Actor
from yishi.people.models import PrivacyNotice, RetentionRule
from yishi.people.retention import days
from yishi.record import clock
from yishi.record.models import Entry
from yishi.site.jobs import sweep

HOME = reverse("desk:confidence")
NOTICE = {
    "version": "2",
    "controller": "桂花社区居民委员会",
    "contact": "服务台",
    "processors": "",
    "reveal_hours": "4",
    "glass_minutes": "30",
    "delay_days": "10",
    "erase_days": "5",
    "key": "n",
}


def asked(world, **more) -> Erasure:
    case = world.report(**more)
    return actions.ask_erasure(Actor(follows=frozenset({case.pk})), case)


@pytest.mark.parametrize("who", ["committee", "council", "hotline", "operator"])
def test_the_desk_of_whoever_may_leads_there(sit, world, who):
    page = sit(who)
    assert HOME in page.get(reverse("desk:home")).content.decode()
    assert page.get(HOME).status_code == 200


@pytest.mark.parametrize("who", ["steward", "property", "fire", "on_duty"])
def test_nobody_else_sees_it(sit, who):
    page = sit(who)
    assert HOME not in page.get(reverse("desk:home")).content.decode()
    assert page.get(HOME).status_code == 403
    assert page.get(reverse("desk:keep_for", args=["contact"])).status_code == 403
    assert page.post(reverse("desk:privacy_notice"), NOTICE).status_code == 403


def test_how_long_is_set_with_the_reason_and_stands_in_the_notice(sit, world):
    page = sit("committee")
    address = reverse("desk:keep_for", args=["contact"])
    assert page.post(address, {"keep_days": "30", "source": "", "key": "k"}).status_code == 422
    assert not RetentionRule.objects.exists()
    done = page.post(address, {"keep_days": "30", "source": "居民代表会议决定", "key": "k"})
    assert done.status_code == 302 and days("contact") == 30
    assert "居民代表会议决定" in page.get(reverse("cases:privacy")).content.decode()
    assert Entry.objects.filter(kind="cases.RetentionSet").count() == 1


def test_no_house_keeps_shorter_than_the_law_asks(sit, world):
    address = reverse("desk:keep_for", args=["reveals"])
    answer = sit("operator").post(address, {"keep_days": "30", "source": "省地方", "key": "k"})
    assert answer.status_code == 422 and "1095" in answer.content.decode()
    assert days("reveals") == 1095
    assert sit("operator").get(reverse("desk:keep_for", args=["nothing"])).status_code == 404


def test_a_new_notice_holds_from_its_day(sit, world):
    page = sit("committee")
    tomorrow = clock.today() + timedelta(days=1)
    assert page.post(reverse("desk:privacy_notice"), {**NOTICE, "from_on": "2020-01-01"}).status_code == 422
    done = page.post(reverse("desk:privacy_notice"), {**NOTICE, "from_on": tomorrow.isoformat()})
    assert done.status_code == 302
    assert PrivacyNotice.objects.present().version == "0"
    with clock.at(clock.now() + timedelta(days=1)):
        assert PrivacyNotice.objects.present().erase_days == 5
        assert "桂花社区居民委员会" in page.get(reverse("cases:privacy")).content.decode()
    again = page.post(reverse("desk:privacy_notice"), {**NOTICE, "from_on": tomorrow.isoformat(), "key": "o"})
    assert again.status_code == 422


def test_a_request_is_refused_on_a_ground_whoever_asked_reads(sit, world):
    case = world.report(by=Actor(person=world.people["resident"]))
    erasure = actions.ask_erasure(Actor(person=world.people["resident"]), case)
    page = sit("committee")
    address = reverse("desk:refuse_erasure", args=[erasure.pk])
    assert address in page.get(HOME).content.decode()
    assert page.post(address, {"hold": "dispute", "basis": "", "key": "r"}).status_code == 422
    assert page.post(address, {"hold": "dispute", "basis": "人民调解正在进行", "key": "r"}).status_code == 302
    erasure.refresh_from_db()
    assert erasure.state == Erasure.State.REFUSED
    client = sit("resident")
    assert "人民调解正在进行" in client.get(f"/cases/{case.number}/erase/").content.decode()


def test_requests_in_matters_one_may_not_know_of_are_not_shown(sit, world):
    about = asked(world, about=world.posts["committee"].organisation)
    kept = asked(world, about=world.posts["committee"].organisation, visibility="hotline")
    page = sit("committee")
    shown = page.get(HOME).content.decode()
    for erasure in (about, kept):
        address = reverse("desk:refuse_erasure", args=[erasure.pk])
        assert address not in shown
        assert page.get(address).status_code in (403, 404)
    assert page.get(reverse("desk:refuse_erasure", args=[kept.pk])).status_code == 404


def test_what_came_on_paper_is_entered_by_its_number(sit, world):
    case = world.report(contact_phone="13900000000")
    page = sit("committee")
    lost = page.post(HOME, {"number": "99999999999", "key": "p"})
    assert lost.status_code == 422
    there = page.post(HOME, {"number": case.number, "key": "p"})
    assert there.status_code == 302 and there["Location"] == reverse(
        "desk:act", args=[case.number, "ask_erasure"]
    )
    assert page.get(there["Location"]).status_code == 200


def test_queries_of_the_page_do_not_grow_with_the_requests(sit, world):
    page = sit("committee")

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert page.get(HOME).status_code == 200
        return len(queries)

    for _n in range(2):
        asked(world)
    count()
    few = count()
    for _n in range(20):
        asked(world)
    assert count() <= few <= 30


# --- steering the older jobs ---


def test_sessions_end_as_soon_as_the_house_says(sit, world):
    sit("committee")
    assert sweep() == 0 and Session.objects.exists()
    actions.set_retention(world.actor("operator"), None, what="sessions", keep_days=10, source="街道规定")
    used = timezone.now() + timedelta(seconds=settings.SESSION_COOKIE_AGE)
    Session.objects.update(expire_date=used - timedelta(days=9))
    assert sweep() == 0 and Session.objects.exists()
    Session.objects.update(expire_date=used - timedelta(days=11))
    assert sweep() >= 1 and not Session.objects.exists()
    assert RetentionRule.objects.get(what="sessions").last_count >= 1


# --- looking, with a reason, and keeping out, on the pages ---


def test_one_tap_with_a_reason_shows_the_number_and_the_resident_reads_who_and_why(sit, world):
    resident = world.people["resident"]
    case = world.report(by=Actor(person=resident), contact_phone="13900001234")
    page = sit("steward")
    assert "1390000" not in page.get(f"/desk/cases/{case.number}/").content.decode().replace(" ", "")
    done = page.post(f"/desk/cases/{case.number}/reveal/", {"key": "r", "what": "contact", "reason": "call"})
    assert done.status_code == 302
    assert "13900001234" in page.get(f"/desk/cases/{case.number}/").content.decode().replace(" ", "")
    shown = sit("resident").get(f"/cases/{case.number}/").content.decode()
    assert 'id="confidence"' in shown and str(world.posts["steward"].title) in shown


def show_number(page, case, key="r"):
    said = {"key": key, "what": "contact", "reason": "call"}
    return page.post(f"/desk/cases/{case.number}/reveal/", said, follow=True)


def reads_number(page, case) -> bool:
    shown = page.get(f"/desk/cases/{case.number}/").content.decode().replace(" ", "")
    return "13900001234" in shown


def test_what_was_opened_closes_with_signing_out(sit, world):
    case = world.report(contact_phone="13900001234")
    page = sit("steward")
    show_number(page, case)
    assert reads_number(page, case)
    page.post(reverse("account_logout"))
    page = sit("steward")
    assert not reads_number(page, case)
    show_number(page, case, key="s")
    assert reads_number(page, case)


def test_another_browser_of_the_same_person_is_shown_nothing_of_it(sit, world):
    case = world.report(contact_phone="13900001234")
    page = sit("steward")
    show_number(page, case)
    elsewhere = Client()
    elsewhere.force_login(world.people["steward"])
    assert not reads_number(elsewhere, case)
    assert "13900001234" not in elsewhere.get("/desk/").content.decode().replace(" ", "")
    assert reads_number(page, case)


def test_it_closes_after_the_hours_of_the_notice_also_for_who_stays_signed_in(sit, world):
    case = world.report(contact_phone="13900001234")
    page = sit("steward")
    show_number(page, case)
    hours = PrivacyNotice.objects.present().reveal_hours
    with clock.at(clock.now() + timedelta(hours=hours, minutes=1)):
        assert not reads_number(page, case)


def test_the_session_itself_does_not_stand_in_the_table(sit, world):
    case = world.report(contact_phone="13900001234")
    page = sit("steward")
    show_number(page, case)
    kept = Reveal.objects.get(case=case, what="contact")
    assert kept.sitting and page.session.session_key not in kept.sitting


def test_what_two_people_opened_stays_open_for_its_hour_alone(sit, world):
    case = world.report(contact_phone="13900001234", visibility="hotline")
    case = actions.ask_glass(world.actor("branch"), case, reason="life", text="x")
    actions.grant_glass(world.actor("hotline"), case)
    page = sit("branch")
    assert reads_number(page, case)


def test_without_a_reason_nothing_is_shown(sit, world):
    case = world.report(contact_phone="13900001234")
    page = sit("steward")
    address = f"/desk/cases/{case.number}/reveal/"
    assert page.post(address, {"key": "r", "what": "contact"}).status_code == 422
    assert (
        page.post(address, {"key": "r", "what": "contact", "reason": "other", "text": ""}).status_code == 422
    )
    assert not rules.sees_contact(world.actor("steward"), Case.objects.get(pk=case.pk))


def test_the_resident_keeps_out_whom_it_concerns_on_the_page(sit, world):
    case = world.report(by=Actor(person=world.people["resident"]))
    page = sit("resident")
    address = f"/cases/{case.number}/concerns/"
    assert page.post(address, {"key": "c"}).status_code == 422
    assert page.post(address, {"key": "c", "post": world.posts["steward"].pk}).status_code == 302
    case.refresh_from_db()
    assert case.holder == world.posts["branch"]
    assert sit("steward").get(f"/desk/cases/{case.number}/take/").status_code != 200


def test_the_days_by_which_somebody_may_be_told_later_come_from_the_notice(world):
    from yishi.desk.forms.originals import GrantGlass

    actions.set_privacy_notice(
        world.actor("operator"), None, version="3", from_on=clock.today(), delay_days=3, controller="社区"
    )
    case = world.report()
    given = {"law": "investigation", "later_days": "4"}
    assert "later_days" in GrantGlass(given, actor=world.actor("hotline"), case=case).errors
    given["later_days"] = "3"
    assert "later_days" not in GrantGlass(given, actor=world.actor("hotline"), case=case).errors
