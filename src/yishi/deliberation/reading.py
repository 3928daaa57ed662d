"""Compiled minutes as somebody reads them: the words of their language for codes, days and moments as people write
them. The page and the paper are made of the same; what was sealed is the structure below it, not these words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yishi.network.models import in_language

from .compiling import added
from .models import Attendance, Decision, Invitation, Item, Kind, Reason, Response, Why
from .tally import Count, Rule, decided


@dataclass
class Read:
    """The minutes in the reader's language. Lists hold dictionaries of words."""

    title: str
    kind: str
    place: str
    facts: list[tuple[str, str]]
    reasons: list[str]
    present: str
    roles: list[str]
    buildings: list[str]
    quorum: str
    quorum_source: str
    invited: list[dict[str, str]]
    frozen: str
    agenda: list[dict[str, Any]]
    removed: list[str]
    opinions: list[dict[str, str]]
    motions: list[dict[str, Any]]
    decisions: list[dict[str, str]]
    undertakings: list[dict[str, str]]
    remarks: list[str]
    corrections: list[str] = field(default_factory=list)
    added: list[str] = field(default_factory=list)


def read(minutes: Mapping[str, Any]) -> Read:
    """The compiled minutes in the present language."""
    late = {each["label"] for each in minutes.get("added", ()) if each["what"] in ("line", "answer")}
    kind, place = _label(Kind, minutes["kind"]), name(minutes["place"])
    there = minutes["attendance"]
    return Read(
        title=name(minutes["theme"]) or f"{place} {kind}",
        kind=kind,
        place=place,
        facts=_facts(minutes, place),
        reasons=[_reason(each) for each in minutes["reasons"]],
        present=ngettext("%(n)s person was checked in.", "%(n)s people were checked in.", there["total"])
        % {"n": there["total"]},
        roles=_counts(there, "by_role", "other_roles"),
        buildings=_counts(there, "by_building", "other_buildings"),
        quorum=_quorum(minutes["quorum"]),
        quorum_source=(minutes["quorum"] or {}).get("source", ""),
        invited=[_invited(each) for each in minutes["invited"]],
        frozen=_moment(minutes["frozen_at"]),
        agenda=[_item(each) for each in minutes["agenda"]],
        removed=[f"{each['title']}: {each['because']}" for each in minutes["removed"]],
        opinions=[
            _opinion(each) | ({"added": "yes"} if each["label"] in late else {})
            for each in minutes["opinions"]
        ],
        motions=[_motion(each) for each in minutes["motions"]],
        decisions=[_decision(each) for each in minutes["decisions"]],
        undertakings=[_undertaking(each) for each in minutes["undertakings"]],
        remarks=[line for line in minutes["remarks"].splitlines() if line.strip()],
        corrections=list(minutes["corrections"]),
        added=[_added(each) for each in minutes.get("added", ())],
    )


def added_to(draft: Mapping[str, Any], now: Mapping[str, Any]) -> list[dict[str, str]]:
    """What came into the minutes since the draft lay open, each with the words and the answer it brought."""
    of = {each["label"]: each for each in now["opinions"]}
    found = []
    for each in added(draft, now):
        opinion = _opinion(of[each["label"]]) if each.get("label") in of else {}
        what = each["what"]
        found.append(
            {
                "said": _added(each),
                "words": opinion.get("words", "") if what in ("line", "words") else "",
                "answer": opinion.get("text", "") if what in ("line", "answer") else "",
                "post": opinion.get("post", ""),
            }
        )
    return found


def _added(each: Mapping[str, Any]) -> str:
    if each["what"] == "corrections":
        return ngettext(
            "%(n)s proposed correction was accepted; it stands below.",
            "%(n)s proposed corrections were accepted; they stand below.",
            each["n"],
        ) % {"n": each["n"]}
    if each["what"] == "struck":
        return ngettext(
            "%(n)s decision was struck out; it stands among the decisions with the reason.",
            "%(n)s decisions were struck out; they stand among the decisions with the reasons.",
            each["n"],
        ) % {"n": each["n"]}
    words = {
        "line": _("%(label)s was added: it was written down, or arrived, after the draft lay open."),
        "words": _("%(label)s: its words were put right, or could be shown only then."),
        "answer": _("%(label)s: what was answered was added or put right."),
        "case": _("%(label)s became a matter."),
        "gone": _("%(label)s was taken out."),
    }
    return words[each["what"]] % {"label": each["label"]}


def name(both: Mapping[str, str] | None) -> str:
    """A name in the present language."""
    return in_language(both["zh"], both["en"]) if both else ""


def _label(words: Any, code: str) -> str:
    return str(words(code).label) if code in words.values else code


def _moment(said: str | None) -> str:
    return date_format(localtime(datetime.fromisoformat(said)), "DATETIME_FORMAT") if said else ""


def _time(said: str | None) -> str:
    return date_format(localtime(datetime.fromisoformat(said)), "H:i") if said else ""


def _day(said: str | None) -> str:
    return date_format(date.fromisoformat(said), "DATE_FORMAT") if said else ""


def _facts(minutes: Mapping[str, Any], place: str) -> list[tuple[str, str]]:
    began, ended = minutes["began_at"] or minutes["planned"][0], minutes["ended_at"] or minutes["planned"][1]
    facts = [
        (_("When"), f"{_moment(began)} – {_time(ended)}"),
        (_("Where"), f"{place} · {name(minutes['spot'])}"),
        (_("Host"), name(minutes["host"])),
        (_("Chair"), name(minutes["chair"])),
        (_("Clerk"), name(minutes["clerk"])),
    ]
    return [(label, said) for label, said in facts if said]


def _reason(reason: Mapping[str, Any]) -> str:
    about = _label(Reason.About, reason["about"])
    was = _(" (before: %(when)s)") % {"when": _moment(reason["was_at"])} if reason["was_at"] else ""
    if not reason["text"]:
        return f"{about}{was}"
    return _("%(about)s%(was)s: %(text)s") % {"about": about, "was": was, "text": reason["text"]}


def _counts(there: Mapping[str, Any], of: str, others: str) -> list[str]:
    lines: list[str] = []
    if not there[of]:  # nothing is told apart, and the number of all stands there already
        return lines
    for each in there[of]:
        label = _label(Attendance.Role, each["role"]) if "role" in each else name(each["place"])
        lines.append(f"{label} {each['count']}")
    if there[others]:
        lines.append(_("others, few each: %(n)s") % {"n": there[others]})
    return lines


def _quorum(quorum: Mapping[str, Any] | None) -> str:
    if quorum is None:
        return ""
    words = (
        _("%(entitled)s may vote, %(needed)s must be there, %(present)s were: there were enough.")
        if quorum["reached"]
        else _(
            "%(entitled)s may vote, %(needed)s must be there, %(present)s were: it could hear, not decide."
        )
    )
    return words % {key: quorum[key] for key in ("entitled", "needed", "present")}


def _invited(invited: Mapping[str, Any]) -> dict[str, str]:
    came = invited["came"]
    return {
        "post": name(invited["post"]),
        "as": _label(Invitation.As, invited["as"]),
        "matter": invited["matter"],
        "came": _label(Invitation.Came, came) if came else _("not noted"),
        "code": "" if came == Invitation.Came.UNNOTED else came,
    }


def _item(item: Mapping[str, Any]) -> dict[str, Any]:
    voices = item.get("voices")
    return {
        "n": item["n"],
        "title": item["title"],
        "text": item["text"],
        "why": _label(Why, item["why"]),
        "presenter": name(item["presenter"]),
        "late": item["late"],
        "case": item["case"] or "",
        "came": _label(Item.Came, item["came"]) if item["came"] else "",
        "summary": item["summary"],
        "voices": _("behind it when it was parked: %(then)s households; now: %(now)s")
        % {"then": voices[0], "now": voices[1]}
        if voices and voices[1] is not None
        else "",
    }


def _opinion(opinion: Mapping[str, Any]) -> dict[str, str]:
    response = opinion["response"] or {}
    return {
        "label": opinion["label"],
        "place": name(opinion["place"]),
        "words": opinion["words"] or "",
        "erased": _("(erased at the wish of whoever said it)") if opinion.get("erased") else "",
        "case": opinion["case"] or "",
        "kind": _label(Response.Kind, response["kind"]) if response else "",
        "code": response.get("kind", ""),
        "post": name(response.get("post")),
        "text": response.get("text", ""),
    }


def _motion(motion: Mapping[str, Any]) -> dict[str, Any]:
    rule = motion["rule"] or {}
    counted = motion["yes"] is not None
    return {
        "n": motion["n"],
        "text": motion["text"],
        "counts": _("%(yes)s in favour, %(no)s against, %(abstained)s abstained; %(present)s present.")
        % {key: motion[key] for key in ("yes", "no", "abstained", "present")}
        if counted
        else "",
        "carried": motion["carried"],
        "result": _result(motion),
        "sum": _arithmetic(motion) if counted and rule else "",
        "rule": in_language(rule.get("name_zh", ""), rule.get("name_en", "")),
        "source": rule.get("source", ""),
    }


def _arithmetic(motion: Mapping[str, Any]) -> str:
    """The sum, so that anybody can do it again."""
    numbers = (motion["yes"], motion["no"], motion["abstained"], motion["present"], motion["entitled"])
    return decided(Rule.read(motion["rule"]), Count(*numbers)).arithmetic


def _result(motion: Mapping[str, Any]) -> str:
    if motion["dropped"]:
        return _("withdrawn before it was voted on")
    if motion["carried"] is None:
        return _("not voted on")
    return _("carried") if motion["carried"] else _("not carried")


def _decision(decision: Mapping[str, Any]) -> dict[str, str]:
    kind = _label(Decision.Kind, decision["kind"])
    struck = _("struck out: %(reason)s") % {"reason": decision["struck"]} if "struck" in decision else ""
    return {"kind": kind, "text": decision["text"], "case": decision["case"] or "", "struck": struck}


def _undertaking(undertaking: Mapping[str, Any]) -> dict[str, str]:
    due = undertaking["due_on"]
    return {
        "post": name(undertaking["post"]),
        "text": undertaking["text"],
        "due": _("by %(day)s") % {"day": _day(due)} if due else _("no day was named"),
        "undated": "" if due else "yes",
        "about": undertaking["opinion"] or "",
    }
