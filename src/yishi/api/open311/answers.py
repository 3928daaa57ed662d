"""Answers as GeoReport has them: JSON, or XML of the same shape; and its errors, which are lists as well."""

import json
import re
from io import BytesIO
from typing import Any
from xml.sax.xmlreader import AttributesImpl

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.xmlutils import SimplerXMLGenerator

JSON, XML = "json", "xml"
KINDS = {JSON: "application/json; charset=utf-8", XML: "text/xml; charset=utf-8"}
ITEMS = {
    "services": "service",
    "attributes": "attribute",
    "values": "value",
    "service_requests": "request",
    "service_request_updates": "request_update",
    "errors": "error",
    "endpoints": "endpoint",
    "formats": "format",
}
"""How XML calls each of a list; a list of another name has `item`s."""
_NO_ATTRIBUTES = AttributesImpl({})
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Wrong(Exception):
    """What was asked cannot be answered: the status, and a sentence that says what to do."""

    def __init__(self, status: int, said: str | Promise, *, wait: int = 0):
        super().__init__(str(said))
        self.status, self.said, self.wait = status, said, wait


def answer(found: Any, form: str, root: str, status: int = 200) -> HttpResponse:
    """A list or an object. In JSON it stands for itself; in XML in an element called `root`."""
    if form == XML:
        body = as_xml(found, root)
    else:
        body = json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()
    return HttpResponse(body, content_type=KINDS.get(form, KINDS[JSON]), status=status)


def wrong(request: HttpRequest, error: Wrong, form: str) -> HttpResponse:
    """An error as GeoReport has it: a list of code and description."""
    said = [{"code": str(error.status), "description": str(error.said)}]
    response = answer(said, form, "errors", error.status)
    if error.wait:
        response.headers["Retry-After"] = str(error.wait)
    if error.status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    response.headers["Cache-Control"] = "no-store"
    return response


def as_xml(found: Any, root: str) -> bytes:
    """The same as XML: a list holds elements of one name, True is `true`, None an empty element."""
    out = BytesIO()
    xml = SimplerXMLGenerator(out, "utf-8")
    xml.startDocument()
    _element(xml, root, found)
    xml.endDocument()
    return out.getvalue()


def _element(xml: SimplerXMLGenerator, name: str, held: Any) -> None:
    xml.startElement(name, _NO_ATTRIBUTES)
    if isinstance(held, dict):
        for inner, value in held.items():
            _element(xml, inner, value)
    elif isinstance(held, list):
        for value in held:
            _element(xml, ITEMS.get(name, "item"), value)
    elif held is not None:
        xml.characters(_NOT_IN_XML.sub("", _plain(held)))
    xml.endElement(name)


def _plain(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
