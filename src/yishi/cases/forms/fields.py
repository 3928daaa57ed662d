"""Fields and choices that more than one form of this room is made of."""

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from yishi.insight.words import clean
from yishi.network import pictures
from yishi.people.phones import is_mobile

from ..models.category import NO, YES


class Label(str):
    """The words of a choice with a sentence under them."""

    hint: str

    def __new__(cls, words: Any, hint: Any = "") -> "Label":
        label = super().__new__(cls, words)
        label.hint = str(hint)
        return label


class Words(forms.CharField):
    """What somebody says: without characters nobody sees, and with one kind of line break, so that lengths agree."""

    def to_python(self, value: Any) -> str:
        return clean((super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n"))


class Line(Words):
    """Words on one line."""

    def to_python(self, value: Any) -> str:
        return " ".join(super().to_python(value).split())


class Digits(Line):
    """A number as it was typed or read out: full-width digits made plain, blanks and dashes gone."""

    def to_python(self, value: Any) -> str:
        plain = unicodedata.normalize("NFKC", super().to_python(value))
        return "".join(c for c in plain if c not in " -–—.,，。")


class Telephone(Digits):
    """A number to ring, mobile or landline, as digits."""

    LANDLINE = re.compile(
        r"(?:\+?86)?(?:0\d{2,3})?[2-9]\d{6,7}(?:(?:转|#|x)\d{1,6})?|400\d{7}|1\d{4}", re.IGNORECASE
    )

    def __init__(self, **kwargs: Any):
        kwargs.setdefault("max_length", 20)
        super().__init__(**kwargs)

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and not (is_mobile(value) or self.LANDLINE.fullmatch(value.strip("()（）"))):
            raise ValidationError(
                _(
                    "This does not look like a telephone number. A mobile number has 11 digits, such as 199 0000 0000."
                )
            )


class YesNo(forms.TypedChoiceField):
    """A question answered by tapping yes or no, in the words given or just so."""

    widget = forms.RadioSelect

    def __init__(self, yes: Any = YES, no: Any = NO, **kwargs: Any):
        super().__init__(choices=[("yes", yes), ("no", no)], coerce=lambda given: given == "yes", **kwargs)


class _SeveralFiles(forms.FileInput):
    allow_multiple_selected = True


class Files(forms.FileField):
    """Any number of files, as they came."""

    # Naming the kinds makes telephones hand over their own format as one of these.
    widget = _SeveralFiles(attrs={"accept": "image/jpeg,image/png,image/webp"})

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        return [file for file in (data or []) if isinstance(file, UploadedFile)]


class Photos(Files):
    """Several photos, each read and written anew; all of them or none."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        kept, wrong = read_photos(super().clean(data, initial), pictures.MOST_PHOTOS)
        if wrong:
            raise ValidationError(wrong)
        return kept


def read_photos(files: list[Any], most: int) -> tuple[list[pictures.Picture], list[Any]]:
    """The first so many that can be taken, and a sentence for each that cannot."""
    kept: list[pictures.Picture] = []
    wrong: list[Any] = []
    for file in files[:most]:
        try:
            kept.append(pictures.read(file))
        except pictures.BadPicture as error:
            wrong.append(_("%(file)s: %(reason)s") % {"file": shown_name(file.name), "reason": error})
    if len(files) > most:
        wrong.append(pictures.TOO_MANY)
    return kept, wrong


def shown_name(name: str | None) -> str:
    """A file's name as it can stand in a sentence."""
    plain = " ".join(clean(name or "").split())
    return plain if len(plain) <= 40 else f"{plain[:24]}…{plain[-12:]}"
