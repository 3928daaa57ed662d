"""Several messages to one address as one: newest first, nothing said twice, nothing left out, never empty.

A mail carries everything, sorted by the matter it is about. A text message carries the titles, as many as fit, and how
many more there are. What a platform of this sort got wrong before us is in tests/notices/test_digests.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import ngettext, pgettext

from .channels import EMAIL, PUSH, SMS, Wording
from .channels.wordings import DEFAULT, DIGEST
from .kinds import read_facts
from .models import Message

LONGEST_SMS = 300
"""Characters: four or five text messages by the carrier's count."""
INBOX = "/inbox/"


@dataclass(frozen=True)
class Said:
    """What goes out. `link` is a path."""

    subject: str
    text: str
    link: str
    wording: Wording = field(default_factory=lambda: Wording(DEFAULT))


def said(messages: Sequence[Message], channel: str, home: str) -> Said:
    """One or several messages, newest first, as a channel carries them, in the present language.

    `home` is the site's address without a slash at its end, or empty. Raises ValueError for no message at all.
    """
    fresh = without_repetitions(messages)
    if not fresh:
        raise ValueError("there is nothing to say")
    return _one(fresh[0], channel, home) if len(fresh) == 1 else _several(fresh, channel, home)


def without_repetitions(messages: Sequence[Message]) -> list[Message]:
    """Newest first. Of several of one kind about one row the newest speaks, unless they say different things."""
    found: dict[tuple, Message] = {}
    for message in sorted(messages, key=lambda m: (m.created_at, m.pk), reverse=True):
        found.setdefault((message.about, message.kind, message.body), message)
    return list(found.values())


def _one(message: Message, channel: str, home: str) -> Said:
    title, body, link = message.title, message.body, message.link
    facts = {**read_facts(message.facts), "title": title, "text": body, "link": f"{home}{link}"}
    wording = Wording(message.kind, facts)
    if channel == PUSH:
        return Said(title, body, link, wording)
    if channel not in (SMS, EMAIL):  # a group may hold more people than the post: no more than the title
        return Said(title, f"{home}{link}" if home else "", link, wording)
    return Said(title if channel == EMAIL else "", f"{body} {home}{link}" if home else body, link, wording)


def _several(messages: list[Message], channel: str, home: str) -> Said:
    subject = ngettext("%(count)d piece of news for you", "%(count)d pieces of news for you", len(messages))
    subject %= {"count": len(messages)}
    links = {message.link for message in messages}
    link = links.pop() if len(links) == 1 else INBOX
    titles = list(dict.fromkeys(message.title for message in messages))
    facts = {"count": str(len(messages)), "titles": "；".join(titles), "link": f"{home}{link}"}
    wording = Wording(DIGEST, facts)
    if channel == EMAIL:
        return Said(_with(subject, titles[0]), _by_matter(messages, home), link, wording)
    if channel == SMS:
        return Said("", _short(subject, titles, f"{home}{link}" if home else ""), link, wording)
    text = "\n".join([*titles, *([f"{home}{link}"] if home and channel != PUSH else [])])
    return Said(subject, text, link, wording)


def _by_matter(messages: list[Message], home: str) -> str:
    """Every message whole, the matter with the newest news first, its link once."""
    matters: dict[str, list[str]] = {}
    for message in messages:
        matters.setdefault(message.link, []).append(f"{message.title}\n{message.body}")
    blocks = ["\n\n".join([*said, *([f"{home}{link}"] if home else [])]) for link, said in matters.items()]
    return "\n\n—\n\n".join(blocks)


def _short(subject: str, titles: list[str], address: str) -> str:
    room = LONGEST_SMS - len(subject) - len(address) - 20
    shown: list[str] = []
    for title in titles:
        if len(title) + 1 > room:
            break
        shown.append(title)
        room -= len(title) + 1
    rest = len(titles) - len(shown)
    more = [ngettext("and %(count)d more", "and %(count)d more", rest) % {"count": rest}] if rest else []
    joint = pgettext("between titles", "; ")
    return f"{_with(subject, joint.join([*shown, *more]))} {address}".strip()


def _with(subject: str, what: str) -> str:
    return pgettext("news", "%(subject)s: %(what)s") % {"subject": subject, "what": what}
