"""Form of the skills that help with a kind of matter."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yishi.cases.models import Category
from yishi.network.forms.rules import WithReason
from yishi.network.models import SkillOffer

_NONE = ("", _("none"))


class HelpingSkills(WithReason):
    """At most three, in the order in which they are proposed."""

    first = forms.ChoiceField(label=_("Proposed first"), required=False)
    second = forms.ChoiceField(label=_("Proposed second"), required=False)
    third = forms.ChoiceField(label=_("Proposed third"), required=False)
    field_order = ("first", "second", "third", "source", "reason")
    TURNS = ("first", "second", "third")

    def __init__(self, *args: Any, category: Category, **kwargs: Any):
        kwargs.setdefault("initial", dict(zip(self.TURNS, category.skills_that_help, strict=False)))
        super().__init__(*args, **kwargs)
        self.was = category.skills_that_help
        for name in self.TURNS:
            self.fields[name].choices = [_NONE, *SkillOffer.Skill.choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The skills as a list under `skills`."""
        said = super().clean() or {}
        said["skills"] = [said[name] for name in self.TURNS if said.get(name)]
        if len(set(said["skills"])) < len(said["skills"]):
            self.add_error("second", _("The same skill is chosen twice."))
        elif not self.errors and said["skills"] == self.was:
            raise forms.ValidationError(_("Nothing was changed."))
        return {name: said[name] for name in ("skills", "source", "reason") if name in said}
