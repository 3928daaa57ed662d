"""Raising a matter: one question a screen. Every answer is sent by POST and leads on to an address of its own, so that
the browser's Back goes one screen back; a screen asks only for what it shows."""

import secrets
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.contrib.sessions.backends.base import UpdateError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from yishi.insight.words import clean
from yishi.network.actors import Actor
from yishi.network.models import Place
from yishi.network.pictures import MOST_PHOTOS
from yishi.network.views.showing import harmless
from yishi.people.phones import as_said
from yishi.record.doors import open_page

from .. import actions, choosing, drafts, listing, pace, receipts, rules
from ..choosing import recipient
from ..drafts import Draft
from ..forms.intake import AddPhotos, Extra, Say, Who, visibilities
from ..models import Case, Category, Channel, Visibility
from ..similar import likely_same
from ..suggesting import Suggestion, suggest_category
from . import voices

NUMBERED = {
    "place": 1,
    "category": 2,
    "questions": 2,
    "words": 3,
    "neighbours": 3,
    "photos": 4,
    "who": 5,
    "check": 6,
}
NOT_SURE = "other.matter"
"""Code of the category for what fits nowhere."""

one_screen = require_http_methods(["GET", "HEAD", "POST"])
own = cache_control(private=True, no_cache=True)


@open_page
@one_screen
@own
def report(request: HttpRequest) -> HttpResponse:
    """The first screen of a new report: where? Nothing is kept before it is answered."""
    return _place(request, None)


@open_page
@one_screen
@own
def report_at(request: HttpRequest, code: str) -> HttpResponse:
    """A report from the code on the wall: the place is known, so it begins with the kind of matter."""
    place = choosing.find_place(request.actor, code) or choosing.find_wider(request.actor, code)
    if place is None:
        raise Http404(_("There is no such place."))
    if not choosing.is_near(place):
        return redirect(f"{reverse('cases:report')}?in={place.code}&by=qr")
    return _kind(request, None, place)


@open_page
@one_screen
@own
def step(request: HttpRequest, draft: str, step: str) -> HttpResponse:
    """One screen of a report under way."""
    if step not in SCREENS:
        raise Http404(_("There is no such page."))
    found = drafts.find(request.session, draft)
    if found is None:
        words = clean(request.POST.get("words", ""))
        return render(request, "cases/report_gone.html", {"words": words}, status=410)
    if found.case_id:
        return redirect("cases:receipt", number=Case(pk=found.case_id).number)
    missing = found.missing(before=step)
    if missing or step not in found.steps:
        return _to(found, missing or found.after("category"))
    return SCREENS[step](request, found)


@open_page
@require_safe
@cache_control(private=True, no_store=True)
def draft_photo(request: HttpRequest, draft: str, n: int) -> HttpResponse:
    """A photo of a report under way, small, for whoever writes it."""
    found = drafts.find(request.session, draft)
    if found is None or not 1 <= n <= len(found.photos):
        raise Http404(_("There is no such photo."))
    try:
        return harmless(found.photo(n - 1))
    except FileNotFoundError:
        raise Http404(_("There is no such photo.")) from None


@open_page
@require_safe
def place_qr(request: HttpRequest, code: str) -> HttpResponse:
    """The code for the wall: it begins a report from this place."""
    place = choosing.find_place(request.actor, code)
    if place is None:
        raise Http404(_("There is no such place."))
    address = request.build_absolute_uri(reverse("cases:report_at", args=[place.code]))
    response = HttpResponse(receipts.qr_file(address), content_type="image/svg+xml")
    response["Content-Security-Policy"] = "sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "public, max-age=86400"
    return response


# The screens


def _place(request: HttpRequest, draft: Draft | None) -> HttpResponse:
    """Where? Down the tree by tapping, or by a word of the name."""
    wrong = ""
    if request.method == "POST":
        place = choosing.find_place(request.actor, request.POST.get("place", ""))
        if place is None:
            wrong = _("Please choose a place from the list.")
        elif recipient(place) is None:
            wrong = _("Nobody holds a post for this place yet. Please tell the community committee.")
        else:
            draft = draft or drafts.begin(request.session, place, _channel(request))
            if draft.place_id != place.pk:
                draft.place_id, draft.about_id = place.pk, None
                if "words" in draft.done:
                    _look_for_neighbours(request, draft)
            return _on(request, draft, "place")
    words = clean(request.GET.get("q", ""))[:60]
    look = choosing.look(request.actor, request.GET.get("in", ""), words)
    by = "qr" if _channel(request) == Channel.QR else ""
    context = {"look": look, "words": words, "wrong": wrong, "by": by, "up": _up(look, words, by)}
    return _screen(request, draft, "place", context, wrong=bool(wrong))


def _up(look: choosing.Look, words: str, by: str) -> str:
    """The address one step back up the tree; nothing on top."""
    kept = {"by": by} if by else {}
    if look.way:
        return f"?{urlencode({'in': look.way[-1].code, **kept})}"
    return f"?{urlencode(kept)}" if words or (look.here and look.several) else ""


def _channel(request: HttpRequest) -> str:
    return Channel.QR if request.GET.get("by") == "qr" else Channel.WEB


def _category(request: HttpRequest, draft: Draft) -> HttpResponse:
    return _kind(request, draft, draft.place)


def _kind(request: HttpRequest, draft: Draft | None, place: Place) -> HttpResponse:
    """What kind? Two levels of tapping, or by a word. An emergency is stopped here and sent to the telephone."""
    wrong = ""
    if request.method == "POST":
        chosen = _leaf(request.POST.get("category", ""))
        if chosen is None:
            wrong = _("Please choose the kind that comes closest.")
        elif chosen.stop and request.POST.get("calm") != "yes":
            return redirect(f"{request.path}?stop={chosen.code}")
        elif draft is None and recipient(place) is None:
            wrong = _("Nobody holds a post for this place yet. Please tell the community committee.")
        else:
            draft = draft or drafts.begin(request.session, place, Channel.QR)
            draft.choose(chosen)
            return _on(request, draft, "category")
    context = {"place": place, "wrong": wrong, **_kinds(request)}
    return _screen(request, draft, "category", context, wrong=bool(wrong))


def _leaf(code: str) -> Category | None:
    return Category.objects.choosable().filter(code=clean(code)[:40]).first()


def _kinds(request: HttpRequest) -> dict[str, Any]:
    """What the screen of kinds shows: an emergency, what a word finds, one kind's finer ones, or all kinds."""
    words = clean(request.GET.get("q", ""))[:60]
    stop = _leaf(request.GET.get("stop", ""))
    if stop and stop.stop:
        return {"stop": stop}
    not_sure = _leaf(NOT_SURE)
    if words:
        return {"words": words, "found": choosing.kinds(words), "not_sure": not_sure}
    tops = list(Category.objects.tops())
    top = next((t for t in tops if t.code == request.GET.get("top")), None)
    return {
        "tops": [(t, choosing.examples(t)) for t in tops],
        "top": top,
        "finer": choosing.finer(top) if top else [],
        "not_sure": not_sure,
    }


def _questions(request: HttpRequest, draft: Draft) -> HttpResponse:
    """What else this kind asks."""
    initial = {f"q{pk}": said for pk, said in draft.answers.items()}
    form = Extra(draft.category, request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        draft.answers = form.answers()
        return _on(request, draft, "questions")
    return _screen(request, draft, "questions", {"form": form, "category": draft.category})


def _words(request: HttpRequest, draft: Draft) -> HttpResponse:
    """In one's own words."""
    initial = {"words": draft.words, "about": str(draft.about_id or "")}
    form = Say(draft.place, request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        draft.words, draft.about_id = form.cleaned_data["words"], form.cleaned_data["about"]
        _look_for_neighbours(request, draft)
        return _on(request, draft, "words")
    return _screen(request, draft, "words", {"form": form, "category": draft.category})


def _look_for_neighbours(request: HttpRequest, draft: Draft) -> None:
    """What is found decides whether there is a screen to show; what is kept from the public is never found."""
    alike = likely_same(draft.words, draft.place, draft.category, request.actor)
    draft.found_alike([each.case.pk for each in alike])


def _neighbours(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Neighbours already said this: join them, or go on with another matter."""
    if request.method == "POST":
        return _on(request, draft, "neighbours")
    seen = Case.objects.visible_to(request.actor).exclude(visibility=Visibility.HOTLINE).with_labels()
    rows = {case.pk: case for case in seen.filter(pk__in=draft.alike)}
    cases = [rows[pk] for pk in draft.alike if pk in rows]
    listing.with_thumbs(cases)
    actor = voices.as_resident(request)
    shown = [(case, rules.is_joinable(case), rules.is_reporter(actor, case)) for case in cases]
    if not cases:
        return _on(request, draft, "neighbours")
    keys = secrets.token_urlsafe(12)
    return _screen(
        request, draft, "neighbours", {"shown": shown, "key": keys, "at_once": actor.person is not None}
    )


def _photos(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Photos, if there are any. Good ones are kept even where others are refused."""
    form = AddPhotos(draft.room)
    if request.method == "POST":
        sent = request.FILES.getlist("photos")
        pace.at_photos(request, min(len(sent), MOST_PHOTOS))
        form = AddPhotos(draft.room, request.POST, request.FILES)
        good = form.is_valid()
        draft.add_photos(form.kept)
        take_out = request.POST.get("remove", "")
        if take_out.isascii() and take_out.isdigit() and len(take_out) < 3:
            draft.remove_photo(int(take_out) - 1)
        drafts.keep(request.session, draft)
        if good and not take_out and "more" not in request.POST:
            return _on(request, draft, "photos")
        if good:
            return _to(draft, "photos")
    return _screen(request, draft, "photos", {"form": form, "most": MOST_PHOTOS})


def _who(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Who says it, and who may see it."""
    form = Who(request.POST if request.method == "POST" else None, initial=_known_of(request, draft))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        draft.visibility, draft.contact_name, draft.contact_phone = (
            said["visibility"],
            said["name"],
            said["phone"],
        )
        return _on(request, draft, "who")
    return _screen(request, draft, "who", {"form": form})


def _known_of(request: HttpRequest, draft: Draft) -> dict[str, str]:
    person = request.actor.person
    if "who" in draft.done or not person:
        return {"visibility": draft.visibility, "name": draft.contact_name, "phone": draft.contact_phone}
    return {
        "visibility": draft.visibility,
        "name": person.name,
        "phone": as_said(person.phone) if person.phone else "",
    }


def _check(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Everything once more, who will receive it, and the one button that sends."""
    if request.method == "POST":
        return _send(request, draft)
    if draft.drop_lost_photos():
        return _photos_lost(request, draft)
    if "check" not in draft.done:
        draft.answered("check")
        drafts.keep(request.session, draft)
    context = {
        "category": draft.category,
        "about": draft.about,
        "visibility": dict(visibilities())[draft.visibility],
        "recipient": recipient(draft.place, draft.about_id, draft.category),
        "suggested": _suggested(draft),
    }
    return _screen(request, draft, "check", context)


def _suggested(draft: Draft) -> Suggestion | None:
    """Another kind that the words speak for; the choice stays with whoever reports."""
    found = suggest_category(draft.words, draft.place, limit=1)
    return next((each for each in found if each.category.pk != draft.category_id), None)


def _send(request: HttpRequest, draft: Draft) -> HttpResponse:
    pace.at_report(request)
    # A resident reports as a resident, whatever post they also hold: the record shall not name it.
    resident = Actor(person=request.actor.person, follows=request.actor.follows)

    def in_their_browser(case: Case) -> None:
        """Whoever is told the number also holds it; and one commit is waited for."""
        receipts.follow(request.session, case)
        receipts.keep(request.session, case, draft.code)
        drafts.sent(request.session, draft, case)
        _save(request.session)

    try:
        case = actions.report(
            resident,
            draft.place,
            once=draft.key,
            then=in_their_browser,
            words=draft.text(),
            category=draft.category,
            channel=draft.channel,
            code=draft.code,
            visibility=draft.visibility,
            about=draft.about,
            contact_name=draft.contact_name,
            contact_phone=draft.contact_phone,
            language=get_language() or "zh-hans",
            photos=draft.pictures(),
        )
    except FileNotFoundError:
        draft.drop_lost_photos()
        return _photos_lost(request, draft)
    draft.empty()  # only now: a photo is in one place until it is durably in the other
    return redirect("cases:receipt", number=case.number)


def _save(session: Any) -> None:
    """The session is written now, and not once more when the answer goes out. One that somebody ended meanwhile is left
    to the middleware; the report counts all the same."""
    with suppress(UpdateError):
        session.save()
        session.modified = False


def _photos_lost(request: HttpRequest, draft: Draft) -> HttpResponse:
    messages.warning(
        request, _("Photos are kept for two days only. Please add them again, or go on without.")
    )
    drafts.keep(request.session, draft)
    return _to(draft, "photos")


SCREENS: dict[str, Callable[[HttpRequest, Draft], HttpResponse]] = {
    "place": _place,
    "category": _category,
    "questions": _questions,
    "words": _words,
    "neighbours": _neighbours,
    "photos": _photos,
    "who": _who,
    "check": _check,
}


# Going from screen to screen


def _on(request: HttpRequest, draft: Draft, step: str) -> HttpResponse:
    """The screen is answered: keep it and go on."""
    draft.answered(step)
    drafts.keep(request.session, draft)
    return _to(draft, draft.after(step))


def _to(draft: Draft, step: str) -> HttpResponse:
    return redirect("cases:step", draft=draft.token, step=step)


def _screen(
    request: HttpRequest, draft: Draft | None, step: str, context: dict[str, Any], *, wrong: bool = False
) -> HttpResponse:
    """Show a screen; 422 where what was sent must be looked at again."""
    form = context.get("form")
    wrong = wrong or bool(form is not None and form.is_bound and form.errors)
    shown = {
        "draft": draft,
        "place": draft.place if draft and "place" in draft.done else None,
        "step": NUMBERED[step],
        "steps": NUMBERED["check"],
        "back": _back(draft, step),
        "changing": bool(draft and "check" in draft.done and step != "check"),
        **context,
    }
    return render(request, f"cases/report_{step}.html", shown, status=422 if wrong else 200)


def _back(draft: Draft | None, step: str) -> str:
    if draft is None:
        return ""
    steps = draft.steps
    at = steps.index(step)
    return reverse("cases:step", args=[draft.token, steps[at - 1]]) if at else ""
