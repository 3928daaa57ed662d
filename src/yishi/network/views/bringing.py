"""Bringing in a spreadsheet: choose a file, read what it would change, agree to it."""

import json
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yishi.record import Refused

from .. import actions
from ..bringing import IMPORTS, LIMITS, Import, example
from ..models import Brought
from .doing import one_screen, unkept
from .to_put_right import problems_sheet

SHOWN = 300
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Choose(forms.Form):
    """The file."""

    file = forms.FileField(
        label=gettext_lazy("The file"),
        help_text=gettext_lazy("XLSX, or CSV in UTF-8 or GBK; up to 5 MB and 5,000 rows."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
        allow_empty_file=True,
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LIMITS.bytes:
            raise forms.ValidationError(
                _("The file is larger than %(mb)d MB. Please split it, for example by building.") % {"mb": 5}
            )
        return file


def _import(request: HttpRequest, what: str) -> Import:
    """What is brought in. Raises Http404 for what there is not, or whoever asks may not bring."""
    of = IMPORTS.get(what)
    if of is None or request.actor.post is None or not of.may(request.actor):
        raise Http404(_("There is nothing to bring in here."))
    return of


@require_safe
@unkept
def all_imports(request: HttpRequest) -> HttpResponse:
    """What one may bring in, and the files one has brought."""
    actor: Any = request.actor
    offered = [of for of in IMPORTS.values() if actor.post and of.may(actor)]
    if not offered:
        raise Http404(_("There is nothing to bring in here."))
    rows = Brought.objects.visible_to(actor).exclude(state=Brought.State.DROPPED).defer("report")
    found = [
        {"brought": each, "of": IMPORTS[each.what]}
        for each in rows.order_by("-id")[:10]
        if each.what in IMPORTS
    ]
    return render(request, "network/bringing/all.html", {"imports": offered, "rows": found})


@one_screen
@unkept
def bring(request: HttpRequest, what: str) -> HttpResponse:
    """Choose a file; the worker looks at it, and nothing is written yet."""
    of = _import(request, what)
    form = Choose(label_suffix="")
    if request.method == "POST":
        form = Choose(request.POST, request.FILES, label_suffix="")
        if form.is_valid():
            file, language = form.cleaned_data["file"], get_language() or "zh-hans"
            brought = actions.bring_sheet(
                request.actor, of, content=file.read(), name=file.name, language=language
            )
            return redirect("net:brought", brought.pk)
    context = {"form": form, "of": of}
    return render(request, "network/bringing/choose.html", context, status=422 if form.errors else 200)


@require_safe
def bring_example(request: HttpRequest, what: str) -> HttpResponse:
    """A sheet to begin with."""
    of = _import(request, what)
    response = HttpResponse(example(of), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="yishi-{of.name}-example.xlsx"'
    return response


def _brought(request: HttpRequest, pk: int) -> tuple[Brought, Import]:
    found = get_object_or_404(Brought.objects.visible_to(request.actor), pk=pk)
    return found, _import(request, found.what)


@require_safe
@unkept
def brought(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the worker has come; then what it found; then what was written."""
    found, of = _brought(request, pk)
    report = json.loads(found.report) if found.report else {}
    problems, remarks = report.get("problems", []), report.get("remarks", [])
    context = {
        "brought": found,
        "of": of,
        "report": report,
        "problems": problems[:SHOWN],
        "more": max(found.problems - SHOWN, 0),
        "remarks": remarks[:SHOWN],
        "more_remarks": max(len(remarks) - SHOWN, 0),
    }
    return render(request, "network/bringing/one.html", context)


@require_safe
@unkept
def brought_problems(request: HttpRequest, pk: int) -> HttpResponse:
    """All that is to be put right, as a sheet to work through."""
    found, of = _brought(request, pk)
    return problems_sheet(f"yishi-{of.name}-problems-{found.pk}", found.report)


@require_POST
def confirm_brought(request: HttpRequest, pk: int) -> HttpResponse:
    """What was looked at is to be written."""
    found, _of = _brought(request, pk)
    actions.confirm_sheet(request.actor, found)
    return redirect("net:brought", found.pk)


@require_POST
def drop_brought(request: HttpRequest, pk: int) -> HttpResponse:
    """The file is thrown away; nothing of it was written."""
    found, of = _brought(request, pk)
    try:
        actions.drop_sheet(found)
    except Refused as refused:
        messages.info(request, str(refused.reason))
        return redirect("net:brought", found.pk)
    messages.success(request, _("The file is thrown away. Nothing of it was brought in."))
    return redirect("net:bring", of.name)
