"""`./yishi demo`: a whole invented city to look at, with web server and worker, from one command."""

import argparse
import contextlib
import ctypes
import fcntl
import os
import shutil
import signal
import subprocess
import sys
import time
import unicodedata
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

from . import Problem, add_port, progress
from .bar import Bar
from .serve import _claim

NAME = "demo"
HELP = "Start a demo city with invented people: web server and worker. Started again, it keeps its data."

HOST = "127.0.0.1"
WAIT_FOR_ANSWER = 30
WAIT_FOR_END = 15
SIGN_INS = (
    # who of the demo city's hands: key of the post, number among those who share it
    ("hangyun.steward", 0),
    ("hangyun.on_duty", 0),
    ("hangyun.branch", 0),
    ("linjiang.committee", 0),
    ("linjiang.council", 0),
    ("linjiang.hotline", 0),
    ("hangyun.property", 0),
    ("housing.department", 0),
    ("street.operator", 0),
    ("hangyun-3.group", 0),
    ("hangyun-3-1.member_home", 0),
    ("hangyun.owners", 0),
    ("linjiang.team", 0),
)
RESIDENT = "du_ruo"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen, and whether to begin anew."""
    add_port(parser)
    parser.add_argument("--fresh", action="store_true", help="remove the demo's data first and begin anew")
    parser.add_argument(
        "--scenes",
        action="store_true",
        help="add the full city: a street and a district with their whole net",
    )
    parser.add_argument("--no-serve", action="store_true", help="only build the city, start nothing")


def run(options: argparse.Namespace) -> int | dict:
    """Build the city where it does not stand yet, then serve it until Ctrl-C or SIGTERM."""
    from django.conf import settings

    if settings.IN_PRODUCTION:
        raise Problem("This is production mode; the demo is never mixed into it.")
    begun = time.monotonic()
    with _alone(Path(settings.DATA_DIR)):
        if not options.no_serve:
            _claim(HOST, options.port)
        if options.fresh:
            _remove()
        built = _build()
        if options.scenes:
            built = _build_scenes() or built
        if not options.no_serve:
            return _serve(options.port)
        return {"built": built, **_counted(), "seconds": round(time.monotonic() - begun, 1)}


def show(result: dict) -> None:
    """For people; only --no-serve reports."""
    what = "The demo city was built" if result["built"] else "The demo city stands already"
    print(f"{what}: {result['cases']} cases, {result['photos']} photos, {result['events']} events.")


# --- building ---


@contextlib.contextmanager
def _alone(directory: Path) -> Iterator[None]:
    """One demo at a time on the same data; the lock goes with the process, however that ends."""
    directory.mkdir(parents=True, exist_ok=True)
    with open(directory / "demo.lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Problem(
                f"A demo is running on {directory} already. Stop it first, or set YISHI_DATA_DIR."
            ) from None
        yield


def _build() -> bool:
    """Whether there was anything to build."""
    from django.core.management import call_command

    from yishi.cases.models import Photo
    from yishi.site.demo import build, sending

    from .serve import refuse_unknown_migrations, unapplied_migrations

    refuse_unknown_migrations()
    if unapplied_migrations():
        progress("Preparing the database.")
        call_command("migrate", interactive=False, verbosity=0)
    if build.is_built():
        return False
    if build.holds_something_else():
        raise Problem(
            "The database holds something else than the demo. "
            "Set YISHI_DATA_DIR or YISHI_DATABASE_URL to an empty place."
        )
    if not Photo.objects.exists():
        _remove_photos()  # of a build that was cut short
    progress("Building the demo city; everybody in it is invented.")
    bars: dict[str, Bar] = {}

    def step(what: str, _done: int, of: int) -> None:
        bars.setdefault(what, Bar(f"{what:<7}", of, "steps", logged=2)).step()

    build.build(step)
    sending.begin()
    return True


def _build_scenes() -> bool:
    """Whether the full city was still to be added."""
    from yishi.site.demo import build, scenes

    if scenes.are_built():
        return False
    progress("Adding the full city: a street with 4,307 member households, a district of 1,166 estates.")
    bar = Bar("Scenes ", scenes.PARTS + 1, "steps", logged=2)
    build.add_scenes(lambda _what, _done, _of: bar.step())
    return True


def _counted() -> dict[str, Any]:
    from yishi.site.demo import build

    return build.counted()


def _remove() -> None:
    """The demo's database and files are gone; a database that holds anything else is not touched."""
    from django.conf import settings
    from django.db import connection

    from yishi.site.demo import build

    tables = connection.introspection.table_names()
    if "cases_case" in tables and build.holds_something_else():
        raise Problem(
            "The database holds something else than the demo, so --fresh does not touch it. "
            "Set YISHI_DATA_DIR or YISHI_DATABASE_URL to another place."
        )
    progress("Removing the demo that was here.")
    if connection.vendor == "sqlite":
        _remove_file(Path(settings.DATABASES["default"]["NAME"]))
    else:
        _drop(tables)
    _remove_photos()


def _remove_photos() -> None:
    from django.conf import settings

    for folder in ("photos", "drafts", "learnt"):
        shutil.rmtree(Path(settings.MEDIA_ROOT, folder), ignore_errors=True)


def _remove_file(database: Path) -> None:
    from django.db import connections

    connections.close_all()
    for ending in ("", "-wal", "-shm", "-journal"):
        database.with_name(database.name + ending).unlink(missing_ok=True)


def _drop(tables: list[str]) -> None:
    """Dropped, not emptied: the record's own tables cannot be emptied."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"DROP TABLE IF EXISTS {connection.ops.quote_name(table)} CASCADE")


# --- serving ---


def _serve(port: int) -> int:
    """Web server and worker until one of them ends or somebody stops them. Gives the exit status."""
    from django.db import connections

    connections.close_all()  # the two have their own
    stopped: list[int] = []

    def stop(number: int, _frame: FrameType | None) -> None:
        stopped.append(number)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    children = {
        "web server": _start("serve", f"--port={port}"),
        "worker": _start("work"),
    }
    try:
        if _answers(port, children, stopped):
            _show_doors(port)
        while not stopped and not _ended(children):
            time.sleep(0.2)
        ended = None if stopped else _ended(children)
    finally:
        _end(children)
    if ended:
        raise Problem(
            f"The {ended} ended by itself, so the demo was stopped. What it said last stands above."
        )
    progress("The demo has ended; its data is kept.")
    return 0


def _start(*arguments: str) -> subprocess.Popen:
    """A child in a group of its own, so that Ctrl-C reaches us alone and we end both in order."""
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "yishi", *arguments],
        process_group=0,
        preexec_fn=_end_with_parent if sys.platform == "linux" else None,
    )


def _end_with_parent() -> None:
    """In the child: be told to end when the parent is gone, also where that was killed."""
    set_parent_death_signal = 1
    ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGTERM)


def _ended(children: dict[str, subprocess.Popen]) -> str | None:
    return next((name for name, child in children.items() if child.poll() is not None), None)


def _end(children: dict[str, subprocess.Popen]) -> None:
    """Ask all to end, wait, and be firm with whoever does not; also with what a dead one left behind in its group."""
    for child in children.values():
        _tell(child, signal.SIGTERM)
    deadline = time.monotonic() + WAIT_FOR_END
    for child in children.values():
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(max(deadline - time.monotonic(), 0.1))
        _tell(child, signal.SIGKILL)
        child.wait()


def _tell(child: subprocess.Popen, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, number)


def _answers(port: int, children: dict[str, subprocess.Popen], stopped: list[int]) -> bool:
    """Whether the web server came to answer."""
    deadline = time.monotonic() + WAIT_FOR_ANSWER
    while not stopped and not _ended(children) and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"http://{HOST}:{port}/healthz", timeout=2):
                return True
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    return False


def _show_doors(port: int) -> None:
    """The address, who can sign in, and how to stop."""
    from yishi.site.demo import build, net_bodies

    address = f"http://localhost:{port}/"
    rows = [("Sign-in 登录名", "Role 身份", "Name 姓名", "Where 地方"), *_sign_ins()]
    widths = [max(_width(row[n]) for row in rows) for n in range(4)]
    print(f"\nYishi demo  议事演示    {address}\n")
    for row in rows:
        print(
            "  "
            + "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True))
        )
    print(f"\nPassword of everybody here, for this demo only  所有人的密码（仅供演示）: {build.PASSWORD}")
    if second := net_bodies.second_step():
        key, spare = second
        print(f"The operator's second step, for an app  运维的第二步验证，密钥: {key}")
        print(f"or one of these spare codes  或备用码: {', '.join(spare)}")
    print(f"Sign in  登录: {address}account/login/")
    if receipt := _receipt():
        number, code = receipt
        print(
            f"A case that asks its resident  一件等居民评价的事: {number}, code 查询码 {code}, {address}follow/"
        )
    print("Everybody in it is invented. 人物和事情都是虚构的。")
    print("Stop with Ctrl-C; the data is kept. 按 Ctrl-C 停止，数据会保留。\n", flush=True)


def _sign_ins() -> Iterator[tuple[str, str, str, str]]:
    from yishi.network.powers import Role
    from yishi.site.demo import content

    places = {place.code: place.zh for place in content.PLACES}
    for key, number in SIGN_INS:
        post = content.POSTS[key]
        person = content.PEOPLE[post.holders[number]]
        yield person.key, _in_both(Role(post.role).label), person.zh, places[post.place]
    resident = content.PEOPLE[RESIDENT]
    estate = next(e for e in content.ESTATES.values() if resident.home.startswith(e.code))
    yield resident.key, "resident 居民", resident.zh, estate.zh
    yield "—", "visitor 访客", content.VISITOR, "no sign-in needed 无需登录"


def _in_both(words: Any) -> str:
    from django.utils import translation

    said = []
    for language in ("en", "zh-hans"):
        with translation.override(language):
            said.append(str(words))
    return " ".join(dict.fromkeys(said))


def _receipt() -> tuple[str, str] | None:
    """Number and code of a case whose resident is asked whether it is solved, where there is one left."""
    from yishi.cases.models import Case, State
    from yishi.site.demo import content, told

    waiting = Case.objects.filter(state=State.ANSWERED).order_by("-answered_at")
    codes = [told.code_of(matter) for matter in content.MATTERS]
    return next(((c.number, code) for c in waiting for code in codes if c.code_is(code)), None)


def _width(text: str) -> int:
    """Columns in a terminal."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
