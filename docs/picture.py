"""Makes docs/images/brief.png, the picture in the README, from a chain's page of out/brief.pdf."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import typst
from pypdf import PdfReader

PICTURE = Path(__file__).parent / "images" / "brief.png"
HEADING = "新能源和智能网联汽车产业链"
POINTS_PER_INCH = 96.0
SHEET = '#set page(width: 210mm, height: 297mm, margin: 0mm)\n#image("brief.pdf", page: {page}, width: 100%)\n'


def page_of(brief: Path, heading: str = HEADING) -> int:
    """The number of the page that opens with a heading."""
    for number, page in enumerate(PdfReader(brief).pages, start=1):
        if page.extract_text().lstrip().startswith(heading):
            return number
    raise SystemExit(f"{brief} has no page that opens with {heading}")


def draw(brief: Path, page: int) -> bytes:
    """The PNG of one page of a brief."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "brief.pdf").write_bytes(brief.read_bytes())
        sheet = Path(folder, "sheet.typ")
        sheet.write_text(SHEET.format(page=page), encoding="utf-8")
        picture = typst.compile(str(sheet), format="png", ppi=POINTS_PER_INCH)
    assert isinstance(picture, bytes)
    return picture


if __name__ == "__main__":
    out = Path(sys.argv[1] if sys.argv[1:] else "out/brief.pdf")
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_bytes(draw(out, page_of(out)))
    print(f"{PICTURE} · {PICTURE.stat().st_size:,} bytes")
