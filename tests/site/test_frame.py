"""The frame of a page, kept as text, is to the letter what its templates say to this reader."""

import re

import pytest
from django.test import Client
from django.urls import reverse

OWN = re.compile(r'(name="(?:csrfmiddlewaretoken|key)" value=")[^"]*')
ADDRESSES = ("cases:follow", "cases:report", "account_login", "record:home", "cases:privacy")


def browser(**cookies: str) -> Client:
    client = Client()
    for name, value in cookies.items():
        client.cookies[name] = value
    return client


def page(client: Client, address: str) -> str:
    return OWN.sub(r"\1", client.get(address).content.decode())


def both(client: Client, addresses: list[str], settings) -> tuple[list[str], list[str]]:
    """The pages as their templates say them, and as they are made of what was kept."""
    settings.YISHI_PAGES_ARE_KEPT = False
    said = [page(client, address) for address in addresses]
    settings.YISHI_PAGES_ARE_KEPT = True
    for address in addresses:  # so that the second time nothing is made that could be kept
        page(client, address)
    return said, [page(client, address) for address in addresses]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("looks", [{}, {"mode": "elder"}, {"theme": "dark"}])
def test_for_strangers(world, settings, language, looks):
    client = browser(django_language=language, **looks)
    said, kept = both(client, [reverse(name) for name in ADDRESSES], settings)
    assert kept == said


@pytest.mark.parametrize("who", ["steward", "resident"])
def test_for_whoever_is_signed_in(world, settings, who):
    world.report()
    client = browser()
    client.force_login(world.people[who])
    addresses = [reverse(name) for name in ("notices:inbox", "people:me", "cases:follow")]
    said, kept = both(client, addresses, settings)
    assert kept == said


def test_one_reader_is_never_shown_anothers_frame(world, settings):
    settings.YISHI_PAGES_ARE_KEPT = True
    address = reverse("cases:follow")
    steward, resident, stranger = browser(), browser(), browser()
    steward.force_login(world.people["steward"])
    resident.force_login(world.people["resident"])
    leads = {name: reverse(name) for name in ("desk:home", "account_login", "notices:inbox")}
    for _time in range(2):
        assert f'href="{leads["account_login"]}"' in page(stranger, address)
        assert f'href="{leads["notices:inbox"]}"' not in page(stranger, address)
        for one, icon in ((steward, "#desk"), (resident, "#speak")):
            shown = page(one, address)
            assert f'href="{leads["account_login"]}"' not in shown
            assert icon in shown.partition(f'href="{leads["desk:home"]}"')[2][:200]


def test_where_one_is_is_marked_there_alone(world, settings):
    settings.YISHI_PAGES_ARE_KEPT = True
    for name in ("cases:list", "cases:waiting", "cases:list", "cases:privacy"):
        shown = page(browser(), reverse(name))
        marked = re.findall(r'<a href="([^"]*)" aria-current="page"', shown)
        assert marked == ([] if name == "cases:privacy" else [reverse(name)])
