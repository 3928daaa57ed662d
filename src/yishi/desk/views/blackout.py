"""Blacking out faces and number plates: boxes drawn over a photo by pointer, or chosen from a grid or given as numbers
where there is no pointer or no script. The server draws them; what lay under them is gone from what everybody sees."""

import re
import secrets
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from yishi.cases import actions, rules
from yishi.cases.actions.publishing import MOST_BOXES
from yishi.cases.models import Case, Photo
from yishi.network.views.showing import picture
from yishi.record import Refused

from .case import lookup
from .once import once

COLUMNS, ROWS = 10, 10
LONGEST_KEY = 64
LONGEST_BOXES = 2000


@require_http_methods(["GET", "HEAD", "POST"])
def black_out(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """One photo of a case and the boxes on it; sent, they are what is black in it."""
    found = lookup(request, number)
    photo = _photo(found, pk)
    if not (verdict := rules.may_black_out(request.actor, found)):
        raise Refused(verdict.reason, moved_on=verdict.moved_on)
    if request.method != "POST":
        return _show(request, found, photo, photo.boxes)
    boxes, wrong = _boxes(request)
    if wrong:
        return _show(request, found, photo, boxes, wrong)
    key = request.POST.get("key", "")[:LONGEST_KEY]
    try:
        actions.black_out(request.actor, found, photo=photo, boxes=boxes, once=once(request, key))
    except Refused as refused:
        return _show(request, found, photo, boxes, str(refused.reason))
    messages.success(request, _("The photo everybody sees has been changed."))
    return redirect("desk:case", number=found.number)


@require_safe
def as_taken(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """The picture without black boxes, for whoever draws them; kept by no cache."""
    found = lookup(request, number)
    photo = _photo(found, pk)
    if not rules.may_black_out(request.actor, found):
        raise Http404(_("There is no such photo."))
    response = picture(photo.original or photo.name)
    patch_cache_control(response, private=True, no_store=True)
    return response


def _photo(found: Case, pk: int) -> Photo:
    photo = found.photos.filter(pk=pk).first()
    if photo is None:
        raise Http404(_("There is no such photo."))
    return photo


def _boxes(request: HttpRequest) -> tuple[list[list[int]], str]:
    """Every box the form gives: drawn ones (thousandths, `left,top,width,height` each), cells of the grid, and one in
    per cent. With a sentence where something cannot be read."""
    drawn = request.POST.get("boxes", "")[:LONGEST_BOXES]
    parts = [part for part in drawn.split(";") if part.strip()]
    if not all(re.fullmatch(r"\s*\d{1,4}(\s*,\s*\d{1,4}){3}\s*", part) for part in parts):
        return [], _("The boxes cannot be read. Please draw them once more.")
    boxes = [[int(value) for value in part.split(",")] for part in parts]
    boxes += _cells(request.POST.getlist("cell"))
    given, wrong = _in_per_cent(request)
    return boxes + given, wrong


def _cells(chosen: list[str]) -> list[list[int]]:
    """Cells of the grid as boxes, those side by side in a row as one."""
    boxes: list[list[int]] = []
    for cell in sorted({cell for cell in chosen if re.fullmatch(r"\d-\d", cell)}):
        left, top = int(cell[2]) * 1000 // COLUMNS, int(cell[0]) * 1000 // ROWS
        if boxes and boxes[-1][1] == top and boxes[-1][0] + boxes[-1][2] == left:
            boxes[-1][2] += 1000 // COLUMNS
        else:
            boxes.append([left, top, 1000 // COLUMNS, 1000 // ROWS])
    return boxes


def _in_per_cent(request: HttpRequest) -> tuple[list[list[int]], str]:
    given = [request.POST.get(name, "").strip() for name in ("left", "top", "width", "height")]
    if not any(given):
        return [], ""
    if not all(re.fullmatch(r"\d{1,3}", value) for value in given):
        return [], _("Please give all four numbers, in per cent of the picture.")
    left, top, width, height = (int(value) * 10 for value in given)
    if not (width and height) or left + width > 1000 or top + height > 1000:
        return [], _(
            "The box reaches beyond the picture. Left and width together are 100 at most; so are top and height."
        )
    return [[left, top, width, height]], ""


def _show(
    request: HttpRequest, found: Case, photo: Photo, boxes: list[list[int]], wrong: str = ""
) -> HttpResponse:
    context: dict[str, Any] = {
        "case": found,
        "photo": photo,
        "boxes": boxes[:MOST_BOXES],
        "as_text": ";".join(",".join(map(str, box)) for box in boxes),
        "cells": [[f"{row}-{column}" for column in range(COLUMNS)] for row in range(ROWS)],
        "wrong": wrong,
        "key": secrets.token_urlsafe(16),
    }
    return render(request, "desk/black_out.html", context, status=422 if wrong else 200)
