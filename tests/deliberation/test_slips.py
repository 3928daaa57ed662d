"""Whoever said something without an account takes home the number and the code of its case."""

import io

import pytest
from django.urls import reverse
from pypdf import PdfReader
from tests.deliberation.closed import held

from yishi.deliberation import following
from yishi.record import clock

pytestmark = pytest.mark.django_db


def slips(client, session, **query):
    return client.get(reverse("meet:print_slips", args=[session.pk]), query)


def text_of(answer):
    pages = PdfReader(io.BytesIO(b"".join([answer.content]))).pages
    return "".join("".join(page.extract_text() for page in pages).split())


def test_the_clerk_prints_all_slips_of_a_session_at_once_or_one(meeting_world, client):
    session = held(meeting_world)
    became = list(session.opinions.exclude(case=None).select_related("case"))
    assert len(became) == 2
    client.force_login(meeting_world.people["steward"])
    with clock.at(session.ended_at):
        answer = slips(client, session)
        one = slips(client, session, n=became[0].pk)
        listed = client.get(reverse("meet:responses", args=[session.pk]) + "?show=all").content.decode()
    assert answer["Content-Type"] == "application/pdf"
    assert reverse("meet:print_slips", args=[session.pk]) in listed
    for each in became:
        code = following.follow_code(each)
        assert each.case.number in text_of(answer) and code in text_of(answer)
        assert (code in text_of(one)) == (each == became[0])


def test_the_code_on_the_slip_opens_the_case(meeting_world, client):
    session = held(meeting_world)
    opinion = session.opinions.exclude(case=None).select_related("case").first()
    with clock.at(session.ended_at):
        answer = client.post(
            reverse("cases:follow"),
            {"number": opinion.case.number, "code": following.follow_code(opinion)},
        )
        assert answer.status_code == 302
        assert client.get(answer["Location"]).status_code == 200


def test_nobody_else_prints_them_and_without_a_case_there_is_none(meeting_world, client):
    session = held(meeting_world)
    waits = session.opinions.filter(case=None).first()
    with clock.at(session.ended_at):
        assert slips(client, session).status_code == 302  # to sign in
        client.force_login(meeting_world.people["steward"])
        assert slips(client, session, n=waits.pk).status_code == 404
