"""A backup of this database is put back on an empty machine: another process, another directory, an SQLite.

The backup is written once. The machine of most tests has its tables already, as after a first start, so that not every
one of them migrates; the test of what is put back begins with nothing at all.
"""

import json
import os
import shutil
import subprocess
import sys

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import TransactionTestCase, override_settings
from tests import world as neighbourhood
from tests.conftest import PROJECT

from yishi.record import actions as record
from yishi.record import keyring, proofs
from yishi.site.backup import archive, tables

pytestmark = pytest.mark.django_db(transaction=True)


def _run(*words: str, data_dir, code: str = "", **env: str) -> subprocess.CompletedProcess:
    own = {k: v for k, v in os.environ.items() if k not in ("YISHI_DATABASE_URL", "YISHI_SECRET_KEY")}
    env = {**own, "PYTHONPATH": str(PROJECT / "src"), "YISHI_DATA_DIR": str(data_dir), **env}
    return subprocess.run(
        [sys.executable, *(["-c", code] if code else ["-m", "yishi"]), *words],
        env=env,
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def key(tmp_path_factory):
    """A fresh key: (its file, its public half)."""
    at = tmp_path_factory.mktemp("key")
    done = _run("backup", "--new-key", str(at / "key"), "--json", data_dir=at / "k")
    return at / "key", json.loads(done.stdout)["recipient"]


@pytest.fixture(scope="module")
def written(django_db_setup, django_db_blocker, tmp_path_factory, key):
    """A backup of a small sealed neighbourhood with a picture, which is gone again; the root of its record; and
    something said there, under the keys of that day."""
    at = tmp_path_factory.mktemp("backup")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=at / "media"):
        try:
            world = neighbourhood.build()
            world.answered()
            world.report(words="路灯不亮，晚上看不清路。")
            record.seal()
            default_storage.save("photos/one.jpg", ContentFile(b"a picture"))
            told = keyring.seal("旧机器上写下的话", "test")  # other tests may change keys between these here
            made = archive.make(at / "yishi.age", [key[1]], lambda _said: None)
            return at / "yishi.age", made, bytes(proofs.newest_head().root).hex(), told
        finally:
            TransactionTestCase("__init__")._fixture_teardown()


@pytest.fixture
def backup(written, tmp_path):
    """The file, for this test alone, and what it holds."""
    file, made, _root, _told = written
    return shutil.copy(file, tmp_path / "yishi.age"), made


@pytest.fixture(scope="module")
def empty_tables(tmp_path_factory):
    """A database that has gone through every migration and nothing else."""
    at = tmp_path_factory.mktemp("empty")
    done = _run("manage", "migrate", "-v", "0", data_dir=at)
    assert done.returncode == 0, done.stderr
    return at / "yishi.sqlite3"


@pytest.fixture
def new(tmp_path, empty_tables):
    """The data directory of a machine that was started once and holds nothing."""
    (tmp_path / "new").mkdir()
    shutil.copy(empty_tables, tmp_path / "new")
    return tmp_path / "new"


def test_what_is_put_back_is_what_was_there(backup, written, key, tmp_path):
    file, made = backup
    done = _run("restore", str(file), "--key", str(key[0]), "--json", data_dir=tmp_path / "new")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["ok"] and told["head_as_backed_up"]
    assert told["record"]["root"] == written[2]
    there = _run("record", "rebuild", "--compare", "--json", data_dir=tmp_path / "new")
    assert there.returncode == 0, there.stdout
    again = _run("restore", str(file), "--key", str(key[0]), data_dir=tmp_path / "new")
    assert again.returncode == 1 and "empty" in again.stderr
    assert made.counts["cases.case"] == 2


def test_search_finds_after_putting_back(backup, key, new):
    file, _made = backup
    _run("restore", str(file), "--key", str(key[0]), data_dir=new)
    code = (
        "import django; django.setup()\n"
        "from yishi.cases import search; from yishi.cases.models import Case\n"
        "print(search.matching(Case.objects.all(), '路灯').count(), Case.objects.count())"
    )
    env = {**os.environ, "PYTHONPATH": str(PROJECT / "src"), "YISHI_DATA_DIR": str(new)}
    env.pop("YISHI_DATABASE_URL", None)
    env["DJANGO_SETTINGS_MODULE"] = "yishi.site.settings"
    said = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    assert said.stdout.split() == ["1", "2"]


def test_what_was_said_can_be_read_after_putting_back(backup, written, key, new):
    """The rows come back under the keys of the new machine; what the old ones sealed stays open, too."""
    file, _made = backup
    sealed = written[3]
    _run("restore", str(file), "--key", str(key[0]), data_dir=new)
    code = (
        "import sys, django; django.setup()\n"
        "from django.db import connection; from yishi.cases.models import Case; from yishi.record import keyring\n"
        "with connection.cursor() as cursor:\n"
        "    cursor.execute('SELECT words FROM cases_case')\n"
        "    stored = ''.join(str(row) for row in cursor.fetchall())\n"
        "words = {case.words for case in Case.objects.all()}\n"
        "print('|'.join([*words, str('晚上看不清路' in stored), keyring.unseal(sys.argv[1], 'test')]))"
    )
    env = {**os.environ, "PYTHONPATH": str(PROJECT / "src"), "YISHI_DATA_DIR": str(new)}
    env.pop("YISHI_DATABASE_URL", None)
    env["DJANGO_SETTINGS_MODULE"] = "yishi.site.settings"
    said = subprocess.run(
        [sys.executable, "-c", code, sealed], env=env, capture_output=True, text=True, check=True
    ).stdout.strip()
    assert "路灯不亮，晚上看不清路。" in said
    assert said.endswith("|False|旧机器上写下的话")


def test_another_key_does_not_open_it(backup, tmp_path, new):
    file, _made = backup
    _run("backup", "--new-key", str(tmp_path / "other"), data_dir=tmp_path / "k")
    done = _run("restore", str(file), "--key", str(tmp_path / "other"), data_dir=new)
    assert done.returncode == 1 and "does not open" in done.stderr


@pytest.mark.parametrize("share", [0.3, 0.8, 0.99])
def test_a_file_cut_short_or_damaged_puts_nothing_back(backup, key, new, share):
    file, _made = backup
    whole = file.read_bytes()
    file.write_bytes(whole[: int(len(whole) * share)])
    done = _run("restore", str(file), "--key", str(key[0]), data_dir=new)
    assert done.returncode == 1, done.stdout
    head = _run("record", "head", data_dir=new)
    assert "Nothing has been sealed yet" in head.stderr


FULL = """
import errno, os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "yishi.site.settings"
import django
django.setup()
from yishi.site.{module} import {owner}
def no_room(*_said, **_more):
    raise OSError(errno.ENOSPC, "No space left on device")
{owner}.{what} = no_room
from yishi.site.commands import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize(
    ("module", "owner", "what"),
    [("storage", "WholeFiles", "_save"), ("backup", "archive", "_put_back_secrets")],
)
def test_a_disk_that_is_full_puts_nothing_back_and_says_so(backup, key, new, module, owner, what):
    """Whichever comes last: the pictures or the secrets."""
    file, made = backup
    assert made.files
    words = ("restore", str(file), "--key", str(key[0]))
    done = _run(*words, data_dir=new, code=FULL.format(module=module, owner=owner, what=what))
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("There is no room left") and "Traceback" not in done.stderr
    assert not [path for path in (new / "media").rglob("*") if path.is_file()]
    head = _run("record", "head", data_dir=new)
    assert "Nothing has been sealed yet" in head.stderr
    again = _run(*words, data_dir=new)  # there is room now
    assert again.returncode == 0, again.stderr
    assert (new / "media/photos/one.jpg").read_bytes() == b"a picture"


def test_pictures_of_another_house_are_not_mixed_in(backup, key, new):
    file, _made = backup
    other = new / "media/photos/theirs.jpg"
    other.parent.mkdir(parents=True)
    other.write_bytes(b"theirs")
    done = _run("restore", str(file), "--key", str(key[0]), data_dir=new)
    assert done.returncode == 1 and "pictures" in done.stderr and "empty" in done.stderr
    assert other.read_bytes() == b"theirs"


def test_no_backup_replaces_another(backup, key):
    file, _made = backup
    before = file.read_bytes()
    with pytest.raises(archive.Unusable):
        archive.make(file, [key[1]], lambda _said: None)
    assert file.read_bytes() == before and not list(file.parent.glob("*.part"))


def test_nothing_can_be_read_without_the_key(backup):
    file, _made = backup
    assert "柴火".encode() not in file.read_bytes()


def test_every_table_is_kept_or_left_out_with_a_reason():
    assert all(len(why) > 10 for why in tables.LEFT_OUT.values())
    assert {"cases.case", "record.entry", "people.person"} <= {m._meta.label_lower for m in tables.kept()}
