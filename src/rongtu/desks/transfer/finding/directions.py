"""Directions: what is looked for from a thing of each kind, where nobody says what he looks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rongtu.desks.transfer.need_inputs import SERVING
from rongtu.vocab.means import Lack
from rongtu.vocab.problems import InputError

TARGETS = (
    "technology",
    "organisation",
    "person",
    "facility",
    "need",
    "project",
    "dataset",
    "policy",
    "finance",
)
"""Every kind that can be looked for."""

DIRECTIONS: Mapping[str, tuple[str, ...]] = {
    "need": ("technology", "organisation", "person", "facility", "dataset", "policy", "finance"),
    "technology": ("need", "organisation", "facility", "policy"),
    "facility": ("technology", "need"),
    "organisation": ("need", "technology", "policy"),
    "person": ("need",),
    "dataset": ("need",),
    "policy": ("organisation", "technology", "need"),
    "finance_product": ("need",),
    "chain_node": TARGETS,
}
"""From each kind of subject to the kinds that make sense, the likeliest first."""

FIRST: Mapping[Lack, str] = {
    Lack.TECHNOLOGY: "technology",
    Lack.TALENT: "person",
    Lack.FINANCE: "finance",
    Lack.DATA: "dataset",
    Lack.COMPUTE: "facility",
    Lack.FACILITY: "facility",
}
"""The kind that ends a lack most directly."""


RULES = frozenset({"policy", "finance"})
"""Kinds that hold in some places only, and speak of sorts of dealings rather than of things."""

WORDS_OF: Mapping[Lack, tuple[str, ...]] = {
    Lack.TECHNOLOGY: ("成果", "技术转移", "技术合同", "首台"),
    Lack.TALENT: ("人才", "专家", "工程师", "技师"),
    Lack.FINANCE: ("融资", "贷款", "信贷", "质押", "股权投资"),
    Lack.DATA: ("数据",),
    Lack.COMPUTE: ("算力",),
    Lack.STANDARD: ("标准",),
    Lack.FACILITY: ("中试", "试制", "检测", "平台"),
}
"""By which words rules speak of what ends a lack; a rule is found by them as a result is by the name of its thing."""

WORDS_OF_A_RESULT = ("成果", "技术转移", "中试", "概念验证", "首台")
"""By which words rules speak of bringing a result into use."""


def rule_words(kind: str, lack: Lack | None, text: str) -> tuple[str, ...]:
    """The words by which rules are found for a subject, or by which things are found for a rule that is the subject."""
    if kind in ("policy", "finance_product"):
        every = dict.fromkeys(word for words in (*WORDS_OF.values(), WORDS_OF_A_RESULT) for word in words)
        return tuple(word for word in every if word in text)
    if kind == "technology":
        return WORDS_OF_A_RESULT
    return WORDS_OF[lack] if lack else ()


def targets_of(kind: str, lack: Lack | None, asked: Sequence[str]) -> tuple[str, ...]:
    """The kinds to look for: those asked for, else those that make sense from a subject of this kind.

    A need that says what it lacks is first offered what ends that, and nothing that cannot. Raises InputError for a
    kind that nothing is of.
    """
    if unknown := [one for one in asked if one not in TARGETS]:
        mend = f"Name some of {', '.join(TARGETS)}."
        raise InputError.single("for", "a kind of thing that can be found", ", ".join(unknown), mend)
    if asked:
        return tuple(dict.fromkeys(asked))
    kinds = DIRECTIONS[kind]
    if lack is None:
        return kinds
    serving = SERVING.get(lack)
    able = [one for one in kinds if serving is None or one in serving | RULES]
    return tuple(sorted(able, key=lambda one: one != FIRST.get(lack)))
