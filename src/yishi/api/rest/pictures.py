"""Pictures as they come in JSON: base64, read and written anew like any other."""

import base64
import binascii
from typing import Annotated, Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _
from ninja import Field

from yishi.cases.forms.fields import read_photos
from yishi.network.pictures import MOST_BYTES, MOST_PHOTOS

from .problems import Problem

LONGEST = MOST_BYTES * 4 // 3 + 8
Picture = Annotated[
    str,
    Field(
        max_length=LONGEST,
        description="A JPEG, PNG or WebP of at most 8 MB, in base64. What a camera wrote into it is taken out.",
        json_schema_extra={"contentEncoding": "base64", "contentMediaType": "image/jpeg"},
    ),
]


def files(sent: list[str], name: str) -> list[SimpleUploadedFile]:
    """The pictures as files of a form. Raises Problem for what is no base64."""
    found = []
    for n, each in enumerate(sent):
        try:
            data = base64.b64decode("".join(each.split()), validate=True)
        except (binascii.Error, ValueError):
            raise Problem(422, errors={f"{name}.{n}": [_("This is no picture in base64.")]}) from None
        found.append(SimpleUploadedFile(f"{n + 1}.jpg", data))
    return found


def read(sent: list[str], name: str) -> list[Any]:
    """The pictures, written anew. Raises Problem for what is none."""
    kept, wrong = read_photos(files(sent, name), MOST_PHOTOS)
    if wrong:
        raise Problem(422, errors={name: [str(each) for each in wrong]})
    return kept
