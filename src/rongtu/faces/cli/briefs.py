"""Briefs as files: what a result of the loop is written as, just computed or kept from an earlier run."""

from __future__ import annotations

import sys
from pathlib import Path

from rongtu.desks.govern.seal import Head
from rongtu.faces.reports.folder import check_ours, write_whole
from rongtu.faces.reports.html import render_html
from rongtu.faces.reports.pdf import render_pdf
from rongtu.flows.brief.banners import head_of
from rongtu.flows.brief.compose import compose
from rongtu.flows.brief.document import Brief
from rongtu.flows.brief.sheets import tabulate
from rongtu.flows.result import LoopResult
from rongtu.flows.runs import Comparison
from rongtu.vocab.canonical import canonical_bytes

FILES = ("brief.html", "brief.pdf", "brief.docx", "brief.xlsx", "result.json")


def check_place(out: Path) -> None:
    """Raise InputError where `out` is not a folder for a brief, before anything is computed for it."""
    check_ours(out, FILES)


def write_brief(result: LoopResult, head: Head, out: Path, since: Comparison | None = None) -> Brief:
    """Write the brief (with what moved `since` an earlier one) and its result to the folder, all or none; the brief.

    The office formats are imported here: they would make every command start later.
    """
    from rongtu.faces.reports.word import render_docx
    from rongtu.faces.reports.workbook import render_workbook

    brief = compose(result, head, since)
    told = head_of(brief.banner, brief.restriction)
    if told:
        print(f"【{told}】", file=sys.stderr)
    contents = (
        render_html(brief).encode(),
        render_pdf(brief),
        render_docx(brief),
        render_workbook(tabulate(result)),
        canonical_bytes(result.model_dump(mode="json")),
    )
    write_whole(out, dict(zip(FILES, contents, strict=True)))
    return brief


def named(out: Path) -> str:
    """The files of a brief, for a line of the terminal."""
    return " · ".join(str(out / name) for name in FILES)
