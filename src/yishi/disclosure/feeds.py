"""What is new at a place, as Atom feeds (RFC 4287) for readers and other programs: matters, what was solved, sessions,
promises.

A feed holds the newest ENTRIES of its kind, as anybody may see them. What an entry says is what its page says; it is
named by an address of our own making that never changes (RFC 4151), so that a reader knows it again when the house
moves."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from yishi.cases.listing import seen_by_anyone
from yishi.cases.models import Case
from yishi.cases.models import State as CaseState
from yishi.cases.models.case import LINE, Visibility
from yishi.deliberation.models import Session, State, Undertaking
from yishi.network.actors import ANYONE
from yishi.network.models import Place

ENTRIES = 40
BEGAN = "2026-01-01"
"""The day from which the names of entries count, as RFC 4151 asks: any day on which the house's address was ours."""


@dataclass(frozen=True)
class Entry:
    """One entry: `name` is what it is, for all time; `changed` when it last became another."""

    name: str
    title: str
    words: str
    address: str
    at: datetime
    changed: datetime
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Kind:
    """A kind of feed: its title, and what its entries are."""

    title: str | Promise
    entries: Callable[[Place], Iterator[Entry]]


def _matters(place: Place) -> Iterator[Entry]:
    for case in seen_by_anyone(place.path, "newest", ENTRIES):
        yield Entry(
            f"case:{case.pk}",
            case.title,
            f"{case.place.label} · {case.category.name}",
            reverse("cases:case", args=[case.number]),
            case.reported_at,
            case.reported_at,
            (case.category.name,),
        )


def _solved(place: Place) -> Iterator[Entry]:
    """The entry comes with the resident's word that it is solved; it is another one than that of the matter itself, so
    that a reader of both feeds is told of it."""
    rows = (
        Case.objects.visible_to(ANYONE).at(place.path).filter(state=CaseState.CLOSED, ended_at__isnull=False)
    )
    rows = rows.with_labels().only(*LINE, "ended_at").order_by("-ended_at", "-id")
    for case in rows[:ENTRIES]:
        solved_at = case.ended_at or case.reported_at
        days = max((solved_at - case.reported_at).days, 0) + 1
        took = ngettext("solved within %(n)s day", "solved within %(n)s days", days) % {"n": days}
        yield Entry(
            f"solved:{case.pk}",
            case.title,
            f"{case.place.label} · {case.category.name} · {took}",
            reverse("cases:case", args=[case.number]),
            solved_at,
            solved_at,
            (case.category.name,),
        )


def _sessions(place: Place) -> Iterator[Entry]:
    rows = Session.objects.at(place.path).exclude(state=State.PLANNED).select_related("place")
    for session in rows.order_by("-starts_at", "-id")[:ENTRIES]:
        yield Entry(
            f"session:{session.pk}",
            session.title,
            f"{session.place.label} · {session.spot} · {session.get_state_display()}",
            reverse("meet:session", args=[session.pk]),
            session.called_at,
            session.changed_at,
            (session.get_kind_display(),),
        )


def _promises(place: Place) -> Iterator[Entry]:
    rows = Undertaking.objects.at(place.path).exclude(state=Undertaking.State.STRUCK)
    rows = rows.exclude(case__visibility=Visibility.HOTLINE)
    for promise in rows.select_related("post__organisation", "session__place").order_by("-at", "-id")[
        :ENTRIES
    ]:
        yield Entry(
            f"promise:{promise.pk}",
            promise.public_text,
            f"{promise.post.title} · {promise.get_state_display()}",
            reverse("meet:promise", args=[promise.pk]),
            promise.at,
            promise.settled_at or promise.claimed_at or promise.at,
        )


KINDS: dict[str, Kind] = {
    "matters": Kind(gettext_lazy("New matters"), _matters),
    "solved": Kind(gettext_lazy("Matters that residents call solved"), _solved),
    "sessions": Kind(gettext_lazy("Sessions"), _sessions),
    "promises": Kind(gettext_lazy("Promises and whether they are kept"), _promises),
}


class _Feed(Atom1Feed):
    """One without entries says the same each time it is asked."""

    def latest_post_date(self) -> datetime:
        return super().latest_post_date() if self.items else datetime.fromisoformat(f"{BEGAN}T00:00:00+08:00")


def title_of(place: Place, kind: str) -> str:
    """What a reader's list of feeds calls it."""
    return f"{place.label} · {KINDS[kind].title}"


def written(place: Place, kind: str, base: str) -> str:
    """The feed as XML. `base` is the address of the house, without a slash at its end."""
    home = base + reverse("cases:community", args=[place.code])
    here = base + reverse("open:feed", args=[place.code, kind])
    entries = list(KINDS[kind].entries(place))
    feed = _Feed(
        title=title_of(place, kind),
        link=home,
        description=None,
        feed_url=here,
        feed_guid=_name(f"feed:{place.code}:{kind}"),
        language=get_language(),
        author_name=str(settings.YISHI_SITE_NAME or _("Yishi")),
    )
    for entry in entries:
        feed.add_item(
            title=entry.title,
            link=base + entry.address,
            description=escape(entry.words),
            unique_id=_name(entry.name),
            pubdate=entry.at,
            updateddate=max(entry.changed, entry.at),
            categories=entry.kinds,
        )
    return feed.writeString("utf-8")


def _name(what: str) -> str:
    host = urlsplit(settings.YISHI_ADDRESS).hostname or "yishi.invalid"
    return f"tag:{host},{BEGAN}:{what}"
