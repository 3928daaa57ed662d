"""The lists of this room that can be saved as a file (`network/saving.py`)."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, QueryDict
from django.utils.translation import gettext_lazy, pgettext_lazy

from yishi.cases.models import Case, Category, Ladder
from yishi.cases.saved_lists import CASE, LEFT_OUT, titled
from yishi.network.models import within
from yishi.network.powers import Power
from yishi.network.saving import Column, Few, Kind, Listed, Rows, declare

from . import narrowing, tabs
from .forms.narrow import FIELDS, Choices, Narrow
from .models import Checklist, ReplyText
from .models.texts import over

LONGEST_SEARCH = 100


def _desk(actor: Any, asked: QueryDict) -> Rows:
    """The list of the desk that an address asks for, narrowed and searched as its page is."""
    if actor.post is None:
        raise Http404
    lists = tabs.desk(actor).lists
    if not lists:
        raise Http404
    words = asked.get("q", "").strip()[:LONGEST_SEARCH]
    asks = any(asked.get(name) for name in FIELDS) or asked.get("tab") == narrowing.ALL
    tab = narrowing.asked_for(actor, lists, asked, Narrow(asked, Choices(actor.post))) if asks else None
    if tab is None:
        tab = tabs.found(actor, words) if words else _chosen(lists, asked.get("tab", ""))
    minus = "-" if tab.newest_first else ""
    rows = tab.rows.with_labels(ladders=True).defer(*LEFT_OUT)
    return Rows(rows, (f"{minus}{tab.key}", f"{minus}id"))


def _chosen(lists: Sequence[tabs.Tab], code: str) -> tabs.Tab:
    """The tab with the code, or the one the desk opens at."""
    named = next((tab for tab in lists if tab.code == code), None)
    return named or next((tab for tab in lists if tab.count), lists[0])


def _mine(actor: Any, _asked: QueryDict) -> Rows:
    if actor.pk is None:
        raise Http404
    rows = Case.objects.visible_to(actor).filter(reporter=actor.pk)
    return Rows(rows.with_labels().defer(*LEFT_OUT), ("-reported_at", "-id"))


def _texts(actor: Any, _asked: QueryDict) -> Rows:
    if actor.post is None:
        raise Http404
    rows = ReplyText.objects.kept_by(actor).filter(active=True)
    return Rows(rows.select_related("place", "category__parent"), ("position", "id"))


def _checklists(actor: Any, _asked: QueryDict) -> Few:
    if actor.post is None:
        raise Http404
    path = actor.post.place.path
    rows = Checklist.objects.filter(active=True).select_related("place", "category__parent")
    rows = (
        rows.filter(place__path__in=over(path)) | rows.filter(within("place__path", path))
    ).prefetch_related("points")
    shown = rows.order_by("category__parent__position", "category__position", "whose", "id")
    return Few([(each, point) for each in shown for point in each.in_force])


def _limits(actor: Any, _asked: QueryDict) -> Few:
    """The lines of the page of limits."""
    from .views.limits import rows_of  # which knows the pages

    if actor.post is None or not actor.post.can(Power.SET_UP):
        raise Http404
    ladder = Ladder.objects.over(actor.post.place.path)
    return Few(rows_of(ladder) if ladder else [])


def _categories(actor: Any, _asked: QueryDict) -> Few:
    """The kinds of matters, each heading before what lies under it."""
    if actor.post is None or not actor.post.can(Power.SET_UP):
        raise Http404
    rows = list(Category.objects.filter(active=True).select_related("parent").order_by("position", "id"))
    tops = [each for each in rows if each.parent is None]
    return Few([each for top in tops for each in (top, *(one for one in rows if one.parent_id == top.pk))])


CATEGORY = (
    Column(pgettext_lazy("of a row in a file", "Code"), "code", name="code"),
    Column(gettext_lazy("Code of the heading"), "parent.code", name="parent"),
    Column(gettext_lazy("Name in Chinese"), "name_zh", name="name_zh"),
    Column(gettext_lazy("Name in English"), "name_en", name="name_en"),
    Column(gettext_lazy("How urgent it is"), "urgency", name="urgency"),
    Column(gettext_lazy("Place in the list"), "position", Kind.NUMBER, "position"),
    Column(gettext_lazy("Notice in Chinese"), "notice_zh", name="notice_zh"),
    Column(gettext_lazy("Notice in English"), "notice_en", name="notice_en"),
)
TEXT = (
    Column(gettext_lazy("Whose"), lambda text: "shared" if text.is_shared else "own", name="whose"),
    Column(gettext_lazy("What it is called"), "title_zh", name="title_zh"),
    Column(gettext_lazy("The text"), "text_zh", name="text_zh"),
    Column(gettext_lazy("What it is called in English"), "title_en", name="title_en"),
    Column(gettext_lazy("The text in English"), "text_en", name="text_en"),
    Column(gettext_lazy("Code of the kind of matter"), "category.code", name="category"),
    Column(gettext_lazy("For what"), "uses", name="uses"),
    Column(gettext_lazy("From month"), "season_from", Kind.NUMBER, "season_from"),
    Column(gettext_lazy("To month"), "season_until", Kind.NUMBER, "season_until"),
)

declare(
    Listed(
        "desk",
        gettext_lazy("My desk"),
        (*CASE, Column(pgettext_lazy("of a matter", "Urgency"), lambda case: case.get_urgency_display())),
        _desk,
        ready=titled,
    ),
    Listed("mine", gettext_lazy("My matters"), CASE, _mine, ready=titled),
    Listed("texts", gettext_lazy("Ready texts"), TEXT, _texts),
    Listed(
        "checklists",
        gettext_lazy("Checklists"),
        (
            Column(gettext_lazy("Kind of matter"), lambda line: line[0].category.name),
            Column(gettext_lazy("Who ticks"), lambda line: line[0].get_whose_display()),
            Column(gettext_lazy("Where"), lambda line: line[0].place.label),
            Column(gettext_lazy("What is to be done or looked at"), lambda line: line[1].text),
            Column(
                gettext_lazy("needs a photo"), lambda line: gettext_lazy("yes") if line[1].needs_photo else ""
            ),
        ),
        _checklists,
    ),
    Listed(
        "limits",
        gettext_lazy("Time limits"),
        (
            Column(gettext_lazy("For what"), "what"),
            Column(gettext_lazy("Taken within"), lambda row: row.times[0]),
            Column(gettext_lazy("First contact within"), lambda row: row.times[1]),
            Column(gettext_lazy("Word of progress every"), lambda row: row.times[2]),
            Column(gettext_lazy("Answered within"), lambda row: row.times[3]),
            Column(gettext_lazy("Where it is written"), "source"),
        ),
        _limits,
    ),
    Listed("categories", gettext_lazy("Kinds of matters"), CATEGORY, _categories, beyond=False),
)
