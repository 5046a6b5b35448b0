"""What is read and written level by level: the state of the facts at each, and the files that stand for it then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from rongtu.acts.operation import Context
from rongtu.desks.transfer.searching.kinds import BEHIND
from rongtu.desks.transfer.searching.segments import Level, Own, Vectors
from rongtu.desks.transfer.searching.views import rows_arrays
from rongtu.desks.transfer.searching.wording import user_words
from rongtu.engines.match.inputs import Offer
from rongtu.engines.match.words import Lexicon, fold, lexicon
from rongtu.facts.search.folders import SearchFolder
from rongtu.facts.search.manifests import Named, Total
from rongtu.facts.search.row_states import Rows, totals
from rongtu.vocab.evidence import Visibility


@dataclass(frozen=True)
class Reading:
    """The state of the facts that those see who see up to a level; `added` are the words that less seeing have not.

    Words are folded where they are compared: what cuts a text is their folded form.
    """

    level: Visibility
    totals: Mapping[str, Total]
    words: tuple[str, ...]
    lower: Reading | None

    @cached_property
    def users(self) -> Lexicon:
        """The words as texts are cut with them."""
        return lexicon(self.words)

    @cached_property
    def added(self) -> frozenset[str]:
        """The words that those have not who see less."""
        return self.users.words - self.lower.users.words if self.lower else frozenset()

    def is_as_lower(self) -> bool:
        """Whether who sees less sees the same."""
        return self.lower is not None and self.totals == self.lower.totals

    def cuts_alike(self, offer: Offer) -> bool:
        """Whether the offer's text falls into the same words for those who see less."""
        if not self.added:
            return True
        text = fold(f"{offer.name}\n{offer.text}")
        return not any(word in text for word in self.added)


@dataclass(frozen=True, slots=True)
class Written:
    """The files that stand for a level now: its own segments, and the rows behind them."""

    own: Own
    rows: Named


@dataclass(frozen=True, slots=True)
class Place:
    """Where search files and vectors of a nature are, and what vectors of the encoder in use there are."""

    data_dir: Path
    folder: SearchFolder
    vectors: Vectors | None

    def level(self, reading: Reading) -> Level:
        """What segments of a level are written with."""
        return Level(self.folder, reading.level, reading.users, self.vectors)

    def write_rows(self, reading: Reading, rows: Mapping[str, Rows]) -> Named:
        """The file of a level's rows and words."""
        return self.folder.write(reading.level, "rows", rows_arrays(rows, reading.words))


def read_levels(context: Context, levels: Sequence[Visibility]) -> Iterator[Reading]:
    """The state of the facts at each level; the transaction sees the last of them afterwards."""
    lower = None
    for level in levels:
        connection = context.at(level).connection
        lower = Reading(level, totals(connection, BEHIND), user_words(connection), lower)
        yield lower
