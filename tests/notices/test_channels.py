"""The adapters behind the channels."""

import logging
import smtplib

import pytest
from django.core import mail
from django.utils.module_loading import import_string

from yishi.notices.channels import Undeliverable, Unreachable, channel, send_now
from yishi.notices.channels.console import Console
from yishi.notices.channels.email import Email
from yishi.notices.channels.sms import Sms


def test_console_writes_one_line_a_message(caplog):
    with caplog.at_level(logging.INFO, "yishi.notices.console"):
        Console().send("19900001001", "first\nsecond", subject="Title")
    assert caplog.messages == ["19900001001 → Title · first second"]


def test_send_now_goes_by_the_setting(settings, caplog):
    settings.YISHI_CHANNELS = {"sms": "yishi.notices.channels.sms.Sms"}
    with caplog.at_level(logging.INFO, "yishi.notices.console"):
        send_now("sms", "199 0000 1001", "Your code is 123456")
        import_string(settings.YISHI_CHANNELS["sms"])().send("19900001001", "again")
    assert caplog.messages == ["+8619900001001 → Your code is 123456", "+8619900001001 → again"]
    with pytest.raises(Unreachable):
        channel("email")


@pytest.mark.parametrize(
    "number", ["", "02712345678", "1990000100", "not a number", "１９９００００１００１x"]
)
def test_sms_refuses_what_is_no_mobile_number(number):
    with pytest.raises(Undeliverable):
        Sms().send(number, "words")


def test_email_is_sent_with_subject_and_a_message_id_that_stays(settings):
    settings.DEFAULT_FROM_EMAIL = "Yishi <yishi@example.org>"
    Email().send("wang@example.org", "words", subject="Title", key="notice-7")
    (sent,) = mail.outbox
    assert (sent.to, sent.subject, sent.body) == (["wang@example.org"], "Title", "words")
    assert sent.extra_headers["Message-ID"] == "<notice-7@example.org>"


@pytest.mark.parametrize(
    ("fault", "meaning"),
    [
        (ConnectionRefusedError(), Unreachable),
        (TimeoutError(), Unreachable),
        (OSError("name not known"), Unreachable),
        (smtplib.SMTPServerDisconnected(), Unreachable),
        (smtplib.SMTPAuthenticationError(535, b"no"), Unreachable),
        (smtplib.SMTPRecipientsRefused({"a@example.org": (550, b"no such user")}), Undeliverable),
        (smtplib.SMTPRecipientsRefused({"a@example.org": (451, b"later")}), smtplib.SMTPRecipientsRefused),
        (smtplib.SMTPDataError(552, b"too much"), smtplib.SMTPDataError),
    ],
)
def test_email_tells_a_server_away_from_an_address_refused(monkeypatch, fault, meaning):
    def send_messages(_self, _messages):
        raise fault

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", send_messages)
    with pytest.raises(meaning):
        Email().send("a@example.org", "words", subject="Title")
