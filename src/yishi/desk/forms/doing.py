"""What every form of an action shares: how it is called, and how its action is given what was said."""

from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yishi.cases.models import Case
from yishi.network.models import Post

Sentence = str | Promise


class Doing(forms.Form):
    """The form of one action. `leaves`: afterwards the case is off this desk. `either`: one of these is enough.
    `instead`: the desk's own action that does it, where that of `cases` alone would not do."""

    label: ClassVar[Sentence]
    lead: ClassVar[Sentence] = ""
    send: ClassVar[Sentence] = _("Save")
    done: ClassVar[Sentence]
    icon: ClassVar[str] = "send"
    leaves: ClassVar[bool] = False
    serious: ClassVar[bool] = False
    beside: ClassVar[str] = ""
    either: ClassVar[tuple[str, ...]] = ()
    instead: ClassVar[Any] = None

    def __init__(self, *args: Any, actor: Any, case: Case, **kwargs: Any):
        self.actor, self.case = actor, case
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.prepare()

    def prepare(self) -> None:
        """What of the form depends on the case or on who acts."""

    def arguments(self) -> dict[str, Any]:
        """What the action takes besides actor and case."""
        return dict(self.cleaned_data)


class Desk(forms.ModelChoiceField):
    """One of several posts, by what residents call them."""

    def label_from_instance(self, post: Post) -> str:  # type: ignore[override]
        return post.title_at_place
