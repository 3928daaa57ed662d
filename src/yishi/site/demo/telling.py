"""The verbs of the storylines: short constructors so that a matter reads like the story it tells. All invented."""

from .shapes import Matter, Step

M = Matter


def take(who: str, after: str, words: str = "") -> Step:
    """Somebody takes the order on."""
    return Step("take", who, after, words)


def call(who: str, after: str, words: str) -> Step:
    """A telephone call with the resident, and what was said."""
    return Step("call", who, after, words)


def note(who: str, after: str, words: str, photo: str = "") -> Step:
    """A progress note everybody may read."""
    return Step("note", who, after, words, photo=photo)


def inside(who: str, after: str, words: str) -> Step:
    """A note for the holders only."""
    return Step("note", who, after, words, internal=True)


def promise(who: str, after: str, in_days: int, words: str) -> Step:
    """A day by which it will be done."""
    return Step("promise", who, after, words, in_days=in_days)


def back(who: str, after: str, words: str, to: str) -> Step:
    """Returned, with the reason and who should have it instead."""
    return Step("return", who, after, words, to=to)


def rule(who: str, after: str, words: str, to: str) -> Step:
    """The community committee rules who must do it."""
    return Step("rule", who, after, words, to=to)


def up(who: str, after: str, words: str) -> Step:
    """Handed up one rung, with the reason."""
    return Step("hand_up", who, after, words)


def ask(who: str, after: str, to: str, words: str, lead: bool = False) -> Step:
    """A department or the property company is called in with a part of its own."""
    return Step("ask", who, after, words, to=to, lead=lead)


def part(who: str, after: str, words: str) -> Step:
    """The one called in answers for its part."""
    return Step("part", who, after, words)


def solved(who: str, after: str, words: str, photo: bool = False) -> Step:
    return Step("answer", who, after, words, kind="solved", photo="after" if photo else "")


def partly(who: str, after: str, words: str, remains: str, in_days: int, photo: bool = False) -> Step:
    shown = "after" if photo else ""
    return Step("answer", who, after, words, kind="partly", remains=remains, in_days=in_days, photo=shown)


def explained(who: str, after: str, words: str, basis: str) -> Step:
    return Step("answer", who, after, words, kind="explained", basis=basis)


def impossible(who: str, after: str, words: str, ground: str, door: str) -> Step:
    """Cannot be done: why, and what can be done instead."""
    return Step("answer", who, after, words, kind="impossible", ground=ground, door=door)


def decline(who: str, after: str, words: str, ground: str, door: str, kind: str = "outside") -> Step:
    """Not ours to handle: the ground (outside our duties, or another lawful procedure), and the right door."""
    return Step("decline", who, after, words, ground=ground, door=door, kind=kind)


def withdraw(after: str, words: str) -> Step:
    """The resident no longer asks for it."""
    return Step("withdraw", "resident", after, words)


def happy(after: str, words: str = "") -> Step:
    return Step("feedback", "resident", after, words, level="satisfied")


def fine(after: str, words: str = "") -> Step:
    """Solved, and mostly satisfied."""
    return Step("feedback", "resident", after, words, level="mostly")


def sour(after: str, words: str) -> Step:
    """Accepted, but not satisfied."""
    return Step("feedback", "resident", after, words, level="unsatisfied")


def unsolved(after: str, words: str, contacted: bool = True, photo: bool = False) -> Step:
    """Not solved: the matter goes to the next rung."""
    return Step(
        "feedback", "resident", after, words, contacted=contacted, solved=False, level="unsatisfied",
        photo="before" if photo else "",
    )  # fmt: skip


# --- under pressure, see `pressing` ---


def park(
    who: str, after: str, reason: str, words: str, measures: str, in_days: int, households: int = 0
) -> Step:
    """The desk proposes to let it lie."""
    return Step("park", who, after, words, kind=reason, remains=measures, in_days=in_days, count=households)


def approve(who: str, after: str, words: str) -> Step:
    """The rung above agrees to park it."""
    return Step("decide_parking", who, after, words)


def doors(who: str, after: str, count: int) -> Step:
    """Somebody goes from door to door and writes down so many households."""
    return Step("doors", who, after, "", count=count)


def nudged(after: str) -> Step:
    """The resident asks how it stands."""
    return Step("nudge", "resident", after)


def supervise(who: str, after: str, grade: str, reason: str, words: str, in_days: int) -> Step:
    """It comes under supervision."""
    return Step("supervise", who, after, words, kind=grade, ground=reason, in_days=in_days)


def report(who: str, after: str, words: str) -> Step:
    """The desk reports to its supervisor."""
    return Step("report_to_supervisor", who, after, words)


def whistle(who: str, after: str, units: str, hours: int, words: str) -> Step:
    """Units are called on site; `units` separated by blanks."""
    return Step("whistle", who, after, words, to=units, count=hours)


def came(who: str, after: str) -> Step:
    """A unit says that it is on site."""
    return Step("appear", who, after)


# --- the time of a matter, see `timing` ---


def stopped(who: str, after: str, reason: str, words: str, in_days: int) -> Step:
    """The clock stands, for a reason everybody can read, for so many days at most."""
    return Step("pause", who, after, words, kind=reason, in_days=in_days)


def goes_on(who: str, after: str) -> Step:
    """The clock goes on."""
    return Step("resume", who, after)


def more_time(who: str, after: str, words: str, in_days: int) -> Step:
    """So many days beyond the limit are asked for."""
    return Step("ask_extension", who, after, words, in_days=in_days)


def granted(who: str, after: str, words: str) -> Step:
    """The rung above grants it."""
    return Step("answer_extension", who, after, words)


def went_up(after: str) -> Step:
    """The limit has passed, and it goes to the next rung by itself."""
    return Step("escalate", "", after)


# --- neighbours who say the same, see `joining` ---


def neighbours(after: str, count: int) -> Step:
    """So many households join."""
    return Step("neighbours", "", after, count=count)


def merged(who: str, after: str, into: str) -> Step:
    """It is put together with another matter, by its key."""
    return Step("merge", who, after, to=into)


def taken_out(who: str, after: str) -> Step:
    """It is taken out again."""
    return Step("split", who, after)


# --- point by point, see `checking` ---


def ticked(who: str, after: str, count: int) -> Step:
    """So many points of the checklist, the next ones in order, are done."""
    return Step("tick", who, after, "", count=count)


def answered_checked(who: str, after: str, words: str, photo: bool = False) -> Step:
    """Solved, although points of the checklist are open."""
    return Step("answer_checked", who, after, words, photo="after" if photo else "")
