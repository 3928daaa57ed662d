"""The briefing on paper: typeset as tagged PDF, and as a document (DOCX) with real headings, lists and tables, so that
an office can go on writing in it. Both say the same as the page."""

import io
from collections.abc import Iterator
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _
from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from yishi.network import pictures
from yishi.network.typesetting import code, typeset
from yishi.record.views import in_groups

from . import stories
from .briefing import Briefing
from .stories import Story

BODY, HEADS = ("Times New Roman", "宋体"), ("Arial", "黑体")
"""Type of the document, Latin and Chinese: what every office has."""
RED, GREY = RGBColor(0xA8, 0x32, 0x1F), RGBColor(0x6B, 0x65, 0x5C)


def words_of(found: Briefing) -> dict[str, str]:
    """What the paper says beside the figures."""
    return {
        "briefing": _("Briefing"),
        "stories": _("How it was solved"),
        "how": str(stories.HOW),
        "before": _("Before"),
        "after": _("After"),
        "said": _("What was said"),
        "answer": _("What was answered"),
        "way": _("The way it took"),
        "late": pgettext("heading", "Overdue"),
        "broken": _("Promises not kept"),
        "number": _("Number"),
        "what": _("What"),
        "who": _("Who"),
        "where": _("Where"),
        "since": _("Answer was due"),
        "when": _("By when"),
        "no_day": _("no day was named"),
        "given_up": _("not kept"),
        "is_late": _("its day is over"),
        "nothing_late": _("No answer is overdue today."),
        "nothing_broken": _("No promise was broken, and none is late."),
        "check": _("How to check this"),
        "checked": checked(found),
        "scan": _("Scan to read it with the list behind every figure."),
        "nothing": _("The record holds nothing of this place in this period."),
    }


def title_of(found: Briefing) -> str:
    """Its title: the place, the period."""
    return _("Briefing: %(place)s, %(period)s") % {"place": found.place.label, "period": found.name}


def standing_of(found: Briefing) -> str:
    """What is open today, and from when the paper is."""
    said = {"open": found.open, "overdue": found.overdue, "at": moment(found.at)}
    return _("At %(at)s, %(open)s matters were open, %(overdue)s of them overdue.") % said


def checked(found: Briefing) -> str:
    """The way anybody can check the figures."""
    if found.head is None:
        return _("Nothing of the record has been sealed yet.")
    said = {"size": found.head.size, "at": moment(found.head.sealed_at)}
    return (
        _(
            "Every figure is counted from the public record and leads to its list. When the record was sealed at "
            "%(at)s it held %(size)s entries; below stands the head of its tree. Whoever downloads the record finds "
            "the same head, or sees that something was changed."
        )
        % said
    )


def moment(at: Any) -> str:
    return date_format(localtime(at), "DATETIME_FORMAT")


def day(on: Any) -> str:
    return date_format(on, "DATE_FORMAT")


def chosen_for(story: Story) -> str:
    """What speaks for a story, in a line."""
    said = [_("the resident is satisfied")] if story.satisfied else [_("solved, the resident says")]
    if story.voices > 1:
        said.append(ngettext("%(n)s household", "%(n)s households", story.voices) % {"n": story.voices})
    said.append(_("answered after %(time)s") % {"time": took(story)})
    return " · ".join(said)


def took(story: Story) -> str:
    """From what was said to the answer, as people say it."""
    minutes = max(int(story.took.total_seconds()) // 60, 1)
    if minutes < 60:
        return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    if minutes < 48 * 60:
        hours = minutes // 60
        return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    days = minutes // 1440
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}


# --- PDF ---


def as_pdf(found: Briefing, address: str) -> bytes:
    """The briefing on A4."""
    return typeset("disclosure/papers/briefing.typ", data_of(found, address))


def data_of(found: Briefing, address: str) -> dict[str, Any]:
    """What the paper shows, as JSON holds it."""
    return {
        "title": title_of(found),
        "place": found.place.label,
        "period": found.name,
        "address": address,
        "code": code(address),
        "standing": standing_of(found),
        "passages": [
            {"title": each.title, "note": each.note, "figures": _figures(each)} for each in found.passages
        ],
        "stories": [story_of(each) for each in found.stories],
        "late": [
            [each.number, each.title, each.place, each.holder, day(localtime(each.due_at))]
            for each in found.late
        ],
        "broken": [
            {
                "text": each.text,
                "who": each.who,
                "due": day(each.due_on) if each.due_on else "",
                "given_up": each.given_up,
                "reason": each.reason,
            }
            for each in found.broken
        ],
        "root": " ".join(in_groups(found.root)),
        "words": words_of(found),
    }


def _figures(passage: Any) -> list[list[str]]:
    return [[each.before, each.shown, each.after] for each in passage.figures]


def story_of(story: Story) -> dict[str, Any]:
    """One story as a paper shows it; `pictures` are before and after, as bytes in a list."""
    return {
        "title": story.case.title,
        "number": story.case.number,
        "place": story.case.place.label,
        "for": chosen_for(story),
        "words": story.words,
        "answer": story.answer,
        "who": story.who,
        "way": [[day(step.day), step.what, step.who] for step in story.way],
        "pictures": [list(each) for each in _pictures(story)],
    }


def _pictures(story: Story) -> list[bytes]:
    """Before and after, where both are there to be shown."""
    if story.photos is None:
        return []
    try:
        return [pictures.load(photo.name, small=True) for photo in story.photos]
    except FileNotFoundError:
        return []


# --- DOCX ---


def as_docx(found: Briefing, address: str) -> bytes:
    """The briefing as a document of Office Open XML."""
    said, paper = words_of(found), _paper(title_of(found))
    paper.add_heading(title_of(found), 0)
    if not found.passages:
        paper.add_paragraph(said["nothing"])
    for passage in found.passages:
        paper.add_heading(passage.title, 1)
        _figures_in(paper.add_paragraph(), passage)
    paper.add_paragraph(standing_of(found))
    if found.stories:
        paper.add_heading(said["stories"], 1)
        for story in found.stories:
            _story_in(paper, story, said)
        _small(paper.add_paragraph(), said["how"])
    _late_in(paper, found, said)
    _broken_in(paper, found, said)
    paper.add_heading(said["check"], 1)
    paper.add_paragraph(said["checked"])
    if found.root:
        _small(paper.add_paragraph(), " ".join(in_groups(found.root)))
    _small(paper.add_paragraph(), address)
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def _paper(title: str) -> Any:
    """An empty document on A4, its styles set in Chinese type as well."""
    paper = Document()
    section = paper.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.6)
    section.top_margin, section.bottom_margin = Cm(2.8), Cm(2.5)
    language = "en-GB" if (get_language() or "").startswith("en") else "zh-CN"
    paper.core_properties.title, paper.core_properties.language = title, language
    paper.core_properties.author = ""
    _type(paper.styles["Normal"], BODY, 12)
    paper.styles["Normal"].paragraph_format.line_spacing = 1.5
    for name, size in (("Title", 22), ("Heading 1", 16), ("Heading 2", 14)):
        _type(paper.styles[name], HEADS, size)
        paper.styles[name].font.color.rgb = RED if name == "Title" else RGBColor(0, 0, 0)
    for line in paper.styles["Title"].element.iter(qn("w:bottom")):
        line.set(qn("w:color"), str(RED))
    _language(paper.styles["Normal"], language)
    return paper


def _type(style: Any, faces: tuple[str, str], size: int) -> None:
    """Latin and Chinese type of a style. Themes name faces of their own, which would win: they are taken out."""
    style.font.name, style.font.size = faces[0], Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        if "heme" in name:
            del fonts.attrib[name]
    for name in ("w:ascii", "w:hAnsi", "w:cs"):
        fonts.set(qn(name), faces[0])
    fonts.set(qn("w:eastAsia"), faces[1])


def _language(style: Any, language: str) -> None:
    said = OxmlElement("w:lang")
    said.set(qn("w:val"), language if language.startswith("en") else "en-GB")
    said.set(qn("w:eastAsia"), "zh-CN")
    style.element.get_or_add_rPr().append(said)


def _figures_in(paragraph: Any, passage: Any) -> None:
    for n, each in enumerate(passage.figures):
        paragraph.add_run((pgettext("between figures", ", ") if n else "") + each.before)
        paragraph.add_run(each.shown).bold = True
        paragraph.add_run(each.after)
    paragraph.add_run(pgettext("after figures", "."))
    if passage.note:
        run = paragraph.add_run(f" {passage.note}")
        run.font.color.rgb = GREY


def _small(paragraph: Any, text: str) -> None:
    run = paragraph.add_run(text)
    run.font.size, run.font.color.rgb = Pt(9), GREY


def _story_in(paper: Any, story: Story, said: dict[str, str]) -> None:
    paper.add_heading(story.case.title, 2)
    _small(paper.add_paragraph(), f"{story.case.place.label} · {story.case.number} · {chosen_for(story)}")
    for label, text in ((said["said"], story.words), (said["answer"], story.answer)):
        if text:
            paragraph = paper.add_paragraph()
            paragraph.add_run(f"{label}{_(':')} ").bold = True
            paragraph.add_run(text)
    found = _pictures(story)
    if found:
        row = paper.add_table(rows=2, cols=2).rows
        for n, (picture, label) in enumerate(zip(found, (said["before"], said["after"]), strict=True)):
            shape = row[0].cells[n].paragraphs[0].add_run().add_picture(io.BytesIO(picture), width=Cm(7.4))
            shape._inline.docPr.set("descr", f"{label}{_(':')} {story.case.title}")
            row[1].cells[n].text = label
    for step in story.way:
        who = f" — {step.who}" if step.who else ""
        paper.add_paragraph(f"{day(step.day)} {step.what}{who}", style="List Bullet")


def _late_in(paper: Any, found: Briefing, said: dict[str, str]) -> None:
    paper.add_heading(said["late"], 1)
    if not found.late:
        paper.add_paragraph(said["nothing_late"])
        return
    rows = (
        (each.number, _aside(each.title, each.place), each.holder, day(localtime(each.due_at)))
        for each in found.late
    )
    _table(paper, (said["number"], said["what"], said["who"], said["since"]), rows, (1.6, 6.8, 4.2, 3.2))


def _broken_in(paper: Any, found: Briefing, said: dict[str, str]) -> None:
    paper.add_heading(said["broken"], 1)
    if not found.broken:
        paper.add_paragraph(said["nothing_broken"])
        return
    rows = (
        (
            _aside(each.text, each.reason) if each.reason else each.text,
            each.who,
            f"{day(each.due_on) if each.due_on else said['no_day']}"
            f" {said['given_up'] if each.given_up else said['is_late']}",
        )
        for each in found.broken
    )
    _table(paper, (said["what"], said["who"], said["when"]), rows, (8, 4.4, 3.4))


def _aside(what: str, said: Any) -> str:
    """With something said of it in brackets."""
    return pgettext("something, and in brackets what is said of it", "%(what)s (%(said)s)") % {
        "what": what,
        "said": said,
    }


def _table(
    paper: Any, heads: tuple[str, ...], rows: Iterator[tuple[str, ...]], widths: tuple[float, ...]
) -> None:
    """With a head that is said again on every page."""
    table = paper.add_table(rows=1, cols=len(heads), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for cell, head in zip(table.rows[0].cells, heads, strict=True):
        cell.paragraphs[0].add_run(head).bold = True
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    # both are needed: some programs go by the columns, others by the cells
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Cm(width)
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.line_spacing = 1.1
                for run in paragraph.runs:
                    run.font.size = Pt(10)
