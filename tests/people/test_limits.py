"""Limits hold however many processes and browsers share the work."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections
from django.test import Client
from tests.people.conftest import PASSWORD, PHONE

from yishi.people import attempts, limits
from yishi.people.models import Attempt

SIGN_IN, NUMBER, CODE = "/account/login/", "/account/login/code/", "/account/login/code/confirm/"

ANOTHER_PROCESS = """
import django, sys
from django.conf import settings
from django.db import connection
import os
django.setup()
connection.settings_dict["NAME"] = sys.argv[1]
from yishi.people import limits
print(sum(limits.allow("door", "wang", 10, 86400 * 365) for _ in range(int(sys.argv[2]))))
"""


@pytest.mark.django_db(transaction=True)
def test_processes_share_one_count():
    here = str(connection.settings_dict["NAME"])
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    running = [
        subprocess.Popen(
            [sys.executable, "-c", ANOTHER_PROCESS, here, "12"],
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _process in range(2)
    ]
    let_through = sum(int(process.communicate(timeout=60)[0]) for process in running)
    assert let_through == 10
    assert Attempt.objects.get().count == 24


@pytest.mark.django_db(transaction=True)
def test_browsers_side_by_side_get_no_more_guesses(wang):
    def guess(number: int) -> int:
        try:
            return Client().post(SIGN_IN, {"login": "wang", "password": f"guess {number}"}).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(guess, range(12)))
    assert answers.count(422) == attempts.PASSWORD_HERE.count
    assert answers.count(429) == 12 - attempts.PASSWORD_HERE.count


@pytest.mark.django_db
def test_refusal_says_when_to_try_again(client, wang):
    for _guess in range(attempts.PASSWORD_HERE.count):
        client.post(SIGN_IN, {"login": "wang", "password": "guess"})
    answer = client.post(SIGN_IN, {"login": "ＷＡＮＧ ", "password": PASSWORD})
    assert answer.status_code == 429, "another spelling is the same name"
    page = answer.content.decode()
    assert "密码输错次数太多" in page
    assert "分钟后" in page
    assert 0 < int(answer["Retry-After"]) <= attempts.PASSWORD_HERE.seconds
    elsewhere = client.post(SIGN_IN, {"login": "wang", "password": PASSWORD}, REMOTE_ADDR="192.0.2.7")
    assert elsewhere.status_code == 302, "a stranger's guesses do not lock the owner out elsewhere"


@pytest.mark.django_db
def test_success_does_not_wear_the_limit_down(client, wang):
    for _time in range(attempts.PASSWORD_HERE.count + 3):
        assert client.post(SIGN_IN, {"login": "wang", "password": PASSWORD}).status_code == 302
        client.post("/account/logout/")


@pytest.mark.django_db
def test_many_machines_do_not_help(client, wang, monkeypatch):
    monkeypatch.setattr(attempts, "PASSWORD_ANYWHERE", attempts.Limit("password.anywhere", 5, 900, ""))
    answers = [
        client.post(SIGN_IN, {"login": "wang", "password": "guess"}, REMOTE_ADDR=f"192.0.2.{n}").status_code
        for n in range(7)
    ]
    assert answers == [422] * 5 + [429] * 2


@pytest.mark.django_db
def test_messages_to_one_number_are_limited(client, telephone):
    answers = [Client().post(NUMBER, {"phone": PHONE}).status_code for _time in range(6)]
    assert answers == [302] * 4 + [429] * 2
    assert len(telephone.received) == 4
    assert Client().post(NUMBER, {"phone": "13900139000"}).status_code == 302


@pytest.mark.django_db
def test_guesses_at_codes_are_counted_by_number(wang, telephone, monkeypatch):
    monkeypatch.setattr(attempts, "CODES_FOR_NUMBER", attempts.Limit("code", 6, 600, ""))
    answers = []
    for _browser in range(2):
        browser = Client()
        browser.post(NUMBER, {"phone": PHONE})
        wrong = "000000" if telephone.code() != "000000" else "111111"
        answers += [browser.post(CODE, {"code": wrong}).status_code for _guess in range(4)]
    assert answers == [422] * 6 + [429] * 2


@pytest.mark.django_db
def test_counters_hold_no_number_and_are_swept(client, telephone):
    client.post(NUMBER, {"phone": PHONE})
    assert not [row for row in Attempt.objects.all() if "138" in row.key and "0013" in row.key]
    assert limits.forget() == 0
    Attempt.objects.update(ends=1)
    assert limits.forget() == 3
    assert not Attempt.objects.exists()


@pytest.mark.django_db
def test_new_window_begins_anew(monkeypatch):
    moment = [1_000_000_000.0]
    monkeypatch.setattr(limits.time, "time", lambda: moment[0])
    assert [limits.allow("door", "wang", 2, 60) for _time in range(3)] == [True, True, False]
    moment[0] += limits.seconds_left(60)
    assert limits.allow("door", "wang", 2, 60)
