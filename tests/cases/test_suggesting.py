"""Suggested kinds and receivers: learnt from cases in the open, with reasons, silent when unsure."""

import pytest
from tests.cases.stage import Resident

from yishi.cases import actions, choosing, jobs, learnt, setup
from yishi.cases.models import Category, Visibility
from yishi.cases.spoken import SPOKEN
from yishi.cases.suggesting import suggest_category, suggest_receiver
from yishi.cases.taxonomy import LEAVES
from yishi.network.actors import CLOCK


@pytest.fixture(autouse=True)
def nothing_learnt_before():
    learnt.forget()
    yield
    learnt.forget()


def closed(world, words, **what):
    case = world.answered(words=words, **what)
    return actions.confirm(world.reporter(case), case, contacted=True, satisfaction="satisfied", text="")


def teach(world, times=6) -> None:
    for n in range(times):
        closed(world, f"第{n}次说了，楼道口堆着柴火和纸箱，走不过去。", category="stairwell")
        closed(world, f"第{n}次打电话给物业没人接，收了钱不做事。", category="service")


def test_before_any_case_the_names_of_the_kinds_serve(world):
    (first, *_rest) = suggest_category("楼道里堆物太多了")
    assert first.category == world.categories["stairwell"]
    assert all(word in "楼道里堆物太多了" for word in first.because)


def test_every_kind_is_known_by_how_residents_say_it():
    assert set(SPOKEN) == {leaf.code for leaf in LEAVES} - {"other.matter"}


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("楼上漏水，天花板泡了一大片", "neighbours.leak"),
        ("烧烤店的油烟呛得人睡不着", "noise.shop"),
        ("垃圾桶都满了，没人来收", "rubbish.bins"),
        ("小区里有人毁绿种菜", "grounds.dug"),
    ],
)
def test_before_any_case_a_kind_is_found_by_how_residents_say_it(db, said, kind):
    setup.enter_taxonomy(CLOCK)
    assert suggest_category(said)[0].category.code == kind


def test_whoever_looks_for_a_kind_in_their_own_words_finds_it(db):
    setup.enter_taxonomy(CLOCK)
    assert [kind.code for kind in choosing.kinds("油烟呛人")][:1] == ["noise.shop"]


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("楼道黑", "stairs.light"),
        ("楼梯灯", "stairs.light"),
        ("路黑", "grounds.lamp"),
        ("路不平", "grounds.path"),
        ("没水", "utilities.water"),
        ("水小", "utilities.water"),
        ("太臭", "rubbish.drain"),
        ("树挡光", "grounds.green"),
        ("灯坏", "grounds.lamp"),
        ("外墙掉砖", "house.facade"),
        ("桶满了", "rubbish.bins"),
    ],
)
def test_a_few_characters_are_enough_to_find_a_kind(db, said, kind):
    setup.enter_taxonomy(CLOCK)
    found = [each.code for each in choosing.kinds(said)]
    assert kind in found and len(found) <= choosing.MOST_LIKELY


@pytest.mark.parametrize("said", ["你好", "测试", "啊啊啊", "xyz", "祝大家新年快乐", "   "])
def test_what_says_nothing_finds_no_kind_or_all_alike(db, said):
    setup.enter_taxonomy(CLOCK)
    assert choosing.kinds_of_phrase(said) == []


def test_somebody_who_types_three_characters_while_filing_is_shown_the_lamp(client, world):
    setup.enter_taxonomy(CLOCK)
    resident = Resident(client)
    resident.begin()
    page = client.get(resident.to("category"), {"q": "楼道黑"}).content.decode()
    assert 'value="stairs.light"' in page


def test_it_learns_from_closed_cases(world):
    teach(world)
    assert learnt.learn() == 12
    found = suggest_category("柴火纸箱又堆出来了")
    assert found[0].category == world.categories["stairwell"]
    assert set(found[0].because) & {"柴火", "纸箱"}


def test_it_says_nothing_when_nothing_speaks_for_any(world):
    teach(world)
    learnt.learn()
    assert suggest_category("祝大家新年快乐") == []
    assert suggest_category("") == []


def test_what_is_kept_to_the_hotline_teaches_nothing(world):
    teach(world)
    for _n in range(4):
        closed(world, "物业经理骂人打人，暗地里收红包。", category="service", visibility=Visibility.HOTLINE)
    learnt.learn()
    assert "红包" not in learnt.model().tokens
    assert "红包" not in learnt.weights().counts
    assert all("红包" not in each.because for each in suggest_category("暗地里收红包"))


def test_a_kind_that_is_no_longer_in_use_is_not_suggested(world):
    teach(world)
    learnt.learn()
    Category.objects.filter(code="shared.stairwell").update(active=False)
    assert all(each.category.active for each in suggest_category("柴火纸箱又堆出来了"))


def test_the_job_learns_once_a_day(world):
    teach(world, 2)
    assert jobs.learn_from_cases() == 4
    assert jobs.learn_from_cases() == 0


def test_a_file_that_cannot_be_read_is_as_none(world):
    from django.core.files.base import ContentFile
    from django.core.files.storage import default_storage

    default_storage.save(f"{learnt.PLACE_KEPT}/kinds-99999999T000000000000", ContentFile(b"broken"))
    assert suggest_category("楼道里堆物太多了")


def test_who_solved_such_matters_there_is_named_with_the_numbers(world):
    teach(world, 3)
    (first, *_rest) = suggest_receiver(world.categories["stairwell"], world.places["b3"])
    assert first.post == world.posts["steward"]
    assert (first.solved, first.asked) == (3, 3)


def test_the_body_complained_about_is_never_suggested(world):
    teach(world, 3)
    own = world.posts["steward"].organisation_id
    found = suggest_receiver(world.categories["stairwell"], world.places["b3"], except_of=own)
    assert all(each.post.organisation_id != own for each in found)


def test_cases_kept_to_the_hotline_are_not_counted(world):
    for _n in range(3):
        closed(world, "楼道堆物", category="stairwell", visibility=Visibility.HOTLINE)
    assert suggest_receiver(world.categories["stairwell"], world.places["b3"]) == []


def test_where_nothing_was_done_yet_the_kind_names_whom_to_call(world):
    kind = actions.set_category(
        CLOCK,
        world.categories["stairwell"],
        code="shared.stairwell",
        name_zh="楼道堆物",
        role_hint="property",
    )
    (only,) = suggest_receiver(kind, world.places["b3"])
    assert only.post == world.posts["property"] and only.by_hint
