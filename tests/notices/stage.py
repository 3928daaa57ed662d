"""What the tests of this room play with: two kinds of message, and a channel that does what a test wants."""

from dataclasses import dataclass, field
from datetime import date

from django.utils.functional import lazy
from django.utils.translation import get_language

from yishi.network.actors import CLOCK
from yishi.notices.kinds import Kind
from yishi.people import actions as people
from yishi.people.models import Person

in_both = lazy(lambda en, zh: en if get_language() == "en" else zh, str)
ANSWERED = Kind(
    "tests.answered",
    in_both("Matter %(number)s was answered", "%(number)s 号事项有答复了"),
    in_both(
        "Matter %(number)s was answered on %(day)s. Is it solved?",
        "%(number)s 号事项 %(day)s 有了答复，解决了吗？",
    ),
)
ALARM = Kind(
    "tests.alarm", in_both("Urgent", "急事"), in_both("A new urgent matter.", "有一件新的急事。"), urgent=True
)
FACTS = {"number": 17, "day": date(2026, 5, 1)}
LINK = "/case/17"


@dataclass
class Box:
    """Everything one test channel was given, and how it is to behave."""

    sent: list[dict] = field(default_factory=list)
    fault: object = None
    """An exception to raise, or a function of (address, text) that may raise one."""

    def texts(self) -> list[str]:
        return [one["text"] for one in self.sent]

    def addresses(self) -> list[str]:
        return [one["to"] for one in self.sent]


BOX = Box()


class Pretend:
    """A channel that keeps what it is given."""

    def send(self, to: str, text: str, *, subject: str = "", key: str = "") -> None:
        if isinstance(BOX.fault, BaseException):
            raise BOX.fault
        if BOX.fault:
            BOX.fault(to, text)
        BOX.sent.append({"to": to, "text": text, "subject": subject, "key": key})


def person(name: str, *, phone: str = "", email: str = "", language: str = "zh-hans") -> Person:
    made = people.register(CLOCK, username=name, phone=phone, password="stairs-and-lanterns")
    Person.objects.filter(pk=made.pk).update(email=email, language=language)
    made.refresh_from_db()
    return made
