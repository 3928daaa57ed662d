"""Forms of asking residents back by telephone, of returned paper slips, and of what the rates leave out."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yishi.cases import links, rules
from yishi.cases.forms.fields import Digits, Line, YesNo
from yishi.cases.models import CallAttempt, CallBack, Case, Exclusion, Feedback, RateRule
from yishi.record import clock

from .doing import Doing
from .fields import Words

NOT_SAID = pgettext_lazy("answer", "not said")


class CallBackDoing(Doing):
    """Ring first; then either the three answers, or when to try again."""

    LATER = [("3", _("In about three hours")), ("20", _("Tomorrow")), ("68", _("In three days"))]
    label = _("Ask them by telephone")
    lead = _("You did not handle it, so you may ask. Their answer decides, not our impression.")
    send = _("Write it down")
    done = _("It is on the books.")
    icon = "phone"
    leaves = True
    beside = "desk/beside/call_back.html"
    either = ("solved", "contacted", "satisfaction", "text", "later")

    outcome = forms.ChoiceField(
        label=_("How did the call go?"), choices=CallAttempt.Outcome.choices, widget=forms.RadioSelect
    )
    solved = YesNo(
        _("Yes, it is solved"),
        _("No, it is not solved"),
        label=_("1. Is it solved?"),
        required=False,
        empty_value=None,
    )
    contacted = YesNo(
        _("Yes, somebody did"),
        _("No, nobody did"),
        label=_("2. Did somebody get in touch with them about it?"),
        required=False,
        empty_value=None,
    )
    satisfaction = forms.ChoiceField(
        label=_("3. How satisfied are they?"),
        choices=Feedback.Satisfaction.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    text = Words(label=_("In their words"), required=False, rows=3)
    later = forms.ChoiceField(
        label=_("If nobody answered: when to try again?"),
        choices=LATER,
        initial="20",
        widget=forms.RadioSelect,
        required=False,
    )

    def prepare(self) -> None:
        self.answer = self.case.answers.order_by("at", "id").last()
        asked = CallBack.objects.filter(answer=self.answer).first()
        self.attempts = (
            list(asked.attempts.select_related("post__organisation", "post__place")) if asked else []
        )
        self.most = RateRule.objects.over(self.case.place_path).most_calls

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("outcome") != CallAttempt.Outcome.REACHED:
            return data
        if data.get("solved") is None and "solved" not in self.errors:
            self.add_error("solved", _("Please say whether it is solved, as the resident said."))
        if data.get("solved") is False and not data.get("text") and "text" not in self.errors:
            self.add_error("text", _("Please write down in their words what is not solved."))
        return data

    def arguments(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        later = data.pop("later")
        if data["outcome"] != CallAttempt.Outcome.REACHED:
            hours = timedelta(hours=int(later or "20"))
            return {"outcome": data["outcome"], "next_try_at": clock.now() + hours}
        return data


class ProposeExclusion(Doing):
    label = _("Leave their answer out of the rates")
    lead = _(
        "Only on one of these grounds, and only when a second person agrees. How many are left out, and on which "
        "grounds, everybody can see."
    )
    send = _("Propose it")
    done = _("Proposed. A second person decides.")
    icon = "filter"

    reason = forms.ChoiceField(
        label=_("On what ground?"), choices=Exclusion.Reason.choices, widget=forms.RadioSelect
    )
    text = Words(label=_("Why?"), rows=3)


class DecideExclusion(Doing):
    """What both decisions show: who proposed it, and why."""

    beside = "desk/beside/exclusion.html"

    def prepare(self) -> None:
        self.exclusion = rules.waiting_exclusion(self.case)


class ApproveExclusion(DecideExclusion):
    label = _("Agree: leave it out of the rates")
    lead = _("Somebody else proposed it. With your word it no longer counts.")
    send = _("Agree")
    done = _("It is left out of the rates.")
    icon = "check"


class RefuseExclusion(DecideExclusion):
    label = _("Do not agree: it counts")
    lead = _("The resident's answer goes on counting.")
    send = _("Let it count")
    done = _("It counts as before.")
    icon = "cross"


JUDGEMENT: dict[str, type[Doing]] = {
    "call_back": CallBackDoing,
    "propose_exclusion": ProposeExclusion,
    "approve_exclusion": ApproveExclusion,
    "refuse_exclusion": RefuseExclusion,
}


class Slip(forms.Form):
    """One returned slip: number and code as printed, and the crosses the resident made."""

    ANY = [("", NOT_SAID)]
    number = Digits(
        label=_("Number"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    code = Digits(
        label=_("Code on the slip"),
        max_length=8,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    solved = forms.ChoiceField(
        label=_("Is it solved?"),
        choices=[*ANY, ("yes", _("Yes, it is solved")), ("no", _("No, it is not solved"))],
    )
    contacted = forms.ChoiceField(
        label=_("Contacted?"),
        choices=[*ANY, ("yes", _("Yes, somebody did")), ("no", _("No, nobody did"))],
        required=False,
    )
    satisfaction = forms.ChoiceField(
        label=_("Satisfied?"), choices=[*ANY, *Feedback.Satisfaction.choices], required=False
    )
    text = Line(label=_("What they wrote"), max_length=500, required=False)

    def __init__(self, *args: Any, actor: Any, **kwargs: Any):
        self.actor = actor
        self.case: Case | None = None
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.errors:
            return data
        case = Case.objects.visible_to(self.actor).select_related("place", "ladder").by_number(data["number"])
        if case is None:
            self.add_error("number", _("There is no such case, or it is not public."))
            return data
        answer = case.answers.order_by("at", "id").last()
        if answer is None or links.slip_code(answer) != data["code"]:
            self.add_error("code", _("This code does not fit. Is the slip about an earlier answer?"))
            return data
        name = "confirm" if data["solved"] == "yes" else "contest"
        if not (verdict := getattr(rules, f"may_{name}")(self.actor, case)):
            self.add_error("number", str(verdict.reason))
        self.case = case
        return data

    def said(self) -> dict[str, Any]:
        """What `confirm` or `contest` takes."""
        data = self.cleaned_data
        contacted = {"yes": True, "no": False}.get(data["contacted"])
        words = {"satisfaction": data["satisfaction"], "text": data["text"]}
        return {"contacted": contacted, "channel": "paper", **words}
