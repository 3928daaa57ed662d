"""What a tenant's own cases have taught: how common words are here, and which words speak for which kind of matter.

Learnt by a job from masked words of cases in the open, never from what is kept to the hotline, and kept as two small
files beside the photographs, so that every machine with those has them. Where there is none yet, the built-in table
and the names of the kinds serve.
"""

import json
import logging
import re
import threading
import time
from datetime import timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from yishi.insight import learning, similarity
from yishi.record import clock

from .models import Case, Category, State, Visibility
from .spoken import SPOKEN

log = logging.getLogger("yishi.learnt")

PLACE_KEPT = "learnt"
STAMP = "%Y%m%dT%H%M%S%f"
MOST_FOR_WORDS = 4_000
MOST_FOR_KINDS = 10_000
DECIDED = (State.ANSWERED, State.CLOSED, State.LAPSED)
LOOKED_AFTER = 60.0
"""Seconds after which a process looks whether something newer is there."""

_seen: dict[str, tuple[float, str, object]] = {}
_looking = threading.Lock()


_ASKED = re.compile(r"\n[^\n？?]{2,60}[？?][^\n]{0,60}(?=\n|$)")


def own_words(said: str) -> str:
    """Without the questions a form asked and their answers below: they are the same for everybody of a kind, so they
    would make strangers alike, and teach a kind by words that nobody says."""
    return _ASKED.sub("", said)


def weights() -> similarity.Weights:
    """How common words are here; the built-in table where nothing was learnt."""
    found = _newest("words", _weights_of)
    return found if isinstance(found, similarity.Weights) else similarity.PRIOR


def model() -> learning.Model:
    """What speaks for each kind of matter; learnt from the names of the kinds and how
    residents speak of them where there was nothing else."""
    found = _newest("kinds", learning.Model.from_bytes)
    return found if isinstance(found, learning.Model) else _from_names()


def learn() -> int:
    """Learn anew from the newest cases in the open. Gives from how many."""
    cases = Case.objects.exclude(visibility=Visibility.HOTLINE).exclude(public_words="")
    cases = cases.order_by("-reported_at", "-id")
    said = cases.values_list("public_words", flat=True)[:MOST_FOR_WORDS]
    common = similarity.learn(map(own_words, said.iterator(500))).pruned()
    _keep("words", json.dumps({"texts": common.texts, "counts": dict(common.counts)}).encode())
    decided = cases.filter(state__in=DECIDED, category__active=True, category__parent__isnull=False)
    pairs = list(decided.values_list("public_words", "category__code")[:MOST_FOR_KINDS])
    names = spoken_names()
    if not names and not pairs:
        return 0
    taught = learning.train(
        [own_words(words) for words, _code in pairs], [code for _words, code in pairs], names
    )
    _keep("kinds", taught.as_bytes())
    return len(pairs)


def forget() -> None:
    """Without what was learnt; the built-in tables serve again."""
    for name in _kept_files():
        default_storage.delete(f"{PLACE_KEPT}/{name}")
    _seen.clear()


def is_due() -> bool:
    """Nothing was learnt within a day; what was learnt in days to come was learnt by a clock that was ahead."""
    day = timedelta(days=1)
    since, until = (f"kinds-{moment.strftime(STAMP)}" for moment in (clock.now() - day, clock.now() + day))
    return not any(since <= name <= until for name in _kept_files())


def spoken_names() -> dict[str, str]:
    """By which words each kind is called: its own name, that of its parent, its notice, and how residents say it."""
    return {
        kind.code: f"{kind.name_zh}。{kind.parent.name_zh}。{kind.notice_zh}{SPOKEN.get(kind.code, '')}"
        for kind in Category.objects.choosable()
        if kind.parent
    }


def _from_names() -> learning.Model:
    names = spoken_names()
    key = json.dumps(names, ensure_ascii=False, sort_keys=True)
    _at, known, found = _seen.get("names", (0.0, "", None))
    if known != key or not isinstance(found, learning.Model):
        found = learning.train([], [], names or {"": ""})
        _seen["names"] = (0.0, key, found)
    return found


def _weights_of(kept: bytes) -> similarity.Weights:
    said = json.loads(kept)
    return similarity.Weights(int(said["texts"]), said["counts"])


def _newest(kind: str, read) -> object:
    """What the newest file of this kind holds; read once, and looked for again now and then."""
    at, name, found = _seen.get(kind, (-LOOKED_AFTER, "", None))
    if time.monotonic() - at < LOOKED_AFTER:
        return found
    with _looking:
        newest = max((n for n in _kept_files() if n.startswith(f"{kind}-")), default="")
        if newest != name:
            name, found = newest, _read(newest, read) if newest else None
        _seen[kind] = (time.monotonic(), name, found)
    return found


def _read(name: str, read) -> object:
    try:
        with default_storage.open(f"{PLACE_KEPT}/{name}") as file:
            return read(file.read())
    except (OSError, ValueError, KeyError) as broken:
        log.warning("what was learnt cannot be read (%s): %s", name, broken)
        return None


def _keep(kind: str, content: bytes) -> None:
    """Keep it beside the older one, then let that go: whoever reads meanwhile finds one of them."""
    older = [name for name in _kept_files() if name.startswith(f"{kind}-")]
    stamp = clock.now().strftime(STAMP)
    kept = default_storage.save(f"{PLACE_KEPT}/{kind}-{stamp}", ContentFile(content))
    for name in older:
        if f"{PLACE_KEPT}/{name}" != kept:
            default_storage.delete(f"{PLACE_KEPT}/{name}")
    _seen.pop(kind, None)


def _kept_files() -> list[str]:
    try:
        return default_storage.listdir(PLACE_KEPT)[1]
    except OSError:  # no such directory yet
        return []
