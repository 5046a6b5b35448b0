"""A need in somebody's own words on its way to a row: its title, its code, and what contradicts itself."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from rongtu.vocab.dates import PartialDate, interval
from rongtu.vocab.means import Lack
from rongtu.vocab.problems import InputError, Problem
from rongtu.vocab.text import half_width, tidy, without_blanks

LEAST_LETTERS = 2
MOST_TEXT = 20_000
"""Letters and signs of a text: one character names nothing; more than this is a document, not a need."""

LONGEST_TITLE = 40
SHORTEST_TITLE = 4

CLAUSE_END = re.compile(r"[，,。．；;：:！!？?…\r\n]+|\.(?=\s|$)")

DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's 32 digits: none is taken for another when a code is read aloud."""

CODE_DIGITS = 12
"""60 bits: among five million needs the odds that any two meet are one in a hundred thousand."""

LASTS = timedelta(days=365)
"""How long a need stands whose owner does not say when it expires."""

WITHOUT_TRL = frozenset({Lack.TALENT, Lack.FINANCE})
"""What has no technology readiness level."""

OPTIONS: Mapping[str, tuple[str, str]] = {
    "code": ("CODE", "编号"),
    "kind": ("--kind", "类别"),
    "title": ("--title", "名称"),
    "text": ("TEXT", "需求文字"),
    "organisation": ("--organisation", "提出单位"),
    "node": ("--node", "对应环节"),
    "region": ("--region", "行政区"),
    "budget": ("--budget", "预算"),
    "deadline": ("--deadline", "期限"),
    "criteria": ("--criteria", "验收指标"),
    "decides": ("--decides", "决策岗位"),
    "trl_wanted": ("--trl", "所需就绪度"),
    "lacks": ("--lacks", "缺什么"),
    "expires_on": ("--expires", "失效时间"),
    "posted_on": ("--today", "发布时间"),
    "visibility": ("--level", "可见范围"),
}
"""Field of a need to the option that fills it, and what people call it."""


def where(field: str) -> str:
    """How a problem names a field of a need."""
    option, zh = OPTIONS.get(field, (field, field))
    return f"{option} {zh}"


def check_text(text: str) -> None:
    """Raise InputError for a text that says nothing, or is too long to be a need."""
    letters = sum(character.isalnum() for character in text[: MOST_TEXT + 1])
    if letters < LEAST_LETTERS:
        mend = "Say in a sentence what you want to reach, such as 把隔膜的耐热温度提高到 180℃ (用一句话说想做到什么)."
        raise InputError.single(where("text"), f"a need has at least {LEAST_LETTERS} letters", text[:80], mend)
    if len(text) > MOST_TEXT:
        mend = "Post what is wanted, and keep the document to hand over later (先写要点，全文对接时再给)."
        rule = f"a need has at most {MOST_TEXT:,} characters"
        raise InputError([Problem(where("text"), rule, f"{len(text):,}", mend)])


def check_decodable(cells: Mapping[str, str]) -> None:
    """Raise InputError naming every field with bytes that the terminal's encoding does not know."""
    problems = [
        Problem(
            where(field),
            "text is in the encoding of the terminal (UTF-8)",
            ascii(cell[:80]),
            "Type it anew, or save the file it came from as UTF-8 (请改用 UTF-8).",
        )
        for field, cell in cells.items()
        if any("\ud800" <= character <= "\udfff" for character in cell)
    ]
    if problems:
        raise InputError(problems)


def title_of(text: str) -> str:
    """The first clause that says something, cut where it is long; kept as typed."""
    clauses = [tidy(clause) for clause in CLAUSE_END.split(tidy(text)[:MOST_TEXT])]
    told = next((clause for clause in clauses if len(clause) >= SHORTEST_TITLE), "".join(clauses[:1]) or tidy(text))
    return told if len(told) <= LONGEST_TITLE else f"{told[: LONGEST_TITLE - 1]}…"


def code_of(poster: str, text: str) -> str:
    """The code of a need: the same for the same words of the same poster, however they are spaced; else another."""
    told = "\0".join(("need", poster, without_blanks(half_width(text))))
    bits = int.from_bytes(hashlib.sha256(told.encode()).digest(), "big")
    return "N-" + "".join(DIGITS[bits >> 5 * i & 31] for i in range(CODE_DIGITS))


def contradictions(cells: Mapping[str, str], posted: date) -> Iterator[Problem]:
    """What of a need cannot hold together, each naming the two; cells that are no dates are told of elsewhere."""
    for field, rule in (("deadline", "a deadline is not before the day of posting"), ("expires_on", "not over yet")):
        last = _last_day(cells.get(field))
        if last and last < posted:
            mend = f"Give a later day, or leave {OPTIONS[field][0]} out."
            found = f"{OPTIONS[field][1]} {cells[field]}，发布时间 {posted}"
            yield Problem(f"{where(field)} / {where('posted_on')}", rule, found, mend)
    if cells.get("trl_wanted") and cells.get("lacks") in {lack.value for lack in WITHOUT_TRL}:
        found = f"{OPTIONS['trl_wanted'][1]} {cells['trl_wanted']}，{OPTIONS['lacks'][1]} {cells['lacks']}"
        rule = "people and money have no technology readiness level"
        yield Problem(f"{where('trl_wanted')} / {where('lacks')}", rule, found, "Leave out one of the two.")
    if cells.get("budget") == "0":
        rule = "a need with a budget has some"
        mend = "Leave --budget out where none is set; what is wanted for nothing is said in the text."
        yield Problem(f"{where('budget')} / {where('text')}", rule, "预算 0 而要采购", mend)


def _last_day(cell: str | None) -> date | None:
    try:
        return interval(PartialDate(cell))[1] if cell else None
    except ValueError:
        return None
