"""What the demo's operator and people see of messages on their way: some wait, some fail, and one channel is away.

Told after the city stands, and only where the demo is tried out: a story of the past rings nobody's telephone.
"""

import datetime as dt
import json
from datetime import time
from typing import Any

from django.conf import settings

from yishi.cases import notices
from yishi.cases.models import Case
from yishi.network.actors import CLOCK
from yishi.network.models import Place, Post
from yishi.notices import actions
from yishi.notices.channels import WECOM, Unreachable
from yishi.people.models import Person
from yishi.record import clock

from . import content

NOBODY = "http://127.0.0.1:9/nobody-listens-here"
"""Where the demo's robots are said to be: nowhere, so that the operator has something to look after."""
MATTERS = 5


def begin() -> None:
    """The street has its quiet hours, three people say how they wish to be told, two desks have a group chat whose
    carrier does not answer, and a few messages are on their way."""
    actions.set_quiet_hours(
        CLOCK, Place.objects.get(code=content.STREET), begins=time(21, 30), ends=time(7, 30)
    )
    people = Person.objects.filter(username__in=content.PEOPLE).order_by("id")
    wishes: list[dict[str, Any]] = [
        {"pace": "daily"},
        {"silent": ["neighbourhood"]},
        {"quiet_from": time(20), "quiet_until": time(9)},
    ]
    for person, wish in zip(people, wishes, strict=False):
        actions.keep_preference(person, **wish)
    posts = list(Post.objects.filter(role="steward").order_by("id")[:2])
    _give_robots(posts)
    for number, case in enumerate(Case.objects.order_by("-id")[:MATTERS]):
        facts = {"number": case.number, "holder": posts[0].place.label_when_read}
        actions.tell(
            notices.TAKEN, about=case, link=f"/case/{case.number}", phone=f"199{number:08}", facts=facts
        )
    for post in posts:
        actions.tell(notices.TAKEN, about=case, link=f"/desk/cases/{case.pk}/", post=post, facts=facts)
    with clock.at(clock.now() - dt.timedelta(minutes=20)):
        actions.note_channel_down(WECOM, f"{Unreachable.__name__}: ConnectionError")


def _give_robots(posts: list[Post]) -> None:
    file = settings.DATA_DIR / "robots.json"
    if not file.exists():
        robots = {post.code: {"kind": WECOM, "url": NOBODY} for post in posts}
        file.write_text(json.dumps(robots))
        file.chmod(0o600)
