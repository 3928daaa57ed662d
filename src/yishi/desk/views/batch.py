"""Writing down a pile of paper: line after line without a mouse, and the slips for all of them."""

import hashlib
import json
import secrets
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from yishi.cases import actions, receipts
from yishi.cases.forms.lines import ReportLine
from yishi.cases.models import Case
from yishi.cases.models.case import parse_number
from yishi.network.powers import Power
from yishi.record import Refused

from ..forms.batch import COLUMNS, MOST_LINES, Grid, left_over
from .writing import LONGEST_KEY, follow_code

MOST_SLIPS = 60


@dataclass
class Filed:
    """A line that is a case now."""

    case: Case
    code: str

    @property
    def shown_code(self) -> str:
        return f"{self.code[:4]} {self.code[4:]}"


def _must_file(request: HttpRequest) -> None:
    if request.actor.post is None or not request.actor.post.can(Power.FILE):
        raise Refused(_("Reports for others are written down by stewards and clerks of the place."))


@require_http_methods(["GET", "HEAD", "POST"])
def batch(request: HttpRequest) -> HttpResponse:
    """The grid. What is right is filed at once; what is not comes back with what is wrong."""
    _must_file(request)
    if request.method != "POST":
        return _ask(request, Grid(request.actor), secrets.token_urlsafe(16), [])
    key = request.POST.get("key", "")[:LONGEST_KEY] or secrets.token_urlsafe(16)
    grid, before = Grid(request.actor, request.POST), _before(request)
    if not grid.came.is_valid():
        return _ask(request, grid, key, before, 422)
    now = _file_all(request, grid, key)
    new = {each.case.pk for each in now}
    filed = [each for each in before if each.case.pk not in new] + now
    wrong = grid.faulty
    if wrong:
        again = Grid(request.actor, left_over(request.POST, wrong))
        for line, refused in zip(again.lines, wrong, strict=False):
            for name in refused.errors:
                if name not in line.errors:
                    line.errors[name] = refused.errors[name]
        return _ask(request, again, key, filed, 422)
    if not now:
        return _ask(request, grid, key, before, 422, nothing=True)
    return _ask(request, Grid(request.actor), secrets.token_urlsafe(16), filed)


def _before(request: HttpRequest) -> list[Filed]:
    """What of this pile was written down before, while other lines were being mended: its slips are still to print."""
    found = _kept(request, request.POST.getlist("filed"))
    return [Filed(case, code) for case, code in found]


def _kept(request: HttpRequest, numbers: list[str]) -> list[tuple[Case, str]]:
    """Of these cases those written down on this device, with the code to follow them."""
    wanted = [pk for number in numbers[:MOST_SLIPS] if (pk := parse_number(number))]
    found = Case.objects.visible_to(request.actor).with_labels().filter(pk__in=wanted).order_by("id")
    return [(case, code) for case in found if (code := receipts.code_of(request.session, case))]


def _file_all(request: HttpRequest, grid: Grid, key: str) -> list[Filed]:
    """File each line that is right, under a name of its own: the same line sent twice is one case."""
    filed = []
    for line in grid.written:
        if line.errors:
            continue
        sending = _name(request, key, line)
        code = follow_code(sending)
        what = {**line.arguments(), "channel": grid.came.cleaned_data["channel"], "code": code}
        try:
            case = actions.file(request.actor, line.cleaned_data["place"], once=sending, **what)
        except Refused as refused:
            line.add_error(None, str(refused.reason))
            continue
        receipts.keep(request.session, case, code)
        filed.append(Filed(case, code))
    return filed


def _name(request: HttpRequest, key: str, line: ReportLine) -> str:
    said = [str(request.POST.get(line.add_prefix(name), "")) for name in COLUMNS if name != "place"]
    where = line.cleaned_data["place"].code
    whole = json.dumps([request.user.pk, request.path, key, line.prefix, where, said])
    return hashlib.sha256(whole.encode()).hexdigest()


def _ask(
    request: HttpRequest, grid: Grid, key: str, filed: list[Filed], status: int = 200, nothing: bool = False
) -> HttpResponse:
    context: dict[str, Any] = {
        "grid": grid,
        "rows": [[line[name] for name in COLUMNS] for line in grid.lines],
        "headings": [grid.lines[0].fields[name].label for name in COLUMNS] if grid.lines else [],
        "key": key,
        "most": MOST_LINES,
        "filed": filed,
        "said": ngettext("%(n)d report is written down.", "%(n)d reports are written down.", len(filed))
        % {"n": len(filed)},
        "nothing": nothing,
        "wrong": len(grid.faulty),
        "unfinished": status != 200,
        "slips": reverse("desk:slips") + "?" + "&".join(f"n={each.case.number}" for each in filed),
    }
    return render(request, "desk/batch.html", context, status=status)


@require_safe
def slips(request: HttpRequest) -> HttpResponse:
    """A slip for each of the cases named, with number, code and QR; only for whoever wrote them down here."""
    _must_file(request)
    kept = _kept(request, request.GET.getlist("n"))
    if not kept:
        raise Http404(_("The codes are shown only to whoever wrote the reports down, on the same device."))
    shown = [
        {
            "case": case,
            "code": f"{code[:4]} {code[4:]}",
            "qr": receipts.qr(receipts.address(request, case, code)),
        }
        for case, code in kept
    ]
    context = {"slips": shown, "follow_page": request.build_absolute_uri(reverse("cases:follow"))}
    return render(request, "desk/slips.html", context)
