"""What of this room can be brought in as a spreadsheet (`network/bringing.py`): ready texts, and kinds of matters."""

import re
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from yishi.cases import actions as cases
from yishi.cases.models import Category, Urgency
from yishi.cases.rules import may_set_category
from yishi.network.bringing import Column, Import, Row, declare
from yishi.record import YES, Verdict, no

from . import actions
from .forms.texts import KeepText
from .models import ReplyText, Use

WHOSE = (("own", gettext_lazy("my own")), ("shared", gettext_lazy("shared by all desks of the place")))


def _has_post(actor: Any) -> Verdict:
    return YES if actor.post else no(_("Ready texts are kept by those who hold a post."))


def _text(actor: Any, row: Row) -> bool:
    whose, category = row.choice("whose", WHOSE), _category(row, "category")
    uses = [_use(row, each) for each in re.split(r"[\s、，,;；]+", row["uses"]) if each]
    if not row.sound:
        return False
    mine = {"owner": actor.pk} if whose == "own" else {"owner": None}
    there = ReplyText.objects.kept_by(actor).filter(title_zh=row["title_zh"], active=True, **mine).first()
    if there is not None:
        if row["text_zh"] != there.text_zh:
            row.differs("text_zh", there.text_zh)
        return False
    said: dict[str, Any] = {
        name: row[name]
        for name in ("title_zh", "title_en", "text_zh", "text_en", "season_from", "season_until")
    }
    said |= {
        "uses": uses,
        "category": category.pk if category else "",
        "shared": "yes" if whose == "shared" else "no",
    }
    form = KeepText(said, actor=actor)
    if not form.is_valid():
        for name, reasons in form.errors.items():
            row.bad({"shared": "whose", "__all__": ""}.get(name, name), "；".join(map(str, reasons)))
        return False
    if whose == "shared" and "shared" not in form.fields:
        row.bad("whose", _("What desks share is kept by the community committee, each for its own place."))
        return False
    if whose == "shared":
        actions.add_text(actor, actor.post.place, **form.arguments())
    else:
        actions.keep_own_text(actor.person, None, **form.arguments())
    return True


def _use(row: Row, said: str) -> str:
    """What a word among those of the cell stands for."""
    one = Row(row.number, {"uses": said}, row._of, row.outcome)
    found = one.choice("uses", Use.choices)
    row.sound &= one.sound
    return found


def _category(row: Row, name: str) -> Category | None:
    found = Category.objects.filter(code=row[name]).first() if row[name] else None
    if row[name] and found is None:
        row.bad(name, _("No kind of matter has the code %(code)s.") % {"code": row[name]})
    return found


def _kind(actor: Any, row: Row) -> bool:
    urgency = row.choice("urgency", Urgency.choices)
    row.code("code")
    fits = [row.short("code", 40), row.short("name_zh", 80), row.short("name_en", 120)]
    parent = _category(row, "parent")
    if row["position"] and not (row["position"].isdecimal() and int(row["position"][:6]) < 32_000):
        row.bad("position", _("This is no whole number."))
    if not (row.sound and all(fits)):
        return False
    there = Category.objects.filter(code=row["code"]).select_related("parent").first()
    if there is not None:
        return _same_kind(row, there, parent)
    if parent and parent.parent_id:
        row.bad("parent", _("There are two levels of kinds, and this one is on the second already."))
        return False
    said = {name: row[name] for name in ("name_zh", "name_en", "notice_zh", "notice_en")}
    said |= {"urgency": urgency} if urgency else {}
    cases.set_category(actor, parent, code=row["code"], position=int(row["position"] or 0), **said)
    return True


def _same_kind(row: Row, there: Category, parent: Category | None) -> bool:
    if parent is not None and there.parent_id != parent.pk:
        row.bad("parent", _("This kind stands under another heading here."))
    for name in ("name_zh", "name_en", "notice_zh", "notice_en"):
        if row[name] and row[name] != getattr(there, name):
            row.differs(name, getattr(there, name))
    return False


declare(
    Import(
        "texts",
        gettext_lazy("Ready texts"),
        gettext_lazy("What desks write every day, many at once."),
        (
            Column(
                "whose",
                gettext_lazy("Whose"),
                gettext_lazy("own: only you; shared: all desks of your place."),
                needed=True,
                example="shared",
            ),
            Column("title_zh", gettext_lazy("What it is called"), needed=True, example="已清理"),
            Column("text_zh", gettext_lazy("The text"), needed=True, example="堆物已经清走，楼道恢复通畅。"),
            Column("title_en", gettext_lazy("What it is called in English")),
            Column("text_en", gettext_lazy("The text in English")),
            Column(
                "category", gettext_lazy("Code of the kind of matter"), gettext_lazy("Empty: for every kind.")
            ),
            Column(
                "uses", gettext_lazy("For what"), gettext_lazy("Empty: for everything."), example="solved"
            ),
            Column("season_from", gettext_lazy("From month"), gettext_lazy("1 to 12; empty: all year.")),
            Column("season_until", gettext_lazy("To month")),
        ),
        _has_post,
        _text,
        "desk:texts",
    ),
    Import(
        "categories",
        gettext_lazy("Kinds of matters"),
        gettext_lazy("Headings and what lies under each. What more is asked of a kind is kept as it is."),
        (
            Column("code", pgettext_lazy("of a row in a file", "Code"), needed=True, example="shared.lamp"),
            Column(
                "parent",
                gettext_lazy("Code of the heading"),
                gettext_lazy("Empty: it is a heading itself. It may stand in a row above."),
                example="shared",
            ),
            Column("name_zh", gettext_lazy("Name in Chinese"), needed=True, example="楼道灯"),
            Column("name_en", gettext_lazy("Name in English"), needed=True, example="Light in the stairwell"),
            Column("urgency", gettext_lazy("How urgent it is"), example="general"),
            Column("position", gettext_lazy("Place in the list"), example="3"),
            Column(
                "notice_zh",
                gettext_lazy("Notice in Chinese"),
                gettext_lazy("Shown to whoever raises such a matter."),
            ),
            Column("notice_en", gettext_lazy("Notice in English")),
        ),
        may_set_category,
        _kind,
        "net:imports",
    ),
)
