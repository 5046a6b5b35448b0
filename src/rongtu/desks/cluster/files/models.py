"""What commands on chain files take and give: a chain as a file's text, a file checked, two versions compared."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from rongtu.acts.models import Model
from rongtu.desks.cluster.files.words import told_value
from rongtu.vocab.evidence import Visibility

MOST_TOLD = 100
"""Problems, findings or differences a headline tells; the answer has all of them."""


class DocumentRequest(Model):
    """Which chain, and the zone whose figures go into its file; without one the file has its structure alone."""

    chain: str = Field(max_length=40, description="链代码 (chain code, such as H2)")
    zone: str = Field(
        default="",
        max_length=40,
        description="范围：区域名称，不填只写结构 (scope: name of a zone; none: structure only)",
    )


class ChainText(Model):
    """A chain as the text of a chain file; `lacks` tells what is not known, `level` who may see what is in it."""

    chain: str
    zone: str
    text: str
    lacks: tuple[str, ...]
    level: Visibility

    def headline(self) -> str:
        """The text itself."""
        return self.text.rstrip("\n")


class Fault(Model):
    """Something wrong or worth a look in a file: where, the rule it breaks, what stood there, how to mend it."""

    where: str
    rule: str
    found: str
    mend: str


class CheckedFile(Model):
    """A chain file checked: how much it holds, what keeps it from being used, what is worth a look."""

    file: str
    chain: str
    nodes: int
    groups: int
    links: int
    final_products: int
    errors: tuple[Fault, ...]
    findings: tuple[Fault, ...]

    def holds(self) -> bool:
        """Whether it can be used."""
        return not self.errors

    def headline(self) -> str:
        """What it holds, then every error and finding."""
        counts = f"环节 {self.nodes:,}、投入组 {self.groups:,}、关系 {self.links:,}、最终产品 {self.final_products:,}"
        lines = [f"{self.file}  {self.chain}  {counts}", *_faults("错误 errors", self.errors)]
        lines += _faults("留意 findings", self.findings)
        if not self.errors and not self.findings:
            lines.append("没有发现问题 (nothing found)")
        return "\n".join(lines)


def _faults(title: str, faults: tuple[Fault, ...]) -> list[str]:
    if not faults:
        return []
    lines = [f"{title} {len(faults):,}："]
    lines += [f"  {one.where}: {one.rule}; found {one.found}. {one.mend}" for one in faults[:MOST_TOLD]]
    return lines + rest(len(faults))


def rest(count: int) -> list[str]:
    """A line that says how many more there are than are told."""
    return [f"  ……另有 {count - MOST_TOLD:,} 条，见 --json (and more)"] if count > MOST_TOLD else []


class ChangeState(Model):
    """One difference between two versions: of a row (no `field`) or of a value in it; in words, Chinese first."""

    table: str
    key: str
    name: str
    action: str
    field: str
    before: Any
    after: Any
    zh: str
    en: str


class VersionValue(Model):
    """V of a version: a figure with its range, or what is missing for it; `note` says why there is none to compute."""

    point: float | None = None
    low: float | None = None
    high: float | None = None
    assumed: bool = False
    missing: tuple[str, ...] = ()
    note: str = ""

    def words(self) -> str:
        """The figure in words."""
        if self.note:
            return self.note
        if self.point is None:
            return f"未知（缺 {'、'.join(self.missing[:3])}）"
        if self.low == self.high or self.low is None or self.high is None:
            return told_value(self.point)
        return f"{told_value(self.point)}（{told_value(self.low)}–{told_value(self.high)}，推定）"


class Compared(Model):
    """Two versions of a chain compared: every difference, and what they make of V."""

    before: str
    after: str
    changes: tuple[ChangeState, ...]
    value_before: VersionValue | None
    value_after: VersionValue | None

    def headline(self) -> str:
        """How many differences, each in a line, and V before and after."""
        lines = [f"{self.before} → {self.after}：{_count(len(self.changes))}"]
        lines += [f"  {change.zh} ({change.en})" for change in self.changes[:MOST_TOLD]]
        lines += rest(len(self.changes))
        if self.value_before is not None and self.value_after is not None:
            lines.append(f"V  {self.value_before.words()} → {self.value_after.words()}{self._gain()}")
        return "\n".join(lines)

    def _gain(self) -> str:
        before, after = self.value_before, self.value_after
        if before is None or after is None or before.point is None or after.point is None:
            return ""
        return f"  {'+' if after.point >= before.point else '−'}{told_value(abs(after.point - before.point))}"


def _count(changes: int) -> str:
    if not changes:
        return "没有不同 (no difference)"
    return f"{changes:,} 处不同 ({changes:,} {'difference' if changes == 1 else 'differences'})"
