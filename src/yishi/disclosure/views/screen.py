"""The screen in the community hall.

It turns without JavaScript: a page holds one sheet and says in its head which one is asked for next and when (in the
page and not in a header, because what is kept of a page is the page); so a television with an old browser needs
nothing else, and is always up to date. Where the page's module runs, it changes
over to all sheets at once (`?all=1`), turns them itself and can be stopped by a key.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_safe

from yishi.cases.changes import at, sums
from yishi.cases.receipts import qr
from yishi.record import clock
from yishi.record.doors import open_page
from yishi.record.kept import kept_for_strangers, shows

from .. import screen
from .briefing import base_of, place_of

LOOKS = ("light", "dark")
LONGEST = 4


@open_page
@require_safe
@kept_for_strangers
def of_place(request: HttpRequest, code: str) -> HttpResponse:
    """What was solved, what is open, what is promised, when the next session is and whom to ring, in turn."""
    place = place_of(code)
    shows(at(place.path), sums(place.path))
    found = screen.sheets(place)
    look = request.GET.get("look", "")
    look = look if look in LOOKS else ""
    whole = request.GET.get("all") == "1"
    n = (_number(request.GET.get("sheet", "")) - 1) % len(found)
    also = f"&look={look}" if look else ""
    here = reverse("open:screen", args=[place.code])
    say_at = base_of(request) + reverse("cases:report_at", args=[place.code])
    context = {
        "place": place,
        "look": look,
        "whole": whole,
        "sheets": list(enumerate(found, 1)) if whole else [(n + 1, found[n])],
        "many": len(found),
        "say_at": say_at,
        "say_qr": qr(say_at),
        "now": localtime(clock.now()),
        "seconds": screen.SECONDS,
        "next_at": f"{here}?sheet={(n + 1) % len(found) + 1}{also}",
        "all_at": f"{here}?all=1{also}",
        "closed": place.closed_on,
    }
    return render(request, "disclosure/screen.html", context)


def _number(said: str) -> int:
    """Which sheet is asked for, the first where that is none."""
    return int(said) if said.isascii() and said.isdecimal() and len(said) <= LONGEST else 1
