"""ChainKnowledgeGraph's files: what each is known by, and what it tells of firms, products and their relations.

What is seen is gathered on disk, each firm, product and relation once, under the file and line that first told it: so
a graph of any size is read in bounded memory, and a product knows whether anything goes into it.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Sequence

from rongtu.facts.intake.formats.exchanges import EXCHANGES, listed_code
from rongtu.facts.intake.formats.gathering import scratch
from rongtu.facts.intake.formats.opened import Record
from rongtu.facts.intake.formats.wanted import Given, Wanted
from rongtu.vocab.chains import Relation
from rongtu.vocab.dates import suggest_partial_date
from rongtu.vocab.text import tidy

COMPANY = Wanted("company.json", ("name", "fullname", "code", "location"), needed=False)
MEMBERSHIP = Wanted("company_industry.json", ("company_code", "company_name", "industry_name"), needed=False)
RELATED = Wanted("product_product.json", ("from_entity", "rel", "to_entity"), needed=False)
MADE = Wanted("company_product.json", ("company_code", "company_name", "product_name"), needed=False)
PRODUCTS = Wanted("product.json", ("name",), needed=False)
CHAIN = Wanted("chain.csv", ("chain_code", "chain_name"), needed=False)
UNREAD = (
    Wanted("industry.json", ("code", "name"), needed=False),
    Wanted("industry_industry.json", ("from_code", "to_code"), needed=False),
    Wanted("industry_up.json", ("industry", "ups"), needed=False),
)
"""Files of the data set that hold no fact a record takes; they may be named along with the others."""

RELATIONS = {
    "上游材料": (Relation.SUPPLIES, True),
    "下游产品": (Relation.SUPPLIES, False),
    "产品小类": (Relation.IS_TYPE_OF, True),
}
"""What a relation says, and whether it leads from the second product to the first: 冰糖 is 上游材料 of a soup."""

TABLES = (
    "firm (code TEXT PRIMARY KEY, file TEXT, line INTEGER, name TEXT, short TEXT, listed TEXT, industry TEXT)",
    "product (name TEXT PRIMARY KEY, file TEXT, line INTEGER, feeds INTEGER, fed INTEGER)",
    "link (a TEXT, b TEXT, relation TEXT, rel TEXT, line INTEGER, PRIMARY KEY (a, b, relation))",
    "made (firm TEXT, product TEXT, weight TEXT, line INTEGER, PRIMARY KEY (firm, product))",
)

CONTROL = re.compile(r"[\x00-\x1f\x7f]")

Cells = Sequence[str | int]


def gather(given: Given) -> sqlite3.Connection:
    """What the files at hand tell, in one pass over each."""
    store = scratch()
    for table in TABLES:
        store.execute(f"CREATE TABLE {table}")
    store.execute("BEGIN")
    for wanted, told in TOLD:
        for opened in given[wanted.name]:
            for line, record in opened.records():
                told(store, (wanted.name, line), {field: _clean(text) for field, text in record.items()})
    store.execute("COMMIT")
    return store


def _clean(text: str) -> str:
    """The text without the control characters that stand behind some names."""
    return tidy(CONTROL.sub("", text))


def _put(store: sqlite3.Connection, table: str, cells: Cells) -> None:
    """A row, unless one with its key is there."""
    store.execute(f"INSERT OR IGNORE INTO {table} VALUES ({', '.join('?' * len(cells))})", cells)


def _company(store: sqlite3.Connection, place: Cells, record: Record) -> None:
    code, time = listed_code(record["code"], record["location"]), record.get("time", "")
    # for some eighty firms the exchange stands where the date of listing should
    listed = "" if time in EXCHANGES or time == "-" else suggest_partial_date(time) or time
    _put(store, "firm", (code, *place, record["fullname"] or record["name"], record["name"], listed, ""))


def _membership(store: sqlite3.Connection, place: Cells, record: Record) -> None:
    code = _firm(store, place, record)
    industry = record["industry_name"].removesuffix("Ⅲ")
    store.execute("UPDATE firm SET industry = ? WHERE code = ? AND industry = ''", (industry, code))


def _firm(store: sqlite3.Connection, place: Cells, record: Record) -> str:
    """The code of the firm a row names; the firm by its short name, where no file told it before."""
    code, name = listed_code(record["company_code"]), record["company_name"]
    _put(store, "firm", (code, *place, name, name, "", ""))
    return code


def _related(store: sqlite3.Connection, place: Cells, record: Record) -> None:
    """A relation; one of a product with itself says nothing."""
    relation, turned = RELATIONS.get(record["rel"], (record["rel"], False))
    ends = (record["from_entity"], record["to_entity"])
    a, b = reversed(ends) if turned else ends
    if a != b:
        supplies = relation == Relation.SUPPLIES
        _product(store, place, a, feeds=supplies)
        _product(store, place, b, fed=supplies)
        _put(store, "link", (a, b, relation, record["rel"], place[1]))


def _made(store: sqlite3.Connection, place: Cells, record: Record) -> None:
    code = _firm(store, place, record)
    _product(store, place, record["product_name"])
    _put(store, "made", (code, record["product_name"], record.get("rel_weight", ""), place[1]))


def _named(store: sqlite3.Connection, place: Cells, record: Record) -> None:
    _product(store, place, record["name"])


def _product(store: sqlite3.Connection, place: Cells, name: str, *, feeds: bool = False, fed: bool = False) -> None:
    store.execute(
        "INSERT INTO product VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT DO UPDATE SET feeds = feeds OR excluded.feeds, fed = fed OR excluded.fed",
        (name, *place, feeds, fed),
    )


Told = Callable[[sqlite3.Connection, Cells, Record], None]

TOLD: Sequence[tuple[Wanted, Told]] = (
    (COMPANY, _company),
    (MEMBERSHIP, _membership),
    (RELATED, _related),
    (MADE, _made),
    (PRODUCTS, _named),
)
"""The files that are read, in the order in which they may tell a firm or a product first."""


def chain_told(given: Given, otherwise: tuple[str, str]) -> tuple[str, str]:
    """Code and name of the chain, as the first row of `chain.csv` says."""
    for opened in given[CHAIN.name]:
        for _, record in opened.records():
            return tidy(record["chain_code"]), tidy(record["chain_name"])
    return otherwise
