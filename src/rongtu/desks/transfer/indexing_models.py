"""What the job that writes the index files takes and gives."""

from __future__ import annotations

from rongtu.acts.models import Model


class IndexRequest(Model):
    """Nothing to choose: whatever changed is indexed, at every level whoever asks sees."""


class IndexAnswer(Model):
    """How many offers are indexed, in how many files of how many bytes, for how many levels, and what it took.

    `encoded` vectors were made by `encoder` just now; `waiting` offers have none yet, and `remark` says why.
    """

    offers: int
    segments: int
    size: int
    levels: int
    changed: bool
    encoder: str | None
    encoded: int
    waiting: int
    seconds: float
    remark: str | None

    def headline(self) -> str | None:
        """What was done in one line, and what is left."""
        done = "" if self.changed else "，无改动 unchanged"
        words = (
            f"索引 {self.offers:,} 项 offers，{self.segments} 段 segments，{_size(self.size)}，"
            f"{self.seconds:.1f} 秒 s{done}；新编码 encoded {self.encoded:,}，待编码 waiting {self.waiting:,}"
        )
        return f"{words}\n{self.remark}" if self.remark else words


def _size(count: int) -> str:
    return f"{count / 1e6:,.1f} MB"
