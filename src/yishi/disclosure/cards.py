"""The picture that stands for a page where somebody shares its address: what it is, where, and how it stands, in type
large enough for a telephone. Drawn in the colours of the house; 1200 × 630, the size such pictures have everywhere."""

import functools
import io

from PIL import Image, ImageDraw, ImageFont

from yishi.network.paper import type_file

WIDTH, HEIGHT, EDGE = 1200, 630, 80
PAPER, INK, QUIET, ACCENT = "#fffdf9", "#221f1b", "#6b645b", "#b8402a"
TITLE, SMALL = 68, 36
LINES = 3
"""Lines of the title at most; what is longer ends with dots."""


@functools.lru_cache(maxsize=200)
def drawn(title: str, where: str, stands: str, house: str) -> bytes:
    """The picture as PNG. Raises NoType where the house has no Chinese type."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, 18, HEIGHT), fill=ACCENT)
    large, small = _type(TITLE), _type(SMALL)
    pen.text((EDGE, EDGE - 10), _one_line(where, small), font=small, fill=QUIET)
    for n, line in enumerate(_lines(title, large)):
        pen.text((EDGE, EDGE + 70 + n * int(TITLE * 1.4)), line, font=large, fill=INK)
    foot = HEIGHT - EDGE - SMALL
    pen.text((EDGE, foot), _one_line(stands, small, WIDTH // 2), font=small, fill=ACCENT)
    pen.text((WIDTH - EDGE - small.getlength(house), foot), house, font=small, fill=QUIET)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


@functools.cache
def _type(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(type_file()), size)


def _lines(text: str, font: ImageFont.FreeTypeFont) -> list[str]:
    """Broken where the line is full: at a space for Latin words where there is one near, anywhere for Chinese."""
    lines: list[str] = []
    rest = text.strip()
    while rest and len(lines) < LINES:
        fits = len(_fitting(rest, font, WIDTH - 2 * EDGE))
        space = rest.rfind(" ", 0, fits + 1)
        cut = space if fits < len(rest) and space > fits // 2 else fits
        lines.append(rest[:cut])
        rest = rest[cut:].strip()
    if rest:
        lines[-1] = _one_line(lines[-1] + rest, font)
    return lines


def _one_line(text: str, font: ImageFont.FreeTypeFont, width: int = WIDTH - 2 * EDGE) -> str:
    """The text, or as much of it as fits, with dots."""
    if font.getlength(text) <= width:
        return text
    return _fitting(text, font, width - int(font.getlength("…"))) + "…"


def _fitting(text: str, font: ImageFont.FreeTypeFont, width: int) -> str:
    """The longest beginning that fits, at least one character."""
    length = min(len(text), 1 + width // 8)
    while length > 1 and font.getlength(text[:length]) > width:
        length -= 1
    return text[:length]
