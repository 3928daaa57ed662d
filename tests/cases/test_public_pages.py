"""What everybody sees: lists, search, the oldest without an answer, figures, the page of a case."""

import re
from datetime import timedelta
from statistics import median

import pytest
from django.urls import reverse

from yishi.cases import actions, listing
from yishi.cases.models import Case
from yishi.record import clock
from yishi.record.jobs import seal_waiting


def titles(response) -> list[str]:
    return re.findall(r'<h2><a href="/cases/\d+/">([^<]+)</a>', response.content.decode())


def find(client, words: str) -> list[str]:
    return titles(client.get(reverse("cases:find"), {"q": words}))


@pytest.mark.parametrize("words", ["停车", "停", "车位不", "停車", "ＳＵＶ", "suv", "桂花苑", "堆物"])
def test_search_finds_by_any_characters_spelling_and_place(world, client, words):
    world.report(words="小区停车位不够，SUV停在路口。")
    world.report(words="楼上漏水", place="c1", category="service")
    assert find(client, words) == ["小区停车位不够，SUV停在路口"]


def test_search_never_finds_what_is_kept_from_the_public(world, client):
    world.report(words="物业经理骂人", visibility="hotline")
    assert find(client, "物业经理") == []


def test_search_by_number_opens_the_case_and_a_misread_digit_does_not(world, client):
    case = world.report()
    assert client.get(reverse("cases:find"), {"q": case.number}).url == reverse(
        "cases:case", args=[case.number]
    )
    wrong = case.number[:-1] + str((int(case.number[-1]) + 1) % 10)
    assert client.get(reverse("cases:find"), {"q": wrong}).status_code == 200
    assert client.get(reverse("cases:case", args=[wrong])).status_code == 404


def test_the_list_pages_by_key_and_shows_each_case_once(world, client):
    for n in range(45):
        world.report(words=f"第{n}件事情")
    seen, address = [], reverse("cases:list")
    while address:
        page = client.get(address).content.decode()
        seen += re.findall(r'<h2><a href="/cases/(\d+)/">', page)
        following = re.search(r'rel="next" href="([^"]+)"', page)
        address = reverse("cases:list") + following.group(1).replace("&amp;", "&") if following else ""
    assert len(seen) == len(set(seen)) == 45
    assert seen == sorted(seen, key=int, reverse=True)


@pytest.mark.parametrize(
    "query", ["?at=x&id=y", "?id=99999999999999999999", "?place=nowhere", "?since=soon", "?category=1"]
)
def test_an_address_that_makes_no_sense_is_no_failure(world, client, query):
    assert client.get(reverse("cases:list") + query).status_code == 200


def test_what_has_no_answer_yet_stands_oldest_first(world, client):
    for days, words in ((1, "昨天的事情"), (9, "九天前的事情"), (4, "四天前的事情")):
        with clock.at(clock.now() - timedelta(days=days)):
            world.report(words=words)
    world.answered(words="答复过的事情")
    assert titles(client.get(reverse("cases:waiting"))) == ["九天前的事情", "四天前的事情", "昨天的事情"]


def test_the_median_is_that_of_the_durations(world):
    hours = [5, 1, 30, 12]
    for taken in hours:
        start = clock.now() - timedelta(days=3)
        with clock.at(start):
            case = world.report()
        with clock.at(start + timedelta(hours=taken)):
            actions.answer(world.actor("steward"), case, kind="solved", text="好了")
    seal_waiting()
    shown = listing.median_time_to_answer(world.places["community"].path)
    assert shown and abs(shown - timedelta(hours=median(hours))) < timedelta(days=0.1)


def test_figures_of_a_place_count_what_happened_within_it(world):
    world.report()
    world.report(place="c1")
    answered = world.answered()
    actions.confirm(world.reporter(answered), answered, contacted=True, satisfaction="satisfied")
    seal_waiting()
    estate, community = (listing.figures(world.places[p].path) for p in ("estate", "community"))
    assert (estate.reported, estate.solved, estate.open) == (2, 1, 1)
    assert (community.reported, community.solved, community.open) == (3, 1, 2)


def test_the_page_of_a_case_tells_the_whole_way_and_no_name(world, client):
    case = world.answered(contact_name="周吴郑", contact_phone="13912345678")
    case = actions.contest(world.reporter(case), case, contacted=True, text="又堆上了，打13912345678找我")
    assert "又堆上了" not in client.get(reverse("cases:case", args=[case.number])).content.decode()
    actions.show_later_words(world.actor("branch"), case, said=list(case.feedback.all()))
    page = client.get(reverse("cases:case", args=[case.number])).content.decode()
    for part in ("居民提出", "桂花苑 小区党支部书记", "又堆上了", "柴火已经清走"):
        assert part in page
    assert "周吴" not in page and "13912345678" not in page


def test_a_case_kept_from_the_public_does_not_exist_for_the_public(world, client):
    hidden, unknown = world.report(visibility="hotline"), Case(pk=10**6)
    pages = [client.get(reverse("cases:case", args=[case.number])) for case in (hidden, unknown)]
    assert [page.status_code for page in pages] == [404, 404]
    told = [re.sub(r'token" value="\w+"|/cases/\d+/', "", page.content.decode()) for page in pages]
    assert told[0] == told[1]


def test_the_sheet_for_the_wall_carries_the_code_of_its_place(world, client):
    page = client.get(reverse("cases:poster", args=[world.places["b3"].code])).content.decode()
    assert reverse("cases:place_qr", args=[world.places["b3"].code]) in page
    assert "桂花苑 3栋" in page
