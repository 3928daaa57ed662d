"""What is new at a place, to subscribe to; and what search engines are told of."""

from typing import Any
from xml.sax.xmlreader import AttributesImpl

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from yishi.deliberation.models import Kind as SessionKind
from yishi.network import known as net
from yishi.network.models import Place
from yishi.record.doors import open_page
from yishi.record.kept import kept_for_strangers, shows
from yishi.record.numbers import BIGGEST

from .. import feeds, sitemaps

ATOM = "application/atom+xml; charset=utf-8"
XML = "application/xml; charset=utf-8"
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"


def _place(code: str) -> Place:
    place = net.with_code(code)
    if place is None:
        raise Http404
    return place


def _base(request: HttpRequest) -> str:
    """The address of the house, as it is known outside."""
    return settings.YISHI_ADDRESS or request.build_absolute_uri("/").rstrip("/")


@open_page
@require_safe
@kept_for_strangers
def choose(request: HttpRequest, code: str) -> HttpResponse:
    """What of a place one can subscribe to: feeds of what is new, calendars of what is to come."""
    place, base = _place(code), _base(request)
    shows()
    calendar = base + reverse("meet:feed", args=[place.code])
    context = {
        "place": place,
        "feeds": [
            {"title": kind.title, "address": base + reverse("open:feed", args=[place.code, name])}
            for name, kind in feeds.KINDS.items()
        ],
        "calendar": calendar,
        "calendars": [
            {"title": label, "address": f"{calendar}?kind={kind}"} for kind, label in SessionKind.choices
        ],
    }
    return render(request, "disclosure/feeds/choose.html", context)


@open_page
@require_safe
@conditional_page
@cache_control(public=True, max_age=300)
def feed(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """The newest of one kind at a place."""
    place = _place(code)
    if kind not in feeds.KINDS:
        raise Http404
    return HttpResponse(feeds.written(place, kind, _base(request)), content_type=ATOM)


@open_page
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Where the lists of addresses lie."""
    base = _base(request)
    return _xml("sitemapindex", "sitemap", [base + path for path in sitemaps.parts()])


@open_page
@require_safe
def sitemap_part(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """One list of addresses, of rows numbered from pk × PART on."""
    if kind not in sitemaps.KINDS or pk > BIGGEST // sitemaps.PART - 1:
        raise Http404
    base = _base(request)
    return _xml("urlset", "url", [base + path for path in sitemaps.addresses(kind, pk)])


@open_page
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What programs that read everything may read: what is public, and no form."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in sitemaps.closed())]
    content = "\n".join([*lines, f"Sitemap: {_base(request)}{reverse('open:sitemap')}", ""])
    answer = HttpResponse(content, content_type="text/plain; charset=utf-8")
    answer["Cache-Control"] = "public, max-age=86400"
    return answer


def _xml(whole: str, part: str, addresses: Any) -> HttpResponse:
    answer = HttpResponse(content_type=XML)
    out = SimplerXMLGenerator(answer, "utf-8")
    out.startDocument()
    out.startElement(whole, AttributesImpl({"xmlns": SITEMAP}))
    for address in addresses:
        out.startElement(part, AttributesImpl({}))
        out.addQuickElement("loc", address)
        out.endElement(part)
    out.endElement(whole)
    out.endDocument()
    answer["Cache-Control"] = "public, max-age=3600"
    return answer
