"""Conflicts: the points with more than one figure, of several vintages or sources, all kept side by side."""

from __future__ import annotations

from pydantic import Field
from sqlalchemy import func

from rongtu.acts.authority import Right
from rongtu.acts.models import Model
from rongtu.acts.operation import Context, OperationKind, operation
from rongtu.acts.paging import PageRequest
from rongtu.desks.govern.comparing import apart
from rongtu.desks.govern.figures import PointState
from rongtu.desks.govern.points import find_points, unit_of
from rongtu.desks.govern.walking import walk
from rongtu.facts.records.evidence import Observation
from rongtu.facts.schema import table


class ConflictsRequest(PageRequest):
    """Which page, of all points with several figures or of those alone whose figures do not agree."""

    after: str = Field(default="", max_length=1_000, description="show what comes after this key")
    apart: bool = Field(default=False, description="only figures that differ by more than rounding, or in unit")


class ConflictPage(Model):
    """A page of points by key; `next` is the key to go on after, None at the end."""

    points: tuple[PointState, ...]
    next: str | None

    def headline(self) -> str:
        """A line for each point."""
        lines = [point.headline() for point in self.points] or ["没有一处有多个数值 (no point has several figures)"]
        return "\n".join(lines + ([f"后续 next  --after {self.next!r}"] if self.next else []))


@operation(
    "fact.conflicts",
    kind=OperationKind.QUERY,
    right=Right.READ_PUBLIC,
    zh="列出有多个数值的指标：来源或批次不同",
    en="List what several sources or vintages give figures of",
)
def list_conflicts(context: Context, request: ConflictsRequest) -> ConflictPage:
    """Every point with more than one figure, with the spread of its figures."""
    observations = table(Observation).c
    several = func.count() > 1
    having = several & apart(observations.value, unit_of()) if request.apart else several
    found = find_points(context.connection, having=having, after=request.after, most=request.most + 1)
    page = found[: request.most]
    return ConflictPage(points=walk(context.connection, page), next=page[-1].key if len(found) > request.most else None)
