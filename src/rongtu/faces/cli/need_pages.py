"""Pages about needs on a terminal: what was found and why, what is missing, what to type next; 80 columns will do."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from shlex import quote
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from rongtu.acts.models import Model
from rongtu.desks.transfer.need_answers import Explanation, NeedFound, NeedGlance, NeedList, NeedOffer, NeedsFound
from rongtu.desks.transfer.need_completeness import MARK_ZH, Mark
from rongtu.desks.transfer.need_conditions import KIND_ZH
from rongtu.faces.cli.need_explained import UNCALIBRATED, command, heading, say, show_explanation
from rongtu.faces.cli.need_listed import show_list
from rongtu.faces.cli.needs import PostedAndFound
from rongtu.vocab.disclosure import mark
from rongtu.vocab.evidence import Nature
from rongtu.vocab.labels import label
from rongtu.vocab.means import DealStage

BLOCKS = 8
"""Needs told in full one below the other; of more, each has a few lines."""

MISSING_TOLD = 4

MOST_RINGS = 20

BY_NAME = frozenset({"organisation", "person"})
"""Kinds of offers whose codes nobody would type."""

SAFE = re.compile(r"[\w.-]+")
"""What a shell takes as it stands."""

EXAMPLES = {
    "--criteria": '"怎样算做到"',
    "--budget": "300万元",
    "--deadline": "2027-09",
    "--decides": "总工程师",
    "--lacks": "technology",
    "--trl": "7",
}
"""What a person might type after an option."""


def show_posted(answer: PostedAndFound, console: Console, nature: Nature) -> None:
    """A need just posted: its code, what was found, what is missing, what to type next."""
    say(console, answer.posted.headline())
    show_found(answer.found, console, nature)


def show_found(answer: NeedsFound, console: Console, nature: Nature) -> None:
    """What was found for one need or a few, each in full; for many, in a table."""
    if len(answer.found) > BLOCKS:
        _many(answer, console, nature)
        return
    for found in answer.found:
        _block(found, answer, console)
    if answer.found:
        steps = list(_next_steps(answer.found[0], nature))
        heading(console, "下一步" if steps else "")
        for line in steps:
            command(console, line)
    else:
        say(console, "没有待解决的需求。")


def _block(found: NeedFound, answer: NeedsFound, console: Console) -> None:
    need = found.need
    say(console, f"{need.code}  {need.title}", style="bold")
    say(console, " · ".join(_facts(need)))
    by = "文字" if answer.encoder is None else "文字和语义"
    heading(console, f"先看这几项（按{by}排，{UNCALIBRATED}）")
    for offer in found.offers:
        _offer(offer, console)
    if not found.offers:
        say(console, "没有找到：换个说法，或补上还没说的再找。", indent=1)
    say(console, _left_out(found), style="dim", indent=1)
    if answer.remark:
        say(console, answer.remark, style="dim", indent=1)
    if need.missing or found.nodes:
        heading(console, f"还没说的（先补作用大的；说清了 {need.score}/{need.most}）")
        _missing(found, console)
    if found.like:
        heading(console, "可能与这些需求重复")
        for like in found.like:
            say(console, f"{like.code}  {like.name}", indent=1)


def _facts(need: NeedGlance) -> Iterator[str]:
    yield MARK_ZH[need.mark] + (f"（{need.mark_why}）" if need.mark is not Mark.CURRENT else "")
    if told := mark(need.level):
        yield f"【{told}】"
    if need.organisation:
        yield need.organisation
    if need.posted_on:
        yield f"发布 {need.posted_on}"
    if need.expires_on:
        yield f"至 {need.expires_on} 有效"
    if not need.missing:
        yield f"说清了 {need.score}/{need.most}"


def _offer(offer: NeedOffer, console: Console) -> None:
    held = f" · {offer.holder}" if offer.holder else ""
    where = f" · {offer.region}" if offer.region else ""
    known = "".join(f" · {one}" for one in offer.glance)
    say(console, f"{offer.place}  {offer.name}", style="bold", indent=1)
    code = "" if offer.kind in BY_NAME else f" {offer.code}"
    say(console, f"{KIND_ZH.get(offer.kind, offer.kind)}{code}{held}{where}{known}", indent=4)
    say(console, f"因为 {offer.why}", indent=4)
    if offer.deal and offer.deal.stage_on not in offer.why:
        stage = label(DealStage(offer.deal.stage)).zh
        say(console, f"进展 {stage}（{offer.deal.stage_on}）{offer.deal.outcome or ''}", indent=4)
    if offer.cautions:
        say(console, f"留意 {'；'.join(offer.cautions)}", indent=4)


def _left_out(found: NeedFound) -> str:
    removed = [f"{one.condition} {one.removed}" for one in found.removals if one.removed]
    words = f"用词对不上 {found.without_words}" if found.without_words else ""
    holder = f"同一单位只列两项，另有 {found.beyond_holder}" if found.beyond_holder else ""
    told = "；".join(filter(None, (*removed, words, holder)))
    return f"看过 {found.considered:,} 项" + (f"，未列：{told}" if told else "")


def _missing(found: NeedFound, console: Console) -> None:
    table = Table.grid(padding=(0, 2))
    for gap in found.need.missing:
        table.add_row(Text(gap.option), Text(gap.what), Text(f"+{gap.points}"), Text(gap.helps))
    console.print(Padding(table, (0, 0, 0, 1), expand=False))
    if found.nodes:
        nodes = "、".join(f"{hint.name}（--node {hint.code}）" for hint in found.nodes)
        say(console, f"文中提到 {nodes}", indent=1)


def _next_steps(found: NeedFound, nature: Nature) -> Iterator[str]:
    flag = "" if nature is Nature.REAL else f" --nature {nature.value}"
    if found.offers:
        first = found.offers[0]
        name = first.name if first.kind in BY_NAME else first.code
        yield f"rongtu need explain {found.need.code} {name if SAFE.fullmatch(name) else quote(name)}{flag}"
    if found.need.code.startswith("N-") and found.need.missing:
        said = [f"--node {hint.code}" for hint in found.nodes[:1]]
        said += [f"{gap.option} {EXAMPLES[gap.option]}" for gap in found.need.missing if gap.option in EXAMPLES]
        yield f"rongtu need amend {found.need.code} {' '.join(said[:3])}{flag}"


def _many(answer: NeedsFound, console: Console, nature: Nature) -> None:
    """Three lines for each need: what it is, whom to look at first, what it does not say."""
    say(console, f"{len(answer.found)} 条需求 · {UNCALIBRATED}" + (f" · {answer.remark}" if answer.remark else ""))
    for found in answer.found:
        need = found.need
        say(console, f"{need.code}  {need.title}", style="bold")
        first = "；".join(f"{_ring(one.place)}{_called(one)}" for one in found.offers)
        say(console, f"先看 {first}" if first else "没有找到", indent=2)
        say(console, f"说清了 {need.score}/{need.most}{_gaps(need)}{_doubt(need)}", style="dim", indent=2)
    first_found = next((found for found in answer.found if found.offers), None)
    if first_found:
        heading(console, "下一步：问任何一项为什么")
        command(console, next(_next_steps(first_found, nature)))


def _called(offer: NeedOffer) -> str:
    """An offer by its name, and by its code where that is short enough to type."""
    return offer.name if offer.kind in BY_NAME else f"{offer.name}（{offer.code}）"


def _ring(place: int) -> str:
    """A place as a number in a ring, which no line break parts from what follows."""
    return chr(ord("①") + place - 1) if place <= MOST_RINGS else f"{place}."


def _doubt(need: NeedGlance) -> str:
    return "" if need.mark is Mark.CURRENT else f" · {MARK_ZH[need.mark]}：{need.mark_why}"


def _gaps(need: NeedGlance) -> str:
    told = [gap.what for gap in need.missing[:MISSING_TOLD]]
    more = len(need.missing) - len(told)
    return (f"，还缺 {'、'.join(told)}" if told else "") + (f" 等 {len(need.missing)} 项" if more else "")


Page = Callable[[Any, Console, Nature], None]

PAGES: Mapping[type[Model], Page] = {
    PostedAndFound: show_posted,
    NeedsFound: show_found,
    NeedList: show_list,
    Explanation: show_explanation,
}
"""The page of each kind of answer."""
