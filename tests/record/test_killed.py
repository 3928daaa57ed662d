"""Whatever moment a worker is killed at, nothing is lost and nothing doubled."""

import os
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection
from tests.record.happenings import Matter, spoken, waiting, written

from yishi.record import actions, checking, jobs
from yishi.record.models import Entry, Indicator, Leaf, TreeHead

PROJECT = Path(__file__).resolve().parents[2]
KILLS = 25


def address_of_the_test_database() -> str:
    """What another process needs to open the very database this test stands on."""
    at = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{at['NAME']}"
    who = quote(at["USER"] or "", safe="") + (f":{quote(at['PASSWORD'], safe='')}" if at["PASSWORD"] else "")
    port = f":{at['PORT']}" if at["PORT"] else ""
    return f"postgresql://{who}@{quote(at['HOST'] or '', safe='')}{port}/{at['NAME']}"


@pytest.mark.django_db(transaction=True)
def test_killing_the_worker_loses_nothing_and_doubles_nothing():
    environment = {
        **os.environ,
        "YISHI_DATABASE_URL": address_of_the_test_database(),
        "PYTHONPATH": os.pathsep.join([str(PROJECT / "src"), str(PROJECT), os.environ.get("PYTHONPATH", "")]),
    }
    killing = subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("killing.py")), str(KILLS), "tests.record.happenings"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    appended = 0
    while killing.poll() is None:
        spoken(1 + appended % 4, Matter(pk=appended))
        appended += 1 + appended % 4
        time.sleep(0.002)
    out, err = killing.communicate()
    assert (killing.returncode, err) == (0, ""), err
    assert int(out) == KILLS >= 20
    assert TreeHead.objects.count() >= 5, "the sealers were killed before they did anything"
    jobs.seal_waiting()
    assert written() == Leaf.objects.count() == appended
    assert waiting() == 0
    assert set(Leaf.objects.values_list("entry_id", flat=True)) == set(
        Entry.objects.values_list("id", flat=True)
    )
    report = checking.check()
    assert report.holds, report.faults
    assert report.size == appended
    assert Indicator.objects.total("spoke", "") == appended
    assert actions.compare_indicators().equal
