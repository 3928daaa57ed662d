"""How the reader wishes to be told, their browsers and mail address, and stopping mails without an account."""

from typing import Any, cast

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yishi.insight.masking import mask
from yishi.network.models import Residence
from yishi.people import actions as people
from yishi.people import limits, phones
from yishi.people.models import Person
from yishi.record.doors import open_page

from .. import actions, forms, push, rules, stopping
from ..channels import EMAIL, PUSH, SMS, send_now
from ..kinds import DESK, TOPICS
from ..models import Preference, QuietHours, Subscription, night_at

_SALT = "yishi.notices.mail"
MAILS_A_DAY, DAY = 5, 24 * 60 * 60


@require_http_methods(["GET", "HEAD", "POST"])
def wishes(request: HttpRequest) -> HttpResponse:
    """The ways, the pace, the topics and the night of whoever is signed in."""
    person = request.user
    kept = Preference.objects.filter(person=person.pk).first()
    form = forms.Wishes(_sent(request), channels=_channels(person), initial=_initial(kept, person))
    if not request.actor.posts:
        form.fields["topics"].choices = [choice for choice in TOPICS.items() if choice[0] != DESK]
    if request.method == "POST" and form.is_valid():
        actions.keep_preference(person, **_kept(form))
        messages.success(request, _("Saved."))
        return redirect("notices:wishes")
    return _page(request, form=form, status=422 if form.errors else 200)


@require_POST
def give_mail(request: HttpRequest) -> HttpResponse:
    """A mail goes to the address given; it counts once its owner has confirmed it."""
    form = forms.MailAddress(request.POST)
    if not form.is_valid():
        return _page(request, mail=form, status=422)
    if not limits.allow("mail.confirm", str(request.user.pk), MAILS_A_DAY, DAY):
        form.add_error(
            "email", _("Several mails were sent today already. Please look for them, or try tomorrow.")
        )
        return _page(request, mail=form, status=429)
    address = form.cleaned_data["email"]
    token = signing.dumps([request.user.pk, address], salt=_SALT, compress=True)
    link = request.build_absolute_uri(reverse("notices:confirm_mail", args=[token]))
    said = _("Please confirm that messages from Yishi may come to this address: %(link)s") % {"link": link}
    try:
        send_now(EMAIL, address, said, subject=_("Please confirm your address"))
    except Exception:  # noqa: BLE001  whatever a mail server raises: the person must not meet a broken page
        form.add_error("email", _("The mail could not be sent just now. Please try again later."))
        return _page(request, mail=form, status=503)
    messages.success(request, _("We have sent you a mail. Please open the link in it."))
    return redirect("notices:wishes")


@require_http_methods(["GET", "HEAD", "POST"])
def confirm_mail(request: HttpRequest, token: str) -> HttpResponse:
    """The address is confirmed by a button, not by opening the link: mailboxes open links by themselves."""
    try:
        whose, address = signing.loads(token, salt=_SALT, max_age=7 * DAY)
    except (signing.BadSignature, ValueError, TypeError):
        raise Http404 from None
    if whose != request.user.pk:
        raise Http404
    if request.method == "POST":
        people.keep_email(request.user, address)
        actions.allow_mails(address)
        messages.success(request, _("Your address is confirmed."))
        return redirect("notices:wishes")
    return render(request, "notices/confirm_mail.html", {"address": address})


@require_POST
def forget_mail(request: HttpRequest) -> HttpResponse:
    """The person's address is forgotten."""
    people.keep_email(request.user, "")
    messages.success(request, _("Your address is forgotten."))
    return redirect("notices:wishes")


@require_POST
def add_browser(request: HttpRequest) -> HttpResponse:
    """This browser shows the reader's messages from now on. Called by the page's script."""
    form = forms.Browser(request.POST)
    if not push.is_set() or not form.is_valid():
        said = [str(error) for errors in form.errors.values() for error in errors]
        return JsonResponse({"errors": said}, status=422)
    label = push.browser_of(request.headers.get("User-Agent", ""))
    actions.keep_subscription(request.user, label=label, **form.cleaned_data)
    return JsonResponse({"ok": True})


@require_POST
def drop_browser(request: HttpRequest, pk: int) -> HttpResponse:
    """One of the reader's browsers shows nothing any more."""
    browser = get_object_or_404(Subscription.objects.visible_to(request.actor), pk=pk)
    actions.drop_subscription(browser)
    messages.success(request, _("This browser shows no more messages."))
    return redirect("notices:wishes")


@csrf_exempt  # mailboxes send the one-tap request from their own machines; the signed link is the leave
@open_page
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """No more mails to the address the link was made for. Needs no account and no sign-in."""
    address = stopping.whose(token)
    if address is None:
        raise Http404
    if request.method == "POST":
        actions.stop_mails(address)
    context = {"address": mask(address), "stopped": request.method == "POST"}
    return render(request, "notices/stop.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def quiet_hours(request: HttpRequest) -> HttpResponse:
    """The hours without messages in the place of the reader's post, for whoever keeps that place."""
    place = request.actor.post.place if request.actor.post else None
    if place is None or not rules.may_set_quiet_hours(request.actor, place):
        raise Http404
    begins, ends = night_at(place.path)
    form = forms.QuietHours(_sent(request), initial={"begins": begins, "ends": ends})
    if request.method == "POST" and form.is_valid():
        actions.set_quiet_hours(request.actor, place, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("notices:quiet_hours")
    own = QuietHours.objects.filter(place=place).exists()
    context = {"form": form, "place": place, "own": own}
    return render(request, "notices/quiet_hours.html", context, status=422 if form.errors else 200)


@require_safe
def push_key(request: HttpRequest) -> HttpResponse:
    """The public key by which a browser knows our messages."""
    if not push.is_set():
        raise Http404
    return JsonResponse({"key": push.public_key()})


def _sent(request: HttpRequest) -> Any:
    """What was sent, even where it is nothing; None for whoever only looks."""
    return request.POST if request.method == "POST" else None


def _page(request: HttpRequest, *, status: int = 200, form: Any = None, mail: Any = None) -> HttpResponse:
    person = cast(Person, request.user)  # the page is closed to everybody else
    kept = Preference.objects.filter(person=person.pk).first()
    form = form or forms.Wishes(channels=_channels(person), initial=_initial(kept, person))
    context = {
        "form": form,
        "mail": mail or forms.MailAddress(),
        "address": person.email,
        "browsers": Subscription.objects.visible_to(request.actor).order_by("-id")[:20],
        "push": push.is_set(),
        "night": night_at(_place_of(request)),
    }
    return render(request, "notices/wishes.html", context, status=status)


def _place_of(request: HttpRequest) -> str:
    """Path of the place whose night holds for the reader: where their post is, else where they live, if we know."""
    if request.actor.post:
        return request.actor.post.place.path
    homes = Residence.objects.filter(person=request.user.pk, left_at=None).order_by("id")
    return homes.values_list("place__path", flat=True).first() or ""


def _channels(person: Any) -> list[tuple[str, str]]:
    """The ways there are for this person, each with its address."""
    found = []
    if person.phone and person.phone_verified:
        found.append((SMS, _("Text message to %(number)s") % {"number": phones.starred(person.phone)}))
    if person.email:
        found.append((EMAIL, _("E-mail to %(address)s") % {"address": mask(person.email)}))
    if push.is_set():
        found.append((PUSH, _("Messages of the browser, on the devices below")))
    return found


def _initial(kept: Preference | None, person: Any) -> dict[str, Any]:
    if kept is None:
        mail_too = not (person.phone and person.phone_verified)
        return {
            "channels": [SMS, PUSH, *([EMAIL] if mail_too else [])],
            "pace": Preference.Pace.AT_ONCE,
            "topics": list(TOPICS),
        }
    ticked = {SMS: kept.by_sms, EMAIL: kept.by_email, PUSH: kept.by_push}
    return {
        "channels": [channel for channel, on in ticked.items() if on],
        "pace": kept.pace,
        "topics": [topic for topic in TOPICS if kept.hears(topic)],
        "quiet_from": kept.quiet_from,
        "quiet_until": kept.quiet_until,
    }


def _kept(form: forms.Wishes) -> dict[str, Any]:
    """A way or topic that the page did not offer stays switched on."""
    said = form.cleaned_data
    offered = {channel for channel, _label in form.fields["channels"].choices}
    topics = {topic for topic, _label in form.fields["topics"].choices}
    return {
        **{f"by_{way}": way not in offered or way in said["channels"] for way in (SMS, EMAIL, PUSH)},
        "pace": said["pace"],
        "quiet_from": said["quiet_from"],
        "quiet_until": said["quiet_until"],
        "silent": sorted(topics - set(said["topics"])),
    }
