"""Forms of what was said in confidence: being shown it for a reason, danger to life, whom a matter concerns,
erasure."""

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext_lazy as _

from yishi.cases import rules
from yishi.cases.models import BreakGlass, Erasure, Reveal
from yishi.network.models import Post
from yishi.people.models import PrivacyNotice

from .doing import Desk, Doing
from .fields import Words

REASONS = [
    (reason.value, reason.label)
    for reason in (Reveal.Reason.CALL, Reveal.Reason.PLACE, Reveal.Reason.PUBLISH, Reveal.Reason.OTHER)
]


class ShowIt(Doing):
    label = _("Show what is hidden")
    lead = _("The resident can see on their page which post looked, when, and what for.")
    send = _("Show it")
    done = _("It is open to you for some hours.")
    icon = "lock"

    what = forms.ChoiceField(
        label=_("What do you need?"), choices=Reveal.What.choices, widget=forms.RadioSelect
    )
    reason = forms.ChoiceField(label=_("What for?"), choices=REASONS, widget=forms.RadioSelect)
    text = Words(label=_("If for another reason: what for?"), required=False, rows=2, max_length=200)

    def prepare(self) -> None:
        choices = []
        if rules.may_read_words(self.actor, self.case):
            choices.append((Reveal.What.WORDS.value, Reveal.What.WORDS.label))
        if rules.may_see_contact(self.actor, self.case):
            choices.append((Reveal.What.CONTACT.value, Reveal.What.CONTACT.label))
        self.fields["what"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("reason") == Reveal.Reason.OTHER and not data.get("text"):
            self.add_error("text", _("Please say what for."))
        return data


class AskGlass(Doing):
    label = _("Danger to life: see who it is")
    lead = _(
        "Ring 110 or 120 first. A second person of another body must agree within the hour; then you see name and "
        "number for an hour. The resident is told."
    )
    send = _("Ask a second person")
    done = _("Asked. The second person has been told.")
    icon = "alarm"
    serious = True

    reason = forms.ChoiceField(
        label=_("Whose life is in danger?"), choices=BreakGlass.Reason.choices, widget=forms.RadioSelect
    )
    text = Words(label=_("What has happened?"), rows=3, max_length=500)


class DecideGlass(Doing):
    """What both decisions show."""

    beside = "desk/originals/asked.html"
    serious = True

    def prepare(self) -> None:
        self.asked = rules.waiting_glass(self.case)


class GrantGlass(DecideGlass):
    label = _("Agree: they may see who it is")
    lead = _("With your word they see name and number for an hour. Both of you are on the record.")
    send = _("Agree")
    done = _("They see it for an hour.")
    icon = "check"

    law = forms.ChoiceField(
        label=_("When is the resident told?"),
        choices=BreakGlass.Law.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    later_days = forms.IntegerField(label=_("If later: after how many days?"), min_value=0, required=False)

    def prepare(self) -> None:
        super().prepare()
        most, field = PrivacyNotice.objects.present().delay_days, self.fields["later_days"]
        field.validators.append(MaxValueValidator(most))
        field.widget.attrs["max"] = most
        field.help_text = _("At most %(days)s.") % {"days": most}

    def arguments(self) -> dict[str, Any]:
        return {"law": self.cleaned_data["law"], "later_days": self.cleaned_data.get("later_days") or 0}


class RefuseGlass(DecideGlass):
    label = _("Do not agree")
    lead = _("Who it is stays hidden.")
    send = _("Refuse")
    done = _("Refused. Whoever asked has been told.")
    icon = "cross"


class KeepOut(Doing):
    label = _("It concerns somebody here")
    lead = _(
        "Whoever the matter concerns neither sees nor handles it, in none of their posts. If it lies with them, it "
        "goes to the next rung."
    )
    send = _("Keep them out")
    done = _("They no longer see it.")
    icon = "lock"

    post = Desk(
        Post.objects.none(), label=_("Whom does it concern?"), widget=forms.RadioSelect, empty_label=None
    )

    def prepare(self) -> None:
        self.fields["post"].queryset = rules.who_may_be_concerned(self.case)  # type: ignore[attr-defined]


class AskErasure(Doing):
    label = _("Enter a request for erasure")
    lead = _(
        "What came on paper or was said here. Please make sure first that it comes from whoever raised the matter."
    )
    send = _("Enter it")
    done = _("Entered. It is done after the days to think it over.")
    icon = "pen"
    serious = True

    open_cases = forms.ChoiceField(
        label=_("What if the matter is still open?"),
        choices=[
            (Erasure.Open.WITHDRAW, _("It is withdrawn")),
            (Erasure.Open.ANONYMOUS, _("It goes on without the resident’s name")),
        ],
        initial=Erasure.Open.ANONYMOUS,
        widget=forms.RadioSelect,
    )


ORIGINALS: dict[str, type[Doing]] = {
    "reveal": ShowIt,
    "ask_glass": AskGlass,
    "grant_glass": GrantGlass,
    "refuse_glass": RefuseGlass,
    "keep_out": KeepOut,
    "ask_erasure": AskErasure,
}
"""The forms by the action's name."""
