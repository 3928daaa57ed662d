"""Photos: who may see them, and that they carry nothing but the picture."""

import io
import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from tests.cases.stage import Resident, jpeg
from tests.world import CODE

from yishi.cases import actions
from yishi.cases.models import Case, Photo
from yishi.network import pictures


def png_header(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is enormous."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 99))
        + chunk(b"IEND", b"")
    )


def upload(data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("photo.jpg", data, "image/jpeg")


@pytest.fixture
def photo(client, world) -> Photo:
    Resident(client).report(photos=[jpeg()])
    case = Case.objects.get()
    actions.release_photos(world.actor("steward"), case)
    return Photo.objects.get()


def test_where_it_was_taken_is_gone(client, photo):
    for size in ("full", "small"):
        data = client.get(f"/photos/{photo.pk}/{size}.jpg").content
        with Image.open(io.BytesIO(data)) as picture:
            assert not picture.getexif() and not picture.getexif().get_ifd(0x8825)
            assert "comment" not in picture.info and "exif" not in picture.info
            assert picture.size == ((600, 800) if size == "full" else (360, 480)), "turned upright"
        assert b"Zhou" not in data and b"Exif" not in data


def test_it_can_be_nothing_but_a_picture(photo):
    answer = Client().get(f"/photos/{photo.pk}/full.jpg")
    assert answer["Content-Type"] == "image/jpeg" and answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox"
    assert "public" in answer["Cache-Control"], "what somebody has looked at"
    assert "immutable" not in answer["Cache-Control"], "a face that is blackened must not live on in caches"
    assert "Cookie" not in answer.get("Vary", ""), "anybody may share it"
    again = Client().get(f"/photos/{photo.pk}/full.jpg", headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 304 and not again.content


def test_of_a_hidden_case_only_who_may_know_of_it_sees_it(client, world):
    Resident(client).report(photos=[jpeg()], visibility="hotline")
    photo = Photo.objects.get()
    mine = client.get(f"/photos/{photo.pk}/small.jpg")
    assert mine.status_code == 200 and "private" in mine["Cache-Control"] and "Cookie" in mine["Vary"]
    assert Client().get(f"/photos/{photo.pk}/small.jpg").status_code == 404
    property_company = Client()
    property_company.force_login(world.people["property"])
    assert property_company.get(f"/photos/{photo.pk}/small.jpg").status_code == 404
    committee = Client()
    committee.force_login(world.people["committee"])
    assert committee.get(f"/photos/{photo.pk}/small.jpg").status_code == 200


@pytest.mark.parametrize(
    "path", ["/photos/1/huge.jpg", "/photos/99999/full.jpg", f"/photos/{10**30}/full.jpg"]
)
def test_photos_that_are_none(client, world, path):
    assert client.get(path).status_code == 404


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize("side", [5_000, 8_000, 12_000, 60_000])
def test_a_bomb_is_not_unpacked(side):
    with pytest.raises(pictures.BadPicture) as refused:
        pictures.read(upload(png_header(side, side)))
    assert "pixel" in str(refused.value) or "像素" in str(refused.value)


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xd8\xff", b"GIF89a" + b"\0" * 40, b"<svg onload='x'/>", b"%PDF-1.7"]
)
def test_what_is_no_photo(data):
    with pytest.raises(pictures.BadPicture):
        pictures.read(upload(data))


def test_a_file_that_is_too_large():
    with pytest.raises(pictures.BadPicture) as refused:
        pictures.read(upload(jpeg().read() + b"\0" * pictures.MOST_BYTES))
    assert "8 MB" in str(refused.value)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "CMYK", "1"])
def test_every_kind_of_picture_becomes_a_plain_one(mode):
    out = io.BytesIO()
    Image.new(mode, (50, 40)).save(out, "JPEG" if mode == "CMYK" else "PNG")
    read = pictures.read(upload(out.getvalue()))
    with Image.open(io.BytesIO(read.full)) as picture:
        assert (picture.mode, picture.format, picture.size) == ("RGB", "JPEG", (50, 40))


def test_a_photo_of_a_new_telephone_is_made_smaller():
    read = pictures.read(jpeg(size=(4000, 3000)))
    assert max(read.width, read.height) == pictures.LONGEST_SIDE
    assert len(read.small) < len(read.full)


def test_a_photo_whose_file_is_lost_is_not_an_error_of_the_house(client, photo):
    Photo.objects.update(name="photos/00/gone")
    assert client.get(f"/photos/{photo.pk}/full.jpg").status_code == 404


def test_a_code_in_hand_opens_photos_too(client, world):
    case = world.report(visibility="hotline")
    assert isinstance(case, Case)
    client.get("/follow/", {"n": case.number, "c": CODE})
    assert case.pk in client.session["follows"]
