"""What the desk is told about sorting a case: another kind the words speak for, and who solved such matters here."""

from typing import Any

from django.utils.translation import get_language

from yishi.cases import learnt, publishing, rules
from yishi.cases.models import Case
from yishi.cases.similar import kept_a_minute
from yishi.cases.suggesting import Receiver, Suggestion, suggest_category, suggest_receiver
from yishi.network.powers import Power


def kinds(actor: Any, case: Case) -> list[Suggestion]:
    """Kinds the words speak for, for those who may read them; none where the present one is the likeliest."""
    words = publishing.words(case, actor)
    asked = ("kinds", words, case.place.path, get_language())
    found = kept_a_minute(asked, lambda: _spoken_for(words, case)) if words else []
    if found and found[0].category.pk == case.category_id:
        return []
    return [each for each in found if each.category.pk != case.category_id]


def _spoken_for(words: str, case: Case) -> list[Suggestion]:
    return suggest_category(learnt.own_words(words), case.place)


def receivers(actor: Any, case: Case) -> list[Receiver]:
    """Who solved such matters here: never the body complained about, never the desk it lies on."""
    found = suggest_receiver(case.category, case.place, except_of=case.about_id, limit=4)
    return [each for each in found if each.post.pk != case.holder_id][:3]


def sorting(actor: Any, case: Case) -> dict[str, Any]:
    """For the desk's page of a case; empty for whoever cannot act on it."""
    handles = bool(actor.post) and actor.post.can(Power.HANDLE) and actor.post.covers(case.place_path)
    if not handles or not case.is_open:
        return {"sorting": None}
    sorts = bool(rules.may_recategorise(actor, case))
    calls_in = bool(rules.may_ask_part(actor, case))
    return {
        "sorting": {
            "kinds": kinds(actor, case)[:1] if sorts else [],
            "receivers": receivers(actor, case) if calls_in else [],
        }
    }
