"""Papers of flowing text as tagged PDF: minutes, preparation packs, posters. A paper is a Typst template
(`<room>/papers/*.typ`) and the data it shows; what residents said comes to it as data and is never read as markup.

Plaques and slips by the thousand are drawn by `paper`, which gives out page after page.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any

import segno
from django.conf import settings
from django.utils.timezone import localtime
from django.utils.translation import get_language

from yishi.record import clock

ROOT = Path(__file__).resolve().parents[1]
"""Templates name each other from here: /network/papers/house.typ."""
LONGEST = 60
"""Seconds a paper may take; the longest of the house takes two."""


def typeset(template: str, data: Mapping[str, Any]) -> bytes:
    """The paper as PDF. `template` is a path from the house's root ("deliberation/papers/minutes.typ"); `data` is what
    JSON holds, codes as `code` gives them. The language of the paper is the one that is read now. Raises
    FileNotFoundError where there is no such template, and RuntimeError where it cannot be set."""
    path = ROOT / template
    if not path.is_file():
        raise FileNotFoundError(template)
    language = "en" if (get_language() or "").startswith("en") else "zh"
    said = {"lang": language, "printed": f"{localtime(clock.now()):%Y-%m-%d %H:%M}", **data}
    asked = {
        "template": str(path),
        "root": str(ROOT),
        "fonts": [str(folder) for folder in _fonts()],
        "inputs": {"data": json.dumps(said, ensure_ascii=False)},
    }
    command = [sys.executable, "-I", str(Path(__file__).with_name("typesetter.py"))]
    try:
        made = subprocess.run(
            command, input=json.dumps(asked).encode(), capture_output=True, timeout=LONGEST, check=True
        )
    except subprocess.TimeoutExpired as error:
        raise RuntimeError(f"{template} was not set within {LONGEST} seconds") from error
    except subprocess.CalledProcessError as error:
        raise RuntimeError(error.stderr.decode(errors="replace")) from error
    return made.stdout


def code(address: str) -> str:
    """A code to scan, as SVG."""
    return segno.make(address, error="m", micro=False).svg_inline(border=2)


def _fonts() -> list[Path]:
    """Folders of type: the one that comes with the house, and before it the one YISHI_FONT lies in."""
    own = [Path(settings.YISHI_FONT).parent] if settings.YISHI_FONT else []
    return [*own, Path(str(resources.files("pylopdf_fonts_zh_cn")))]
