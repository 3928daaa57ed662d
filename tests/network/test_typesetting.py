"""Papers are set as tagged PDF with the type embedded, and what residents said is never read as markup."""

import io

import pytest
from pypdf import PdfReader

from yishi.network import typesetting

TEMPLATE = """#import "/network/papers/house.typ": *
#show: paper.with(title: data.title)
= #data.title
#facts((("谁", data.words),))
#scan(data.code, alt: "code")
"""


@pytest.fixture
def template(tmp_path, monkeypatch):
    """A paper of its own, set from a copy of the house's look."""
    papers = tmp_path / "network" / "papers"
    papers.mkdir(parents=True)
    look = (typesetting.ROOT / "network/papers/house.typ").read_text()
    (papers / "house.typ").write_text(look)
    (papers / "trial.typ").write_text(TEMPLATE)
    monkeypatch.setattr(typesetting, "ROOT", tmp_path)
    return "network/papers/trial.typ"


def test_a_paper_is_tagged_and_carries_its_type(template):
    words = '#panic("x") *星* $x$ \\ <标签> 三栋楼道'
    code = typesetting.code("https://example.org/meet/1/")
    made = typesetting.typeset(template, {"title": "桂花苑坝坝会", "words": words, "code": code})
    read = PdfReader(io.BytesIO(made))
    text = read.pages[0].extract_text()
    assert "桂花苑坝坝会" in text
    assert '#panic("x")' in text and "三栋楼道" in text
    assert "/StructTreeRoot" in read.trailer["/Root"]
    fonts = read.pages[0]["/Resources"]["/Font"]
    for font in fonts.values():
        inner = font["/DescendantFonts"][0]["/FontDescriptor"]
        assert {"/FontFile2", "/FontFile3"} & set(inner)


def test_a_paper_that_is_not_there_is_named():
    with pytest.raises(FileNotFoundError):
        typesetting.typeset("network/papers/none.typ", {})


def test_a_paper_that_is_wrong_says_why(template, tmp_path):
    (tmp_path / template).write_text("= #nothing-of-this-name")
    with pytest.raises(RuntimeError, match="nothing-of-this-name"):
        typesetting.typeset(template, {})


def test_a_paper_that_comes_to_no_end_is_stopped(template, tmp_path, monkeypatch):
    (tmp_path / template).write_text("#let go(n) = calc.rem(n, 7)\n#for n in range(100000000) { go(n) }")
    monkeypatch.setattr(typesetting, "LONGEST", 0.5)
    with pytest.raises(RuntimeError, match="within"):
        typesetting.typeset(template, {})
