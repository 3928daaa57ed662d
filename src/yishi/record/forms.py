"""The shape of what is given to the record's pages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from . import offline

LARGEST = 64 * 1024

REASONS = {
    "format": _(
        "This is not the proof of a receipt. Please paste the whole text, from the first { to the last }."
    ),
    "place": _(
        "The place of the entry and the size of the tree do not fit. Part of the text may be missing."
    ),
    "hashes": _("One of the hashes is not complete: each has 64 digits. Part of the text may be missing."),
    "long": _("This is longer than any proof."),
    "text": _("This file is not text. Please choose the proof of your receipt; its name ends in .json."),
    "json": _("This cannot be read as a proof. Please paste the whole text, from the first { to the last }."),
    "twice": _(
        "A name stands twice in this text, so it could be read in two ways. That is no proof of ours."
    ),
}
"""What is said where a text is no proof at all. One that can be read and does not hold is no wrong input."""


class CheckProof(forms.Form):
    """A proof, pasted or as a file."""

    proof = forms.CharField(
        label=_("Paste the proof here"),
        required=False,
        widget=forms.Textarea(
            attrs={"rows": 8, "spellcheck": "false", "autocomplete": "off", "class": "num"}
        ),
    )
    file = forms.FileField(label=_("Or choose the file of the proof"), required=False, allow_empty_file=True)

    def clean_proof(self) -> str:
        """As small as a file must be. (With `max_length` the page would count letters, which helps nobody here.)"""
        text = self.cleaned_data["proof"]
        if len(text) > LARGEST:
            raise forms.ValidationError(REASONS["long"])
        return text

    def clean_file(self) -> Any:
        """A proof is small; nothing larger is read."""
        file = self.cleaned_data["file"]
        if file and file.size > LARGEST:
            raise forms.ValidationError(REASONS["long"])
        return file

    def clean(self) -> dict[str, Any]:
        """`given` is the proof as a JSON object, `holds` whether it leads to its own root."""
        data = super().clean() or {}
        if self.errors:
            return data
        text = data["file"].read() if data.get("file") else data.get("proof", "").encode(errors="replace")
        if not text.strip():
            raise forms.ValidationError(_("Please paste a proof or choose its file."))
        try:
            data["given"] = offline.read_object(text)
            data["holds"] = _holds(data["given"])
        except offline.Unreadable as trouble:
            raise forms.ValidationError(REASONS.get(trouble.code, REASONS["json"])) from None
        return data


def _holds(proof: dict) -> bool:
    try:
        offline.check_proof(proof)
    except offline.Unreadable as trouble:
        if trouble.code in REASONS:
            raise
        return False
    return True
