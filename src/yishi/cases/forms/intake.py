"""The questions of a report, one form a screen."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yishi.network.models import Organisation, Place, Post
from yishi.network.pictures import Picture

from ..models import Category, Question, Visibility
from .fields import Files, Label, Line, Telephone, Words, read_photos

LEAST_WORDS, MOST_WORDS = 3, 2000
"""停水了 is a report."""
MOST_ANSWER = 200
MAY_BE_ABOUT = (
    Organisation.Kind.PROPERTY,
    Organisation.Kind.STEWARDS,
    Organisation.Kind.BRANCH,
    Organisation.Kind.COMMITTEE,
)


def serving(path: str) -> list[Organisation]:
    """Whom a complaint about the place with this path can be about, nearest first."""
    posts = Post.objects.over(path).held().select_related("organisation")
    found = {
        post.organisation_id: post.organisation for post in posts if post.organisation.kind in MAY_BE_ABOUT
    }
    return sorted(found.values(), key=lambda o: MAY_BE_ABOUT.index(o.kind))


class Extra(forms.Form):
    """What else a category asks. Nothing of it must be answered."""

    def __init__(self, category: Category, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.questions = {f"q{question.pk}": question for question in category.questions.all()}
        for name, question in self.questions.items():
            self.fields[name] = _field_for(question)

    def answers(self) -> dict[str, str]:
        """What was answered, by the number of the question."""
        return {name[1:]: str(said) for name, said in self.cleaned_data.items() if said not in ("", None)}


def _field_for(question: Question) -> forms.Field:
    if question.kind == Question.Kind.TEXT:
        return Line(label=question.text, max_length=MOST_ANSWER, required=False)
    choices = [*question.choices, ("", _("I cannot say"))]
    return forms.ChoiceField(label=question.text, choices=choices, required=False, widget=forms.RadioSelect)


class Say(forms.Form):
    """What it is about, in one's own words."""

    words = Words(
        label=_("In your own words"),
        help_text=_(
            "Where exactly, since when, and whom it troubles. Please leave out names and telephone numbers of others."
        ),
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={
            "required": _("Please write a few words; one sentence is enough."),
            "max_length": _("This is longer than 2,000 characters. Please shorten it a little."),
        },
    )
    about = forms.ChoiceField(
        label=_("Whom do you complain about?"), required=False, widget=forms.RadioSelect
    )

    def __init__(self, place: Place, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.serving = {str(o.pk): o for o in serving(place.path)}
        nobody = Label(_("Nobody, it is about a thing"))
        self.fields["about"].choices = [("", nobody), *((pk, o.name) for pk, o in self.serving.items())]

    def clean_words(self) -> str:
        words = self.cleaned_data["words"]
        if len(words) < LEAST_WORDS:
            raise forms.ValidationError(_("Please write a few words; one sentence is enough."))
        return words

    def clean_about(self) -> int | None:
        about = self.serving.get(self.cleaned_data["about"])
        return about.pk if about else None


class AddPhotos(forms.Form):
    """Photos of it. The good ones are in `kept`, also where others are refused: nobody has to choose them again."""

    photos = Files(label=_("Photos"), required=False)

    def __init__(self, room: int, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.room = room
        self.kept: list[Picture] = []

    def clean_photos(self) -> list[Any]:
        self.kept, wrong = read_photos(self.cleaned_data["photos"], self.room)
        if wrong:
            raise forms.ValidationError(wrong)
        return self.kept


def visibilities() -> list[tuple[str, Label]]:
    """Who may know of it, a sentence each."""
    return [
        (
            Visibility.PUBLIC,
            Label(
                _("Everyone may read it, nobody sees my name"),
                _("Neighbours can see how it goes. Only those who handle it see how to reach you."),
            ),
        ),
        (
            Visibility.HOTLINE,
            Label(
                _("Only those who handle it may read it"),
                _(
                    "It is not shown in public, and the property company does not see it. "
                    "Only the hotline knows how to reach you."
                ),
            ),
        ),
        (
            Visibility.ANONYMOUS,
            Label(
                _("Nobody shall know who I am"),
                _(
                    "We keep no name and no telephone number. You follow it with a code; nobody can ring you back."
                ),
            ),
        ),
    ]


class Who(forms.Form):
    """Who says it, and who may know."""

    visibility = forms.ChoiceField(label=_("Who may see it?"), widget=forms.RadioSelect)
    name = Line(
        label=_("How shall we address you?"),
        help_text=_("For example: Auntie Wang."),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = Telephone(
        label=_("Telephone"),
        help_text=_("So that whoever handles it can ring you. It is never shown in public."),
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["visibility"].choices = visibilities()

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("visibility") == Visibility.ANONYMOUS:
            self.cleaned_data.update(name="", phone="")
        return self.cleaned_data
