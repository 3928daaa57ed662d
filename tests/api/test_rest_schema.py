"""The whole document, asked as another program reads it: no answer breaks, and none is another than it promises."""

import os

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from tests.api.test_keys import ALL, issued
from tests.api.test_rest import PLACE, key_of_resident

from yishi.api import limiting
from yishi.api.rest import describing
from yishi.site.wsgi import application

pytestmark = pytest.mark.django_db


def _from_somewhere(environ, start_response):
    """The application as a web server calls it, which knows where a request comes from."""
    return application({**environ, "REMOTE_ADDR": "127.0.0.1"}, start_response)


SCHEMA = schemathesis.openapi.from_dict(describing.document())
SCHEMA.app = _from_somewhere
OPERATIONS = {each.ok().label: each.ok() for each in SCHEMA.get_all_operations()}
CHECKS = [status_code_conformance, content_type_conformance, response_schema_conformance]
EXAMPLES = int(os.environ.get("YISHI_EXAMPLES", "12"))
"""Sendings to each address; more of them by hand, see docs/api.md."""


@pytest.fixture
def unhurried(monkeypatch):
    """Limits have their own tests; here nobody is turned away. The connection stays open, for the test is in it."""
    for name in ("READS", "READS_WITH_KEY", "WRITES", "WRONG_KEYS"):
        monkeypatch.setattr(limiting, name, 10**9)
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


def _mean_it(found, token: str, meant: bool) -> None:
    """Show this key; and where the example is meant to get further, name what there is."""
    headers = {name: value for name, value in (found.headers or {}).items() if name.lower() != "x-api-key"}
    if meant:
        headers.pop("If-Match", None)
        if isinstance(found.body, dict):
            known = {
                "place": PLACE,
                "category": "shared.stairwell",
                "answers": {},
                "about": None,
                "phone": "",
            }
            found.body.update({name: value for name, value in known.items() if name in found.body})
    headers.pop("Authorization", None)
    found.headers = {**headers, **({"Authorization": f"Bearer {token}"} if token else {})}


@pytest.mark.parametrize("label", OPERATIONS)
def test_no_answer_breaks_or_is_another_than_the_document_promises(world, unhurried, label):
    case, operation = world.report(), OPERATIONS[label]
    answered, hidden = world.answered(), world.report(visibility="hotline")
    numbers = [case.number, answered.number, hidden.number]
    posts = [issued(world, each, scopes=ALL)[1] for each in ("steward", "committee", "branch")]
    tokens = ["", key_of_resident(world), *posts]
    asked = st.one_of(
        operation.as_strategy(),
        operation.as_strategy(),
        operation.as_strategy(generation_mode=GenerationMode.NEGATIVE),
    )

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(
        asked,
        st.sampled_from([*numbers, None]),
        st.sampled_from(tokens),
        st.sampled_from([True, True, False]),
    )
    def ask(found, number, token, meant):
        if number and "number" in (found.path_parameters or {}):
            found.path_parameters["number"] = number
        if "code" in (found.path_parameters or {}) and meant:
            found.path_parameters["code"] = PLACE
        _mean_it(found, token, meant)
        response = found.call()
        assert response.status_code < 500, response.text
        found.validate_response(response, checks=CHECKS)

    ask()


def test_the_document_is_a_valid_openapi_document():
    SCHEMA.validate()
    assert describing.document()["openapi"].startswith("3.1")
    assert len(OPERATIONS) > 40
