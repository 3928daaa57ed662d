"""A case on paper: what stands on it for whom, and several at once."""

import pytest
from django.urls import reverse

from yishi.cases import actions as cases
from yishi.cases.models import Ladder
from yishi.desk import actions
from yishi.network.actors import CLOCK

SAID = "三栋楼道口堆满青砖，请打13812340001，联系人林桂英。"


def words(response) -> str:
    return response.content.decode()


def slip(client, case, query: str = "") -> str:
    response = client.get(reverse("desk:work_slip", args=[case.number]) + query)
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    return words(response)


def article(page: str) -> str:
    return page.partition("<article")[2].partition("</article>")[0]


def test_it_holds_what_is_needed_on_the_way(sit, world):
    case = world.handling()
    points = [{"text_zh": "敲门"}]
    actions.add_checklist(
        CLOCK, world.places["community"], category=world.categories["stairwell"], points=points
    )
    cases.ask_part(world.actor("steward"), case, asked=world.posts["property"], text="请物业派车")
    shown = article(slip(sit("steward"), case))
    for wanted in (case.number, "Building 3", "柴火", "敲门", "请物业派车", "<svg", "Signature", "☐"):
        assert wanted in shown
    assert "▶" in shown, "the rung it is on"


def test_words_and_number_stand_there_only_for_whom_the_page_shows_them(sit, world):
    cases.set_publishing(CLOCK, Ladder.objects.get(), sure_at_once=False)
    case = cases.take(
        world.actor("steward"),
        world.report(words=SAID, contact_name="林桂英", contact_phone="13812340001"),
    )
    cases.ask_part(world.actor("steward"), case, asked=world.posts["fire"], text="请看通道")
    for who in ("steward", "fire", "on_duty"):
        client = sit(who)
        shown = article(slip(client, case))
        page = words(client.get(reverse("desk:case", args=[case.number])))
        for secret in ("13812340001", "林桂英", "138 1234 0001"):
            assert (secret in shown) <= (secret in page), f"{who} reads no more on paper"
    assert "13812340001" not in article(slip(sit("fire"), case))


def test_whoever_may_not_know_of_a_case_gets_no_slip(sit, world):
    case = world.handling(about=world.posts["property"].organisation, visibility="hotline")
    client = sit("property")
    assert client.get(reverse("desk:work_slip", args=[case.number])).status_code == 404
    page = words(client.get(reverse("desk:work_slips") + f"?n={case.number}"))
    assert "<article" not in page and "1 case could not be printed" in page


def test_several_at_once_in_the_order_asked_for_each_once(sit, world):
    first, second = world.handling(), world.report()
    query = f"?n={second.number}&n={first.number}&n={second.number}&n=x"
    page = words(sit("steward").get(reverse("desk:work_slips") + query))
    assert page.count("<article") == 2
    assert page.index(f'aria-label="{second.number}"') < page.index(f'aria-label="{first.number}"')
    assert "1 case could not be printed" in page


@pytest.mark.parametrize(
    ("query", "sheet"), [("", "slip-a4"), ("?size=a5", "slip-a5"), ("?size=x", "slip-a4")]
)
def test_on_either_size(sit, world, query, sheet):
    assert sheet in slip(sit("steward"), world.handling(), query)


def test_none_chosen_and_nobody_without_a_post(sit, world):
    assert "No case was chosen" in words(sit("steward").get(reverse("desk:work_slips")))
    assert sit("resident").get(reverse("desk:work_slips")).status_code == 403
