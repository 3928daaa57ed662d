"""Places and posts from a file: all of it or nothing, every problem by row and column, and twice changes nothing."""

import csv
import io
import json
from datetime import date

import pytest

from yishi.network import actions, imports
from yishi.network.actors import CLOCK
from yishi.network.models import Appointment, Level, Organisation, Place, Post
from yishi.people import actions as people
from yishi.people.models import Person
from yishi.record import checking
from yishi.record.models import Entry, TreeHead
from yishi.site.commands import main

pytestmark = pytest.mark.django_db

COMMUNITY = "421182001901"
MOBILE = "199 0000 0001"


@pytest.fixture
def community() -> Place:
    """What `import places DIR` leaves: a community in its street."""
    street = actions.add_place(CLOCK, None, code="421182001000", level=Level.STREET, name_zh="武穴街道")
    return actions.add_place(CLOCK, street, code=COMMUNITY, level=Level.COMMUNITY, name_zh="桂花社区")


def clerk(**said: str) -> dict[str, str]:
    """A line: the community's committee, its clerk, and who that is."""
    return {
        "place": COMMUNITY,
        "organisation": "committee",
        "kind": "committee",
        "organisation_name": "桂花社区居委会",
        "post": "clerk",
        "role": "committee",
        "phone": "0713-0000001",
        "sign_in": "zhou",
        "name": "周某",
        "mobile": MOBILE,
        "from_on": "2026-01-31",
        "until_on": "",
    } | said


def vacant(**said: str) -> dict[str, str]:
    return clerk(**dict.fromkeys(("sign_in", "name", "mobile", "from_on"), "")) | said


def estate(**said: str) -> dict[str, str]:
    """A line of places."""
    return {
        "code": f"{COMMUNITY}-01",
        "parent": COMMUNITY,
        "level": "estate",
        "name_zh": "桂花苑",
        "name_en": "Osmanthus Court",
    } | said


def building(**said: str) -> dict[str, str]:
    named = {"code": f"{COMMUNITY}-01-03", "parent": f"{COMMUNITY}-01", "level": "building"}
    return estate(**named, name_zh="3栋", name_en="Building 3") | said


@pytest.fixture
def file(tmp_path):
    """Writes lines, text or bytes into a file and gives its path."""

    def write(said, encoding: str = "utf-8"):
        if isinstance(said, list):
            out = io.StringIO()
            writer = csv.DictWriter(out, list(said[0]))
            writer.writeheader()
            writer.writerows(said)
            said = out.getvalue()
        path = tmp_path / "net.csv"
        path.write_bytes(said if isinstance(said, bytes) else said.encode(encoding))
        return path

    return write


def posts(path, **how) -> imports.Outcome:
    return imports.bring_in_posts(path, **how)


def wrong(outcome: imports.Outcome) -> list[tuple[int, str]]:
    return [(bad.row, bad.column) for bad in outcome.problems]


def everything() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Place, Organisation, Post, Person, Appointment, Entry))


# --- posts ---


def test_a_line_becomes_a_post_with_somebody_on_it(community, file):
    outcome = posts(file([clerk()]))
    assert not outcome.problems and not outcome.differs
    assert outcome.added == {"organisations": 1, "posts": 1, "people": 1, "appointments": 1}
    post = Post.objects.get()
    assert (post.code, post.role, post.place, post.phone) == ("clerk", "committee", community, "0713-0000001")
    assert (post.organisation.kind, post.organisation.name_zh) == ("committee", "桂花社区居委会")
    person, term = Person.objects.get(), Appointment.objects.get()
    assert (person.username, person.name, person.phone) == ("zhou", "周某", "+8619900000001")
    assert (term.post, term.person, term.from_on, term.until_on) == (post, person, date(2026, 1, 31), None)
    assert post.holders() == [person]


def test_everything_happens_through_actions_as_the_clock(community, file):
    posts(file([clerk()]))
    said = Entry.objects.exclude(kind="network.PlaceAdded")
    assert set(said.values_list("kind", "actor")) == {
        ("network.OrganisationFounded", "clock"),
        ("network.PostCreated", "clock"),
        ("people.Registered", "clock"),
        ("network.Appointed", "clock"),
    }


def test_nobody_is_given_a_password(community, file):
    posts(file([clerk()]))
    assert not Person.objects.get().has_usable_password()
    assert Person.objects.with_phone("+8619900000001")


def test_without_a_person_the_post_is_vacant(community, file):
    posts(file([vacant()]))
    assert Post.objects.get().holders() == []
    assert not Person.objects.exists()


def test_the_same_file_again_changes_nothing(community, file):
    path = file(
        [clerk(), clerk(sign_in="wu", name="吴某", mobile="", until_on="2026-12-31"), vacant(post="b")]
    )
    posts(path)
    before = everything()
    again = posts(path)
    assert everything() == before
    assert not again.added and not again.problems and not again.differs and not again.newcomers


def test_what_a_row_above_said_need_not_be_said_again(community, file):
    short = {"kind": "", "organisation_name": "", "role": "", "name": "", "mobile": "", "phone": ""}
    second_post = clerk(**short) | {"post": "council", "role": "council"}
    second_person = clerk(**short) | {"sign_in": "wu", "name": "吴某"}
    outcome = posts(file([clerk(), second_post, second_person]))
    assert not outcome.problems
    assert outcome.added == {"organisations": 1, "posts": 2, "people": 2, "appointments": 3}
    assert Post.objects.held_by(Person.objects.get(username="zhou")).count() == 2


def test_a_changed_name_or_number_is_told_and_left_alone(community, file):
    posts(file([clerk()]))
    before = everything()
    changed = clerk(organisation_name="桂花居委会", phone="0713-0000002", name="周某某", mobile="19900000002")
    outcome = posts(file([changed]))
    assert not outcome.problems
    assert [remark.column for remark in outcome.differs] == ["organisation_name", "phone", "name", "mobile"]
    assert "19900000001" not in outcome.differs[-1].reason
    assert everything() == before
    assert Person.objects.get().name == "周某"


def test_a_term_without_an_end_gets_one(community, file):
    posts(file([clerk()]))
    outcome = posts(file([clerk(until_on="2026-06-30")]))
    assert outcome.added == {"ended": 1}
    assert Appointment.objects.get().until_on == date(2026, 6, 30)
    back = posts(file([clerk()]))
    assert [remark.column for remark in back.differs] == ["until_on"]
    assert Appointment.objects.get().until_on == date(2026, 6, 30)


def test_an_old_term_ends_before_a_new_one_begins_in_whatever_order_they_stand(community, file):
    posts(file([clerk()]))
    outcome = posts(file([clerk(from_on="2026-07-01"), clerk(until_on="2026/6/30")]))
    assert not outcome.problems
    assert outcome.added == {"appointments": 1, "ended": 1}


def test_terms_of_one_person_on_one_post_do_not_overlap(community, file):
    outcome = posts(file([clerk(), clerk(from_on="2026-03-01", until_on="2026-04-01")]))
    assert wrong(outcome) == [(2, "from_on")]
    assert not Appointment.objects.exists()


def test_a_vacant_line_does_not_take_a_post_from_anybody(community, file):
    posts(file([clerk()]))
    outcome = posts(file([vacant()]))
    assert [(remark.column, "zhou" in remark.reason) for remark in outcome.differs] == [("sign_in", True)]
    assert len(Post.objects.get().holders()) == 1


def test_every_problem_is_named_and_nothing_is_written(community, file):
    before = everything()
    outcome = posts(
        file(
            [
                clerk(),
                clerk(place="999", role="boss", kind="club"),
                clerk(post="", phone="ring me", from_on="31.01.2026"),
                clerk(sign_in="z", mobile="12345", from_on="2026-02-30"),
                clerk(sign_in="", name=""),
                clerk(sign_in="wu", mobile="", until_on="2026-01-30"),
                clerk(sign_in="zheng", name="", mobile="", from_on=""),
            ]
        )
    )
    assert wrong(outcome) == [
        *[(2, "kind"), (2, "role"), (2, "place")],
        *[(3, "post"), (3, "phone"), (3, "from_on")],
        *[(4, "sign_in"), (4, "mobile"), (4, "from_on")],
        *[(5, "mobile"), (5, "from_on")],
        (6, "until_on"),
        *[(7, "from_on"), (7, "name")],
    ]
    assert everything() == before


def test_a_trial_says_the_same_and_writes_nothing(community, file):
    path, before = file([clerk(), clerk(post="council", role="council")]), everything()
    trial = posts(path, dry_run=True)
    assert everything() == before
    assert trial.added == posts(path).added == {
        "organisations": 1, "posts": 2, "people": 1, "appointments": 2,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("other", "column"),
    [
        ({"kind": "council"}, "kind"),
        ({"organisation_name": "别的"}, "organisation_name"),
        ({"role": "council"}, "role"),
        ({"phone": "0713-9"}, "phone"),
        ({"name": "吴某"}, "name"),
        ({"mobile": "19900000009"}, "mobile"),
        ({}, "from_on"),
    ],
)
def test_rows_that_contradict_one_another_or_say_it_twice(community, file, other, column):
    outcome = posts(file([clerk(), clerk(**other)]))
    assert wrong(outcome) == [(2, column)]
    assert "Row 1" in outcome.problems[0].reason
    assert not Post.objects.exists()


@pytest.mark.parametrize(
    ("other", "column"),
    [
        ({"kind": "council"}, "kind"),
        ({"role": "council"}, "role"),
        ({"place": "421182001000"}, "place"),
        ({"organisation": "other"}, "organisation"),
    ],
)
def test_a_post_or_body_does_not_become_another(community, file, other, column):
    posts(file([clerk()]))
    before = everything()
    assert wrong(posts(file([clerk(**other)]))) == [(1, column)]
    assert everything() == before


def test_a_stranger_who_took_the_name_is_not_given_the_post(community, file):
    people.register(CLOCK, None, username="Zhou", password="osmanthus-in-autumn")
    outcome = posts(file([clerk()]))
    assert wrong(outcome) == [(1, "sign_in")]
    assert not Appointment.objects.exists()
    assert wrong(posts(file([clerk(mobile="")]))) == [(1, "sign_in")]


def test_an_account_of_the_same_number_is_the_same_person(community, file):
    known = people.register(CLOCK, None, username="zhou", name="周某", phone=MOBILE)
    outcome = posts(file([clerk()]))
    assert not outcome.problems and not outcome.newcomers
    assert Post.objects.get().holders() == [known]


def test_a_number_of_another_account_is_refused_with_its_name(community, file):
    people.register(CLOCK, None, username="neighbour-1", phone=MOBILE)
    outcome = posts(file([clerk()]))
    assert wrong(outcome) == [(1, "mobile")]
    assert "neighbour-1" in outcome.problems[0].reason


def test_two_people_cannot_have_one_number(community, file):
    assert wrong(posts(file([clerk(), clerk(sign_in="wu", name="吴某")]))) == [(2, "mobile")]


def test_codes_that_a_spreadsheet_rounded(community, file):
    outcome = posts(file([clerk(place="4.21182E+11")]))
    assert "spreadsheet has rounded" in outcome.problems[0].reason


# --- the file ---


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030"])
def test_encodings(community, file, encoding):
    assert not posts(file([clerk()], encoding)).problems
    assert Person.objects.get().name == "周某"


def test_columns_in_another_order_blank_lines_and_what_a_spreadsheet_leaves(community, file):
    said = dict(reversed(clerk(name=" 周某 \u200b").items()))
    lines = [",".join(said) + ",,", ",,,", ",".join(said.values()) + ",,", ""]
    assert not posts(file("\r\n".join(lines))).problems
    assert Person.objects.get().name == "周某"


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (b"", "missing: place"),
        (",".join(imports.POST_COLUMNS), "nothing below"),
        ("place,post\n1,2\n", "missing: organisation"),
        (",".join([*imports.POST_COLUMNS, "until"]) + "\n", "unknown: until"),
        (",".join([*imports.POST_COLUMNS, "post"]) + "\n", "named twice"),
        (b"\xff\xfe\x00p", "neither UTF-8 nor GBK"),
        ('"place', "cannot be read as CSV"),
    ],
)
def test_a_file_that_is_no_such_file(file, said, why):
    with pytest.raises(imports.Unreadable, match=why):
        posts(file(said))


def test_lines_that_are_cut_off(community, file):
    text = file([clerk()]).read_text() + 'a,b\n"never closed'
    outcome = posts(file(text))
    assert [(bad.row, bad.line) for bad in outcome.problems] == [(2, 3), (3, 4)]
    assert not Post.objects.exists()


# --- places ---


def test_places_below_the_official_ones(community, file):
    path = file([estate(), building()])
    outcome = imports.bring_in_places(path)
    assert outcome.added == {"places": 2} and not outcome.problems
    place = Place.objects.get(code=f"{COMMUNITY}-01-03")
    assert (place.label_zh, place.label_en) == ("桂花苑 3栋", "Osmanthus Court Building 3")
    assert place.path.startswith(community.path)
    before = everything()
    assert not imports.bring_in_places(path).added
    assert everything() == before


def test_places_all_or_none(community, file):
    before = everything()
    outcome = imports.bring_in_places(
        file(
            [
                estate(),
                building(code="2", parent="elsewhere"),
                building(code="3", level="community"),
                building(code="4", level="house"),
                building(code="5", name_zh=""),
                estate(name_zh="香樟苑"),
                estate(code="x", parent=""),
            ]
        )
    )
    assert wrong(outcome) == [
        *[(2, "parent"), (3, "level"), (4, "level"), (5, "name_zh"), (6, "code"), (7, "parent")]
    ]
    assert everything() == before


def test_a_place_does_not_move_and_keeps_its_name(community, file):
    imports.bring_in_places(file([estate(), building()]))
    moved = imports.bring_in_places(file([building(parent=COMMUNITY, level="unit")]))
    assert wrong(moved) == [(1, "parent"), (1, "level")]
    renamed = imports.bring_in_places(file([building(name_zh="三栋")]))
    assert not renamed.problems and [remark.column for remark in renamed.differs] == ["name_zh"]
    assert Place.objects.get(code=building()["code"]).name_zh == "3栋"


def test_a_first_place_may_lie_on_top(file):
    outcome = imports.bring_in_places(file([estate(parent="", level="community")]))
    assert not outcome.problems


# --- as one types it ---


def run(capsys, *words: object) -> tuple[int, dict]:
    capsys.readouterr()
    status = main(["import", *map(str, words), "--json"])
    return status, json.loads(capsys.readouterr().out)


def test_on_the_command_line(community, file, capsys):
    path = file([clerk(), clerk(sign_in="wu", name="吴某", mobile="")])
    status, trial = run(capsys, "posts", path, "--dry-run")
    assert (status, trial["ok"], trial["written"], trial["people"]) == (0, True, False, 2)
    assert not Post.objects.exists() and not TreeHead.objects.exists()
    status, result = run(capsys, "posts", path)
    assert (status, result["written"], result["posts"], result["appointments"]) == (0, True, 1, 2)
    assert result["new_people"] == [
        {
            "sign_in": "zhou",
            "name": "周某",
            "by_code_to": "199****0001",
            "set_password": "./yishi manage changepassword zhou",
        },
        {
            "sign_in": "wu",
            "name": "吴某",
            "by_code_to": None,
            "set_password": "./yishi manage changepassword wu",
        },
    ]
    assert checking.check().as_json()["ok"]
    assert run(capsys, "posts", path)[1]["new_people"] == []


def test_problems_end_with_1(community, file, capsys):
    path = file([clerk(), clerk(role="boss")])
    for how in ((), ("--dry-run",)):
        status, result = run(capsys, "posts", path, *how)
        assert (status, result["ok"], result["written"]) == (1, False, False)
        assert [(bad["row"], bad["line"], bad["column"]) for bad in result["problems"]] == [(2, 3, "role")]
        assert result["new_people"] == []
    assert main(["import", "posts", str(path)]) == 1
    told = capsys.readouterr().out
    assert "row 2, line 3, role: “boss” is none of steward" in told and "nothing was written" in told


def test_for_people(community, file, capsys):
    assert main(["import", "posts", str(file([clerk()]))]) == 0
    told = capsys.readouterr().out
    assert (
        "1 rows: 1 new organisations, 1 new posts, 1 new people, 1 new appointments, 0 terms ended." in told
    )
    assert "zhou (周某): signs in with 199****0001 and a code by text message" in told
    assert "19900000001" not in told


def test_places_from_a_file_or_a_directory(community, file, capsys, tmp_path):
    path = file([estate(), building()])
    status, result = run(capsys, "places", path)
    assert (status, result["added"], result["already_present"]) == (0, 2, 0)
    status, result = run(capsys, "places", path)
    assert (status, result["added"], result["already_present"]) == (0, 0, 2)
    assert run(capsys, "places", path, "--only", "4211")[0] == 1
    assert run(capsys, "places", tmp_path, "--dry-run")[0] == 1
    (tmp_path / "provinces.csv").write_text("code,name\n42,湖北省\n", encoding="utf-8")
    assert run(capsys, "places", tmp_path)[1]["added"] == 1


def test_a_file_that_is_not_there(capsys, tmp_path):
    for what in ("posts", "places"):
        status, result = run(capsys, what, tmp_path / "none.csv")
        assert status == 1 and "none.csv" in result["error"]


def test_cut_short_nothing_is_left(community, file, monkeypatch):
    before, appoint, calls = everything(), actions.appoint, []

    def sometimes(*args, **kwargs):
        calls.append(args)
        if len(calls) == 2:
            raise RuntimeError("no more")
        return appoint(*args, **kwargs)

    monkeypatch.setattr(actions, "appoint", sometimes)
    with pytest.raises(RuntimeError):
        posts(file([clerk(), clerk(sign_in="wu", name="吴某", mobile="")]))
    assert everything() == before
