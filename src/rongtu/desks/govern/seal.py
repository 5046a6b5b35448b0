"""The seal on the audit: its head, to be kept elsewhere, and whether everything sealed is still as it was."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from rongtu.acts import chaining, verifying
from rongtu.acts.authority import Right
from rongtu.acts.models import Model
from rongtu.acts.operation import Context, OperationKind, operation
from rongtu.acts.verifying import Fault, Misfit

SHOWN = 16
"""Hexadecimal digits of a link hash that are printed where people read it; verifying asks for no fewer."""

WORDS = {
    Fault.REMOVED: "该条已被移除 (it was removed)",
    Fault.CHANGED: "内容与封存时不同 (it is not what was sealed)",
    Fault.MOVED: "此处是封存在别处的记录 (re-ordered: what was sealed elsewhere stands here)",
    Fault.UNLINKED: "与前一条不相接：有记录被调换、插入或替换 (it does not follow from the one before: entries were "
    "re-ordered, put in or replaced here)",
    Fault.PAYLOAD_REMOVED: "所附请求已被移除 (its payload was removed)",
    Fault.PAYLOAD_CHANGED: "所附请求与封存时不同 (its payload is not what was sealed)",
    Fault.UNSEALED: "绕过封存写入 (it was written past the sealer)",
    Fault.SHORT: "此条及其后直到所给链端的记录已被移除 (it and what follows, up to the head given, were removed)",
    Fault.OTHER_HISTORY: "此处链值与所给不同：链被整体改写 (the hash is not the one given: the chain was rewritten)",
}
"""What is said of a fault."""


class HeadRequest(Model):
    """Nothing to say: the chain has one head."""


class Head(Model):
    """The end of the sealed chain; `position` 0 where nothing is sealed yet."""

    position: int
    link: str
    algorithm: str | None
    sealed_at: str | None

    def headline(self) -> str:
        """Position, hash and time in a line."""
        if not self.position:
            return "尚无封存的审计记录 (nothing sealed yet)"
        return f"第 {self.position} 条  {self.link}  {self.sealed_at}  {self.algorithm}"


class VerifyRequest(Model):
    """A head exported earlier, if what follows it in time is to be checked too."""

    position: int | None = Field(default=None, ge=1, description="position of a head kept elsewhere")
    link: str | None = Field(
        default=None, pattern=rf"^[0-9a-f]{{{SHOWN},64}}$", description=f"its link hash, or the first {SHOWN} digits"
    )

    @model_validator(mode="after")
    def _both_or_none(self) -> Self:
        if (self.position is None) != (self.link is None):
            raise ValueError("a head is a position and a link: give both or neither")
        return self


class Found(Model):
    """The first entry that does not fit, and why."""

    position: int | None
    entry: str | None
    fault: str
    words: str


class Verified(Model):
    """Whether the chain fits from its first entry to its head, and how many entries wait to be sealed."""

    sound: bool
    head: Head
    waiting: int
    misfit: Found | None

    def headline(self) -> str:
        """The verdict in a line."""
        if self.misfit is None:
            return f"审计链完好：{self.head.position} 条 (sound)\n{self.head.headline()}"
        place = "" if self.misfit.position is None else f"第 {self.misfit.position} 条"
        return f"审计链不符：{' '.join(filter(None, (place, self.misfit.entry)))}：{self.misfit.words}"

    def holds(self) -> bool:
        """Whether it is sound."""
        return self.sound


@operation(
    "audit.head", kind=OperationKind.QUERY, right=Right.READ_PUBLIC, zh="导出审计链的末端", en="Export the sealed head"
)
def show_head(context: Context, request: HeadRequest) -> Head:
    """The sealed head. It says nothing of anyone, so who may read anything may read it, and keep it."""
    return _head(chaining.head(context.connection))


@operation(
    "audit.verify",
    kind=OperationKind.QUERY,
    right=Right.READ_AUDIT,
    zh="核对审计链",
    en="Verify the audit and name the first entry that does not fit",
)
def verify_chain(context: Context, request: VerifyRequest) -> Verified:
    """Whether everything sealed is as it was, up to the head given too."""
    exported = None if request.position is None or request.link is None else (request.position, request.link)
    verdict = verifying.verify(context.connection, exported, lambda read: context.progress(f"核对 verifying {read:,}"))
    found = None if verdict.misfit is None else _found(verdict.misfit)
    return Verified(sound=found is None, head=_head(verdict.head), waiting=verdict.waiting, misfit=found)


def _head(head: chaining.Head) -> Head:
    sealed_at = chaining.instant(head.sealed_at) if head.sealed_at else None
    return Head(position=head.position, link=head.link_hash, algorithm=head.algorithm, sealed_at=sealed_at)


def _found(misfit: Misfit) -> Found:
    return Found(
        position=misfit.position,
        entry=str(misfit.entry) if misfit.entry else None,
        fault=misfit.fault.value,
        words=WORDS[misfit.fault],
    )
