"""A browser, and the small neighbourhood committed so that a server can serve it."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any, TypeVar

import pytest
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from tests.world import PASSWORD, World, build

from yishi.record import clock

T = TypeVar("T")
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def neighbourhood(transactional_db) -> World:
    """The world of tests/world.py, as a server sees it."""
    return build()


@pytest.fixture
def chrome(chromium: str) -> Iterator[Browser]:
    """The system's Chromium. What a test needs from the database is made before it opens."""
    with sync_playwright() as playwright:
        window = playwright.chromium.launch(
            executable_path=chromium,
            args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking"],
        )
        yield window
        window.close()


@pytest.fixture
def browser(chrome: Browser) -> BrowserContext:
    """A window that speaks Chinese."""
    return chrome.new_context(locale="zh-CN")


def looked_up(question: Callable[[], T]) -> T:
    """Ask the database while a browser is open. The browser's event loop runs in this thread, and Django rightly
    refuses to be asked from there, so it is asked from another."""

    def asked() -> T:
        try:
            return question()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as other:
        return other.submit(asked).result()


class Visitor:
    """Somebody with a browser of their own; notes what the page complains about."""

    def __init__(self, chrome: Browser, home: str, **options):
        self.home = home
        self.context = chrome.new_context(base_url=home, **{"locale": "zh-CN", **options})
        self.complaints: list[str] = []
        self.page: Page = self.context.new_page()
        self.page.on("console", lambda said: said.type == "error" and self.complaints.append(said.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def sign_in(self, name: str, *, english: bool = False) -> Page:
        """By name and password."""
        self.page.goto("/account/login/")
        self.page.locator("input[name=login]").fill(name)
        self.page.locator("input[name=password]").fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in" if english else "登录", exact=True).click()
        return self.page


@pytest.fixture
def visit(neighbourhood, live_server, chrome):
    """Makes visitors: `visit(viewport=…, java_script_enabled=False)`."""
    return lambda **options: Visitor(chrome, live_server.url, **{"viewport": PHONE, **options})


class Days:
    """The clock of the house, for the server of a journey and whoever looks into its database: so many days beside the
    real time, and going on from there. A browser keeps the real time, so what people type while it counts is typed
    at 0."""

    def __init__(self, real: Any):
        self.real, self.beside = real, timedelta()
        self.set, self.reset = real.set, real.reset

    def get(self) -> datetime | None:
        """As the clock reads where it is set to; a block of `clock.at` goes before."""
        return self.real.get() or (clock.real_now() + self.beside if self.beside else None)

    def __call__(self, days: float) -> None:
        """From now on it is so many days after the real time."""
        self.beside = timedelta(days=days)


@pytest.fixture
def picture(tmp_path) -> str:
    """Where a photo lies on this telephone."""
    from PIL import Image

    path = tmp_path / "photo.jpg"
    Image.new("RGB", (1200, 900), (120, 140, 120)).save(path)
    return str(path)


@pytest.fixture
def days(neighbourhood, monkeypatch) -> Days:
    """Moves the clock: `days(-9)` before the session, `days(4)` after it. Only ever forward."""
    made = Days(clock._set_to)
    monkeypatch.setattr(clock, "_set_to", made)
    return made
