"""How a case was judged beyond the resident's own word, as its page shows it: doubts of neighbours and second looks."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from . import present, publishing, rules
from .models import Case, Photo, RateRule, SecondLook, State
from .moments import Moment

JUDGED = (State.ANSWERED, State.CLOSED, State.LAPSED)


@dataclass
class Judged:
    """What stands beside an answer: doubts that still hold, what a volunteer saw, and whether the reader may doubt."""

    doubts: int = 0
    to_reopen: int = 2
    looks: list[SecondLook] = field(default_factory=list)
    may_doubt: bool = False
    invites: bool = False


def judged(case: Case, actor: Any) -> Judged | None:
    """Nothing while the case has no answer that could be doubted."""
    if case.state not in JUDGED:
        return None
    answers = present.answers(case)
    if not answers:
        return None
    doubts = sum(doubt.answer_id == answers[-1].pk for doubt in present.rows(case, "doubts"))
    looks = [each for each in present.rows(case, "looks") if each.answer_id == answers[-1].pk]
    rule = RateRule.objects.over(case.place_path) if doubts else RateRule()
    return Judged(
        doubts,
        rule.doubts_to_reopen,
        [look for look in looks if look.ended_at and look.verdict in SEEN],
        bool(rules.may_doubt(actor, case)) if actor.pk else False,
        invites=case.in_the_open and not actor.pk,
    )


SEEN = (SecondLook.Verdict.SOLVED, SecondLook.Verdict.NOT_SOLVED, SecondLook.Verdict.COULD_NOT_SEE)
_LOOKED = {
    SecondLook.Verdict.SOLVED: (
        _("Second look by a volunteer of another building: solved"),
        "check-circle",
        "done",
    ),
    SecondLook.Verdict.NOT_SOLVED: (
        _("Second look by a volunteer of another building: not solved"),
        "frown",
        "overdue",
    ),
    SecondLook.Verdict.COULD_NOT_SEE: (
        _("Second look by a volunteer of another building: could not see it"),
        "search",
        "plain",
    ),
}


def moments(case: Case, actor: Any, photos: dict, within: bool) -> Iterator[Moment]:
    """Doubts and second looks in the story. `photos` by moment and stage; those shown here are taken out."""
    shown: dict[int, int] = {}
    for doubt in present.rows(case, "doubts"):
        shown[doubt.answer_id] = shown.get(doubt.answer_id, 0) + 1
        if doubt.second_look:
            continue  # told as the look it came from
        yield Moment(
            doubt.at,
            ngettext(
                "A neighbour says: not solved (%(n)s household)",
                "A neighbour says: not solved (%(n)s households by now)",
                shown[doubt.answer_id],
            )
            % {"n": shown[doubt.answer_id]},
            text=publishing.words_later(doubt, case, actor, as_said=within),
            icon="frown",
            kind="overdue",
            photos=photos.pop((doubt.at, Photo.Stage.CONTEST), []),
        )
    for look in present.rows(case, "looks"):
        if look.verdict in SEEN and look.ended_at:
            title, icon, kind = _LOOKED[SecondLook.Verdict(look.verdict)]
            words = publishing.words_later(look, case, actor, as_said=within)
            seen = photos.pop((look.ended_at, Photo.Stage.LOOK), [])
            yield Moment(look.ended_at, title, text=words, icon=icon, kind=kind, photos=seen)
