"""The form of a way of counting votes at a place."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from yishi.network.forms.bodies import Form, Line

from ..models import Kind, TallyRule
from ..tally import Rule, Share

SHARES = (
    Share(1, 2, more_than=True),
    Share(3, 5, more_than=False),
    Share(2, 3, more_than=False),
    Share(2, 3, more_than=True),
    Share(3, 4, more_than=False),
    Share(3, 4, more_than=True),
    Share(4, 5, more_than=False),
    Share(1, 1, more_than=False),
)
"""What may be asked of those for it: never half or less, by which a tie would be carried."""
QUORUMS = (Share(1, 3, more_than=False), Share(1, 2, more_than=False), *SHARES)


def _key(share: Share) -> str:
    return f"{share.num}/{share.den}{'+' if share.more_than else ''}"


def _offered(shares: Sequence[Share]) -> list[tuple[str, str]]:
    return [(_key(share), share.words) for share in shares]


class SetTally(Form):
    """A way of counting, as it is to hold from now on."""

    send = _("See what it means")
    lead = _(
        "It holds here and at all places within. Before it is kept you see in words and examples what it means. Hands "
        "that were counted stay counted as they were."
    )
    done = _("This way of counting holds from now on.")

    name_zh = Line(
        label=_("Chinese name"), help_text=_("Short, as it is read out before a vote."), max_length=80
    )
    name_en = Line(label=_("English name"), max_length=120, required=False)
    base = forms.ChoiceField(
        label=_("Of whom is the share taken?"), choices=TallyRule.Base.choices, widget=forms.RadioSelect
    )
    share = forms.ChoiceField(
        label=_("How many of them must be for it?"),
        choices=lambda: _offered(SHARES),
        help_text=_("A tie is never carried."),
    )
    quorum = forms.ChoiceField(
        label=_("How many of those who may vote must be there?"),
        choices=lambda: [("", _("however many come")), *_offered(QUORUMS)],
        required=False,
        help_text=_("If there are fewer, everything may be heard and nothing decided."),
    )
    kinds = forms.MultipleChoiceField(
        label=_("For which sessions is it used here?"),
        help_text=_(
            "For those announced from now on. What was announced keeps what held then. Where nothing is ticked, it can "
            "be chosen for a single vote before hands are raised."
        ),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    source = Line(
        label=_("Where does this come from?"),
        help_text=_(
            "The law, the charter of the community, a decision of the residents: with its day or number."
        ),
        max_length=200,
    )

    def __init__(self, *args: Any, like: TallyRule | None = None, kinds: Sequence[str] = (), **kwargs: Any):
        """`like`: what it begins with; `kinds`: sessions that can be ticked."""
        kwargs["initial"] = _said(like) if like is not None else {"base": TallyRule.Base.PRESENT}
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["kinds"]
        choice.choices = [(kind, Kind(kind).label) for kind in kinds]
        if not kinds:
            del self.fields["kinds"]

    def arguments(self) -> dict[str, Any]:
        """What the action takes."""
        said = dict(self.cleaned_data)
        share = {_key(each): each for each in SHARES}[said.pop("share")]
        quorum = {_key(each): each for each in QUORUMS}.get(said.pop("quorum"))
        return said | {
            "share_num": share.num,
            "share_den": share.den,
            "more_than": share.more_than,
            "quorum_num": quorum.num if quorum else None,
            "quorum_den": quorum.den if quorum else None,
            "quorum_more_than": quorum.more_than if quorum else False,
        }

    @property
    def rule(self) -> Rule:
        """What was filled in, to do sums by."""
        return Rule.of(TallyRule(**{k: v for k, v in self.arguments().items() if k != "kinds"}))

    @property
    def called(self) -> str:
        """Its name in the reader's language."""
        said = self.cleaned_data
        chinese = (get_language() or "").startswith("zh")
        return str(said["name_zh"] if chinese else said["name_en"] or said["name_zh"])


def _said(tally: TallyRule) -> dict[str, Any]:
    quorum = (
        Share(tally.quorum_num, tally.quorum_den, tally.quorum_more_than)
        if tally.quorum_num is not None and tally.quorum_den is not None
        else None
    )
    return {
        "name_zh": tally.name_zh,
        "name_en": tally.name_en,
        "base": tally.base,
        "share": _key(Share(tally.share_num, tally.share_den, tally.more_than)),
        "quorum": _key(quorum) if quorum else "",
        "source": tally.source,
    }
