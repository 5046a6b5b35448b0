"""The page that lists open needs on a terminal, a row each: how complete, how old, whether to be confirmed."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from rongtu.desks.transfer.need_answers import NeedGlance, NeedList
from rongtu.desks.transfer.need_completeness import MARK_ZH, Mark
from rongtu.faces.cli.need_explained import command, heading, say
from rongtu.vocab.evidence import Nature


def show_list(answer: NeedList, console: Console, nature: Nature) -> None:
    """A page of the open needs, a row each."""
    counts = "，".join(f"{MARK_ZH[Mark(name)]} {count}" for name, count in answer.marks.items() if count)
    say(console, f"待解决的需求 {answer.total} 条（{counts}），截至 {answer.today}")
    table = Table(show_edge=False, pad_edge=False)
    for name in ("编号", "需求", "说清", "发布", "最近确认", "状态"):
        table.add_column(name, overflow="fold")
    for need in answer.needs:
        said = f"{need.score}/{need.most}"
        days = (_days(need.age), need.confirmed_on or "—")
        table.add_row(*map(Text, (need.code, need.title, said, *days, f"{MARK_ZH[need.mark]} {_why(need)}")))
    console.print(table)
    flag = "" if nature is Nature.REAL else f" --nature {nature.value}"
    if answer.next:
        command(console, f"rongtu need list --after {answer.next}{flag}")
    if answer.needs:
        heading(console, "下一步")
        command(console, f"rongtu need match {answer.needs[0].code}{flag}")


def _days(age: int | None) -> str:
    return "—" if age is None else f"{age} 天前"


def _why(need: NeedGlance) -> str:
    return "" if need.mark is Mark.CURRENT else need.mark_why
