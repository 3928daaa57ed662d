"""A resident at a browser, and photos as telephones send them."""

import io
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

WORDS = "三栋一单元二楼楼梯口堆着柴火，老人上下楼过不去。"
GPS = {1: "N", 2: (29.0, 50.0, 40.0), 3: "E", 4: (115.0, 33.0, 20.0)}


def jpeg(name: str = "landing.jpg", size: tuple[int, int] = (800, 600), **more: Any) -> SimpleUploadedFile:
    """A photo with the place it was taken at, the camera's name and a comment in it."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "Camera of Zhou", 6  # maker; turned by 90 degrees
    exif.get_ifd(0x8825).update(GPS)
    out = io.BytesIO()
    Image.new("RGB", size, "#7c2719").save(out, "JPEG", exif=exif, comment=b"at Zhou's door", **more)
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


class Resident:
    """Goes through the report as a browser without JavaScript does: POST, follow the redirect, next screen."""

    def __init__(self, client: Client, language: str = "en"):
        self.client = client
        client.cookies["django_language"] = language
        self.at = ""

    def begin(self, place: str = "421182001901-01-03") -> Any:
        return self.post("/report/", place=place)

    def post(self, path: str, **fields: Any) -> Any:
        answer = self.client.post(path, fields)
        if answer.status_code == 302:
            self.at = answer["Location"]
            return self.client.get(self.at)
        return answer

    def say(self, step: str, **fields: Any) -> Any:
        """Answer the screen named; gives the next one."""
        return self.post(self.to(step), **fields)

    def to(self, step: str) -> str:
        return f"{self.at.rsplit('/', 2)[0]}/{step}/"

    def up_to_check(self, **other: Any) -> Any:
        """Answer everything; gives the last screen."""
        said = {
            "place": "421182001901-01-03",
            "category": "shared.stairwell",
            "words": WORDS,
            "photos": [],
            "visibility": "public",
            "phone": "",
            "name": "",
            "about": "",
            **other,
        }
        self.begin(said["place"])
        self.say("category", category=said["category"])
        self.say("words", words=said["words"], about=said["about"])
        if self.at.endswith("/neighbours/"):
            self.say("neighbours")
        self.say("photos", photos=said["photos"])
        return self.say("who", visibility=said["visibility"], phone=said["phone"], name=said["name"])

    def report(self, **other: Any) -> Any:
        """The whole way; gives the receipt."""
        self.up_to_check(**other)
        return self.say("check")
