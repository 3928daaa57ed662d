"""Messages of another board: every good row becomes a case at its own times, every bad one is named with its reason."""

import csv
import io
from datetime import UTC, datetime, timedelta
from statistics import median
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from tests import world

from yishi.cases import imports, listing, search
from yishi.cases.models import Answer, Case, Channel, Feedback, State, Stay, Visibility
from yishi.network.models import Place
from yishi.notices.models import Delivery, Message
from yishi.people.models import Person
from yishi.record import checking, clock
from yishi.record import jobs as record
from yishi.record.models import Entry, Indicator

HEADER = imports.COLUMNS
LOCAL = ZoneInfo("Asia/Shanghai")


def row(key: str = "7", **said: str) -> dict[str, str]:
    """A row of invented words."""
    return {
        "id": key,
        "subject": "河边的长椅坏了",
        "sent_at": "2019/3/4 9:05:07",
        "body": "河边第三张长椅断了一条腿。\n请来修一修。",
        "reply": "您好，长椅已经换了新的。",
        "replied_at": "2019/3/9 10:05:07",
    } | said


def text_of(rows: list[dict[str, str]], header: tuple[str, ...] = HEADER) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, header, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


@pytest.fixture
def file(tmp_path):
    """Writes rows, text or bytes into a file and gives its path."""

    def write(said, encoding: str = "utf-8"):
        text = text_of(said) if isinstance(said, list) else said
        path = tmp_path / "messages.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return path

    return write


def run(path, place: Place | None = None, **how) -> imports.Outcome:
    """As the command does it."""
    rows = imports.read(path)
    good = [each for each in rows if isinstance(each, imports.Message)]
    place = place or imports.board_place()
    imports.prepare(place, min(message.sent_at for message in good).date())
    return imports.bring_in(rows, place, **how)


def reasons(path) -> list[str]:
    return [each.reason for each in imports.read(path) if isinstance(each, imports.Bad)]


def whole() -> list[dict[str, str]]:
    return [row(str(n), sent_at=f"2019/3/{n} 9:00:00", replied_at=f"2019/4/{n} 9:00:00") for n in range(1, 8)]


@pytest.mark.django_db
def test_a_row_becomes_a_case_at_its_own_times(file):
    outcome = run(file([row()]))
    assert (outcome.rows, outcome.imported, outcome.refused) == (1, 1, [])
    case = Case.objects.get(source="messages:7")
    sent, replied = datetime(2019, 3, 4, 9, 5, 7, tzinfo=LOCAL), datetime(2019, 3, 9, 10, 5, 7, tzinfo=LOCAL)
    assert (case.title, case.channel, case.visibility) == (
        "河边的长椅坏了",
        Channel.IMPORT,
        Visibility.PUBLIC,
    )
    assert case.words == "河边第三张长椅断了一条腿。\n请来修一修。"
    assert (case.reported_at, case.taken_at, case.first_answered_at) == (sent, replied, replied)
    answer = case.answers.get()
    assert (answer.kind, answer.text, answer.basis) == (
        Answer.Kind.EXPLAINED,
        "您好，长椅已经换了新的。",
        imports.BASIS,
    )
    # nobody was asked, so it ends in silence and not in satisfaction
    assert (case.state, case.ended_at) == (State.LAPSED, replied + timedelta(days=case.ladder.lapse_days))
    assert not Feedback.objects.exists()
    stay = Stay.objects.get(case=case)
    assert (stay.arrived_at, stay.taken_at, stay.left_at) == (sent, replied, replied)
    kinds = Entry.objects.about(case.ref).values_list("kind", flat=True)
    assert [kind.removeprefix("cases.") for kind in kinds] == [
        "Reported", "Dispatched", "Taken", "Answered", "Lapsed",
    ]  # fmt: skip
    happened = Entry.objects.about(case.ref).values_list("at", flat=True)
    assert list(dict.fromkeys(happened)) == [sent, replied, case.ended_at]


@pytest.mark.django_db
def test_an_answer_still_fresh_waits_for_its_resident(file):
    replied = timezone.localtime(clock.now()) - timedelta(days=1)
    run(file([row(sent_at="2019-03-04", replied_at=replied.strftime("%Y-%m-%d %H:%M"))]))
    assert Case.objects.get().state == State.ANSWERED


@pytest.mark.django_db
def test_nobody_is_told(file):
    run(file(whole()))
    assert not Message.objects.exists()
    assert not Delivery.objects.exists()


@pytest.mark.django_db
def test_run_twice_nothing_doubles(file):
    path = file(whole())
    first, second = run(path), run(path)
    assert (first.imported, first.already_present) == (7, 0)
    assert (second.imported, second.already_present) == (0, 7)
    assert Case.objects.count() == 7
    assert second.median_seconds == first.median_seconds == 31 * 86400


@pytest.mark.django_db
def test_cut_short_in_the_middle_of_a_row_it_is_completed_later(file, monkeypatch):
    path, index, calls = file(whole()), search.index_all, []

    def dies(*args, **kwargs):
        calls.append(args)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return index(*args, **kwargs)

    monkeypatch.setattr(imports, "TOGETHER", 3)
    monkeypatch.setattr(search, "index_all", dies)
    with pytest.raises(KeyboardInterrupt):
        run(path)
    assert set(Case.objects.values_list("source", "state")) == {
        (f"messages:{n}", State.LAPSED) for n in (1, 2, 3)
    }, "half a row is in, or a whole one is lost"
    assert not Entry.objects.filter(kind="cases.Reported")[3:].exists()
    monkeypatch.setattr(search, "index_all", index)
    outcome = run(path)
    assert (outcome.imported, outcome.already_present) == (4, 3)
    assert not Case.objects.exclude(state=State.LAPSED).exists()


@pytest.mark.django_db
def test_bad_rows_are_refused_with_their_reasons_and_good_ones_come_in(file):
    bad = {
        "empty body": row("1", body=" \u200b "),
        "empty reply": row("2", reply=""),
        "reply first": row("3", replied_at="2019/3/4 9:05:06"),
        "no date": row("4", sent_at="last Monday"),
        "no such day": row("5", sent_at="2019/2/30 8:00:00"),
        "no id": row(""),
        "long id": row("x" * 61),
        "long": row("8", body="长" * 20_001),
        "future": row("9", replied_at="2999/1/1 8:00:00"),
        "long ago": row("10", sent_at="1066/10/14 9:00:00"),
    }
    path = file([row("good"), *bad.values(), row("good")])
    wrong = dict(zip([*bad, "twice"], reasons(path), strict=True))
    assert wrong == {
        "empty body": "The column body is empty.",
        "empty reply": "The column reply is empty.",
        "reply first": "The reply is dated before the message.",
        "no date": "The column sent_at holds no date such as 2020/1/31 8:05:00.",
        "no such day": "The column sent_at holds a date that does not exist.",
        "no id": "The id must have 1 to 60 visible characters.",
        "long id": "The id must have 1 to 60 visible characters.",
        "long": "The column body has 20001 characters; at most 20000 are taken.",
        "future": "The message or its reply is dated in the future.",
        "long ago": "The column sent_at holds a date before 1990.",
        "twice": "The id good was used before, in row 1.",
    }
    outcome = run(path)
    assert (outcome.rows, outcome.imported, len(outcome.refused)) == (12, 1, 11)
    assert outcome.refused[0].as_json() == {
        "row": 2, "line": 4, "id": "1", "reason": "The column body is empty.",
    }  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_the_encoding_is_found_out(file, encoding):
    [message] = imports.read(file([row()], encoding))
    assert (message.subject, message.body) == ("河边的长椅坏了", "河边第三张长椅断了一条腿。\n请来修一修。")


def test_bytes_that_cannot_be_read_cost_their_own_row(file):
    data = text_of([row("1"), row("2", subject="HERE"), row("3")]).encode()
    rows = imports.read(file(data.replace(b"HERE", b"\xff\xfe\xff")))
    assert [getattr(each, "reason", "") for each in rows] == [
        "", "The row holds bytes that are neither UTF-8 nor GBK.", "",
    ]  # fmt: skip


def test_a_quote_that_is_never_closed_costs_its_own_row(file):
    lines = text_of([row("1", body="一句"), row("2", body="两句"), row("3", body="三句")]).splitlines()
    lines[2] = lines[2].replace("两句", '"两句')
    rows = imports.read(file("\n".join(lines)))
    assert [each.id for each in rows if isinstance(each, imports.Message)] == ["1", "3"]
    [broken] = [each for each in rows if isinstance(each, imports.Bad)]
    assert broken.spot == imports.Spot(row=2, line=3)


def test_a_row_with_too_few_columns_costs_itself(file):
    rows = imports.read(file(text_of([row("1")]) + "2,没有别的\n" + text_of([row("3")]).split("\n", 1)[1]))
    assert [getattr(each, "reason", "") for each in rows] == [
        "",
        "The line has 2 columns; 6 are expected.",
        "",
    ]


def test_columns_may_stand_in_another_order_and_be_called_in_chinese(file):
    names = {english: chinese for chinese, english in imports.ALSO_CALLED.items()}
    said = {names[name]: value for name, value in row().items()}
    [message] = imports.read(file(text_of([said], tuple(reversed(said)))))
    assert (message.id, message.subject) == ("7", "河边的长椅坏了")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("", "empty"), ("id,subject,body\n1,2,3\n", "missing: sent_at, reply, replied_at"), ("\n\n", "empty")],
)
def test_a_file_that_is_none_of_ours_is_refused_as_a_whole(file, text, sentence):
    with pytest.raises(imports.Unreadable, match=sentence):
        imports.read(file(text))


def test_a_day_alone_counts_from_its_beginning_but_never_before_the_message(file):
    said = [
        row("1", replied_at="2019/3/9"),
        row("2", replied_at="2019/3/4"),
    ]
    later, same_day = imports.read(file(said))
    assert later.replied_at == datetime(2019, 3, 9, tzinfo=LOCAL)
    assert same_day.replied_at == datetime(2019, 3, 4, 23, 59, 59, tzinfo=LOCAL)


@pytest.mark.django_db
def test_a_named_place_is_answered_by_whoever_holds_its_desk(file):
    neighbourhood = world.build()
    estate = neighbourhood.places["estate"]
    now = clock.now()
    said = [
        row("old"),
        row("new", sent_at=f"{now - timedelta(days=9):%Y/%m/%d}", replied_at=f"{now:%Y/%m/%d}"),
    ]
    assert run(file(said), estate).imported == 2
    old, new = Case.objects.get(source="messages:old"), Case.objects.get(source="messages:new")
    assert old.holder.organisation.name_zh == imports.BOARD_NAME[0]
    assert new.holder == neighbourhood.posts["steward"]
    # the board holds nothing today: a new case goes to the steward
    assert neighbourhood.report().holder == neighbourhood.posts["steward"]


@pytest.mark.django_db
def test_kept_to_the_hotline_the_public_sees_none_of_it(file):
    run(file([row()]), visibility=Visibility.HOTLINE)
    assert not Case.objects.visible_to(world.ANYONE).exists()


@pytest.mark.django_db
def test_the_board_has_nobody_who_could_sign_in(file):
    run(file([row()]))
    assert not Person.objects.get().has_usable_password()


@pytest.mark.django_db
def test_the_real_file_comes_in_whole(beside_project):
    path = beside_project("data/messages/with_replies.csv")
    rows = imports.read(path)[:120]
    messages = [each for each in rows if isinstance(each, imports.Message)]
    place = imports.board_place()
    imports.prepare(place, min(message.sent_at for message in messages).date())
    outcome = imports.bring_in(rows, place)
    assert (outcome.imported, outcome.refused) == (120, [])
    assert outcome.median_seconds == median(
        (message.replied_at - message.sent_at).total_seconds() for message in messages
    )
    record.seal_waiting()
    assert listing.figures(place.path).median_days == round(outcome.median_seconds / 86400, 1)
    assert Indicator.objects.total("reported", place.path) == 120
    assert Indicator.objects.total("lapsed", place.path) == 120
    assert checking.check().as_json()["ok"]


def test_every_row_of_the_real_file_can_be_read(beside_project):
    path = beside_project("data/messages/with_replies.csv")
    rows = imports.read(path)
    assert len(rows) == 1402
    assert all(isinstance(each, imports.Message) for each in rows)
    with path.open(encoding="utf-8-sig", newline="") as opened:
        told = {
            line["id"]: (_moment(line["replied_at"]) - _moment(line["sent_at"]))
            for line in csv.DictReader(opened)
        }
    assert {message.id: message.replied_at - message.sent_at for message in rows} == told


def _moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y/%m/%d %H:%M:%S" if ":" in text else "%Y/%m/%d").replace(tzinfo=UTC)
