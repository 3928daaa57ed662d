"""Bringing in a spreadsheet of cases: look first, row by row, then bring in portion by portion."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from yishi.cases import sheets
from yishi.network.powers import Power
from yishi.record import Refused

from .. import waiting_sheets

PORTION = 100
"""Rows brought in by one request: about two seconds."""
SHOWN = 50


class Sheet(forms.Form):
    """A file of cases."""

    file = forms.FileField(
        label=gettext_lazy("The spreadsheet"),
        help_text=gettext_lazy("XLSX or CSV, up to 8 MB and 5,000 rows. Its first line names the columns."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
    )


def _must_bring_in(request: HttpRequest) -> None:
    post = request.actor.post
    if post is None or not (post.can(Power.FILE) and post.can(Power.SET_UP)):
        raise Refused(_("Spreadsheets are brought in by the community committee."))


@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest) -> HttpResponse:
    """Choose a file; it is looked at, and nothing is written yet."""
    _must_bring_in(request)
    if request.method != "POST":
        return render(request, "desk/sheet.html", {"form": Sheet(), "columns": _columns()})
    form = Sheet(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        data = file.read() if file.size <= sheets.LARGEST else b"x" * (sheets.LARGEST + 1)
        try:
            rows = sheets.look(sheets.table(file.name, data), request.actor.post.place)
        except sheets.Unreadable as trouble:
            form.add_error("file", str(trouble.args[0]))
        else:
            worth_keeping = any(row.is_good and not row.present for row in rows)
            return _shown(request, rows, waiting_sheets.keep(request.session, data) if worth_keeping else "")
    return render(request, "desk/sheet.html", {"form": form, "columns": _columns()}, status=422)


def _columns() -> list[tuple[str, str, bool]]:
    return [(names[1], names[0], name in sheets.NEEDED) for name, names in sheets.COLUMNS.items()]


def _shown(request: HttpRequest, rows: list[sheets.Row], token: str, done: int = 0) -> HttpResponse:
    good = [row for row in rows if row.is_good and not row.present]
    faulty = [row for row in rows if not row.is_good]
    present = sum(row.present for row in rows)
    context: dict[str, Any] = {
        "rows": len(rows),
        "good": len(good),
        "present": present,
        "faulty": faulty[:SHOWN],
        "more_faulty": max(len(faulty) - SHOWN, 0),
        "sample": good[:5],
        "token": token,
        "done": done,
        "total": done + len(good),
    }
    return render(request, "desk/sheet_look.html", context)


@require_http_methods(["POST"])
def bring_in(request: HttpRequest) -> HttpResponse:
    """Bring in the next portion of the file looked at; what is there already is passed over, so nothing is doubled."""
    _must_bring_in(request)
    token = request.POST.get("token", "")
    data = waiting_sheets.read(request.session, token)
    if data is None:
        raise Refused(_("The file is no longer here. Please choose it again."), moved_on=True)
    rows = sheets.look(sheets.table("", data), request.actor.post.place)
    waiting = [row for row in rows if row.is_good and not row.present]
    said = request.POST.get("done", "")
    outcome = sheets.bring_in(request.actor, waiting[:PORTION])
    done = (int(said) if said.isdecimal() else 0) + outcome.brought_in + outcome.already_present
    if outcome.refused:
        raise Refused(
            _("Row %(row)d: %(reason)s") % {"row": outcome.refused[0][0], "reason": outcome.refused[0][1]}
        )
    if len(waiting) > PORTION:
        return _going_on(request, token, done, len(waiting) - PORTION)
    waiting_sheets.drop(request.session)
    request.session["sheet_done"] = [done, sum(not row.is_good for row in rows)]
    return redirect("desk:sheet_done")


@require_POST
def drop_sheet(request: HttpRequest) -> HttpResponse:
    """The file looked at is thrown away; nothing of it was written."""
    _must_bring_in(request)
    waiting_sheets.drop(request.session)
    messages.success(request, _("The file is thrown away. Nothing of it was brought in."))
    return redirect("desk:sheet")


def _going_on(request: HttpRequest, token: str, done: int, left: int) -> HttpResponse:
    context = {"token": token, "done": done, "left": left, "total": done + left}
    return render(request, "desk/sheet_going_on.html", context)


@require_http_methods(["GET", "HEAD"])
def sheet_done(request: HttpRequest) -> HttpResponse:
    """What came of it."""
    _must_bring_in(request)
    done, faulty = request.session.get("sheet_done", [0, 0])
    return render(request, "desk/sheet_done.html", {"done": done, "faulty": faulty})
