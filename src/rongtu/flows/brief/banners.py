"""What every page and every sheet says of facts that are not real, and of results that are not for everybody."""

from __future__ import annotations

from collections.abc import Mapping

from rongtu.flows.result import LoopResult
from rongtu.flows.runs import Comparison
from rongtu.vocab.disclosure import highest, mark
from rongtu.vocab.evidence import Nature, Visibility

BANNERS: Mapping[Nature, str] = {
    Nature.REAL: "",
    Nature.FICTIONAL: "虚构：示例区及其中的单位、人物、数字均为虚构，不得作为真实情况引用",
    Nature.SYNTHETIC: "合成：单位与数字由程序生成，仅供测试，不得作为真实情况引用",
}
"""By nature of the facts; nothing over real ones."""

AUDIENCES: Mapping[Visibility, str] = {
    Visibility.MEMBERS: "仅限成员单位",
    Visibility.RESTRICTED: "仅限经批准的人员，对外提供须经批准",
    Visibility.PRIVATE: "仅限所有者",
}


def level_of(result: LoopResult, since: Comparison | None = None) -> Visibility:
    """The highest level of what a brief shows: of the result, its values, and what moved since an earlier run."""
    levels = [result.level]
    levels += [result.value.level] if result.value is not None else []
    levels += [since.explained.level] if since is not None and since.explained is not None else []
    return highest(levels)


def restriction(level: Visibility) -> str:
    """Who may see it, for every page; nothing where everybody may."""
    return f"{mark(level)}：{AUDIENCES[level]}" if level in AUDIENCES else ""


def head_of(banner: str, told: str) -> str:
    """What stands over a page: who may see it, then that it is not real."""
    return "　".join(filter(None, (told, banner)))


def edge_of(banner: str, told: str) -> str:
    """The same in a word each, for edges and feet of pages."""
    return "　".join(filter(None, (part.partition("：")[0] for part in (told, banner))))
