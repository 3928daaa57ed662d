"""Asked in a process of the house itself: making it ready, and counting afterwards what is there."""

import json
import os
import sys
import time
from collections import Counter, defaultdict
from datetime import timedelta
from typing import Any

KINDS = {
    "reported": "cases.Reported",
    "taken": "cases.Taken",
    "answered": "cases.Answered",
    "confirmed": "cases.Confirmed",
    "joined": "cases.Joined",
}
"""What was acknowledged → the event that says so in the record."""


def answer(what: str) -> None:
    """Run `prepare` or `count` with the arguments on standard input; its result goes to standard output."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yishi.site.settings")
    import django

    django.setup()
    given = json.load(sys.stdin)
    asked: dict[str, Any] = {"prepare": prepare, "count": count}
    print(json.dumps(asked[what](**given)))


def prepare(reporters: int) -> list[dict[str, str]]:
    """A small city, and somebody signed in at a desk for each reporter."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.core.management import call_command

    from yishi.cases.models import Category
    from yishi.network.models import Appointment, Place
    from yishi.site.bench import city

    call_command("migrate", interactive=False, verbosity=0)
    city.build(estates=8)
    category = Category.objects.choosable().filter(stop_number="", questions=None).order_by("code").first()
    stewards = Appointment.objects.filter(post__role="steward").select_related("person", "post__place")
    ready = []
    for seat in stewards.order_by("post__place__path")[:reporters]:
        session = SessionStore()
        session[SESSION_KEY] = str(seat.person.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = seat.person.get_session_auth_hash()
        session.save()
        estate = seat.post.place
        building = Place.objects.inside(estate.path).filter(level="building").first()
        ready.append(
            {
                "cookie": str(session.session_key),
                "place": estate.code,
                "building": building.code if building else estate.code,
                "category": category.code if category else "",
            }
        )
    return ready


def count(matters: list[dict[str, Any]], patience: float) -> dict[str, Any]:
    """Let all that waits be done, look for everything that was acknowledged, and hold what is kept twice against each
    other."""
    from yishi.cases import standing
    from yishi.record import actions, checking

    _settle(patience)
    found = {
        **_looked_for(matters),
        "told_twice": _told_twice(),
        "halves": {name: n for name, n in _halves().items() if n},
        "search_wrong": _search_wrong(),
        "standing_wrong": len(standing.differences()),
        "deliveries_stuck": _deliveries_stuck(),
        "indicators_ok": actions.compare_indicators().as_json()["ok"],
    }
    report = checking.check().as_json()
    nothing: tuple[str, ...] = (
        "lost",
        "lost_acts",
        "doubled",
        "doubled_acts",
        "doubled_photos",
        "told_twice",
        "halves",
    )
    nothing += ("search_wrong", "standing_wrong", "deliveries_stuck")
    ok = report["ok"] and found["indicators_ok"] and not any(found[name] for name in nothing)
    whole = {"record_ok": report["ok"], "entries": report["size"], "files_without_row": _stray_files()}
    return {"ok": ok, **found, **whole}


def _settle(patience: float) -> None:
    from yishi.cases.jobs import fold_moves_waiting
    from yishi.record import jobs
    from yishi.record.models import Unsealed

    until = time.monotonic() + patience
    while Unsealed.objects.exists() and time.monotonic() < until:
        jobs.seal_waiting()
    fold_moves_waiting()


def _looked_for(matters: list[dict[str, Any]]) -> dict[str, Any]:
    from yishi.cases.models import Case, Photo
    from yishi.record.models import Entry

    by_mark: dict[str, list[int]] = defaultdict(list)
    numbers: dict[str, str] = {}
    for case in Case.objects.only("id", "words").iterator():
        mark = case.words.partition("：")[0]
        by_mark[mark].append(case.pk)
        numbers[mark] = case.number
    said: Counter = Counter(
        Entry.objects.filter(kind__in=KINDS.values()).values_list("subject", "kind").iterator()
    )
    photos = Counter(Photo.objects.values_list("case", flat=True))
    lost = [each for each in matters if each["number"] and numbers.get(each["mark"]) != each["number"]]
    lost_acts = 0
    for each in matters:
        for pk in by_mark.get(each["mark"], []):
            lost_acts += sum(said[f"case:{pk}", KINDS[act]] == 0 for act in each["done"] if act in KINDS)
            lost_acts += "photo" in each["done"] and not photos[pk]
    return {
        "cases": sum(map(len, by_mark.values())),
        "lost": len(lost),
        "lost_acts": lost_acts,
        "doubled": sum(len(pks) > 1 for pks in by_mark.values()),
        "doubled_acts": dict(Counter(kind for (_subject, kind), n in said.items() if n > 1)),
        "doubled_photos": sum(
            "photo" in each["done"] and _photos_of(each, by_mark, photos) > 1 for each in matters
        ),
        "photos": sum(photos.values()),
    }


def _photos_of(matter: dict[str, Any], by_mark: dict[str, list[int]], photos: Counter) -> int:
    return sum(photos[pk] for pk in by_mark.get(matter["mark"], []))


def _told_twice() -> int:
    from django.db.models import Count

    from yishi.notices.models import Message

    told = Message.objects.values("about", "post", "person", "kind").annotate(n=Count("pk"))
    return told.filter(n__gt=1).count()


def _halves() -> dict[str, int]:
    """What must not stand alone: name → how many do."""
    from django.db.models import Count, F, Q

    from yishi.cases.models import Case, Photo, Voice
    from yishi.network.pictures import load
    from yishi.record.models import Entry, Leaf, Submission

    entries = Entry.objects.filter(subject__startswith="case:")
    told = set(entries.values_list("subject", flat=True).distinct())
    here = {f"case:{pk}" for pk in Case.objects.values_list("pk", flat=True)}
    households = Count("joined", filter=Q(joined__withdrawn_at=None, joined__beside=None))
    voices = Case.objects.annotate(counted=households + 1).exclude(voices=F("counted"))

    def is_lost(name: str) -> bool:
        try:
            return not (load(name) and load(name, small=True))
        except FileNotFoundError:
            return True

    return {
        "cases on no desk": Case.objects.filter(stays=None).count(),
        "cases without entry": len(here - told),
        "entries without case": len(told - here),
        "entries without leaf": Entry.objects.count() - Leaf.objects.count(),
        "sendings without result": Submission.objects.filter(result="").count(),
        "photos without file": sum(is_lost(name) for name in Photo.objects.values_list("name", flat=True)),
        "voices miscounted": voices.count(),
        "voices without case": Voice.objects.filter(case=None).count(),
    }


def _search_wrong() -> int:
    """Cases whose line in the index is not what it should be, and lines without a case."""
    from django.db import connection

    from yishi.cases import search
    from yishi.cases.models import Case

    with connection.cursor() as cursor:
        cursor.execute("SELECT rowid, tokens FROM cases_search")
        lines = dict(cursor.fetchall())
        wrong = 0
        for case in Case.objects.select_related("place", "category").iterator(chunk_size=1000):
            tokens = search.tokens_of(case)
            if connection.vendor == "postgresql":
                cursor.execute("SELECT to_tsvector('simple', %s)", [tokens])
                tokens = cursor.fetchone()[0]
            wrong += lines.pop(case.pk, None) != tokens
    return wrong + len(lines)


def _deliveries_stuck() -> int:
    """Whatever a killed worker had in hand is sent once its lease has ended, and what was kept for the morning in the
    morning: whatever hour it is now, an hour of every kind of day has come two days later, and nothing waits."""
    from yishi.notices import jobs
    from yishi.notices.models import Delivery
    from yishi.record import clock

    now = clock.real_now()
    for hours in range(1, 49):
        with clock.at(now + timedelta(hours=hours)):
            while jobs.deliver_waiting(1000):
                pass
    return Delivery.objects.unsent().count()


def _stray_files() -> int:
    """Photos written by a process that was killed before its report was: they harm nobody and are swept up."""
    from django.conf import settings

    from yishi.cases.models import Photo

    names = list(Photo.objects.values_list("name", flat=True))
    kept = {f"{name}{ending}" for name in names for ending in (".jpg", "-small.jpg")}
    files = (settings.MEDIA_ROOT / "photos").rglob("*.jpg")
    return sum(str(path.relative_to(settings.MEDIA_ROOT)) not in kept for path in files)
