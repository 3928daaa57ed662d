"""Ready texts: offered where they fit, filled by the server, kept by whoever they belong to."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from yishi.cases import actions as cases
from yishi.desk import actions, starting, texts
from yishi.desk.models import ReplyText
from yishi.network.actors import CLOCK
from yishi.record import Refused, clock
from yishi.record.models import Entry


def words(response) -> str:
    return response.content.decode()


def to(case, action: str, query: str = "") -> str:
    return reverse("desk:act", args=[case.number, action]) + query


@pytest.fixture
def shared(world):
    """`shared("标题", "内容", uses="solved")`: a text of the community's desks."""

    def keep(title: str, text: str, *, place: str = "community", kind: str = "", **fields) -> ReplyText:
        fields.setdefault("uses", "")
        category = world.categories[kind] if kind else None
        return actions.add_text(
            CLOCK, world.places[place], title_zh=title, text_zh=text, category=category, **fields
        )

    return keep


def test_a_text_fills_the_field_without_a_script_and_can_still_be_changed(sit, world, shared):
    case = world.handling()
    text = shared("到场", "{今天}到{地点}看过，编号{编号}，期限{期限}。", uses="note")
    client = sit("steward")
    assert f"text={text.pk}" in words(client.get(to(case, "note")))
    page = words(client.get(to(case, "note", f"?text={text.pk}")))
    today, due = clock.today(), case.due_at.astimezone(texts.clocks.ZONE)
    said = f"{today.month}月{today.day}日到桂花苑 3栋看过，编号{case.number}，期限{due.month}月{due.day}日。"
    assert f">\n{said}</textarea>" in page
    client.post(to(case, "note"), {"key": "k", "text": said.replace("看过", "再看过")})
    assert case.notes.get().text == said.replace("看过", "再看过")


def test_a_chosen_text_of_the_answer_is_in_ones_own_words(sit, world, shared):
    case = world.handling()
    text = shared("清了", "已经清走。", uses="solved")
    page = words(sit("steward").get(to(case, "answer", f"?text={text.pk}")))
    assert "已经清走。</textarea>" in page
    assert 'value="own"' in page.split("checked")[0].rpartition("<input")[2]


def test_the_text_comes_in_the_language_of_whoever_reported(sit, world, shared):
    text = shared("到场", "看过了。", title_en="There", text_en="We went to look at {place}.")
    page = words(sit("steward", "zh-hans").get(to(world.handling(language="en"), "note", f"?text={text.pk}")))
    assert "We went to look at Osmanthus Court Building 3.</textarea>" in page


def test_the_very_kind_comes_before_the_heading_before_all_kinds(world, shared):
    case = world.handling()
    everything = shared("全部", "一")
    kind = shared("本类", "二", kind="stairwell")
    heading = actions.add_text(
        CLOCK, world.places["street"], title_zh="上级", text_zh="三", category=case.category.parent
    )
    shared("别类", "四", kind="leak")
    shared("别处", "五", place="estate2")
    shared("别用", "六", uses="decline")
    found = texts.fitting(world.actor("steward"), case, "note")
    assert found == [kind, heading, everything]


@pytest.mark.parametrize(
    ("first", "last", "month", "offered"),
    [(11, 3, 1, True), (11, 3, 11, True), (11, 3, 6, False), (4, 9, 4, True), (4, 9, 10, False)],
)
def test_a_text_of_a_season_is_offered_in_it_alone(world, shared, first, last, month, offered):
    text = shared("供暖", "测温", season_from=first, season_until=last)
    assert text.in_season(month) is offered


def test_out_of_season_it_is_not_offered(world, shared):
    case = world.handling()
    shared("防汛", "清沟", season_from=6, season_until=8)
    with clock.at(datetime(2027, 1, 15, tzinfo=UTC)):
        assert not texts.fitting(world.actor("steward"), case, "note")


def test_somebodys_own_text_is_nobody_elses(sit, world):
    case, client = world.handling(), sit("steward")
    client.post(
        reverse("desk:new_text"), {"key": "k", "title_zh": "我的话", "text_zh": "马上就来。", "shared": "yes"}
    )
    own = ReplyText.objects.get()
    assert own.owner == world.people["steward"] and own.place is None, "a steward shares nothing"
    assert "马上就来。" in words(client.get(to(case, "note")))
    assert not Entry.objects.filter(kind="desk.ReplyTextSet").exists()
    other = sit("branch")
    assert "我的话" not in words(other.get(reverse("desk:texts")))
    assert other.get(reverse("desk:text", args=[own.pk])).status_code == 404
    assert other.post(reverse("desk:retire_text", args=[own.pk])).status_code == 404


def test_the_committee_shares_with_all_desks_and_the_record_holds_no_words(sit, world):
    said = {
        "key": "k", "shared": "yes", "title_zh": "统一答复", "text_zh": "｛编号｝已登记。",
        "uses": ["note", "promise"],
    }  # fmt: skip
    client = sit("committee")
    for _again in range(2):
        assert client.post(reverse("desk:new_text"), said)["Location"] == reverse("desk:texts")
    kept = ReplyText.objects.get()
    assert kept.place == world.places["community"] and kept.text_zh == "{编号}已登记。"
    entry = Entry.objects.get(kind="desk.ReplyTextSet")
    assert "登记" not in entry.fields and "统一" not in entry.fields
    page = words(sit("steward").get(reverse("desk:texts")))
    assert "统一答复" in page and reverse("desk:text", args=[kept.pk]) not in page


def test_a_place_keeps_its_own_and_not_its_neighbours(sit, world, shared):
    above = shared("上级", "上级的话", place="street")
    assert sit("committee").get(reverse("desk:text", args=[above.pk])).status_code == 403
    with pytest.raises(Refused):
        actions.change_text(world.actor("committee"), above, text_zh="改掉")
    page = words(sit("committee").get(reverse("desk:new_text") + f"?from={above.pk}"))
    assert "上级的话</textarea>" in page


@pytest.mark.parametrize("wrong", ["{姓名}您好", "{name} hello", "请等到{期限", "期限}前"])
def test_a_placeholder_nobody_knows_is_refused_with_those_that_are_known(sit, world, wrong):
    said = {"key": "k", "shared": "yes", "title_zh": "错", "text_zh": wrong}
    response = sit("committee").post(reverse("desk:new_text"), said)
    assert response.status_code == 422 and "{number}" in words(response)
    assert not ReplyText.objects.exists()


@pytest.mark.parametrize("number", ["13812345678", "11010519491231002X"])
def test_nobodys_own_number_stands_in_a_text(sit, world, number):
    said = {"key": "k", "shared": "yes", "title_zh": "错", "text_zh": f"请找{number}"}
    assert sit("committee").post(reverse("desk:new_text"), said).status_code == 422
    said["text_zh"] = "请打 19900000000"  # of a post
    assert sit("committee").post(reverse("desk:new_text"), said).status_code == 302


def test_no_placeholder_gives_who_reported(world):
    case = world.handling(contact_name="林桂英", contact_phone="13812340001")
    everything = " ".join(f"{{{each.zh}}}{{{each.en}}}" for each in texts.PLACEHOLDERS)
    said = texts.filled(everything, texts.Facts.of(case, world.posts["steward"]))
    assert "林" not in said and "1381234" not in said and not texts.unknown(everything)


def test_what_is_still_to_be_filled_in_is_asked_for_once(sit, world):
    case, client = world.handling(), sit("steward")
    said = {"key": "k", "text": "____前办好"}
    asked = client.post(to(case, "note"), said)
    assert asked.status_code == 422 and 'name="blanks"' in words(asked)
    assert not case.notes.exists()
    assert client.post(to(case, "note"), said | {"blanks": "yes"}).status_code == 302
    assert case.notes.get().text == "____前办好"


def test_asked_for_what_is_open_and_for_what_is_hidden_it_still_ends(sit, world):
    case, client = world.handling(), sit("steward")
    said = {"key": "k", "text": "____请打13812340001", "public": "on"}
    assert client.post(to(case, "note"), said).status_code == 422
    page = words(client.post(to(case, "note"), said | {"blanks": "yes"}))
    assert 'name="checked"' in page and 'name="blanks"' in page
    assert client.post(to(case, "note"), said | {"blanks": "yes", "checked": "yes"}).status_code == 302


@pytest.mark.parametrize("query", ["?text=x", "?text=999999", "?text=99999999999999999999999"])
def test_a_text_that_is_not_there_fills_nothing(sit, world, query):
    assert sit("steward").get(to(world.handling(), "note", query)).status_code == 200


def test_one_put_away_is_offered_no_more_until_it_is_kept_anew(sit, world, shared):
    text, case = shared("旧话", "旧话一句"), world.handling()
    client = sit("committee")
    client.post(reverse("desk:retire_text", args=[text.pk]))
    assert not texts.fitting(world.actor("steward"), case, "note")
    with pytest.raises(Refused):
        actions.retire_text(CLOCK, text)
    said = {"key": "k2", "title_zh": "旧话", "text_zh": "旧话一句"}
    assert client.post(reverse("desk:text", args=[text.pk]), said).status_code == 302
    assert texts.fitting(world.actor("steward"), case, "note") == [text]


def test_a_look_shows_how_it_reads_and_keeps_nothing(sit, world):
    said = {"key": "k", "shared": "yes", "title_zh": "看", "text_zh": "编号{编号}，{下一步}", "look": "yes"}
    page = words(sit("committee").post(reverse("desk:new_text"), said))
    assert "编号10082，____" in page and not ReplyText.objects.exists()


def test_pages_without_a_post_and_with_nothing_yet(sit, world):
    assert sit("resident").get(reverse("desk:texts")).status_code == 403
    assert "No ready text yet" in words(sit("steward").get(reverse("desk:texts")))
    assert reverse("desk:new_text") in words(sit("steward").get(to(world.handling(), "note")))


def test_the_house_begins_with_texts_that_can_all_be_filled_and_are_entered_once(world):
    from yishi.cases import setup

    setup.enter_taxonomy(CLOCK)
    entered = starting.enter(CLOCK, world.places["street"])
    assert entered == (len(starting.TEXTS), len(starting.LISTS))
    assert starting.enter(CLOCK, world.places["street"]) == (0, 0)
    for text in ReplyText.objects.all():
        assert not texts.unknown(text.text_zh + text.text_en)
        assert text.text_en and text.title_en and "glad" not in text.text_en
        assert all(use in texts.Use.values for use in text.for_uses)


def test_a_unit_that_is_complained_about_has_texts_but_learns_nothing(sit, world, shared):
    shared("回复", "{编号}：{今天}到场。", uses="answer_part")
    case = world.handling()
    cases.ask_part(world.actor("steward"), case, asked=world.posts["property"], text="请看看")
    page = words(sit("property").get(to(case, "answer_part")))
    assert f"{case.number}：" in page


def count(client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200, address
    return len(asked)


def test_queries_do_not_grow_with_the_texts(sit, world, shared):
    client, case = sit("steward"), world.handling()
    addresses = [reverse("desk:texts"), to(case, "note")]
    shared("第一", "一", kind="stairwell")
    few = [(client.get(address), count(client, address))[1] for address in addresses]
    for n in range(12):
        shared(f"第{n}", "{编号}{岗位}{期限}", kind="stairwell")
    assert [count(client, address) for address in addresses] == few
