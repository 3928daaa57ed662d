"""Photos: read with suspicion, turned upright, made smaller, written anew without any of the camera's data."""

import io
import secrets
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageDraw, ImageOps

from yishi.record import keyring

MOST_PIXELS, MOST_PIXELS_WHOLE = 60_000_000, 24_000_000
"""Of a JPEG, which is made smaller while it is read; of other kinds, which must be unpacked as a whole."""
MOST_BYTES = 8 * 1024 * 1024
MOST_PHOTOS = 6
LONGEST_SIDE, SMALL_SIDE = 1800, 480
MOST_SCANS = 60
"""A JPEG may be drawn in several passes over the whole picture; one of a few kilobytes can ask for thousands."""
FORMATS = ("JPEG", "PNG", "WEBP", "MPO")
PURPOSE = "cases.photo.original"
"""What an encrypted picture is bound to."""
_one_at_a_time = threading.Lock()  # each may need some hundred megabytes while it is unpacked

TOO_MANY = format_lazy(_("At most {n} photos, please."), n=MOST_PHOTOS)
NOT_READABLE = _("This file is not a photo we can read (JPEG, PNG or WebP), or it is damaged.")
TOO_MANY_PIXELS = _("This picture has too many pixels. Please take a smaller one.")


class BadPicture(ValueError):
    """Not a picture we can take; the message is for the person who sent it."""


@dataclass(frozen=True)
class Picture:
    """A picture as it will be kept: JPEG bytes in two sizes."""

    full: bytes
    small: bytes
    width: int
    height: int


def read(file) -> Picture:
    """Re-encode an uploaded file. Raises BadPicture with a sentence that says what to do."""
    if file.size > MOST_BYTES:
        raise BadPicture(_("This photo is larger than 8 MB. Please take a smaller one."))
    with _one_at_a_time:
        return _read(file)


def _read(file) -> Picture:
    try:
        with Image.open(file, formats=list(FORMATS)) as image:
            is_jpeg = image.format in ("JPEG", "MPO")
            if image.width * image.height > (MOST_PIXELS if is_jpeg else MOST_PIXELS_WHOLE):
                raise BadPicture(TOO_MANY_PIXELS)
            if is_jpeg and _scans(file) > MOST_SCANS:
                raise BadPicture(NOT_READABLE)
            return _encode(ImageOps.exif_transpose(_smaller(image)))
    except BadPicture:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise BadPicture(TOO_MANY_PIXELS) from error
    except Exception as error:  # a damaged file can make the decoder fail in any way
        raise BadPicture(NOT_READABLE) from error


def _scans(file) -> int:
    """How often a JPEG says that a pass begins."""
    file.seek(0)
    return file.read().count(b"\xff\xda")


def _smaller(image: Image.Image) -> Image.Image:
    """Not larger than it is kept, before anything else is done with it: memory goes by pixels."""
    image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is made smaller while it is read
    image.load()
    if image.mode.startswith("I"):  # sixteen bits of grey
        image = image.point(lambda value: value / 256).convert("L")
    elif image.mode in ("P", "PA", "LA"):
        image = image.convert("RGBA")
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return image


def _encode(image: Image.Image) -> Picture:
    if image.mode == "RGBA":
        paper = Image.new("RGB", image.size, "white")
        paper.paste(image, mask=image.getchannel("A"))
        image = paper
    image = image.convert("RGB")
    image.info.clear()  # a comment in the file would be written anew with it
    small = image.copy()
    small.thumbnail((SMALL_SIDE, SMALL_SIDE))
    return Picture(_jpeg(image), _jpeg(small), image.width, image.height)


def _jpeg(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=82, optimize=True)
    return out.getvalue()


def blackened(name: str, boxes: Iterable[Sequence[int]]) -> Picture:
    """The kept picture with black boxes: left, top, width, height in thousandths. What lay under them is gone from the
    bytes. Raises FileNotFoundError."""
    with Image.open(io.BytesIO(load(name))) as image:
        paper = image.convert("RGB")
    draw = ImageDraw.Draw(paper)
    for left, top, width, height in boxes:
        x, y = left * paper.width // 1000, top * paper.height // 1000
        right = -(-(left + width) * paper.width // 1000)
        bottom = -(-(top + height) * paper.height // 1000)
        draw.rectangle((x, y, max(right - 1, x), max(bottom - 1, y)), fill="black")
    return _encode(paper)


def seal(name: str) -> None:
    """From now on the picture lies in the storage encrypted as well; `unveil` takes the plain one away."""
    sealed = f"{name}.sealed"
    if not default_storage.exists(sealed):
        default_storage.save(sealed, ContentFile(keyring.seal_bytes(load(name), PURPOSE)))


def unveil(name: str) -> None:
    """The plain files of a picture that lies there encrypted are gone."""
    if default_storage.exists(f"{name}.sealed"):
        default_storage.delete(f"{name}.jpg")
        default_storage.delete(f"{name}-small.jpg")


def sealed_names() -> Iterator[str]:
    """Names in the storage of pictures that lie there encrypted."""
    names = [name for _folder, name in stored()]
    yield from sorted({name.rsplit(".", 1)[0] for name in names if name.endswith((".sealed", ".anew"))})


def stored() -> Iterator[tuple[str, str]]:
    """Every file that belongs to a picture: (folder, name with folder and ending)."""
    try:
        folders = default_storage.listdir("photos")[0]
    except FileNotFoundError:
        return
    for folder in sorted(folders):
        for name in sorted(default_storage.listdir(f"photos/{folder}")[1]):
            yield f"photos/{folder}", f"photos/{folder}/{name}"


def name_of(path: str) -> str:
    """The name of the picture that a file belongs to."""
    return path.rsplit(".", 1)[0].removesuffix("-small")


def seal_anew(name: str) -> bool:
    """A picture that lies encrypted under another key lies under the active one. Says whether there was need."""
    path, other = f"{name}.sealed", f"{name}.anew"
    whole = default_storage.exists(path)  # if not, somebody was stopped between the two steps below
    with default_storage.open(path if whole else other) as file:
        content = file.read()
    if whole and keyring.is_sealed_by(content, keyring.active().id):
        default_storage.delete(other)
        return False
    fresh = keyring.seal_bytes(keyring.unseal_bytes(content, PURPOSE), PURPOSE)
    default_storage.delete(other if whole else path)
    if whole:
        default_storage.save(other, ContentFile(fresh))
        default_storage.delete(path)  # while there is none under this name, `load` finds the other
    default_storage.save(path, ContentFile(fresh))
    default_storage.delete(other)
    return True


def drop(path: str) -> None:
    """Take one file out of the storage."""
    default_storage.delete(path)


def is_under(name: str, key: str) -> bool:
    """Whether a picture lies encrypted by the key of this name."""
    for ending in ("sealed", "anew"):
        if default_storage.exists(f"{name}.{ending}"):
            with default_storage.open(f"{name}.{ending}") as file:
                if keyring.is_sealed_by(file.read(40), key):
                    return True
    return False


def forget(name: str) -> None:
    """Take a picture out of the storage."""
    default_storage.delete(f"{name}.sealed")
    default_storage.delete(f"{name}.anew")
    default_storage.delete(f"{name}.jpg")
    default_storage.delete(f"{name}-small.jpg")


def keep(picture: Picture) -> str:
    """Put a picture into the storage and give its name; an unguessable one."""
    name = f"photos/{secrets.token_hex(1)}/{secrets.token_urlsafe(18)}"
    default_storage.save(f"{name}.jpg", ContentFile(picture.full))
    default_storage.save(f"{name}-small.jpg", ContentFile(picture.small))
    return name


def load(name: str, small: bool = False) -> bytes:
    """The kept JPEG, also where it lies encrypted. Raises FileNotFoundError."""
    try:
        with default_storage.open(f"{name}{'-small' if small else ''}.jpg") as file:
            return file.read()
    except FileNotFoundError:
        return _unsealed(name)


def _unsealed(name: str) -> bytes:
    for ending in ("sealed", "anew"):
        if default_storage.exists(f"{name}.{ending}"):
            with default_storage.open(f"{name}.{ending}") as file:
                return keyring.unseal_bytes(file.read(), PURPOSE)
    raise FileNotFoundError(name)
