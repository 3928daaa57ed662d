"""The whole document, asked as another program reads it: no answer breaks, and none is another than it promises."""

import enum
import os
import typing

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from ninja.constants import NOT_SET
from pydantic import BaseModel, WithJsonSchema
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from tests.api.test_keys import ALL, issued
from tests.api.test_rest import PLACE, key_of_resident
from tests.deliberation.closed import take_down
from tests.deliberation.conftest import call, underway

from yishi.api import limiting
from yishi.api.rest import describing, joined
from yishi.deliberation import actions as sessions
from yishi.deliberation import setup
from yishi.network.actors import CLOCK, Actor
from yishi.record import clock
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
"""Sendings to each address of matters; more of them by hand, see docs/api.md."""
EXAMPLES_OF_SESSIONS = int(os.environ.get("YISHI_EXAMPLES", "5"))
"""The same for sessions, which have twice as many addresses."""


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


def _of_sessions(world, label: str) -> dict[str, list[str]]:
    """Numbers of what the address is about, where it is about sessions; nothing else is made then."""
    setup.enter_rules(CLOCK)
    session = underway(world)
    if "/topics/" in label:
        person = Actor(person=world.people["resident"])
        topic = sessions.propose_topic(person, world.places["estate"], words="充电棚放到哪里。")
        return {"number": [topic.pk], "n": []}
    with clock.at(session.starts_at):
        steward = world.actor("steward")
        item = sessions.add_item(world.actor("branch"), session, title="充电棚")
        line = take_down(world, session, "三栋的灯坏了。")[0]
        promise = sessions.undertake(steward, session, post=world.posts["property"], text="装灯。")
    if "/promises/" in label:
        return {"number": [promise.pk], "n": []}
    ahead = call(world)
    return {"number": [session.pk, ahead.pk], "n": [line.label if "/lines/" in label else item.pk]}


ABOUT_SESSIONS = ("/sessions", "/topics", "/promises", "/series", "/notices")


@pytest.mark.parametrize("label", OPERATIONS)
def test_no_answer_breaks_or_is_another_than_the_document_promises(world, unhurried, label):
    operation, of_sessions = OPERATIONS[label], any(each in label for each in ABOUT_SESSIONS)
    if of_sessions:
        there = _of_sessions(world, label)
    else:
        case, answered, hidden = world.report(), world.answered(), world.report(visibility="hotline")
        there = {"number": [case.number, answered.number, hidden.number], "n": []}
    numbers, parts = there["number"], there["n"]
    posts = [issued(world, each, scopes=ALL)[1] for each in ("steward", "committee", "branch")]
    tokens = ["", key_of_resident(world), *posts]
    asked = st.one_of(
        operation.as_strategy(),
        operation.as_strategy(),
        operation.as_strategy(generation_mode=GenerationMode.NEGATIVE),
    )

    @settings(
        max_examples=EXAMPLES_OF_SESSIONS if of_sessions else EXAMPLES,
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
            found.path_parameters["number"] = str(number)
            if parts and "n" in found.path_parameters:
                found.path_parameters["n"] = str(parts[0])
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
    assert len(OPERATIONS) > 120


def test_no_two_shapes_of_the_document_have_one_name():
    """The second would stand in the place of the first, and say something else of what is told."""
    found: dict[str, set[type]] = {}
    for bound in joined.api._get_bound_routers():
        for view in bound.path_operations.values():
            for operation in view.operations:
                answers = [each for each in operation.response_models.values() if each not in (None, NOT_SET)]
                for model in [*operation.models, *answers]:
                    _shapes_of(model, found)
    assert len(found) > 60
    assert not {name: kinds for name, kinds in found.items() if len(kinds) > 1}


def _shapes_of(annotation, found: dict[str, set[type]]) -> None:
    """Every shape and enumeration that a document would name, within an annotation."""
    if hasattr(annotation, "__metadata__") and any(
        isinstance(m, WithJsonSchema) for m in annotation.__metadata__
    ):
        return
    for each in typing.get_args(annotation):
        _shapes_of(each, found)
    if not isinstance(annotation, type) or annotation in found.get(annotation.__name__, ()):
        return
    if issubclass(annotation, BaseModel):
        if annotation.__module__ != "abc":  # not what Ninja wraps around an answer or the parts of an address
            found.setdefault(annotation.__name__, set()).add(annotation)
        for field in annotation.model_fields.values():
            if not any(isinstance(each, WithJsonSchema) for each in field.metadata):
                _shapes_of(field.annotation, found)
    elif issubclass(annotation, enum.Enum):
        found.setdefault(annotation.__name__, set()).add(annotation)
