"""The public pages of the record: anybody may read it, download it and check it."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db.models import Max, Min, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from . import export as exporting
from . import naming, proofs, reading
from .doors import open_page
from .forms import CheckProof
from .models import Entry, Leaf, TreeHead

OPEN_PAGES = {
    "record:home",
    "record:export",
    "record:head",
    "record:proof",
    "record:growth",
    "record:tool",
    "record:verify",
    "record:check_here",
}
PAGE = 20
TOOLS = ("offline.py", "tree.py")
"""Files anybody may take along to check an export at home, with Python."""
ALONE = "check.html"
"""The same for a browser, in one file."""
SUBJECT = re.compile(r"[a-z]{1,20}:\d{1,18}")
_HERE = Path(__file__).parent


@open_page
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What the record is, its newest tree head, and what was sealed last."""
    head = proofs.newest_head()
    before, after = _number(request, "before"), _number(request, "after")
    leaves = Leaf.objects.select_related("entry")
    about = request.GET.get("about", "")
    if SUBJECT.fullmatch(about):
        # public entries only: which withheld ones are about what is nobody's business
        leaves = leaves.filter(entry__subject=about, entry__public=True)
    else:
        about = ""
    if after is not None:
        shown = list(reversed(leaves.filter(index__gt=after).order_by("index")[:PAGE]))
    else:
        older = leaves if before is None else leaves.filter(index__lt=before)
        shown = list(older.order_by("-index")[:PAGE])
    first, last = _ends(leaves, head, about)
    refs = [leaf.entry.subject for leaf in shown if leaf.entry.public]
    named = naming.subjects([*refs, about] if about else refs, request.actor)  # type: ignore[attr-defined]
    context = {
        "head": head,
        "groups": in_groups(bytes(head.root).hex()) if head else [],
        "told": [_told(leaf, named) for leaf in shown],
        "newer": shown[0].index if shown and shown[0].index < last else None,
        "older": shown[-1].index if shown and shown[-1].index > first else None,
        "about": about,
        "subject": named.get(about),
        "tools": TOOLS,
    }
    return render(request, "record/home.html", context)


def _ends(leaves: QuerySet[Leaf], head: TreeHead | None, about: str) -> tuple[int, int]:
    """Index of the first and the last leaf of a list; of the whole record without asking for them."""
    if not about:
        return 0, head.size - 1 if head else -1
    ends = leaves.aggregate(first=Min("index"), last=Max("index"))
    return ends["first"] or 0, ends["last"] or 0


@open_page
@require_safe
def head(request: HttpRequest) -> HttpResponse:
    """The newest tree head as JSON."""
    newest = proofs.newest_head()
    if newest is None:
        return _problem(404, _("Nothing has been sealed yet."))
    return _cached(request, JsonResponse(proofs.head_as_json(newest)), bytes(newest.root).hex(), 5)


@open_page
@require_safe
def proof(request: HttpRequest, pk: int) -> HttpResponse:
    """That an entry is in the newest tree, as JSON. What a withheld entry says is not in it."""
    entry = get_object_or_404(Entry, pk=pk)
    try:
        found = proofs.prove(entry)
    except proofs.NotSealed:
        return _problem(404, _("This entry waits to be sealed. Please try again in a minute."))
    answer = JsonResponse(found.as_json())
    answer["Content-Disposition"] = f'inline; filename="yishi-proof-{pk}.json"'
    return _cached(request, answer, f"{pk}-{bytes(found.head.root).hex()}", 60)


@open_page
@require_safe
def growth(request: HttpRequest, old: int, new: int) -> HttpResponse:
    """That the tree of `old` leaves is the beginning of the tree of `new` leaves, as JSON."""
    try:
        path = proofs.prove_growth(old, new)
    except IndexError:
        return _problem(404, _("There are no trees of these sizes."))
    answer = JsonResponse({"old": old, "new": new, "path": [step.hex() for step in path]})
    return _cached(request, answer, f"{old}-{new}", 86400)


@open_page
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The whole record as a packed file of JSON lines, sent while it is read."""
    newest = proofs.newest_head()
    size, root = (newest.size, bytes(newest.root).hex()) if newest else (0, "")
    unchanged = _cached(request, HttpResponse(), f"{size}-{root}", 60)
    if unchanged.status_code == 304:
        return unchanged
    pieces = () if request.method == "HEAD" else exporting.packed(exporting.lines(newest))
    answer = StreamingHttpResponse(pieces, content_type="application/gzip")
    answer["Content-Disposition"] = f'attachment; filename="yishi-record-{size}.jsonl.gz"'
    return _cached(request, answer, f"{size}-{root}", 60)


@open_page
@require_safe
def tool(request: HttpRequest, name: str) -> HttpResponse:
    """One of the files that check an export without us."""
    if name == ALONE:
        program = (_HERE / "static/record/check.js").read_text()
        answer = render(request, "record/check_alone.html", {"program": program})
    elif name in TOOLS:
        answer = HttpResponse((_HERE / name).read_bytes(), content_type="text/x-python; charset=utf-8")
    else:
        raise Http404
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@open_page
@require_safe
def check_here(request: HttpRequest) -> HttpResponse:
    """The record checked by the reader's own browser, which is given the file and sends nothing."""
    return render(request, "record/check_here.html")


@open_page
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Says whether the proof of a receipt holds."""
    if request.method != "POST":
        return render(request, "record/verify.html", {"form": CheckProof()})
    form = CheckProof(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "record/verify.html", {"form": form}, status=400)
    given = form.cleaned_data["given"]
    head = TreeHead.objects.filter(size=given["size"]).first()
    context = {
        "form": CheckProof(),
        "given": given,
        "head": head,
        "answer": _answer(form.cleaned_data["holds"], given, head),
        "sentence": _sentence_of(given),
    }
    return render(request, "record/verify.html", context)


def in_groups(root: str, of: int = 8) -> list[str]:
    """A root as people can compare it by eye: groups of eight digits."""
    return [root[i : i + of] for i in range(0, len(root), of)]


def _answer(holds: bool, given: dict, head: TreeHead | None) -> str:
    if not holds:
        return "broken"
    return "good" if head and bytes(head.root).hex() == given["root"] else "foreign"


def _sentence_of(given: dict) -> str:
    """What our own entry says in words; from the number alone, so that nobody can put words into our mouth."""
    leaf = (
        Leaf.objects.select_related("entry")
        .filter(index=given["index"], hash=bytes.fromhex(given["hash"]))
        .first()
    )
    return reading.sentence(leaf.entry) if leaf and leaf.entry.public else ""


def _told(leaf: Leaf, named: Mapping[str, naming.Subject]) -> dict[str, Any]:
    entry = leaf.entry
    return {
        "index": leaf.index,
        "hash": bytes(leaf.hash).hex(),
        "entry": entry,
        "subject": named[entry.subject] if entry.public else None,
        "sentence": reading.sentence(entry) if entry.public else "",
    }


def _number(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _cached(request: HttpRequest, answer: Any, tag: str, seconds: int) -> Any:
    """The answer, or that nothing changed since the reader last asked."""
    answer["ETag"] = f'W/"{tag}"'
    patch_cache_control(answer, public=True, max_age=seconds)
    return get_conditional_response(request, etag=answer["ETag"], response=answer)


def _problem(status: int, sentence: str) -> JsonResponse:
    """A problem document (RFC 9457)."""
    content = {"type": "about:blank", "title": sentence, "status": status}
    return JsonResponse(content, status=status, content_type="application/problem+json")
