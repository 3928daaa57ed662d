"""What a branch promises, and what became of it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from yishi.insight.words import clean

from .. import pictures


class Promise(forms.Form):
    """One thing, and by when."""

    title = forms.CharField(
        label=_("What will be done"),
        help_text=_("One thing that neighbours will see: “A handrail on the steps of building 3”."),
        max_length=120,
        min_length=4,
    )
    due_on = forms.DateField(label=_("To be done by"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def clean_title(self) -> str:
        """Words, not blanks alone."""
        if len(clean(self.cleaned_data["title"])) < 4:
            raise forms.ValidationError(_("Please say in a few words what will be done."))
        return self.cleaned_data["title"]


class Fulfil(forms.Form):
    """What shows that it is done."""

    proof = forms.CharField(
        label=_("What was done, so that anybody can go and look"),
        max_length=400,
        min_length=4,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    picture = forms.FileField(
        label=_("A picture that shows it"),
        help_text=_("Everybody can see it: please take one without faces and number plates. At most 8 MB."),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    picture_says = forms.CharField(
        label=_("What can be seen in the picture"),
        help_text=_("Read out to whoever cannot see it. Left empty, what was done is read out."),
        max_length=160,
        required=False,
    )

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def clean_picture(self) -> pictures.Picture | None:
        """Read with suspicion and written anew, without what the camera put into it."""
        if not self.cleaned_data["picture"]:
            return None
        try:
            return pictures.read(self.cleaned_data["picture"])
        except pictures.BadPicture as error:
            raise forms.ValidationError(str(error)) from error

    def clean(self) -> dict:
        """Words about a picture that was not chosen are asked about, not thrown away."""
        data = super().clean() or {}
        if data.get("picture_says") and not data.get("picture") and "picture" not in self.errors:
            self.add_error("picture", _("Please choose the picture these words are about."))
        return data


class Drop(forms.Form):
    """Why it will not be done."""

    because = forms.CharField(
        label=_("Why it will not be done"),
        help_text=_("Everybody can read this."),
        max_length=200,
        min_length=4,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
