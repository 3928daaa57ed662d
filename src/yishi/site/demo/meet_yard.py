"""A courtyard meeting of the largest estate of the demo city (坝坝会): more than twenty opinions on two sheets, three
bodies asked to come, what they answered and promised, and what came of it in the weeks after."""

import datetime as dt
from collections.abc import Iterator
from functools import partial

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localtime

from yishi.cases import actions as cases
from yishi.cases.models import Case, State
from yishi.deliberation import actions, outcome_jobs
from yishi.deliberation.actions.attending import Came
from yishi.deliberation.actions.sheets import Line
from yishi.deliberation.models import Invitation, Kind, Session, Undertaking
from yishi.network import pictures
from yishi.network.actors import Actor, acting
from yishi.network.models import Place
from yishi.record import clock

from . import content
from .meet_words import CORRECTION, SHEETS, SOLVED, SOLVED_AFTER, YARD
from .pictures import draw
from .told import Aside, City

ESTATE, CHAIR, CLERK = "dangui", "dangui.branch", "dangui.steward"
HELD_BEFORE = 24
"""Days before today on which it was held."""
CALLED_BEFORE = 10
HOUR = dt.time(19, 0)
LASTS = dt.timedelta(hours=2)
ROLL = (
    ("housing.department", Invitation.Came.CAME),
    ("urban.department", Invitation.Came.DEPUTY),
    ("dangui.property", Invitation.Came.CAME),
    ("fire.department", Invitation.Came.ABSENT),
)
THEME = "停车、楼道和物业：大家来说，当场来答"
HEADS = ((1, 9), (2, 7), (3, 6), (4, 8), (6, 11), (7, 5), (8, 4))
"""So many came from each building."""


def build_yard(city: City, now: dt.datetime) -> Iterator[tuple[dt.datetime, Aside]]:
    """From the call to what is late today, each at its time."""
    day = now.date() - dt.timedelta(days=HELD_BEFORE)
    begins = now.replace(hour=HOUR.hour, minute=0, second=0, microsecond=0) - dt.timedelta(days=HELD_BEFORE)
    told: list[Session] = []

    def at(days: float, act, **more) -> tuple[dt.datetime, Aside]:
        return begins + dt.timedelta(days=days), Aside(partial(act, told=told, **more), city)

    yield at(-CALLED_BEFORE, _call, begins=begins)
    yield at(0, _hold)
    yield begins + LASTS, Aside(partial(_end, told=told), city)
    yield at(0.6, _draft)
    yield at(4.6, _seal)
    yield at(4.7, post_on_board)
    yield at(6.5, _correct)
    for each in sorted({said.kept for said in YARD if said.kept}):
        yield at(each + 0.5, _keep, day=day + dt.timedelta(days=each))
    yield at(SOLVED_AFTER + 0.5, _answer)
    yield at(SOLVED_AFTER + 1.5, _confirm)
    yield now - dt.timedelta(minutes=10), Aside(_note, city)


def by(city: City, key: str) -> Actor:
    """Whoever holds this post first, acting in it."""
    return acting(city.posts[key], city.people[content.POSTS[key].holders[0]])


def _building(city: City, number: int) -> Place | None:
    return city.places[content.code_of(f"{ESTATE}/{number}")] if number else None


def _call(city: City, told: list[Session], begins: dt.datetime) -> None:
    chair = by(city, CHAIR)
    session = actions.call_session(
        chair,
        city.places[content.ESTATES[ESTATE].code],
        kind=Kind.YARD,
        starts_at=begins,
        ends_at=begins + LASTS,
        host=city.organisations[CHAIR],
        spot_zh="三栋前面的小广场",
        spot_en="the small square in front of building 3",
        chair=city.posts[CHAIR],
        clerk=city.posts[CLERK],
        theme_zh=THEME,
        theme_en="Parking, stairwells, management: say it here, hear the answer here",
    )
    posts = [city.posts[key] for key, _came in ROLL]
    actions.invite(chair, session, posts=posts, matter="停车、堆物和物业")
    actions.announce(chair, session)
    told.append(session)


def _now(told: list[Session]) -> Session:
    return Session.objects.get(pk=told[0].pk)


def _hold(city: City, told: list[Session]) -> None:
    """It begins; who is there is written down; what is said gets its number, and its answer at once."""
    clerk, session = by(city, CLERK), _now(told)
    actions.begin(clerk, session)
    people = [Came(building=_building(city, number), count=count) for number, count in HEADS]
    actions.write_down_attendance(clerk, session, people=people, line=f"yard-{session.pk}")
    came = dict(ROLL)
    for invitation in session.invitations.select_related("post"):
        actions.call_roll(clerk, invitation, came=came[invitation.post.code])
    sheets = [actions.open_sheet(clerk, session, key=f"yard-{session.pk}-{n}") for n in range(SHEETS)]
    for number, said in enumerate(YARD):
        line = Line(
            key=f"yard-{session.pk}-line-{number}",
            words=said.words,
            said_by=said.who,
            building=_building(city, said.building),
        )
        opinion = actions.take_down(clerk, sheets[number % SHEETS], lines=[line])[0]
        if not opinion.is_shown:
            actions.moderate(clerk, opinion, show=True)
        due = clock.today() + dt.timedelta(days=said.due) if said.due else None
        post = city.posts[said.post]
        actions.respond(clerk, opinion, kind=said.kind, post=post, text=said.reply, due_on=due)


def _end(city: City, told: list[Session]) -> None:
    actions.end(by(city, CHAIR), _now(told))


def _draft(city: City, told: list[Session]) -> None:
    actions.draft_minutes(by(city, CHAIR), _now(told))


def _seal(city: City, told: list[Session]) -> None:
    actions.seal_minutes(by(city, CHAIR), _now(told))


def post_on_board(city: City, told: list[Session]) -> None:
    """They hang on the board, and a picture shows it."""
    drawn = SimpleUploadedFile("board.jpg", draw("meeting", 11, after=True), "image/jpeg")
    picture = pictures.read(drawn)
    day = clock.today()
    actions.post_minutes(
        by(city, CLERK), _now(told), board="三栋门口的公示栏", posted_on=day, picture=picture
    )


def _correct(city: City, told: list[Session]) -> None:
    actions.correct_sealed(by(city, CHAIR), _now(told), text=CORRECTION)


def _keep(city: City, told: list[Session], day: dt.date) -> None:
    """What was promised for about this day is done, and the chair has seen it."""
    for said in (each for each in YARD if each.kept and _day(told, each) == day):
        row = Undertaking.objects.get(session=told[0], text=said.reply)
        post = city.posts[said.post]
        actions.claim_kept(acting(post), row, evidence=f"已经做好：{said.reply}")
        actions.confirm_kept(by(city, CHAIR), row)


def _day(told: list[Session], said) -> dt.date:
    return localtime(told[0].starts_at).date() + dt.timedelta(days=said.kept)


def _answer(city: City, told: list[Session]) -> None:
    """The first of those that were taken away are answered."""
    branch = by(city, CHAIR)
    for case, words in zip(_taken(told), SOLVED, strict=False):
        if case.state == State.REPORTED:
            case = cases.take(branch, case)
        cases.answer(branch, case, kind="solved", text=words)


def _taken(told: list[Session]) -> list[Case]:
    rows = told[0].opinions.filter(response__kind="taken", case__isnull=False).select_related("case")
    return [opinion.case for opinion in rows.order_by("pk") if opinion.case]


def _confirm(_city: City, told: list[Session]) -> None:
    """Those who said it have the slip from the clerk, and say that it is solved."""
    for case in _taken(told)[: len(SOLVED)]:
        cases.confirm(Actor(follows=frozenset({case.pk})), case, contacted=True, satisfaction="satisfied")


def _note(_city: City) -> None:
    """What the clock finds: promises that are late, opinions that are solved."""
    outcome_jobs.follow_promises()
    outcome_jobs.note_what_is_solved()
