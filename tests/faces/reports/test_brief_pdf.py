"""The brief as a PDF: the words are there, in the bundled fonts only, no glyph missing, the same bytes each time."""

from __future__ import annotations

import io

import pytest
from pypdf import PageObject, PdfReader
from pypdf.generic import ByteStringObject, ContentStream, DictionaryObject, TextStringObject

from flows import builders as build
from flows import chain_builders as chains
from flows import value_builders as values
from rongtu.faces.reports import render_pdf
from rongtu.faces.reports.fonts import font_files
from rongtu.flows.brief import compose
from rongtu.vocab.problems import DependencyError

try:
    font_files()
except DependencyError as error:
    pytestmark = pytest.mark.skip(reason=str(error))

CASES = build.cases() | values.cases() | chains.cases()


@pytest.fixture(scope="module")
def made():
    return {name: PdfReader(io.BytesIO(render_pdf(compose(result)))) for name, result in CASES.items()}


def words(reader: PdfReader) -> str:
    return "".join("".join(page.extract_text().split()) for page in reader.pages).replace("\u200b", "")


def drawings(page: PageObject | DictionaryObject, reader: PdfReader) -> list[ContentStream]:
    """The content of a page and of every form on it."""
    found = []
    if isinstance(page, PageObject):
        content = page.get_contents()
        found += [content] if content is not None else []
    else:
        found.append(ContentStream(page, reader))
    forms = page.get("/Resources", {}).get_object().get("/XObject", {})
    for form in forms.values():
        if form.get_object().get("/Subtype") == "/Form":
            found += drawings(form.get_object(), reader)
    return found


def glyphs(reader: PdfReader) -> list[int]:
    """Glyph numbers of every text shown; with Identity-H two bytes are one glyph, and 0 is the missing one."""
    numbers = []
    for page in reader.pages:
        for content in drawings(page, reader):
            for operands, operator in content.operations:
                if operator not in (b"Tj", b"TJ"):
                    continue
                for part in operands[0] if operator == b"TJ" else operands:
                    if isinstance(part, TextStringObject | ByteStringObject):
                        data = part.original_bytes
                        numbers += [int.from_bytes(data[i : i + 2], "big") for i in range(0, len(data), 2)]
    return numbers


def fonts(reader: PdfReader) -> set[str]:
    return {
        str(value.get_object()["/BaseFont"]).split("+")[-1]
        for value in (reader.get_object(number) for number in range(1, len(reader.xref[0]) + 1))
        if isinstance(value, DictionaryObject) and value.get("/Type") == "/Font" and "/BaseFont" in value
    }


def test_the_names_can_be_read_back(made):
    text = words(made["whole"])

    for name in ("试用膜材", "试用制造公司", "试用T链", "试一省", "未见公开资料", "待摸底清单", "方法与来源"):
        assert name in text


def test_hostile_text_is_set_as_it_is(made):
    text = words(made["hostile"])

    for hostile in build.HOSTILE:
        assert "".join(hostile.split())[:40] in text


@pytest.mark.parametrize("case", CASES)
def test_no_glyph_is_missing(made, case):
    numbers = glyphs(made[case])

    assert len(numbers) > 500
    assert 0 not in numbers


def test_a_glyph_the_font_lacks_would_be_noticed():
    nodes = (build.node("T-A", "试用\U0001f600材"),)
    reader = PdfReader(io.BytesIO(render_pdf(compose(build.result(chains=(build.chain("T", nodes),))))))

    assert 0 in glyphs(reader)


@pytest.mark.parametrize("case", ["whole", "hostile"])
def test_only_the_bundled_family_is_embedded(made, case):
    names = {str(font) for font in fonts(made[case])}

    assert names
    assert names <= {"NotoSansSC-Regular", "NotoSansSC-Bold"}


def test_a_text_longer_than_a_page_is_set_whole():
    nodes = (build.node("T-A", "试用膜材", claims=(build.claim("T-A", text="龘" * 6000),)),)

    text = words(PdfReader(io.BytesIO(render_pdf(compose(build.result(chains=(build.chain("T", nodes),)))))))

    assert text.count("龘") >= 6000


def test_a_map_too_tall_for_a_page_is_made_to_fit():
    nodes = tuple(build.node(f"T-{i}", f"试用{i}号材料", row=i) for i in range(400))
    brief = compose(build.result(chains=(build.chain("T", nodes),)))

    reader = PdfReader(io.BytesIO(render_pdf(brief)))

    assert "试用399号材料" in words(reader)
    assert len(reader.pages) < 12


def test_pages_are_a4_and_carry_no_date(made):
    reader = made["whole"]

    assert {tuple(round(float(side)) for side in page.mediabox[2:]) for page in reader.pages} == {(595, 842)}
    assert reader.metadata.title == "试区科技创新和产业创新深度融合专报"


def test_the_same_brief_gives_the_same_bytes():
    assert render_pdf(compose(build.result())) == render_pdf(compose(build.result()))


def test_missing_fonts_are_named_with_the_mend(tmp_path):
    with pytest.raises(DependencyError, match=r"NotoSansSC_400Regular\.ttf.*pip install"):
        font_files(tmp_path)
