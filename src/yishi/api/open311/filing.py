"""What another system hands in: a request, or news of one. The same actions as behind the pages."""

import hashlib
import hmac
import json
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yishi.cases import actions, choosing, known, rules
from yishi.cases.actions.intake import CODE_DIGITS
from yishi.cases.forms.fields import Telephone, read_photos
from yishi.cases.forms.intake import LEAST_WORDS, MOST_ANSWER, MOST_WORDS
from yishi.cases.models import Case, Category, Channel, Question
from yishi.cases.models.case import parse_number
from yishi.insight.words import clean
from yishi.network.actors import ANYONE
from yishi.network.models import Place
from yishi.network.pictures import MOST_PHOTOS
from yishi.record import clock

from .. import keys
from ..models import Key
from . import asking, kinds, places, updates
from .answers import Wrong


@dataclass(frozen=True)
class Filed:
    """A request that was handed in, the code that follows it, and a word to whoever handed it in."""

    case: Case
    code: str
    notice: str | None


def file(request: HttpRequest, key: Key) -> Filed:
    """What was sent is a case; sent once more, it is the same one. Raises Wrong, Refused."""
    sent, actor = request.POST, keys.actor_of(key)
    kind = _kind(sent)
    place = _place(sent, key)
    if choosing.recipient(place) is None:
        raise Wrong(400, _("Nobody holds a post for this place yet. Please tell the community committee."))
    once = _once(request, key)
    code = code_of(once)
    what: dict[str, Any] = {
        "words": _words(sent, kind),
        "category": kind,
        "channel": Channel.API,
        "code": code,
        "contact_name": _name(sent),
        "contact_phone": _phone(sent),
        "language": get_language() or "zh-hans",
        "photos": _photos(request),
    }
    act = actions.file if key.post else actions.report
    case = act(actor, place, once=once, **what)
    return Filed(case, code if case.code_is(code) else "", kind.stop or kind.notice or None)


def _kind(sent: QueryDict) -> Category:
    code = clean(sent.get("service_code", ""))[:60]
    if not code:
        raise Wrong(400, _("service_code is missing."))
    kind = kinds.chosen(code)
    if kind is None:
        raise Wrong(404, _("There is no service_code “%(code)s”.") % {"code": code})
    if kind.stop and sent.get(f"attribute[{kinds.CALM}]", "") != "yes":
        stop = {"stop": kind.stop, "calm": f"attribute[{kinds.CALM}]=yes"}
        raise Wrong(400, _("%(stop)s If nobody is in danger any more, send %(calm)s.") % stop)
    return kind


def _place(sent: QueryDict, key: Key) -> Place:
    """Where it is: by code, else by what is named in the address."""
    around = asking.jurisdiction(sent.get("jurisdiction_id", ""))
    said = [sent.get(name, "").strip() for name in ("address_id", f"attribute[{kinds.PLACE}]")]
    if code := next(filter(None, said), ""):
        found = choosing.find_place(ANYONE, code)
        if found is None:
            raise Wrong(400, _("There is no place with the code “%(code)s”.") % {"code": clean(code)[:40]})
    elif address := clean(sent.get("address_string", ""))[:200]:
        found = places.named(address, around or (key.post.place if key.post else None))
    elif around and around.level in choosing.LEVELS:
        found = around
    else:
        raise Wrong(
            400,
            _("Please say where: address_id with the code of a place, or address_string with its name.")
            + (" " + _("We know no coordinates.") if sent.get("lat") else ""),
        )
    if around and not found.path.startswith(around.path):
        raise Wrong(400, _("This place does not lie in the jurisdiction_id that was given."))
    return found


def _words(sent: QueryDict, kind: Category) -> str:
    """The description, with what was answered under it, as a case keeps it."""
    words = clean(sent.get("description", "").replace("\r\n", "\n").replace("\r", "\n"))
    if len(words) < LEAST_WORDS:
        raise Wrong(400, _("description is missing: please write a few words; one sentence is enough."))
    if len(words) > MOST_WORDS:
        raise Wrong(400, _("description is longer than %(most)s characters.") % {"most": MOST_WORDS})
    return "\n".join([words, *_answered(sent, kind)])


def _answered(sent: QueryDict, kind: Category) -> list[str]:
    found = []
    for question in known.questions(kind.pk):
        if said := clean(sent.get(f"attribute[q{question.pk}]", ""))[:MOST_ANSWER]:
            found.append(f"{question.text_zh}{_choice(question, said)}")
    return found


def _choice(question: Question, said: str) -> str:
    """The words as they are kept, of what was chosen by key or by name."""
    if question.kind == Question.Kind.TEXT:
        return " ".join(said.split())
    for kept, shown in question.choices:
        if said in (kept, str(shown)):
            return kept
    facts = {
        "code": f"attribute[q{question.pk}]",
        "keys": ", ".join(kept for kept, _shown in question.choices),
    }
    raise Wrong(400, _("%(code)s is one of: %(keys)s.") % facts)


def _name(sent: QueryDict) -> str:
    first, last = (clean(sent.get(name, ""))[:30] for name in ("first_name", "last_name"))
    between = " " if (first + last).isascii() else ""
    in_order = (first, last) if between else (last, first)
    return between.join(filter(None, in_order))[:40]


def _phone(sent: QueryDict) -> str:
    try:
        return str(Telephone(required=False).clean(sent.get("phone", "")))
    except ValidationError as error:
        raise Wrong(400, f"phone: {error.messages[0]}") from None


def _photos(request: HttpRequest) -> list[Any]:
    """Pictures that came along as files. What another machine keeps at an address is not fetched."""
    files = [file for name in request.FILES for file in request.FILES.getlist(name)]
    kept, wrong = read_photos(files, MOST_PHOTOS)
    if wrong:
        raise Wrong(400, str(wrong[0]))
    return kept


def _once(request: HttpRequest, key: Key) -> str:
    """The name of one sending: as the other system has it, else by what was sent on this day."""
    if named := request.headers.get("Idempotency-Key", "").strip():
        return f"open311:{key.pk}:named:{named[:200]}"
    said = sorted((n, v) for n, values in request.POST.lists() for v in values if n != "api_key")
    files = sorted((f.name or "", f.size or 0) for n in request.FILES for f in request.FILES.getlist(n))
    whole = json.dumps([said, files, clock.today().isoformat()])
    return f"open311:{key.pk}:{hashlib.sha256(whole.encode(errors='replace')).hexdigest()}"


def code_of(once: str) -> str:
    """The code that follows the case, made from the name of the sending: sent again, it is the same."""
    made = hmac.digest(settings.SECRET_KEY.encode(), f"follow:{once}".encode(errors="replace"), "sha256")
    return f"{int.from_bytes(made[:8]) % 10**CODE_DIGITS:0{CODE_DIGITS}d}"


def tell(request: HttpRequest, key: Key) -> str:
    """What another system says of a request stands in its story, under the rules of the post the key acts for. Gives
    the number of the update; told once more under the same `update_id`, it is the same one. Raises Wrong, Refused."""
    sent, actor = request.POST, keys.actor_of(key)
    if actor.post is None:
        raise Wrong(403, _("News of a matter is told by a post."))
    case = _case(sent, key)
    words = clean(sent.get("description", ""))[:MOST_WORDS]
    if len(words) < LEAST_WORDS:
        raise Wrong(400, _("description is missing: please write a few words; one sentence is enough."))
    status = sent.get("status", "").strip().lower() or "open"
    if status not in ("open", "closed"):
        raise Wrong(400, _("status is open or closed."))
    named = clean(sent.get("update_id", ""))[:100] or hashlib.sha256(words.encode()).hexdigest()
    once = f"open311:{key.pk}:{case.pk}:{status}:{named}"
    if status == "closed" and rules.may_answer_part(actor, case):
        actions.answer_part(actor, case, once=once, text=words)
    elif status == "closed":
        actions.answer(actor, case, once=once, kind="solved", text=words)
    else:
        actions.note(actor, case, once=once, text=words, public=True)
    return updates.number_of_last(case, actor.ref)


def _case(sent: QueryDict, key: Key) -> Case:
    """The case that is told of, if the post knows of it."""
    said = sent.get("service_request_id", "").strip()
    pk = parse_number(said) if said.isascii() and said.isdecimal() else None
    found = keys.told_to(key).filter(pk=pk).first() if pk else None
    if found is None:
        raise Wrong(404, _("There is no such request, or it is not public."))
    return found
