"""Loading: the one path by which rows of any kind, from any file, are staged, landed and reported."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict

from rongtu.acts.models import Model
from rongtu.acts.operation import Context, StageContext
from rongtu.facts.fields import KINDS
from rongtu.facts.intake import landing, rest
from rongtu.facts.intake.sheets import Sheet
from rongtu.facts.intake.staged import Staged
from rongtu.facts.intake.staging import stage
from rongtu.vocab.evidence import Nature

LANDED = landing.LANDED
"""The event that rows came in or changed; it tells how many rows of each kind were landed."""


class LandedKind(Model):
    """Rows of one kind: read, new to the store, changed in it, refused."""

    kind: str
    read: int
    added: int
    changed: int
    refused: int


class LoadAnswer(Model):
    """What loading did, kind by kind; pairs put on the review list; files with the rows that were refused."""

    landed: tuple[LandedKind, ...]
    duplicates: int
    rest: tuple[str, ...]

    def headline(self) -> str:
        """A line for each kind with rows, and what is left to do."""
        lines = [_line(kind) for kind in self.landed if kind.kind != "source" or len(self.landed) == 1]
        if self.duplicates:
            lines.append(f"疑似重复 {self.duplicates:,} 对，未合并：rongtu duplicate list")
        lines += [f"待改  {name}：改正后再次载入" for name in self.rest]
        return "\n".join(lines)


def _line(kind: LandedKind) -> str:
    same = kind.read - kind.added - kind.changed - kind.refused
    refused = f"，退回 {kind.refused:,}" if kind.refused else ""
    counts = f"新增 {kind.added:,}，改动 {kind.changed:,}，未变 {same:,}{refused}"
    return f"{KINDS[kind.kind].zh} {kind.kind}  读 {kind.read:,} 条（{counts}）"


def stage_sheets(context: StageContext, sheets: Iterable[Sheet]) -> Staged:
    """Stage sheets one after the other, each within a short transaction; what is wrong is told when they land."""
    staged = Staged()
    for sheet in sheets:
        name = sheet.name

        def told(read: int, name: str = name) -> None:
            context.progress(f"读取 {name}  {read:,} 行")

        with context.short():
            stage(context.connection, sheet, staged, told)
    return staged


def land_staged(context: Context, *, partial: bool = False) -> LoadAnswer:
    """Land what was staged, whole or (`partial`) without the rows refused, which go to files in the folder given."""
    staged: Staged = context.staged
    landed, duplicates = landing.land(context.connection, staged, partial=partial, progress=context.progress)
    if any(kind.added or kind.changed for kind in landed):
        for nature, kinds in landing.natures_of(context.connection, staged).items():
            context.emit(LANDED, {"kinds": kinds}, Nature(nature))
    files = []
    if context.out is not None:
        for number, refused in sorted(staged.refused.items()):
            if refused:
                files.append(rest.write(context.out, staged.sheets[number], refused).name)
    return LoadAnswer(
        landed=tuple(LandedKind(**asdict(kind)) for kind in landed), duplicates=duplicates, rest=tuple(files)
    )
