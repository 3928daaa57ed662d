"""The place an address names, in words as people write them: “桂花苑3栋2单元”, “Osmanthus Court Building 3”."""

import re

from django.db.models import CharField, F, Q, Value
from django.utils.translation import gettext as _

from yishi.cases import choosing
from yishi.network.actors import ANYONE
from yishi.network.models import Place

from .answers import Wrong

MOST_NAMED = 400


def named(address: str, around: Place | None) -> Place:
    """The one place a matter can be raised from whose name, with those of the places it lies in, the address tells most
    of. Raises Wrong where it tells of none, or of several alike."""
    rows = choosing.places(ANYONE)
    if around:
        rows = rows.inside(around.path)
    said = Value(address, output_field=CharField())
    named = Q(said__icontains=F("name_zh")) | ~Q(name_en="") & Q(said__icontains=F("name_en"))
    found = list(rows.annotate(said=said).filter(named)[:MOST_NAMED])
    lengths = {place.path: length for place in found if (length := _told(place, address))}
    best, weight = _best([place for place in found if place.path in lengths], lengths)
    if not best:
        raise Wrong(400, _("No place we know is named in address_string. Please send address_id as well."))
    if len(best) > 1 or not weight:
        names = ", ".join(f"{place.label} ({place.code})" for place in best[:5])
        raise Wrong(
            400,
            _("address_string could be any of these: %(places)s. Please send address_id.")
            % {"places": names},
        )
    return best[0]


def _best(found: list[Place], lengths: dict[str, int]) -> tuple[list[Place], tuple[int, int]]:
    """Those of which most places on the way are named, then with the longest names."""
    weights = {}
    for place in found:
        way = [lengths[path] for path in lengths if place.path.startswith(path)]
        weights[place.pk] = len(way), sum(way)
    most = max(weights.values(), default=(0, 0))
    return [place for place in found if weights[place.pk] == most], most


def _told(place: Place, address: str) -> int:
    """How many letters of the address are this place's name; none where it is only the end of a longer number, as the
    3栋 in 13栋 is."""
    for name in filter(None, (place.name_zh, place.name_en)):
        before, behind = (r"(?<!\d)" if name[0].isdigit() else ""), (r"(?!\d)" if name[-1].isdigit() else "")
        if re.search(f"{before}{re.escape(name)}{behind}", address, re.IGNORECASE):
            return len(name)
    return 0
