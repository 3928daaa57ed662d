"""Forms of asking those who help."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yishi.cases import helping
from yishi.cases.actions.helping import MOST_NEEDS
from yishi.cases.forms.fields import Label
from yishi.network.models import SkillOffer

from .doing import Doing
from .fields import Words

SHOWN = 8
NEAR = {3: _("same building"), 2: _("same estate"), 1: _("same community")}


class _Helper(forms.ModelChoiceField):
    def label_from_instance(self, offer: SkillOffer) -> str:  # type: ignore[override]
        near = NEAR.get(getattr(offer, "near", 0), "")
        hint = " · ".join(
            str(part) for part in (near, offer.place.label or offer.place.name, offer.times) if part
        )
        return Label(f"{offer.who} · {offer.get_skill_display()}", hint)


class AskHelper(Doing):
    label = _("Ask a helper")
    lead = _("They learn where and what, never who raised it. They may say no.")
    send = _("Ask them")
    done = _("Asked. You are told as soon as they answer.")
    icon = "hand"

    offer = _Helper(SkillOffer.objects.none(), label=_("Whom?"), widget=forms.RadioSelect, empty_label=None)
    text = Words(
        label=_("What should they do?"),
        help_text=_("Please leave out the resident's name, number and door."),
        rows=3,
        max_length=300,
    )

    def prepare(self) -> None:
        found = helping.suggested(self.case, self.actor, helping.skills_for(self.case), SHOWN)
        field: Any = self.fields["offer"]
        # asked before: a form sent twice is known by its key, so it must not fail on the second reading
        field.queryset = SkillOffer.objects.present().select_related("person", "place")
        self.shown = found
        field.choices = [(offer.pk, field.label_from_instance(offer)) for offer in found]
        if not found:
            field.help_text = _("Nobody nearby has offered this yet.")


class SetNeed(Doing):
    label = _("Say what would help")
    lead = _("Then those nearby who offered it are suggested.")
    done = _("Noted. Those nearby who offered it are suggested below.")
    icon = "hand"

    skills = forms.MultipleChoiceField(
        label=_("What would help?"),
        choices=lambda: SkillOffer.Skill.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def prepare(self) -> None:
        self.fields["skills"].initial = list(self.case.needs.values_list("skill", flat=True))

    def clean_skills(self) -> list[str]:
        """A few."""
        if len(self.cleaned_data["skills"]) > MOST_NEEDS:
            raise forms.ValidationError(_("Please choose at most three."))
        return self.cleaned_data["skills"]


HELPING: dict[str, type[Doing]] = {"ask_helper": AskHelper, "set_need": SetNeed}
