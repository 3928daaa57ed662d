"""Files that are no photos, or photos meant to do harm: a sentence for each, and never more memory than one needs."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from tests.cases.stage import WORDS, Resident, jpeg

from yishi.cases import actions
from yishi.cases.models import Photo
from yishi.network import pictures
from yishi.network.actors import acting

PROJECT = Path(__file__).resolve().parents[2]
MARK = b"<html><script>alert(document.domain)</script></html>"


def saved(image: Image.Image, kind: str, **how) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()


def picture(color: str = "#7c2719", size: tuple[int, int] = (120, 90)) -> Image.Image:
    return Image.new("RGB", size, color)


def with_comment(data: bytes) -> bytes:
    """A JPEG with a page in its comment."""
    return data[:2] + b"\xff\xfe" + (len(MARK) + 2).to_bytes(2, "big") + MARK + data[2:]


def many_passes(times: int) -> bytes:
    """A JPEG of few bytes that is drawn over and over."""
    data = saved(picture(), "JPEG", progressive=True)
    last = data[data.rindex(b"\xff\xda") : -2]
    return data[:-2] + last * times + data[-2:]


NO_PHOTO = ("not a photo we can read", "不是我们能读的照片")
TOO_LARGE = ("larger than 8 MB", "8 MB")
REFUSED = {
    "cut off": (saved(picture(size=(900, 700)), "JPEG")[:-40], NO_PHOTO),
    "a few bytes": (b"\xff\xd8\xff\xe0", NO_PHOTO),
    "a page": (MARK, NO_PHOTO),
    "a drawing": (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", NO_PHOTO),
    "a page that begins as a GIF": (b"GIF89a/*" + MARK, NO_PHOTO),
    "GIF": (saved(picture(), "GIF"), NO_PHOTO),
    "TIFF": (saved(picture(), "TIFF"), NO_PHOTO),
    "nothing": (b"", NO_PHOTO),
    "a program": (b"\x7fELF" + b"\0" * 200, NO_PHOTO),
    "9 MB": (saved(picture(), "JPEG") + b"\0" * 9 * 1024 * 1024, TOO_LARGE),
    "a thousand passes": (many_passes(1000), NO_PHOTO),
}
TAKEN = {
    "moving WebP": saved(picture(), "WEBP", save_all=True, append_images=[picture("#fff")]),
    "moving PNG": saved(picture(), "PNG", save_all=True, append_images=[picture("#fff")]),
    "CMYK": saved(Image.new("CMYK", (120, 90), (10, 20, 30, 0)), "JPEG"),
    "sixteen bits": saved(Image.new("I;16", (120, 90), 30000), "PNG"),
    "with a page in its comment": with_comment(saved(picture(), "JPEG")),
    "with a page behind it": saved(picture(), "JPEG") + MARK,
    "drawn in passes": many_passes(3),
    "with broken data of the camera": b"\xff\xd8\xff\xe1\x00\x10Exif\0\0MM\0*\xff\xff\xff\xff"
    + saved(picture(), "JPEG")[2:],
}


@pytest.fixture
def resident(world) -> Resident:
    """Somebody at the screen for photos."""
    resident = Resident(Client())
    resident.begin()
    resident.say("category", category="shared.stairwell")
    resident.say("words", words=WORDS)
    return resident


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_each_is_refused_in_a_sentence_that_names_it(resident, language):
    resident.client.cookies["django_language"] = language
    for name, (data, sentences) in REFUSED.items():
        file = SimpleUploadedFile(f"{name}.jpg", data, "image/jpeg")
        answer = resident.client.post(resident.to("photos"), {"photos": [file]})
        page = answer.content.decode()
        if name == "nothing":  # a browser sends an empty file where none was chosen
            assert answer.status_code in (302, 422)
            continue
        assert answer.status_code == 422, name
        assert f"{name}.jpg" in page and sentences[0 if language == "en" else 1] in page, name
    assert not next(iter(resident.client.session["drafts"].values()))["photos"]


@pytest.mark.parametrize("name", TAKEN)
@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
def test_odd_ones_become_plain_ones(name):
    read = pictures.read(SimpleUploadedFile("photo.jpg", TAKEN[name], "text/html"))
    assert b"script" not in read.full + read.small
    with Image.open(io.BytesIO(read.full)) as plain:
        assert (plain.format, plain.mode, plain.size) == ("JPEG", "RGB", (120, 90))
        assert getattr(plain, "n_frames", 1) == 1 and not plain.getexif()
        if name == "sixteen bits":
            assert abs(plain.getpixel((5, 5))[0] - 30000 / 256) < 4, "as dark as it was"


@pytest.mark.django_db
def test_whatever_it_was_called_it_is_served_as_a_picture(resident):
    file = SimpleUploadedFile("page.html", with_comment(jpeg().read()), "text/html")
    assert resident.client.post(resident.to("photos"), {"photos": [file]}).status_code == 302
    resident.say("who", visibility="public")
    resident.say("check")
    photo = Photo.objects.select_related("case__holder").get()
    actions.release_photos(acting(photo.case.holder), photo.case)
    answer = Client().get(f"/photos/{photo.pk}/full.jpg")
    assert answer["Content-Type"] == "image/jpeg" and b"script" not in answer.content
    assert answer["X-Content-Type-Options"] == "nosniff" and answer["Content-Security-Policy"] == "sandbox"


@pytest.mark.django_db
def test_of_seven_photos_six_are_kept_and_it_is_said(resident):
    photos = [jpeg(f"{n}.jpg") for n in range(7)]
    answer = resident.client.post(resident.to("photos"), {"photos": photos})
    assert answer.status_code == 422 and "6" in answer.content.decode()
    assert len(next(iter(resident.client.session["drafts"].values()))["photos"]) == 6


SEVERAL = """
import io, resource, threading, django
django.setup()
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from yishi.network import pictures
out = io.BytesIO()
Image.new("RGBA", (6000, 4000)).save(out, "PNG", compress_level=1)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
resource.setrlimit(resource.RLIMIT_DATA, ((before + 600_000) * 1024,) * 2)
read = []
def run():
    read.append(pictures.read(SimpleUploadedFile("photo.jpg", out.getvalue(), "image/png")))
threads = [threading.Thread(target=run) for _thread in range(4)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(len(read))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the limit on memory is Linux's")
def test_several_large_ones_at_once_need_the_memory_of_one(tmp_path):
    """Each of the four unpacks to 96 MB, and its twin while it is made smaller; all share some 600 MB."""
    environment = {**os.environ, "PYTHONPATH": str(PROJECT / "src"), "YISHI_DATA_DIR": str(tmp_path)}
    environment["DJANGO_SETTINGS_MODULE"] = "yishi.site.settings"
    done = subprocess.run(
        [sys.executable, "-c", SEVERAL], env=environment, capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == "4", done.stderr[-2000:]
