"""Pages of a PDF with Chinese type, written one after another: what goes to the printer's shop is one file, however
many plaques are in it.

Only what stands on a plaque is drawn: lines of type, filled rectangles, codes. The type is cut down to the characters
that are used (fontTools) and embedded, so that any printer shows it. A page costs a few kilobytes and is given out as
soon as it is drawn. Source of the format: ISO 32000-1, 9.7 (composite fonts) and 9.9 (embedded font programs).
"""

import functools
import io
import logging
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import segno
from django.conf import settings

MM = 72 / 25.4
"""Points in a millimetre."""
MASK = 3
"""One mask of a code for all: to try all eight takes ten times as long, and any reader reads any of them."""
NAMES = ("SC", "GB", "YaHei", "SimHei", "Micro Hei", "Songti SC")
"""By these the simplified Chinese face of a collection is told."""


logging.getLogger("fontTools").setLevel(logging.WARNING)  # it tells of every glyph


class NoType(Exception):
    """The file of Chinese type that YISHI_FONT names is not there."""


def type_file() -> Path:
    """The file of the type: the one YISHI_FONT names, else the one that comes with the house. Raises NoType."""
    path = Path(settings.YISHI_FONT or str(resources.files("pylopdf_fonts_zh_cn") / "NotoSansSC-Regular.otf"))
    if not path.is_file():
        raise NoType
    return path


@dataclass(frozen=True)
class Type:
    """A face cut down to some characters: of each its code in the file and its width in thousandths."""

    data: bytes
    is_outline: bool
    codes: dict[str, int]
    widths: dict[str, int]
    ascent: int
    descent: int
    box: tuple[int, int, int, int]

    def width(self, text: str, size: float) -> float:
        """How wide a line is, in points."""
        return sum(self.widths.get(each, 1000) for each in text) * size / 1000

    def shown(self, text: str) -> str:
        """The line as hexadecimal codes; a character the face lacks is an empty box."""
        return "".join(f"{self.codes.get(each, 0):04X}" for each in text)


def cut(characters: Iterable[str]) -> Type:
    """The face with these characters. Raises NoType."""
    return _cut("".join(sorted(set(characters))))


@functools.lru_cache(maxsize=8)
def _cut(characters: str) -> Type:
    # imported where type is cut, so that a process that never does carries none of it
    from fontTools import subset
    from fontTools.ttLib import TTFont

    face = _face(type_file())
    options = subset.Options(
        layout_features=[], name_IDs=[], notdef_outline=True, glyph_names=True, hinting=False
    )
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "BASE", "VORG", "vhea", "vmtx", "STAT", "DSIG"]
    cutter = subset.Subsetter(options)
    cutter.populate(text=characters)
    cutter.subset(face)
    scale = 1000 / face["head"].unitsPerEm
    known = face.getBestCmap()
    is_outline = "CFF " in face
    codes = {each: _code(face, known[ord(each)], is_outline) for each in characters if ord(each) in known}
    widths = {each: round(face["hmtx"][known[ord(each)]][0] * scale) for each in codes}
    head, tall = face["head"], face["hhea"]
    box = tuple(round(side * scale) for side in (head.xMin, head.yMin, head.xMax, head.yMax))
    out = io.BytesIO()
    face.save(out)
    data = out.getvalue()
    if is_outline:
        data = TTFont(io.BytesIO(data)).reader["CFF "]
    return Type(data, is_outline, codes, widths, round(tall.ascent * scale), round(tall.descent * scale), box)


def _code(face: Any, glyph: str, is_outline: bool) -> int:
    """What stands for a glyph in a line: its number, or in a face that names them by number (CID), that one."""
    if is_outline and glyph.startswith("cid"):
        return int(glyph[3:])
    return face.getGlyphID(glyph)


def _face(path: Path) -> Any:
    """The simplified Chinese face of a file."""
    from fontTools.ttLib import TTCollection, TTFont

    if path.suffix.lower() not in (".ttc", ".otc"):
        return TTFont(path, lazy=True)
    with open(path, "rb") as file:
        many = len(TTCollection(file, lazy=True).fonts)
    faces = [TTFont(path, fontNumber=number, lazy=True) for number in range(many)]
    for face in faces:
        name = face["name"].getDebugName(4) or ""
        if any(part in name for part in NAMES) and "Mono" not in name:
            return face
    return faces[0]


class Page:
    """One page as it is drawn. Lengths are in millimetres from the upper left; sizes of type in points."""

    def __init__(self, face: Type, width: float, height: float) -> None:
        self.face, self.width, self.height = face, width, height
        self._said: list[str] = []

    def text(
        self, words: str, x: float, y: float, size: float, *, middle: bool = False, colour: str = "0 g"
    ) -> None:
        """A line of type whose foot stands at y; `middle`: x is its middle."""
        if middle:
            x -= self.face.width(words, size) / MM / 2
        at = f"{x * MM:.2f} {(self.height - y) * MM:.2f} Td"
        self._said.append(f"{colour} BT /F1 {size:.2f} Tf {at} <{self.face.shown(words)}> Tj ET")

    def fitted(self, words: str, x: float, y: float, size: float, room: float, **how: Any) -> None:
        """A line that becomes smaller where it would be wider than `room`."""
        wide = self.face.width(words, size) / MM
        self.text(words, x, y, size * min(1, room / wide) if wide else size, **how)

    def block(self, x: float, y: float, width: float, height: float, colour: str = "0 g") -> None:
        """A filled rectangle."""
        low = (self.height - y - height) * MM
        self._said.append(f"{colour} {x * MM:.2f} {low:.2f} {width * MM:.2f} {height * MM:.2f} re f")

    def code(self, text: str, x: float, y: float, side: float) -> None:
        """A QR code of so many millimetres, its quiet zone included."""
        rows = list(_code_rows(text))
        step = side / (len(rows) + 8)
        said = ["0 g"]
        for down, row in enumerate(rows):
            low = (self.height - y - (down + 5) * step) * MM
            for begin, end in _runs(row):
                left = (x + (begin + 4) * step) * MM
                said.append(f"{left:.2f} {low:.2f} {(end - begin) * step * MM:.2f} {step * MM:.2f} re")
        self._said.append("\n".join([*said, "f"]))

    def drawn(self) -> bytes:
        return zlib.compress("\n".join(self._said).encode("ascii"), 6)


def _code_rows(text: str) -> Iterator[bytes]:
    yield from map(bytes, segno.make(text, error="m", micro=False, mask=MASK).matrix)


def _runs(row: bytes) -> Iterator[tuple[int, int]]:
    """From where to where a row is dark."""
    begin = None
    for at, dark in enumerate([*row, 0]):
        if dark & 1 and begin is None:
            begin = at
        elif not dark & 1 and begin is not None:
            yield begin, at
            begin = None


def written(pages: Iterable[Page], face: Type, title: str) -> Iterator[bytes]:
    """The file, piece by piece. Objects 1 to 8 are the catalogue, the list of pages and the type."""
    out = _Out()
    yield out.put_raw(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    yield from _type(out, face)
    keys = []
    for page in pages:
        drawn = page.drawn()
        content = out.next()
        yield out.stream(content, drawn, b"/Filter /FlateDecode")
        keys.append(out.next())
        box = f"[0 0 {page.width * MM:.2f} {page.height * MM:.2f}]"
        yield out.put(
            keys[-1],
            f"<< /Type /Page /Parent 2 0 R /MediaBox {box} /Contents {content} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>",
        )
    yield out.put(
        2, f"<< /Type /Pages /Count {len(keys)} /Kids [{' '.join(f'{key} 0 R' for key in keys)}] >>"
    )
    yield out.put(
        1, "<< /Type /Catalog /Pages 2 0 R /Lang (zh-CN) /ViewerPreferences << /DisplayDocTitle true >> >>"
    )
    named = ("\ufeff" + title).encode("utf-16-be").hex()
    yield out.put(8, f"<< /Title <{named}> /Producer (Yishi) >>")
    yield out.end()


class _Out:
    """Where each object of the file begins."""

    def __init__(self) -> None:
        self._length, self._begins, self._last = 0, {}, 8  # type: ignore[var-annotated]

    def next(self) -> int:
        self._last += 1
        return self._last

    def put_raw(self, data: bytes) -> bytes:
        self._length += len(data)
        return data

    def put(self, key: int, said: str) -> bytes:
        self._begins[key] = self._length
        return self.put_raw(f"{key} 0 obj\n{said}\nendobj\n".encode())

    def stream(self, key: int, data: bytes, more: bytes = b"") -> bytes:
        self._begins[key] = self._length
        head = f"{key} 0 obj\n<< /Length {len(data)} ".encode()
        return self.put_raw(head + more + b" >>\nstream\n" + data + b"\nendstream\nendobj\n")

    def end(self) -> bytes:
        count = self._last + 1
        table = "".join(f"{self._begins[key]:010d} 00000 n \n" for key in range(1, count))
        return self.put_raw(
            f"xref\n0 {count}\n0000000000 65535 f \n{table}"
            f"trailer\n<< /Size {count} /Root 1 0 R /Info 8 0 R >>\nstartxref\n{self._length}\n%%EOF\n".encode()
        )


def _type(out: _Out, face: Type) -> Iterator[bytes]:
    kind = "CIDFontType0" if face.is_outline else "CIDFontType2"
    widths = " ".join(f"{face.codes[each]} [{face.widths[each]}]" for each in face.codes)
    gids = "" if face.is_outline else "/CIDToGIDMap /Identity "
    yield out.put(
        3,
        "<< /Type /Font /Subtype /Type0 /BaseFont /YISHIA+Chinese /Encoding /Identity-H "
        "/DescendantFonts [4 0 R] /ToUnicode 7 0 R >>",
    )
    yield out.put(
        4,
        f"<< /Type /Font /Subtype /{kind} /BaseFont /YISHIA+Chinese {gids}"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> "
        f"/FontDescriptor 5 0 R /DW 1000 /W [{widths}] >>",
    )
    file = "FontFile3" if face.is_outline else "FontFile2"
    box = " ".join(map(str, face.box))
    yield out.put(
        5,
        f"<< /Type /FontDescriptor /FontName /YISHIA+Chinese /Flags 4 /FontBBox [{box}] /ItalicAngle 0 "
        f"/Ascent {face.ascent} /Descent {face.descent} /CapHeight 733 /StemV 80 /{file} 6 0 R >>",
    )
    more = b"/Subtype /CIDFontType0C /Filter /FlateDecode" if face.is_outline else b"/Filter /FlateDecode"
    yield out.stream(6, zlib.compress(face.data, 6), more)
    yield out.stream(7, zlib.compress(_to_unicode(face), 6), b"/Filter /FlateDecode")


def _to_unicode(face: Type) -> bytes:
    """Which character a code is, so that what is printed can be searched and copied."""
    pairs = [f"<{code:04X}> <{each.encode('utf-16-be').hex()}>" for each, code in face.codes.items()]
    parts = [pairs[at : at + 100] for at in range(0, len(pairs), 100)]
    said = "\n".join(f"{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar" for part in parts)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Yishi def /CMapType 2 def "
        f"1 begincodespacerange <0000> <FFFF> endcodespacerange\n{said}\n"
        "endcmap CMapName currentdict /CMap defineresource pop end end"
    ).encode()
