"""Whoever raised a matter and stepped back from it: what they had said is theirs to have and to have erased, and what
others said afterwards is not."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from tests.cases.stage import jpeg

from yishi.cases import actions, mydata
from yishi.cases.models import Case, FormerReporter, Note, State
from yishi.network import actions as network
from yishi.network import pictures
from yishi.network.actors import CLOCK, Actor
from yishi.people import actions as people
from yishi.record import actions as record
from yishi.record import checking, clock
from yishi.record.jobs import seal_waiting
from yishi.site import retention

WORDS = "三栋二单元的周小禾家把柴火堆在楼道，请打19900001234找我。"


@pytest.fixture
def left(world):
    """A matter somebody raised and stepped back from; a neighbour goes on. Gives case, who raised it, the neighbour."""
    raiser = Actor(person=people.register(CLOCK, None, username="xiaohe", name="小禾", password="x" * 12))
    zhou = Actor(person=world.people["neighbour"])
    network.claim_home(zhou, world.places["b3"], door="2-201")
    case = world.report(
        WORDS, by=raiser, contact_name="小禾", photos=[pictures.read(jpeg())], contact_phone="19900001234"
    )
    actions.join(zhou, case)
    steward = world.actor("steward")
    case = actions.take(steward, case)
    actions.call(steward, case, outcome="reached", text="小禾说晚上在家")
    case = actions.answer(
        steward, case, kind="partly", text="搬走一半", remaining="还有一半", remaining_on=clock.today()
    )
    case = actions.contest(raiser, case, contacted=True, text="小禾：还堵着")
    case = actions.withdraw(raiser, case, text="小禾不再过问")
    assert case.is_left and case.reporter_id is None
    return case, raiser, zhou


def neighbours_word(world, case, zhou):
    case = actions.take(world.actor("branch"), Case.objects.get(pk=case.pk))
    case = actions.answer(world.actor("branch"), case, kind="solved", text="都搬走了")
    return actions.confirm(zhou, case, contacted=True, satisfaction="satisfied", text="周家说通了")


def test_what_they_said_until_then_is_in_their_file_and_nothing_that_came_after(client, world, left):
    case, raiser, zhou = left
    neighbours_word(world, case, zhou)
    client.force_login(raiser.person)
    packed = zipfile.ZipFile(io.BytesIO(client.get("/me/data/export.zip").content))
    found = json.loads(packed.read("data.json"))
    assert [c["words"] for c in found["cases"]] == [WORDS]
    said = {row["kind"]: row["text"] for row in found["said"]}
    assert said["feedback"] == "小禾：还堵着" and said["withdraw"] == "小禾不再过问"
    assert said["call"] == "小禾说晚上在家"
    assert "周家说通了" not in json.dumps(found, ensure_ascii=False)
    assert [photo["stage"] for photo in found["photos"]] == ["report"]
    assert case.number in client.get("/me/data/").content.decode()
    assert mydata.of_person(zhou.person)["cases"] == []


def test_erased_with_the_account_and_the_neighbours_keep_theirs(world, left):
    case, raiser, zhou = left
    case = neighbours_word(world, case, zhou)
    erasure = actions.ask_to_be_erased(raiser)
    actions.erase(raiser, erasure)
    gone = Case.objects.get(pk=case.pk)
    assert gone.state == State.CLOSED and gone.is_left and gone.voices == 1
    assert gone.words == "" and "柴火" not in gone.public_words + gone.draft_words
    texts = {n.kind: n.text for n in Note.objects.filter(case=case, kind__in=("call", "withdraw"))}
    assert texts == {"call": "", "withdraw": ""}
    assert sorted(f.text for f in gone.feedback.all()) == ["", "周家说通了"]
    assert not gone.photos.exists() and not FormerReporter.objects.exists()
    assert mydata.of_person(raiser.person)["cases"] == []
    while seal_waiting():
        pass
    assert checking.check().as_json()["ok"] and record.compare_indicators().as_json()["ok"]


def test_while_it_goes_on_those_who_work_on_it_keep_what_everybody_reads(world, left):
    case, raiser, zhou = left
    shown = Case.objects.get(pk=case.pk).draft_words
    actions.erase(raiser, actions.ask_to_be_erased(raiser, open_cases="withdraw"))
    gone = Case.objects.get(pk=case.pk)
    assert gone.is_open, "it is not theirs to withdraw any more"
    assert gone.words == shown and "19900001234" not in gone.words
    neighbours_word(world, gone, zhou)


def test_without_an_account_a_clerk_enters_it_for_the_matter_itself(world):
    zhou = Actor(person=world.people["neighbour"])
    case = world.report(WORDS, contact_phone="19900001234")
    actions.join(zhou, case)
    case = actions.withdraw(world.reporter(case), case, text="不再过问")
    erasure = actions.ask_erasure(world.actor("committee"), case)
    with clock.at(erasure.due_at):
        actions.erase(CLOCK, erasure)
    gone = Case.objects.get(pk=case.pk)
    assert gone.is_left and gone.is_open and gone.notes.get(kind="withdraw").text == ""


def test_what_was_kept_long_enough_leaves_no_trace_of_who_raised_it(world, left):
    case, _raiser, zhou = left
    case = neighbours_word(world, case, zhou)
    with clock.at(clock.now() + timedelta(days=1200)):
        retention.retain_all()
    assert Case.objects.get(pk=case.pk).words == "" and not FormerReporter.objects.exists()
