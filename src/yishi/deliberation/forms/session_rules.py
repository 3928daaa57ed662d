"""The form of what holds for sessions of a kind at a place."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yishi.network.forms.bodies import Form, Line
from yishi.network.models import Place

from ..models import MOST_WARN_DAYS, SessionRule, TallyRule

DAYS = (
    "notice_days",
    "freeze_days",
    "correction_days",
    "posting_days",
    "objection_days",
    "objection_raise_days",
    "remind_days",
    "raise_days",
)


class TallyChoice(forms.ModelChoiceField):
    """A way of counting, by its name."""

    def label_from_instance(self, tally: TallyRule) -> str:  # type: ignore[override]
        return tally.name


class SetRule(Form):
    """What holds from now on; sessions that were announced keep what held then."""

    lead = _("It holds for sessions that are announced from now on. What was announced keeps what held then.")
    done = _("It holds from now on.")

    notice_days = forms.IntegerField(label=_("Days of notice"), min_value=0, max_value=60)
    freeze_days = forms.IntegerField(
        label=_("Days before it that the agenda is frozen"), min_value=0, max_value=30
    )
    votes = forms.BooleanField(
        label=_("Something can be put to the vote"),
        help_text=_("If not: it hears and answers, and decides nothing."),
        required=False,
    )
    tally = TallyChoice(TallyRule.objects.none(), label=_("How votes are counted"))
    needs_quorum = forms.BooleanField(
        label=_("Without enough people it may hear, not decide"), required=False
    )
    correction_days = forms.IntegerField(
        label=_("Days to propose corrections of the minutes"), min_value=1, max_value=30
    )
    posting_days = forms.IntegerField(
        label=_("Days the minutes hang on the board"), min_value=1, max_value=90
    )
    objection_days = forms.IntegerField(label=_("Days to answer an objection"), min_value=1, max_value=60)
    objection_raise_days = forms.IntegerField(
        label=_("Days after that until the level above is told of it"), min_value=0, max_value=60
    )
    remind_days = forms.IntegerField(
        label=_("Days until the host is reminded to close the minutes"), min_value=1, max_value=60
    )
    raise_days = forms.IntegerField(label=_("Days until the level above is told"), min_value=1, max_value=90)
    silence_days = forms.IntegerField(
        label=_("Days without a word after which a promise said to be kept counts as kept"),
        min_value=1,
        max_value=90,
    )
    warn_days = forms.IntegerField(
        label=_("Days before its day that whoever promised is reminded"),
        min_value=0,
        max_value=MOST_WARN_DAYS,
    )
    ask_days = forms.IntegerField(
        label=_("Days after a session up to which what falls due is asked about there"),
        min_value=0,
        max_value=90,
    )
    speak_minutes = forms.IntegerField(label=_("Minutes each may speak"), min_value=1, max_value=60)
    households = forms.IntegerField(
        label=_("Households that bring a matter onto the agenda"),
        help_text=_(
            "Empty: by number none does. At least 3: of one or two households nobody is to see who they are."
        ),
        min_value=3,
        max_value=100000,
        required=False,
    )
    percent = forms.IntegerField(
        label=_("Or their share of all, in percent"),
        help_text=_("Empty: by share none does."),
        min_value=1,
        max_value=100,
        required=False,
    )
    rungs = forms.IntegerField(
        label=_("Rungs a matter was not solved on"),
        help_text=_("A matter that failed on so many comes onto the agenda by itself. Empty: none does."),
        min_value=1,
        max_value=9,
        required=False,
    )
    source = Line(
        label=_("Where does this come from?"),
        help_text=_(
            "The law, the charter of the community, a decision of the residents: with its day or number."
        ),
        max_length=300,
    )

    def __init__(self, *args: Any, rule: SessionRule, own: bool, place: Place, **kwargs: Any):
        names = [name for name in self.base_fields if name != "source"]
        kwargs["initial"] = {name: getattr(rule, name) for name in names} | (
            {"source": rule.source} if own else {}
        )
        super().__init__(*args, **kwargs)
        self.fields["tally"].queryset = TallyRule.objects.at(place.path).holding().order_by("id")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The level above is told after the host was reminded, and an agenda is frozen after the notice."""
        said = super().clean() or {}
        if "remind_days" in said and "raise_days" in said and said["raise_days"] <= said["remind_days"]:
            self.add_error("raise_days", _("The level above is told after the host was reminded."))
        if "notice_days" in said and "freeze_days" in said and said["freeze_days"] > said["notice_days"]:
            self.add_error(
                "freeze_days", _("The agenda is frozen after the session was announced, not before.")
            )
        if not said.get("votes"):
            said["needs_quorum"] = False
        return said
