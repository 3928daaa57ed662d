"""What every test stands on: when it may be skipped, where it may write, and what it finds beside the project.

Marks: `journey` for a story told in a browser; `database("postgresql")` for a test that makes sense on one database
only and is left out on the other. Data beside the project is found with the fixture `beside_project`.
"""

import shutil
import tempfile
from pathlib import Path

import hypothesis
import pytest
from tests.ground import GROUND, _django_db_helper, _ground, pytest_runtest_teardown  # noqa: F401
from tests.record_flush import record_can_be_emptied  # noqa: F401  a fixture

PROJECT = Path(__file__).resolve().parents[1]
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NO_CHROMIUM = "no Chromium here; install it with: apt-get install -y chromium fonts-noto-cjk"
# of two processes the one that ends first takes from the end of the other's list: no long ones may be left there
LONG = ("tests/journeys/", "tests/site/")
NOT_BESIDE = "not beside the project: "


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--no-skips", action="store_true", help="a test that is skipped counts as failed")


def pytest_configure(config: pytest.Config) -> None:
    """What differs from real life in every test."""
    from django.conf import settings

    from yishi.record import versions

    # static files are found where they lie, without having been collected
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    # a test that changes a row by hand sees it; tests/cases/test_changes.py turns it on
    settings.YISHI_PAGES_ARE_KEPT = False
    # a test comes from one address thousands of times a minute; tests/site/test_fair_share.py counts
    settings.YISHI_MOST_A_MINUTE = 0
    # rows that a process keeps are looked at anew with every use
    versions.SECONDS = 0.0
    # whoever a test signs in by hand has no second factor; tests/people/test_second_factor.py asks for it
    settings.YISHI_OPERATOR_SECOND_FACTOR = False
    # nothing that Hypothesis draws is refused because the machine was busy meanwhile
    hypothesis.settings.register_profile(
        "unhurried", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
    )
    hypothesis.settings.load_profile("unhurried")
    # passwords are as safe as they need to be, and quick
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # what is uploaded in a test is gone with the process, also where pytest is called by hand
    directory = tempfile.TemporaryDirectory(prefix="yishi-files-")
    config.add_cleanup(directory.cleanup)
    settings.MEDIA_ROOT = Path(directory.name) / "media"
    settings.STATIC_ROOT = Path(directory.name) / "static"
    settings.STATIC_ROOT.mkdir()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out tests of the other database; skip journeys where there is no browser; what takes long begins first."""
    from django.db import connection

    without_browser = pytest.mark.skip(reason=NO_CHROMIUM)
    kept, left_out = [], []
    for item in items:
        mark = item.get_closest_marker("database")
        (kept if mark is None or connection.vendor in mark.args else left_out).append(item)
        if item.get_closest_marker("journey") and chromium_path() is None:
            item.add_marker(without_browser)
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = kept
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item):
    """Under --no-skips a skipped test fails, unless it lacks data that a clone does not bring."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and item.config.getoption("--no-skips"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        if NOT_BESIDE not in reason:
            report.outcome = "failed"
            report.longrepr = f"{item.nodeid} was skipped, and skipping is forbidden here: {reason}"
    return report


def pytest_terminal_summary(terminalreporter) -> None:
    """Say once how to get the browser, however many journeys were skipped."""
    if any(NO_CHROMIUM in str(report.longrepr) for report in terminalreporter.stats.get("skipped", [])):
        terminalreporter.write_line(f"Journeys were skipped: {NO_CHROMIUM}")


def chromium_path() -> str | None:
    """The system's Chromium, which journeys drive."""
    return next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of the browser, for `playwright.chromium.launch(executable_path=…)`."""
    return chromium_path() or pytest.skip(NO_CHROMIUM)


@pytest.fixture(scope="session")
def beside_project():
    """A function that finds `beside_project("data/messages/with_replies.csv")`, or skips the test."""

    def find(name: str) -> Path:
        path = PROJECT.parent / "shared" / name
        return path if path.exists() else pytest.skip(f"{NOT_BESIDE}../shared/{name}")

    return find


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory, django_db_modify_db_settings_parallel_suffix) -> None:
    """Keep SQLite's test database in a file, as in real life; one in memory locks otherwise."""
    from django.conf import settings

    database = settings.DATABASES["default"]
    if "sqlite" in database["ENGINE"]:
        database.setdefault("TEST", {})["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture
def world(db):
    """The small neighbourhood of tests/world.py; it stands already where it can, see tests/ground.py."""
    from tests.world import build

    return GROUND.world() if GROUND.stands else build()


@pytest.fixture(autouse=True)
def every_test_begins_in_chinese():
    """A request leaves its language active; the next test must not depend on who went before."""
    from django.conf import settings
    from django.utils import translation

    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(autouse=True)
def nobody_found_no_room_before():
    """A form that found no room makes its process unready for a while; that of one test is not that of the next."""
    from yishi.site import readiness

    readiness.forget()


@pytest.fixture
def own_ring(settings, tmp_path):
    """A ring and pictures of the test's own, so that turning it disturbs no other test, nor one before it this one."""
    settings.YISHI_KEYS = tmp_path / "keys" / "ring.json"
    settings.MEDIA_ROOT = tmp_path / "media"
