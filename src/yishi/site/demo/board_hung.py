"""The month of the largest estate hangs on its board, and a picture shows it."""

import datetime as dt
from collections.abc import Iterator

from django.core.files.uploadedfile import SimpleUploadedFile

from yishi.cases.rates import Period
from yishi.disclosure import actions
from yishi.network import pictures
from yishi.record import clock

from . import content
from .meet_yard import CLERK, ESTATE, by
from .pictures import draw
from .told import Aside, City

HUNG_BEFORE = 2
"""Days before today on which it was hung."""
BOARD = "三栋门口的公示栏"


def build_board(city: City, now: dt.datetime) -> Iterator[tuple[dt.datetime, Aside]]:
    """It hangs, some days ago."""
    yield now - dt.timedelta(days=HUNG_BEFORE), Aside(_hang, city)


def _hang(city: City) -> None:
    day = clock.today()
    drawn = SimpleUploadedFile("board.jpg", draw("meeting", 17, after=True), "image/jpeg")
    actions.post_board(
        by(city, CLERK),
        city.places[content.ESTATES[ESTATE].code],
        period=Period.around("month", day),
        board=BOARD,
        posted_on=day,
        picture=pictures.read(drawn),
    )
