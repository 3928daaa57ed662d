"""Counting votes: whether a motion is carried, by which rule, and the arithmetic that anybody can do again.

Whole numbers only: a share is a fraction, and nothing is rounded on the way. A tie never is more than half.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

PRESENT, CAST, ENTITLED = "present", "cast", "entitled"


class NotCountable(ValueError):
    """The numbers contradict each other. `said` is the sentence for whoever counted."""

    def __init__(self, said: str):
        super().__init__(said)
        self.said = said


@dataclass(frozen=True)
class Share:
    """A fraction of a number of people that is to be exceeded (`more_than`, 过半数), or reached (以上)."""

    num: int
    den: int
    more_than: bool

    def __post_init__(self) -> None:
        if not 0 <= self.num <= self.den or self.den == 0:
            raise ValueError(f"{self.num}/{self.den} is no share")

    def needed_of(self, base: int) -> int:
        """The smallest number that does; where there is nobody, one more than there are."""
        least = self.num * base // self.den + 1 if self.more_than else -(-self.num * base // self.den)
        return max(least, 1)

    def is_met(self, number: int, base: int) -> bool:
        """Whether so many of the base do."""
        return number >= self.needed_of(base)

    @property
    def words(self) -> str:
        """The share as it is read: "more than half", "at least two thirds"."""
        if self.more_than:
            return pgettext("of a share of votes", "more than %(share)s") % {"share": self._fraction}
        return pgettext("of a share of votes", "at least %(share)s") % {"share": self._fraction}

    @property
    def _fraction(self) -> str:
        named: dict[tuple[int, int], str | Promise] = {
            (1, 2): pgettext_lazy("fraction", "half"),
            (1, 3): pgettext_lazy("fraction", "a third"),
            (2, 3): pgettext_lazy("fraction", "two thirds"),
            (3, 4): pgettext_lazy("fraction", "three quarters"),
            (3, 5): pgettext_lazy("fraction", "three fifths"),
            (4, 5): pgettext_lazy("fraction", "four fifths"),
            (1, 1): pgettext_lazy("fraction", "all"),
        }
        return str(named.get((self.num, self.den), f"{self.num}/{self.den}"))


@dataclass(frozen=True)
class Rule:
    """A way of counting: of whom the share is taken, how large it is, and how many must be there at all."""

    base: str
    share: Share
    quorum: Share | None = None

    @classmethod
    def of(cls, tally: Any) -> "Rule":
        """The rule a row of `TallyRule` says."""
        return cls.read(as_data(tally))

    @classmethod
    def read(cls, data: dict[str, Any]) -> "Rule":
        """The rule out of what `as_data` gave, as it was kept with a motion."""
        quorum = data["quorum"]
        return cls(data["base"], Share(*data["share"]), Share(*quorum) if quorum else None)


@dataclass(frozen=True)
class Count:
    """Raised hands, how many were present, and how many may vote at all (None: whoever is there)."""

    yes: int
    no: int
    abstained: int
    present: int
    entitled: int | None = None

    @property
    def votes(self) -> int:
        return self.yes + self.no + self.abstained


@dataclass(frozen=True)
class Outcome:
    """What comes of a count by a rule: the base the share was taken of, how many were needed, and whether it is
    carried. Without enough people there (`quorate`) nothing is."""

    rule: Rule
    count: Count
    base: int
    needed: int
    quorum_needed: int | None
    quorate: bool
    carried: bool

    @property
    def arithmetic(self) -> str:
        """One sentence by which anybody can do the sum again."""
        numbers = {
            "yes": self.count.yes,
            "base": self.base,
            "needed": self.needed,
            "share": self.rule.share.words,
        }
        if self.quorum_needed is not None and not self.quorate:
            return str(
                _("%(present)s are present and %(quorum)s are needed: this can be heard, not decided.")
                % {"present": self.count.present, "quorum": self.quorum_needed}
            )
        if self.carried:
            said = {
                PRESENT: _("%(yes)s of %(base)s present is %(share)s (%(needed)s were needed)."),
                CAST: _("%(yes)s of %(base)s votes cast is %(share)s (%(needed)s were needed)."),
                ENTITLED: _("%(yes)s of %(base)s who may vote is %(share)s (%(needed)s were needed)."),
            }
        else:
            said = {
                PRESENT: _("%(yes)s of %(base)s present is not %(share)s (%(needed)s were needed)."),
                CAST: _("%(yes)s of %(base)s votes cast is not %(share)s (%(needed)s were needed)."),
                ENTITLED: _("%(yes)s of %(base)s who may vote is not %(share)s (%(needed)s were needed)."),
            }
        return str(said[self.rule.base] % numbers)


def in_words(rule: Rule) -> list[str]:
    """The rule as sentences: what carries, what an abstention does, and how many must be there."""
    carries = {
        PRESENT: _("It is carried with the votes of %(share)s of those present."),
        CAST: _("It is carried with %(share)s of the votes for and against."),
        ENTITLED: _("It is carried with the votes of %(share)s of all who may vote, present or not."),
    }[rule.base]
    abstaining = {
        PRESENT: _("Whoever abstains counts as present, and so against."),
        CAST: _("Whoever abstains does not count, neither for nor against."),
        ENTITLED: _("Whoever abstains or stays away counts against."),
    }[rule.base]
    quorum = (
        _("Nothing can be decided unless %(share)s of those who may vote are there.")
        % {"share": rule.quorum.words}
        if rule.quorum
        else _("It does not matter how many came.")
    )
    return [str(carries % {"share": rule.share.words}), str(abstaining), str(quorum)]


ENTITLED_IN_EXAMPLES, PRESENT_IN_EXAMPLES, ABSTAINED_IN_EXAMPLES = 60, 48, 6


def examples(rule: Rule) -> list[tuple[Count, Outcome]]:
    """Counts that show where the rule turns: just enough for, one fewer, and one too few there; what somebody looks at
    before the rule holds."""
    entitled = ENTITLED_IN_EXAMPLES
    quorum = rule.quorum.needed_of(entitled) if rule.quorum else 0
    of_all = rule.share.needed_of(entitled) if rule.base == ENTITLED else 0
    present = max(PRESENT_IN_EXAMPLES, quorum, of_all)
    abstained = 0 if of_all == present else min(ABSTAINED_IN_EXAMPLES, present - of_all)
    base = {PRESENT: present, CAST: present - abstained, ENTITLED: entitled}[rule.base]
    needed = rule.share.needed_of(base)
    abstained = min(abstained, present - needed)
    found = [
        Count(yes, present - abstained - yes, abstained, present, entitled) for yes in (needed, needed - 1)
    ]
    if quorum > 1:
        found.append(Count(quorum - 1, 0, 0, quorum - 1, entitled))
    return [(count, decided(rule, count)) for count in found]


def as_data(tally: Any) -> dict[str, Any]:
    """A row of `TallyRule` as it is kept with a motion: what held when the hands were counted holds for good."""
    quorum = (
        [tally.quorum_num, tally.quorum_den, tally.quorum_more_than] if tally.quorum_num is not None else None
    )
    return {
        "code": tally.code,
        "name_zh": tally.name_zh,
        "name_en": tally.name_en,
        "base": tally.base,
        "share": [tally.share_num, tally.share_den, tally.more_than],
        "quorum": quorum,
        "source": tally.source,
    }


def decided(rule: Rule, count: Count) -> Outcome:
    """What comes of it. Raises NotCountable where a number is below nought, more voted than were present, more were
    present than may vote, or the rule asks how many may vote and nobody has said so."""
    check(rule, count)
    base = {
        PRESENT: count.present,
        CAST: count.yes + count.no,
        ENTITLED: count.entitled or 0,
    }[rule.base]
    quorum_needed = rule.quorum.needed_of(count.entitled or 0) if rule.quorum else None
    quorate = quorum_needed is None or count.present >= quorum_needed
    return Outcome(
        rule=rule,
        count=count,
        base=base,
        needed=rule.share.needed_of(base),
        quorum_needed=quorum_needed,
        quorate=quorate,
        carried=quorate and base > 0 and rule.share.is_met(count.yes, base),
    )


def check(rule: Rule, count: Count) -> None:
    """Raises NotCountable as `decided` does."""
    if min(count.yes, count.no, count.abstained, count.present) < 0:
        raise NotCountable(str(_("A count of hands is never below nought.")))
    if count.votes > count.present:
        raise NotCountable(
            str(
                _(
                    "%(yes)s for, %(no)s against and %(abstained)s abstaining are %(votes)s votes, but %(present)s "
                    "people are present. Please count again."
                )
                % {
                    "yes": count.yes,
                    "no": count.no,
                    "abstained": count.abstained,
                    "votes": count.votes,
                    "present": count.present,
                }
            )
        )
    if count.entitled is not None and count.present > count.entitled:
        raise NotCountable(
            str(
                _("%(present)s are said to be present, but only %(entitled)s may vote. Please count again.")
                % {"present": count.present, "entitled": count.entitled}
            )
        )
    if count.entitled is None and (rule.base == ENTITLED or rule.quorum):
        raise NotCountable(
            str(_("This way of counting needs to know how many may vote. Please say so first."))
        )
