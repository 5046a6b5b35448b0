"""Who is placed where: distinct bodies at a node by role and by grade, those on the whole chain counted apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from rongtu.engines.chain.inputs import Placement
from rongtu.engines.chain.results import Presence
from rongtu.vocab.chains import BasisGrade, CapabilityRole


def presences(nodes: Iterable[str], placements: Sequence[Placement]) -> Mapping[str | None, Presence]:
    """The presence at every node, and under None that on the chain as a whole; nodes without any are there too."""
    rows: defaultdict[str | None, list[Placement]] = defaultdict(list)
    for placement in placements:
        rows[placement.node].append(placement)
    return {node: _presence(node, rows.get(node, [])) for node in (*nodes, None)}


def _presence(node: str | None, rows: Sequence[Placement]) -> Presence:
    by_role: defaultdict[CapabilityRole, set[str]] = defaultdict(set)
    by_grade: defaultdict[BasisGrade, set[str]] = defaultdict(set)
    for row in rows:
        by_role[row.role].add(row.body)
        by_grade[row.grade].add(row.body)
    return Presence(
        node=node,
        bodies=len({row.body for row in rows}),
        by_role={role: len(by_role[role]) for role in CapabilityRole if role in by_role},
        by_grade={grade: len(by_grade[grade]) for grade in BasisGrade if grade in by_grade},
        placements=tuple(sorted(rows, key=_best_founded_first)),
    )


_GRADES = tuple(BasisGrade)


def _best_founded_first(row: Placement) -> tuple[int, str, str, str]:
    return _GRADES.index(row.grade), row.role, row.body, row.fact
