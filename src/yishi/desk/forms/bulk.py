"""The forms of what is done with several cases at once. None of them hangs on one case: each is asked once, and what
was said goes to the action of every case."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yishi.cases.models import Answer, Category, Urgency

from .. import actions
from . import clocks, doings
from .doing import Doing
from .fields import Words


class Take(Doing):
    label = _("Take all of these")
    lead = _("Each resident is told at once that you have taken it.")
    send = _("Take them all")
    icon = "hand"


class Note(Doing):
    label = _("Write the same note to each")
    lead = _("Only those who handle these cases see it.")
    icon = "pen"

    text = Words(label=_("What is new?"), rows=5)


class GivePromise(doings.GivePromise):
    label = _("Promise the same day for each")
    send = _("Give the promises")
    beside = ""


class Explain(Doing):
    label = _("Answer each with the same explanation")
    lead = _("For a question that many asked. What was repaired is answered one by one, each with its photo.")
    send = _("Answer all and ask the residents")
    icon = "info"
    instead = staticmethod(actions.answer_checked)

    text = Words(label=_("The explanation"), rows=5)
    basis = Words(
        label=_("On what it rests"),
        help_text=_("A rule, a decision, a plan: name it so that it can be looked up."),
        rows=2,
        max_length=500,
    )

    def arguments(self) -> dict[str, Any]:
        return {"kind": Answer.Kind.EXPLAINED, **self.cleaned_data}


class HandUp(Doing):
    label = _("Hand each up with the same reason")
    lead = doings.HandUp.lead
    send = _("Hand them all up")
    icon = "stairs"

    reason = Words(label=_("Why can it not be solved here?"), rows=4)


class Urgent(Doing):
    label = _("Change how urgent they are")
    lead = clocks.SetUrgency.lead
    icon = "alarm"

    urgency = forms.ChoiceField(
        label=_("How urgent is it?"), choices=Urgency.choices, widget=forms.RadioSelect
    )


class Kind(Doing):
    label = _("Put them under another kind of matter")
    lead = clocks.Recategorise.lead
    icon = "list"

    category = forms.ModelChoiceField(
        Category.objects.none(), label=_("What is it about?"), empty_label=_("Please choose a kind of matter")
    )

    def prepare(self) -> None:
        field: Any = self.fields["category"]
        field.queryset = Category.objects.choosable()
        field.label_from_instance = lambda kind: f"{kind.parent.name} · {kind.name}"
