"""The page of what goes with a thing, on a terminal: kind by kind, each with why, what to know, and what is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from rich.console import Console

from rongtu.acts.models import Model
from rongtu.desks.transfer.finding.models import FindAnswer, Found, FoundKind
from rongtu.desks.transfer.need_conditions import KIND_ZH
from rongtu.faces.cli.need_explained import UNCALIBRATED, heading, say
from rongtu.vocab.evidence import Nature

SUBJECT_ZH: Mapping[str, str] = {**KIND_ZH, "chain_node": "环节"}

MOST_NAMES = 5
"""Removed things named in a line; --json has up to twenty."""


def show_found_kinds(answer: FindAnswer, console: Console, _nature: Nature) -> None:
    """The subject, then what was found of each kind; kinds of which nothing was found are named in one line."""
    subject = answer.subject
    held = f" · {subject.holder}" if subject.holder else ""
    where = f" · {subject.region}" if subject.region else ""
    say(console, f"{subject.name}", style="bold")
    say(console, f"{SUBJECT_ZH.get(subject.kind, subject.kind)} {subject.code}{held}{where}", indent=2)
    by = "文字" if answer.encoder is None else "文字和语义"
    say(console, f"按{by}排，{UNCALIBRATED}", style="dim", indent=2)
    for group in answer.groups:
        if group.found:
            _group(group, console)
    if empty := [group for group in answer.groups if not group.found]:
        heading(console, "没有找到（登记的内容里没有同环节的，用词也对不上）")
        for group in empty:
            say(console, f"{_kind(group)} {_left_out(group)}", indent=1)
    say(console, answer.remark or "", style="dim")


def _kind(group: FoundKind) -> str:
    return KIND_ZH.get(group.kind, group.kind)


def _group(group: FoundKind, console: Console) -> None:
    heading(console, f"{_kind(group)}（{len(group.found)}）")
    for found in group.found:
        _one(found, console)
    say(console, _left_out(group), style="dim", indent=1)


def _one(found: Found, console: Console) -> None:
    held = f" · {found.holder}" if found.holder else ""
    where = f" · {found.region}" if found.region else ""
    say(console, f"{found.rank}  {found.name}", style="bold", indent=1)
    say(console, f"{found.code}{held}{where}", indent=4)
    say(console, f"因为 {found.why}", indent=4)
    for word, told in (("情况", found.glance), ("留意", found.cautions), ("更好", found.improvements[:1])):
        if told:
            say(console, f"{word} {'；'.join(told)}", indent=4)


def _left_out(group: FoundKind) -> str:
    return f"看过 {group.considered:,} 项" + (f"，未列：{told}" if (told := "；".join(_reasons(group))) else "")


def _reasons(group: FoundKind) -> Iterator[str]:
    for one in group.removals:
        few = f"（{'、'.join(one.names)}）" if 0 < len(one.names) <= MOST_NAMES else ""
        yield f"{one.condition} {one.removed}{few}"
    if group.without_words:
        yield f"用词对不上 {group.without_words}"
    if group.beyond_holder:
        yield f"同一单位只列两项，另有 {group.beyond_holder}"


PAGES: Mapping[type[Model], Callable[[Any, Console, Nature], None]] = {FindAnswer: show_found_kinds}
"""The pages here, by the answer each shows."""
