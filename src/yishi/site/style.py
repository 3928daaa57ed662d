"""The style page: every component in one place, in every face it has. Needs no database.

`sample()` returns what the components show there: an invented case on its way up, with invented people.
`?show=elder|dark|print` and `?language=en` choose the face, so that a reviewer can look without changing anything.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from yishi.record import clock

FACES = ("", "elder", "dark", "elder-dark", "print")


class Label(str):
    """The words of a choice with a sentence under them."""

    hint: str

    def __new__(cls, words: str, hint: str) -> Label:
        label = super().__new__(cls, words)
        label.hint = hint
        return label


def _kinds() -> list[tuple[str, str]]:
    return [("", _("Please choose")), ("stairs", _("Stairwell")), ("light", _("Lights"))]


def _seen_by() -> list[tuple[str, str]]:
    return [
        ("public", Label(_("Everyone, without my name"), _("Neighbours can read along and join in."))),
        ("hotline", Label(_("Only the community"), _("The property company does not see who you are."))),
    ]


class SampleForm(forms.Form):
    """One field of every kind."""

    words = forms.CharField(
        label=gettext_lazy("What is it about?"),
        help_text=gettext_lazy("A sentence is enough. Please leave out phone numbers."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    place = forms.CharField(label=gettext_lazy("Building and unit"), max_length=60)
    phone = forms.CharField(
        label=gettext_lazy("Your phone number"),
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Which comes closest?"), choices=_kinds)
    seen_by = forms.ChoiceField(
        label=gettext_lazy("Who may see it?"), widget=forms.RadioSelect, choices=_seen_by
    )
    photos = forms.FileField(
        label=gettext_lazy("Photos"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )
    again = forms.BooleanField(label=gettext_lazy("Tell me when something happens"), required=False)


def sample(show: str = "") -> dict[str, Any]:
    """Everything the style page shows, seen from now."""
    now = clock.now()
    wrong = SampleForm({"words": "", "place": "", "kind": "light"}, auto_id="wrong_%s")
    return {
        "show": show,
        "now": now,
        "soon": now + timedelta(days=2),
        "before": now - timedelta(days=3, hours=2),
        "form": SampleForm(),
        "wrong": wrong,
        "rungs": _rungs(now),
        "rungs_solved": _rungs_solved(now),
        "crumbs": [
            {"label": _("Willow Street"), "url": "#crumbs"},
            {"label": _("Riverside community"), "url": "#crumbs"},
            {"label": _("Building 3"), "url": ""},
        ],
        "tabs": [
            {"label": _("New"), "url": "#tabs", "count": 4, "current": True},
            {"label": _("Due soon"), "url": "#tabs", "count": 2},
            {"label": _("Done"), "url": "#tabs", "count": 128},
        ],
        "photos": [
            _photo("before", _("Firewood on the landing")),
            _photo("after", _("The landing, cleared")),
        ],
        "photo_before": _photo("before", _("Firewood on the landing")),
        "photo_after": _photo("after", _("The landing, cleared")),
        "badges": ["new", "working", "waiting", "due", "overdue", "done", "declined"],
    }


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show every component in the face and language asked for."""
    show = request.GET.get("show", "")
    show = show if show in FACES else ""
    language = "en" if request.GET.get("language") == "en" else translation.get_language()
    with translation.override(language):
        context: dict[str, Any] = {"style": sample(show)}
        if "elder" in show:
            context["mode"] = "elder"
        if "dark" in show:
            context["theme"] = "dark"
        if show == "print":
            context["print_media"] = "all"
        return render(request, "site/style.html", context)


def _photo(name: str, words: str) -> dict[str, str]:
    address = static(f"site/sample-{name}.svg")
    return {"thumb": address, "url": "#photos", "alt": words, "caption": words}


def _rungs(now: datetime) -> list[dict[str, Any]]:
    return [
        {
            "name": _("Steward"),
            "holder": _("Steward Qiao"),
            "arrived_at": now - timedelta(days=6, hours=3),
            "spent": timedelta(hours=5, minutes=20),
            "state": "past",
            "note": _("Handed up: needs the owners' money"),
        },
        {
            "name": _("Estate branch"),
            "holder": _("Branch secretary Tang"),
            "arrived_at": now - timedelta(days=5, hours=22),
            "spent": timedelta(days=5, hours=22),
            "state": "present",
            "badge": "due",
        },
        {"name": _("Community committee"), "state": "future"},
        {"name": _("Council"), "state": "future"},
    ]


def _rungs_solved(now: datetime) -> list[dict[str, Any]]:
    return [
        {
            "name": _("Steward"),
            "holder": _("Steward Qiao"),
            "arrived_at": now - timedelta(hours=2),
            "spent": timedelta(minutes=41),
            "state": "past",
            "badge": "done",
        },
        {"name": _("Estate branch"), "state": "future"},
        {"name": _("Community committee"), "state": "future"},
        {"name": _("Council"), "state": "future"},
    ]
