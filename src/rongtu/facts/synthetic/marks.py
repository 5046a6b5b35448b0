"""Marks that every synthetic row carries - nature, source, words that say what it is - and rows made of columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rongtu.facts.fields import KINDS
from rongtu.facts.intake.sheets import Rows, Sheet
from rongtu.facts.intake.sources import source_code
from rongtu.facts.synthetic.parameters import Parameters
from rongtu.vocab.evidence import Confidence, Nature
from rongtu.vocab.money import FEN_PER_UNIT

NAME_START = "合成"
BASIS = "合成数据，不代表任何真实的组织、产品或交易"
TERMS = "合成数据，可任意使用；不得当作事实引用"

YEAR = 2024
"""The year all synthetic figures are of."""

LOOKED_AT = "2024-12"
"""When nodes and capabilities are said to have been looked at."""

Columns = Sequence[Iterable[str]]
"""Cells of some rows, column by column; one may repeat a cell without end."""


def source_text(parameters: Parameters) -> str:
    """What the source of the set says; it does not depend on how many organisations there are."""
    return f"合成数据 synthetic data（rongtu synth，第 1 版，种子 {parameters.seed}）：{BASIS}"


def sheet(parameters: Parameters, kind: str, columns: Sequence[str], parts: Callable[[], Iterator[Columns]]) -> Sheet:
    """A sheet of `kind` whose rows come in parts, each row with its nature and, where its kind has them, more marks."""
    source, nature = source_code(source_text(parameters)), Nature.SYNTHETIC.value
    marks = {"confidence": Confidence.DERIVED.value, "source": source, "nature": nature}
    own = {name: mark for name, mark in marks.items() if name in KINDS[kind].names}

    def rows() -> Rows:
        same = [repeat(mark) for mark in own.values()]
        return enumerate(chain.from_iterable(zip(*part, *same, strict=False) for part in parts()), start=2)

    return Sheet(f"{kind}.csv", KINDS[kind], (*columns, *own), rows, nature, source)


def texts(numbers: NDArray[np.int64]) -> list[str]:
    """Whole numbers as cells."""
    return list(map(str, numbers.tolist()))


def fen(yuan: NDArray[Any]) -> list[str]:
    """Yuan as cells of money, in fen: whole yuan, at least one."""
    return texts(np.maximum(yuan, 1).astype(np.int64) * FEN_PER_UNIT["元"])
