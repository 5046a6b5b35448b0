"""qrels: judged pairs of queries and documents (BEIR's form): a need, a result, and how well the one serves the other.

`qrels.tsv` with a header line, `queries.jsonl` and `corpus.jsonl` with `_id` or `id`, `text` and perhaps `title`.
Codes begin with the name of the folder a file lies in, so that two collections do not meet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from rongtu.facts.intake.formats.opened import Opened, Record
from rongtu.facts.intake.formats.origins import of_file, origins_sheet
from rongtu.facts.intake.formats.wanted import Format, Wanted, sort_out
from rongtu.facts.intake.sheets import Sheet
from rongtu.vocab.means import NeedKind
from rongtu.vocab.text import tidy

QUERIES = Wanted("queries.jsonl", ("id", "text"), called="quer")
CORPUS = Wanted("corpus.jsonl", ("id", "text"), called="corpus")
QRELS = Wanted(
    "qrels.tsv",
    ("query-id", "corpus-id", "score"),
    mend="Write the three headings, tabs between them, as its first line; of TREC's four columns leave out the second.",
)

TERMS = "未注明，从数据集的条件 none stated: those of the data set"

LONGEST_TITLE = 60
"""Characters of a text that stand for a title where there is none."""

NEED = ("code", "kind", "title", "text", "state")
TECHNOLOGY = ("code", "title", "summary")
JUDGEMENT = ("need", "technology", "score")


def read(files: Sequence[Path]) -> tuple[Sheet, ...]:
    """Needs, results on offer, and the judgement on each pair that was judged."""
    given = sort_out("qrels", FORMAT.files, files, {"_id": "id"})
    (queries,), (corpus,), (qrels,) = (given[wanted.name] for wanted in FORMAT.files)
    origins = {
        opened.name: of_file(opened, f"qrels {_collection(opened)}", TERMS) for opened in (queries, corpus, qrels)
    }
    return (
        origins_sheet(origins.values()),
        queries.sheet("need", NEED, partial(_need, _collection(queries)), origins[queries.name].code),
        corpus.sheet("technology", TECHNOLOGY, partial(_technology, _collection(corpus)), origins[corpus.name].code),
        qrels.sheet(
            "judgement",
            JUDGEMENT,
            partial(_judgement, _collection(queries), _collection(corpus)),
            origins[qrels.name].code,
        ),
    )


def _collection(opened: Opened) -> str:
    """What the codes of a file's entries begin with: the name of its folder."""
    return re.sub(r"[\s|]+", "-", opened.path.resolve().parent.name) or "qrels"


def _code(collection: str, identity: str) -> str:
    """The code of an entry; none where it has no id, which the checks refuse."""
    return f"{collection}:{tidy(identity)}" if tidy(identity) else ""


def _title(record: Record) -> str:
    if title := tidy(record.get("title", "")):
        return title
    first = tidy(record["text"]).partition("\n")[0]
    return first if len(first) <= LONGEST_TITLE else f"{first[: LONGEST_TITLE - 1]}…"


def _need(collection: str, record: Record) -> Iterator[Sequence[str]]:
    # a query says nothing of whether it is still open: the state stays unknown
    yield _code(collection, record["id"]), NeedKind.DEMAND, _title(record), tidy(record["text"]), ""


def _technology(collection: str, record: Record) -> Iterator[Sequence[str]]:
    yield _code(collection, record["id"]), _title(record), tidy(record["text"])


def _judgement(needs: str, results: str, record: Record) -> Iterator[Sequence[str]]:
    score = tidy(record["score"])
    yield _code(needs, record["query-id"]), _code(results, record["corpus-id"]), score


FORMAT = Format("qrels", "匹配评判集（qrels）", "judged pairs in the form of BEIR", (QUERIES, CORPUS, QRELS), read)
