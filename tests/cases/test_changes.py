"""Whatever changes what a public page shows is seen by the next reader, although pages are kept: each page as it is
kept is held against the same page made anew, after every step of these stories."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from threading import Event, Thread
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from tests.cases.neighbours import neighbour
from tests.cases.test_publishing import picture
from tests.world import World

from yishi.cases import actions
from yishi.cases.changes import NET, TOLD
from yishi.cases.models import Case, Photo, Visibility
from yishi.deliberation.changes import TOLD as SESSIONS
from yishi.disclosure.changes import TOLD as THEMES
from yishi.network import actions as network
from yishi.network.actors import ANYONE, CLOCK
from yishi.network.models import Appointment, Place, Residence
from yishi.record import actions as record
from yishi.record import changes, clock, kept
from yishi.record.models import Change

OWN = re.compile(r'(name="(?:csrfmiddlewaretoken|key)" value=")[^"]*')
READ = re.compile(r'(?:FROM|JOIN)\s+"?([a-z]+_[a-z_]+)"?')

ALSO_READ = {
    "cases_standing": "follows the cases, whose triggers write it; adding up changes no sum",
    "cases_move": "as above",
    "cases_search": "the words of cases, written with them",
    "record_indicator": "told by whoever adds to it (`changes.tell_sums`)",
    "record_change": "the notes themselves",
    "record_version": "marks of rows kept beneath; asked anew before a page is made",
    "record_entry": "what a session did to a case, which writes to the case or to its agenda as well",
    "people_person": "asked for a key alone, of whoever said so",
    "site_cache": "topics, grouped once an hour; their matters are looked up anew",
}
SHOWN_TO_NO_STRANGER = {
    "cases_breakglass": "what two people let a desk see",
    "cases_concern": "whom it concerns, for the desk",
    "cases_formerreporter": "whose code went before, for nobody's eyes",
    "cases_smsreply": "a message that came, for the desk",
}


pytestmark = pytest.mark.django_db(transaction=True)
"""Readers see what is committed, as in life: what a transaction writes is told once, however often it is written."""


@pytest.fixture(autouse=True)
def pages_are_kept(settings, monkeypatch):
    """And the clock stands, so that a page made anew says "just now" as the one before did."""
    settings.YISHI_PAGES_ARE_KEPT = True
    forget(monkeypatch)
    monkeypatch.setattr(clock, "is_set", lambda: False)
    with clock.at(clock.now()):
        yield


def forget(monkeypatch) -> None:
    monkeypatch.setattr(changes, "heard", changes.Heard())
    monkeypatch.setattr(kept, "_shelf", kept._Shelf())


def public_pages(world: World, *cases: Case) -> list[str]:
    """Every kind of page a stranger may ask for, about these cases."""
    of_place = [
        reverse("cases:community", args=[world.places[name].code])
        for name in ("b3", "estate", "community", "district")
    ]
    lists = [
        reverse("cases:list"),
        reverse("cases:waiting"),
        reverse("cases:find") + "?q=柴火",
        reverse("home"),
    ]
    narrowed = f"{reverse('cases:list')}?place={world.places['estate'].code}"
    poster = reverse("cases:poster", args=[world.places["estate"].code])
    return [
        *(reverse("cases:case", args=[case.number]) for case in cases),
        *of_place,
        *lists,
        narrowed,
        poster,
    ]


def read(address: str, **how: Any) -> tuple[int, str]:
    answer = Client().get(address, **how)
    return answer.status_code, OWN.sub(r"\1", answer.content.decode())


def seen(addresses: list[str]) -> dict[str, tuple[int, str]]:
    return {address: read(address) for address in addresses}


def hold(addresses: list[str], what: str, monkeypatch) -> dict[str, tuple[int, str]]:
    """What the next reader sees is what a page made anew says."""
    now = seen(addresses)
    with monkeypatch.context() as other:
        forget(other)
        anew = seen(addresses)
    wrong = [address for address in addresses if now[address] != anew[address]]
    assert not wrong, f"{what}: still as before: {wrong}"
    return now


# --- what is told ---


def test_every_trigger_is_in_its_place(db):
    assert [changes.missing(connection, told) for told in (TOLD, NET)] == [[], []]


def test_whatever_belongs_to_a_case_is_told_or_shown_to_no_stranger(db):
    belongs = {
        model._meta.db_table
        for model in apps.get_app_config("cases").get_models()
        if model is not Case and any(field.related_model is Case for field in model._meta.concrete_fields)
    }
    assert belongs == {*TOLD.parts, *SHOWN_TO_NO_STRANGER}


def test_a_database_that_does_not_tell_keeps_no_pages(world, monkeypatch):
    changes.remove(connection, NET)
    changes._told_by.cache_clear()
    try:
        address = reverse("cases:list")
        read(address)
        assert not kept._shelf._pages
    finally:
        changes.install(connection, NET)
        changes._told_by.cache_clear()


# --- stories ---

Step = tuple[str, Callable[[World, Case], Any]]


def _part(world: World, case: Case) -> Any:
    return actions.ask_part(world.actor("steward"), case, asked=world.posts["fire"], text="请来看看")


def _again(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def _parked(world: World, case: Case) -> Any:
    return actions.park(
        world.actor("steward"),
        case,
        reason="majority",
        text="要住户同意",
        measures="先供暖",
        revisit_on=days(90),
    )


def days(n: int) -> date:
    return clock.today() + timedelta(days=n)


def later(step: Callable[[World, Case], Any], **span: int) -> Callable[[World, Case], Any]:
    def done(world: World, case: Case) -> Any:
        with clock.at(clock.now() + timedelta(**span)):
            return step(world, case)

    return done


STEWARD: list[Step] = [
    ("take", lambda world, case: actions.take(world.actor("steward"), case)),
    ("note", lambda world, case: actions.note(world.actor("steward"), case, text="约好明天清", public=True)),
    (
        "call",
        lambda world, case: actions.call(world.actor("steward"), case, outcome="reached", text="说好了"),
    ),
    ("add photos", lambda world, case: actions.add_photos(world.actor("steward"), case, photos=[picture()])),
    (
        "withhold photo",
        lambda world, case: actions.withhold_photo(
            world.actor("steward"), case, photo=case.photos.last(), reason="exposes"
        ),
    ),
    (
        "promise",
        lambda world, case: actions.promise(world.actor("steward"), case, text="周五前", due_on=days(3)),
    ),
    ("urgency", lambda world, case: actions.set_urgency(world.actor("steward"), case, urgency="emergency")),
    (
        "recategorise",
        lambda world, case: actions.recategorise(
            world.actor("steward"), case, category=world.categories["service"]
        ),
    ),
    ("call in", _part),
    ("unit replies", lambda world, case: actions.answer_part(world.actor("fire"), case, text="已经看过")),
    (
        "reword",
        lambda world, case: actions.reword(world.actor("committee"), case, public_words="楼道里有柴火。"),
    ),
    (
        "withhold words",
        lambda world, case: actions.withhold_words(world.actor("committee"), case, reason="attack"),
    ),
    ("approve words", lambda world, case: actions.approve_words(world.actor("committee"), case)),
    ("hand up", lambda world, case: actions.hand_up(world.actor("steward"), case, reason="要花钱")),
    (
        "send back",
        lambda world, case: actions.send_back(
            world.actor("branch"), case, reason="不归我们", proposed=world.posts["committee"]
        ),
    ),
    ("join", lambda world, case: actions.join(ANYONE, case, place=world.places["b5"], door="2-201")),
]
ANSWERED: list[Step] = [
    ("take", lambda world, case: actions.take(world.actor("steward"), case)),
    (
        "answer",
        lambda world, case: actions.answer(
            world.actor("steward"), case, kind="solved", text="清走了", photos=[picture()]
        ),
    ),
    ("doubt", lambda world, case: actions.doubt(neighbour(world, "zheng", "1-101"), case, text="还有一堆")),
    (
        "contest",
        lambda world, case: actions.contest(world.reporter(case), case, contacted=True, text="还在那里"),
    ),
    ("take again", lambda world, case: actions.take(world.actor("branch"), case)),
    (
        "answer again",
        lambda world, case: actions.answer(world.actor("branch"), case, kind="solved", text="这次都清了"),
    ),
    (
        "confirm",
        lambda world, case: actions.confirm(
            world.reporter(case), case, contacted=True, satisfaction="satisfied", text="谢谢"
        ),
    ),
]
STANDS: list[Step] = [
    ("take", lambda world, case: actions.take(world.actor("steward"), case)),
    (
        "pause",
        lambda world, case: actions.pause(
            world.actor("steward"), case, reason="resident", text="人不在", until_on=days(2)
        ),
    ),
    ("resume", lambda world, case: actions.resume(world.actor("steward"), case)),
    (
        "ask for time",
        lambda world, case: actions.ask_extension(
            world.actor("steward"), case, text="要等货", until_on=days(20)
        ),
    ),
    ("give time", lambda world, case: actions.answer_extension(world.actor("branch"), case, granted=True)),
    ("park", _parked),
    ("agree", lambda world, case: actions.decide_parking(world.actor("branch"), case, agree=True)),
    ("object", lambda world, case: actions.object_parking(world.reporter(case), case, text="等不到")),
    (
        "uphold",
        lambda world, case: actions.rule_objection(world.actor("committee"), case, upheld=True, text="先办"),
    ),
]
PRESSED: list[Step] = [
    ("nudge", later(lambda world, case: actions.nudge(world.reporter(case), case), days=3)),
    (
        "supervise",
        lambda world, case: actions.supervise(
            world.actor("committee"), case, grade="noted", reason="safety", text="请抓紧", due_on=days(3)
        ),
    ),
    ("take", lambda world, case: actions.take(world.actor("steward"), case)),
    (
        "whistle",
        lambda world, case: actions.whistle(
            world.actor("steward"), case, asked=[world.posts["fire"]], hours=2, text="请来"
        ),
    ),
    ("appear", lambda world, case: actions.appear(world.actor("fire"), case, asked=world.posts["fire"])),
    ("overdue", later(lambda world, case: actions.escalate(CLOCK, case), days=30)),
    ("withdraw", lambda world, case: actions.withdraw(world.reporter(case), case, text="搬走了")),
]
DECLINED: list[Step] = [
    ("take", lambda world, case: actions.take(world.actor("steward"), case)),
    (
        "decline",
        lambda world, case: actions.decline(
            world.actor("steward"), case, ground="not_ours", text="归物业", door="物业服务中心"
        ),
    ),
]
NET_MOVES: list[Step] = [
    (
        "a place is renamed",
        lambda world, case: Place.objects.filter(pk=world.places["b3"].pk).update(label_zh="三号楼"),
    ),
    (
        "a category is renamed",
        lambda world, case: actions.set_category(
            CLOCK, case.category.parent, code="shared.stairwell", name_zh="楼道杂物", name_en="Stairwell"
        ),
    ),
    (
        "a post has another number",
        lambda world, case: type(case.holder).objects.filter(pk=case.holder_id).update(phone="19911111111"),
    ),
    (
        "nobody holds the post",
        lambda world, case: Appointment.objects.filter(post=world.posts["committee"]).delete(),
    ),
    (
        "a building more",
        lambda world, case: network.add_place(
            CLOCK,
            Place.objects.get(pk=world.places["estate"].pk),
            code="421182001901-01-09",
            level="building",
            name_zh="9栋",
        ),
    ),
    ("sums", lambda world, case: record.seal()),
]


UNSEEN = {"call"}
"""Steps of which no page for strangers says anything."""


@pytest.mark.parametrize(
    "story",
    [STEWARD, ANSWERED, STANDS, PRESSED, DECLINED, NET_MOVES],
    ids=["desk", "answered", "stands", "pressed", "declined", "net"],
)
def test_what_each_step_changes_is_seen_by_the_next_reader(world, monkeypatch, story):
    case = world.report()
    addresses = public_pages(world, case)
    before = hold(addresses, "at first", monkeypatch)
    for name, step in story:
        step(world, _again(case))
        after = hold(addresses, name, monkeypatch)
        assert (after != before) is (name not in UNSEEN), f"{name}: what strangers see of it has changed"
        before = after


def test_of_cases_put_together_each_page_follows_the_other(world, monkeypatch):
    main, part = world.report(), world.report("楼道口的柴火还在。")
    addresses = public_pages(world, main, part)
    hold(addresses, "at first", monkeypatch)
    steward = world.actor("steward")
    steps: list[tuple[str, Callable[[], Any]]] = [
        ("take", lambda: actions.take(steward, _again(main))),
        ("merge", lambda: actions.merge(steward, _again(part), into=_again(main))),
        ("join", lambda: actions.join(ANYONE, _again(main), place=world.places["b5"], door="2-201")),
        (
            "reword the part",
            lambda: actions.reword(world.actor("committee"), _again(part), public_words="柴火。"),
        ),
        ("answer", lambda: actions.answer(steward, _again(main), kind="solved", text="清走了")),
        ("settle", lambda: actions.settle(world.reporter(part), _again(part))),
    ]
    for name, step in steps:
        step()
        hold(addresses, name, monkeypatch)


def test_split_again_both_pages_say_so(world, monkeypatch):
    main, part = world.report(), world.report("楼道口的柴火还在。")
    steward = world.actor("steward")
    actions.merge(steward, part, into=main)
    addresses = public_pages(world, main, part)
    hold(addresses, "put together", monkeypatch)
    actions.split(world.reporter(part), _again(part))
    hold(addresses, "split", monkeypatch)


def test_that_a_home_is_vouched_for_shows_with_the_voices(world, monkeypatch):
    case = world.report()
    actions.join(neighbour(world, "zheng", "1-101", vouched=False), case)
    address = reverse("cases:case", args=[case.number])
    before = hold([address], "joined", monkeypatch)
    network.vouch_for_home(world.actor("steward"), Residence.objects.get())
    assert hold([address], "vouched", monkeypatch) != before


# --- nothing hidden leaks ---


def hidden(case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(visibility=Visibility.HOTLINE)


def withheld(case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(title="楼道堆物", public_words="", wording="withheld")


@pytest.mark.parametrize("hide", [hidden, withheld])
def test_what_is_hidden_is_gone_from_every_page_at_once(world, monkeypatch, hide):
    case = world.report("楼道口堆着青砖，老人过不去。")
    addresses = public_pages(world, case)
    before = seen(addresses)
    assert "青砖" in before[addresses[0]][1]
    hide(case)
    after = hold(addresses, hide.__name__, monkeypatch)
    assert not [address for address, (_status, page) in after.items() if "青砖" in page]
    if hide is hidden:
        assert after[addresses[0]][0] == 404
        others = {address: page for address, (_status, page) in after.items() if address != addresses[0]}
        assert not [address for address, page in others.items() if addresses[0] in page]


def test_what_is_erased_is_gone_at_once(world, monkeypatch):
    case = world.report("楼道口堆着青砖，老人过不去。", photos=[picture()])
    addresses = public_pages(world, case)
    seen(addresses)
    me = world.reporter(case)
    actions.erase(me, actions.ask_erasure(me, case, open_cases="withdraw"))
    after = hold(addresses, "erased", monkeypatch)
    assert not [address for address, (_status, page) in after.items() if "青砖" in page]


# --- what pages read ---


def test_public_pages_read_nothing_that_is_not_told(world, monkeypatch):
    case = world.report(photos=[picture()])
    other = world.report("楼道口的柴火还在。")
    for _name, step in STEWARD[:14]:
        step(world, _again(case))
    actions.merge(world.actor("committee"), _again(other), into=_again(case))
    tables: set[str] = set()

    def note(execute, sql, params, many, context):
        tables.update(READ.findall(str(sql)))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        for address in public_pages(world, case, other):
            read(address)
    known = {*TOLD.tables, *NET.tables, *SESSIONS.tables, *THEMES.tables, *ALSO_READ}
    assert {"cases_case", "cases_stay", "cases_photo", "cases_note"} <= tables
    assert tables <= known


# --- the notes themselves ---


def test_whoever_heard_too_much_or_too_long_ago_trusts_nothing(world, monkeypatch):
    address = reverse("cases:case", args=[world.report().number])
    for name, value in (("SILENT", -1.0), ("AT_ONCE", 0)):
        read(address)
        with monkeypatch.context() as other:
            other.setattr(changes, name, value)
            Change.objects.all().delete()
            world.report()
            before = changes.heard.listen()
            assert not changes.heard.same(["case:1"], before - 1)


def test_another_connection_may_be_another_database(world):
    read(reverse("cases:list"))
    number = changes.heard.listen()
    changes.heard.forget()
    changes.heard.listen()
    assert not changes.heard.same([], number)


def test_notes_are_swept_out_once_everybody_has_heard_them(world, monkeypatch):
    monkeypatch.setattr(changes, "_looks", type(changes._looks)(maxlen=60))
    assert record.sweep_changes() == 0
    monkeypatch.setattr(changes, "SILENT", -1.0)
    assert changes.sweep_before() is not None
    if connection.vendor == "postgresql":
        # a transaction of another database of the cluster, such as another test's, holds the position back
        monkeypatch.setattr(changes, "sweep_before", now)
    assert record.sweep_changes() > 0
    assert not Change.objects.exists()


def now() -> str:
    """The position that everything committed until now is before."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text")
        return cursor.fetchone()[0]


@pytest.mark.database("postgresql")
def test_what_is_committed_late_is_heard_although_its_number_is_lower(world, monkeypatch):
    """Two write at once; the one that began first is done last."""
    first, second = world.report(), world.report()
    begun, go_on = Event(), Event()

    def slowly() -> None:
        try:
            with transaction.atomic():
                Photo.objects.filter(case=first).update(stage="report")
                Case.objects.filter(pk=first.pk).update(title="先动笔的")
                begun.set()
                go_on.wait(20)
        finally:
            connection.close()

    addresses = public_pages(world, first, second)
    writer = Thread(target=slowly)
    writer.start()
    try:
        assert begun.wait(20)
        Case.objects.filter(pk=second.pk).update(title="后动笔的")
        between = seen(addresses)
        assert "后动笔的" in between[addresses[1]][1]
        assert "先动笔的" not in between[addresses[0]][1]
    finally:
        go_on.set()
        writer.join(20)
    after = hold(addresses, "the late one", monkeypatch)
    assert "先动笔的" in after[addresses[0]][1]
