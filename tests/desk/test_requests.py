"""Requests about one's own data that came on paper, by telephone or in person: written down, agreed to by a second
person, carried out, and told to whoever they are about."""

import io
import json
import zipfile
from datetime import date, timedelta

import pytest
from django.urls import reverse

from yishi.cases import actions, confidence_jobs
from yishi.cases.models import Case, DataRequest, Erasure
from yishi.network import calendar
from yishi.network.actors import Actor
from yishi.network.counting import nth_working_day
from yishi.notices.models import Message
from yishi.people.models import Person, PrivacyNotice
from yishi.record import Refused, checking, clock
from yishi.record.jobs import seal_waiting
from yishi.record.models import Entry
from yishi.site import retention

NEW, HOME = reverse("desk:new_request"), reverse("desk:confidence")


def said(**more):
    return {
        "account": "resident",
        "kind": "export",
        "came": "visit",
        "checked": "card",
        "asked_on": clock.today().isoformat(),
        "open_cases": "anonymous",
        "key": "k",
        **more,
    }


def page_of(request: DataRequest) -> str:
    return reverse("desk:data_request", args=[request.pk])


def told(person) -> list[str]:
    return list(Message.objects.filter(person=person).order_by("pk").values_list("kind", flat=True))


@pytest.fixture
def written(sit, world):
    """What the committee wrote down for the resident: what `said` says."""

    def write(**more) -> DataRequest:
        done = sit("committee").post(NEW, said(**more))
        assert done.status_code == 302, done.content.decode()
        return DataRequest.objects.latest("pk")

    return write


def test_written_down_with_who_it_was_made_sure_by_and_until_when(world, written):
    request = written()
    notice = PrivacyNotice.objects.present()
    assert (request.person, request.post) == (world.people["resident"], world.posts["committee"])
    assert (request.came, request.checked, request.state) == ("visit", "card", "waiting")
    assert request.due_on == nth_working_day(clock.today(), 15, calendar.current())
    assert request.due_source == notice.request_source and "15" in request.due_source
    assert told(world.people["resident"]) == ["cases.request_entered"]
    waits = Message.objects.filter(kind="cases.request_waits").values_list("post", flat=True)
    assert set(waits) == {world.posts["council"].pk, world.posts["hotline"].pk}


def test_the_record_holds_that_it_was_asked_and_never_who(world, written):
    entry = Entry.objects.about(written().ref).get()
    assert entry.kind == "cases.RequestEntered" and not entry.public
    assert set(entry.data) == {"asked", "came", "checked", "due_on"}


def test_days_are_counted_without_days_off():
    days = calendar.Calendar(
        off=[date(2026, 10, 1), date(2026, 10, 2)], on=[date(2026, 10, 10)], known=[2026]
    )
    assert nth_working_day(date(2026, 9, 30), 1, days) == date(2026, 10, 5)
    assert nth_working_day(date(2026, 10, 9), 1, days) == date(2026, 10, 10)
    assert nth_working_day(date(2026, 9, 30), 0, days) == date(2026, 9, 30)


def test_a_second_person_agrees_and_the_file_is_handed_over(sit, world, written):
    case = world.report("楼道里周小禾家堆了柴火", by=Actor(person=world.people["resident"]))
    request = written()
    own = sit("committee")
    assert "not the one who wrote it down" in own.get(page_of(request)).content.decode()
    assert own.post(page_of(request), {"do": "agree", "key": "a"}).status_code == 403
    assert own.post(reverse("desk:hand_over", args=[request.pk]), {"key": "h"}).status_code == 403
    assert sit("hotline").post(page_of(request), {"do": "agree", "key": "a"}).status_code == 302
    answer = sit("committee").post(reverse("desk:hand_over", args=[request.pk]), {"key": "h"})
    found = json.loads(zipfile.ZipFile(io.BytesIO(answer.content)).read("data.json"))
    assert [each["number"] for each in found["cases"]] == [case.number]
    assert "周小禾" in found["cases"][0]["words"] and answer["Cache-Control"].count("no-store")
    request.refresh_from_db()
    assert request.state == "done" and request.decided_by == world.people["hotline"]
    kinds = list(Entry.objects.about(request.ref).order_by("pk").values_list("kind", flat=True))
    assert kinds == ["cases.RequestEntered", "cases.RequestAgreed", "cases.RequestHandedOver"]
    assert told(world.people["resident"])[-3:] == [
        "cases.request_entered",
        "cases.request_agreed",
        "cases.request_handed_over",
    ]


def test_the_file_may_be_taken_again_for_an_hour_and_no_longer(sit, written):
    request = written()
    address = reverse("desk:hand_over", args=[request.pk])
    hotline = sit("hotline")
    hotline.post(page_of(request), {"do": "agree", "key": "a"})
    assert hotline.post(address, {"key": "h"}).status_code == 200
    assert hotline.post(address, {"key": "i"}).status_code == 200
    with clock.at(clock.now() + timedelta(minutes=61)):
        assert hotline.post(address, {"key": "j"}).status_code == 409


def test_an_erasure_is_done_after_the_days_to_think_it_over(sit, world, written):
    resident = world.people["resident"]
    case = world.report(by=Actor(person=resident), contact_phone="19900001234")
    request = written(kind="erasure", came="paper")
    assert not Erasure.objects.exists()
    sit("council").post(page_of(request), {"do": "agree", "key": "a"})
    erasure = Erasure.objects.get()
    assert (erasure.person, erasure.on_paper, erasure.post) == (resident, True, world.posts["committee"])
    assert told(resident)[-1] == "cases.request_erases"
    assert confidence_jobs.erase_due() == 0
    with clock.at(erasure.due_at + timedelta(minutes=1)):
        assert confidence_jobs.erase_due() == 1
    assert Case.objects.get(pk=case.pk).contact_phone == ""
    assert not Person.objects.get(pk=resident.pk).is_active
    while seal_waiting():
        pass
    assert checking.check().as_json()["ok"]


def test_whoever_it_is_about_says_that_it_was_not_them(sit, world, written):
    request = written(kind="erasure")
    own = sit("resident")
    shown = own.get("/me/data/").content.decode()
    assert "Written down in your name" in shown and world.posts["committee"].title in shown
    done = own.post("/me/data/", {"do": "disown", "request": request.pk, "key": "d"}, follow=True)
    assert "Nothing is handed over or erased" in done.content.decode()
    request.refresh_from_db()
    assert request.state == "disowned"
    assert Message.objects.filter(kind="cases.request_disowned", post=world.posts["committee"]).exists()
    assert sit("hotline").post(page_of(request), {"do": "agree", "key": "a"}).status_code == 409
    assert not Erasure.objects.exists()


def test_nobody_disowns_what_is_anothers(sit, world, written):
    request = written()
    answer = sit("neighbour").post("/me/data/", {"do": "disown", "request": request.pk, "key": "d"})
    assert answer.status_code == 404
    with pytest.raises(Refused):
        actions.disown_request(Actor(person=world.people["neighbour"]), request)


def test_refused_with_a_ground_that_is_told(sit, world, written):
    request = written()
    own = sit("committee")
    assert own.post(page_of(request), {"do": "refuse", "hold": "identity", "basis": ""}).status_code == 422
    given = {"do": "refuse", "hold": "identity", "basis": "身份证与账号不符", "key": "r"}
    assert own.post(page_of(request), given).status_code == 302
    assert "身份证与账号不符" in sit("resident").get("/me/data/").content.decode()
    assert told(world.people["resident"])[-1] == "cases.request_refused"


@pytest.mark.parametrize("who", ["steward", "property", "fire", "on_duty", "branch", "operator"])
def test_nobody_else_writes_them_down_or_sees_them(sit, world, written, who):
    request = written()
    page = sit(who)
    assert page.get(NEW).status_code == page.post(NEW, said()).status_code == 403
    assert page.get(page_of(request)).status_code == 403
    assert page.post(reverse("desk:hand_over", args=[request.pk]), {"key": "h"}).status_code == 403


def test_whom_it_is_about_does_not_decide_it(sit, world, written):
    from yishi.network import actions as network
    from yishi.network.actors import CLOCK

    request = written()
    network.appoint(CLOCK, world.posts["council"], person=world.people["resident"])
    page = sit("resident")
    assert page.get(page_of(request)).status_code == 404
    assert page.post(page_of(request), {"do": "agree", "key": "a"}).status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"account": "nobody-of-this-name"},
        {"account": "committee"},
        {"kind": "forget"},
        {"checked": ""},
        {"came": "phone", "checked": "card"},
        {"asked_on": "2099-01-01"},
        {"asked_on": "2020-01-01"},
        {"kind": "erasure", "account": "steward"},
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_kept(sit, wrong):
    page = sit("committee").post(NEW, said(**wrong))
    assert page.status_code == 422 and 'role="alert"' in page.content.decode()
    assert not DataRequest.objects.exists()


def test_sent_twice_it_is_one_and_asked_twice_it_is_refused(sit, written):
    written()
    again = sit("committee").post(NEW, said())
    assert again.status_code == 302 and DataRequest.objects.count() == 1
    assert sit("hotline").post(NEW, said(key="other")).status_code == 422
    assert DataRequest.objects.count() == 1


def test_nobody_finds_out_here_who_has_an_account(sit):
    page = sit("committee")
    for n in range(20):
        assert page.post(NEW, said(account=f"name-{n}")).status_code == 422
    assert page.post(NEW, said()).status_code == 403


def test_what_waits_stands_on_the_page_of_privacy_the_late_one_marked(sit, written):
    request = written()
    page = sit("hotline")
    shown = page.get(HOME).content.decode()
    assert page_of(request) in shown and NEW in shown
    with clock.at(clock.now() + timedelta(days=60)):
        assert "overdue" in page.get(HOME).content.decode()
    actions.refuse_request(
        Actor(person=Person.objects.get(username="hotline"), post=request.post),
        request,
        hold="law",
        basis="x",
    )
    assert page_of(request) not in page.get(HOME).content.decode()


def test_the_days_stand_in_the_notice_and_are_set_there(sit, world):
    assert "15" in sit("committee").get(reverse("cases:privacy")).content.decode()
    actions.set_privacy_notice(
        world.actor("operator"),
        None,
        version="9",
        from_on=clock.today(),
        request_days=7,
        request_source="街道规定",
    )
    done = sit("committee").post(NEW, said())
    assert done.status_code == 302
    kept = DataRequest.objects.get()
    assert (kept.due_days, kept.due_source) == (7, "街道规定")


def test_it_is_in_the_file_of_whoever_it_is_about_and_goes_after_its_time(sit, world, written):
    request = written()
    packed = zipfile.ZipFile(io.BytesIO(sit("resident").get("/me/data/export.zip").content))
    assert json.loads(packed.read("data.json"))["requests"][0]["kind"] == "export"
    actions.disown_request(Actor(person=world.people["resident"]), request)
    with clock.at(clock.now() + timedelta(days=1000)):
        retention.retain_all()
        assert DataRequest.objects.exists()
    with clock.at(clock.now() + timedelta(days=1100)):
        retention.retain_all()
        assert not DataRequest.objects.exists()
