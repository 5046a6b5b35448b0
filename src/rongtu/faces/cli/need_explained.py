"""The page that explains a match on a terminal: the score in its parts, the grounds, what would make it better."""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from rongtu.desks.transfer.need_answers import Explanation
from rongtu.desks.transfer.need_conditions import KIND_ZH
from rongtu.desks.transfer.need_features import footing_zh, to_decimals
from rongtu.vocab.evidence import Nature

UNCALIBRATED = "分数未校准"

DIGITS = 4

MOST_GAPS = 5
"""Things a need does not say that are named where a match is explained."""

LONGEST_SOURCE = 60


def say(console: Console, words: str, *, style: str = "", indent: int = 0) -> None:
    """Words as they stand, wrapped at the width of the terminal; nothing where there are none."""
    if words:
        console.print(Padding(Text(words, style=style), (0, 0, 0, indent), expand=False))


def command(console: Console, words: str) -> None:
    """A command to type, in one line however narrow the terminal, so that it can be copied."""
    console.print(Text(f" {words}"), soft_wrap=True)


def heading(console: Console, words: str) -> None:
    """A heading after an empty line."""
    console.print()
    say(console, words, style="bold")


def show_explanation(answer: Explanation, console: Console, _nature: Nature) -> None:
    """Where the offer stands and why, from the general to the particular."""
    held = f" · {answer.holder}" if answer.holder else ""
    say(console, f"{answer.name}", style="bold")
    say(console, f"{KIND_ZH.get(answer.kind, answer.kind)} {answer.code}{held}", indent=2)
    say(console, f"对需求 {answer.need.code} {answer.need.title}", indent=2)
    say(console, _verdict(answer), indent=2)
    _conditions(answer, console)
    _score(answer, console)
    _grounds(answer, console)
    _better(answer, console)
    if answer.cautions:
        heading(console, "留意")
        for caution in answer.cautions:
            say(console, caution, indent=1)
    say(console, answer.remark or "", style="dim")


def _verdict(answer: Explanation) -> str:
    """Where it stands, or what keeps it from standing there, in a sentence."""
    if answer.verdict == "listed":
        footing = f"，{footing_zh(answer.footing)}" if answer.footing else ""
        return f"排第 {answer.place} 位，共列 {answer.listed} 项{footing}"
    if answer.verdict == "removed":
        would = f"；若都满足，排第 {answer.place} 位" if answer.place else "；即使满足，用词也对不上"
        return f"没有列出：{'、'.join(answer.fails_zh)}{would}"
    if answer.verdict == "holder_full":
        others = "、".join(answer.holder_has)
        return f"没有列出：同一单位最多列两项，已有 {others}；不限的话排第 {answer.place} 位"
    if answer.verdict == "no_words":
        return "没有列出：与需求没有一个有意义的共同词，也没有来源或记录把两者联系起来"
    return "没有列出：排在很后面"


def _conditions(answer: Explanation, console: Console) -> None:
    if not answer.conditions:
        return
    heading(console, "条件" if answer.fails else "条件都通过")
    table = Table.grid(padding=(0, 2))
    for _ in range(5):
        table.add_column(overflow="fold")
    for one in answer.conditions:
        verdict = "通过" if one.met else "不通过"
        if one.met and one.unknown:
            verdict = "未说明，不因此落选"
        if one.excepted:
            verdict = "已在对接，不再按条件筛"
        sign = "✓" if one.met else "✗"
        table.add_row(*map(Text, (sign, one.zh, f"要 {one.wanted}", f"是 {one.found}", verdict)))
    console.print(Padding(table, (0, 0, 0, 1), expand=False))


def _score(answer: Explanation, console: Console) -> None:
    if not answer.parts or answer.score is None:
        return
    heading(console, f"分数由来（各项相加正好是总分；{UNCALIBRATED}，只排先后，不是成功率）")
    table = Table(show_edge=False, pad_edge=False, box=None, padding=(0, 2, 0, 0))
    for name, side in (("项目", "left"), ("分", "right"), ("占", "right"), ("凭什么", "left")):
        table.add_column(name, justify="right" if side == "right" else "left", overflow="fold")
    values = to_decimals([part.value for part in answer.parts], DIGITS)
    for part, value in zip(answer.parts, values, strict=True):
        table.add_row(*map(Text, (part.zh, value, f"{part.share}%", part.because)))
    table.add_row(*map(Text, ("合计", f"{answer.score:.{DIGITS}f}", "100%", "")))
    console.print(Padding(table, (0, 0, 0, 1), expand=False))


def _better(answer: Explanation, console: Console) -> None:
    """What would make the match better: what either side can do, then what the need does not say yet."""
    hint = "".join(f" {one.code}" for one in answer.nodes[:1])
    said = " ".join(step.words for step in answer.improvements)
    gaps = [gap for gap in answer.need.missing if gap.option != "TEXT" and f"{gap.option}" not in said][:MOST_GAPS]
    if not answer.improvements and not gaps:
        return
    heading(console, "怎样更好（作用大的在前）")
    for number, step in enumerate(answer.improvements, start=1):
        say(console, f"{number} {step.words}", indent=1)
    for gap in gaps:
        option = gap.option + (hint if gap.option == "--node" else "")
        say(console, f"· 需求方写明{gap.what}（{option}）：{gap.helps}", indent=1)


def _grounds(answer: Explanation, console: Console) -> None:
    if not answer.grounds:
        return
    heading(console, "依据（rongtu source 后写出处里的行，可看原文）")
    for ground in answer.grounds:
        year = f" {ground.as_of}" if ground.as_of else ""
        say(console, f"{ground.grade}{year}：{ground.says}", indent=1)
        text = ground.source_text
        cut = text if len(text) <= LONGEST_SOURCE else f"{text[: LONGEST_SOURCE - 1]}…"
        say(console, f"出处 {ground.source} {cut}", style="dim", indent=4)
        command(console, f"   rongtu source {ground.ref}")
