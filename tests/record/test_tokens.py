"""The token of a form is one that Django takes, and another each time."""

import re

import pytest
from django.middleware.csrf import CSRF_ALLOWED_CHARS, CSRF_TOKEN_LENGTH, _unmask_cipher_token
from django.test import Client, RequestFactory
from django.urls import reverse

from yishi.record.tokens import token

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


def test_every_token_of_a_request_hides_the_same_secret():
    request = RequestFactory().get("/")
    tokens = {token(request) for _n in range(50)}
    assert len(tokens) == 50
    assert {len(each) for each in tokens} == {CSRF_TOKEN_LENGTH}
    assert set("".join(tokens)) <= set(CSRF_ALLOWED_CHARS)
    assert {_unmask_cipher_token(each) for each in tokens} == {request.META["CSRF_COOKIE"]}
    assert request.META["CSRF_COOKIE_NEEDS_UPDATE"]


def test_two_readers_have_two_secrets():
    secrets = set()
    for _n in range(20):
        request = RequestFactory().get("/")
        token(request)
        secrets.add(request.META["CSRF_COOKIE"])
    assert len(secrets) == 20


@pytest.mark.parametrize("address", ["home", "cases:list", "account_login"])
def test_a_form_sent_with_it_is_taken_and_without_refused(world, address):
    browser = Client(enforce_csrf_checks=True)
    for _visit in range(2):  # as a stranger, and with the cookie
        shown = TOKEN.findall(browser.get(reverse(address)).content.decode())
        assert shown
        for each in shown:
            sent = {"csrfmiddlewaretoken": each, "mode": "elder", "next": "/"}
            assert browser.post("/mode", sent).status_code == 302
        assert browser.post("/mode", {"mode": "elder"}).status_code == 403
        other = Client(enforce_csrf_checks=True)
        other.get(reverse(address))
        assert other.post("/mode", {"csrfmiddlewaretoken": shown[0]}).status_code == 403
