"""The rows of 示例区 as the tests look at them: what intake is given, by kind, with numbers and references read."""

from collections import defaultdict
from decimal import Decimal
from functools import cache

from rongtu.facts.example.reader import sheets
from rongtu.facts.fields import KINDS

TODAY = "2026-11-30"
STALE = "2026-06-03"
"""180 days before."""

SCOPE = ("990100", "990200", "990300")
CHAINS = ("EXES", "EXRJ", "EXMI")
FEN_PER_WAN = 1_000_000


SHEETS = sheets()


@cache
def rows(kind):
    """The rows of a kind, each with the cells that are filled in and the source it has."""
    (sheet,) = [sheet for sheet in SHEETS if sheet.kind.name == kind]
    found = []
    for _, cells in sheet.rows():
        row = {name: cell for name, cell in zip(sheet.header, cells, strict=True) if cell}
        found.append({"source": sheet.source, **row} if "source" in KINDS[kind].names else row)
    return found


def of(kind, /, **wanted):
    """The rows of a kind with those cells."""
    return [row for row in rows(kind) if all(row.get(name) == value for name, value in wanted.items())]


def by(kind, field):
    """The rows of a kind by one field that tells them apart."""
    return {row[field]: row for row in rows(kind)}


def assumed(kind, start, field):
    """The middle of the range taken for a field of the record whose key begins so; None where there is none."""
    for row in of("assumption", kind=kind, field=field):
        if row["key"].startswith(start):
            middle = (Decimal(row["low"]) + Decimal(row["high"])) / 2
            return middle * FEN_PER_WAN if row.get("unit") == "万元" else middle
    return None


@cache
def nodes():
    """Code of each node to its item."""
    return {row["code"]: row["item"] for row in rows("chain_node")}


def in_scope(name):
    """Whether an organisation is in one of the three cities."""
    return by("organisation", "name")[name].get("region") in SCOPE


@cache
def capacities():
    """Yearly supply of each organisation on each node, in fen: the smaller of two figures, the assumed middle."""
    found = defaultdict(list)
    for row in rows("capability"):
        if row.get("node") and row["role"] in ("produces", "integrates") and row.get("capacity_basis") != "sales":
            uscc = by("organisation", "name")[row["organisation"]]["uscc"]
            given = row.get("capacity") or assumed("capability", f"uscc:{uscc}|{row['node']}|", "capacity")
            found[row["organisation"], row["node"]].append(Decimal(given))
    return {place: min(figures) for place, figures in found.items()}


@cache
def supply_in_scope():
    """Yearly supply of the three cities at each node, in fen; what a survey may have missed is not in it."""
    found = dict.fromkeys(nodes(), Decimal(0))
    for (name, node), figure in capacities().items():
        if in_scope(name):
            found[node] += figure
    return found


@cache
def members():
    """The nodes of each input group; a general name stands for its types."""
    types = defaultdict(list)
    for row in of("link", relation="is_type_of"):
        types[row["to_node"]].append(row["from_node"])
    found = defaultdict(set)
    for row in of("link", relation="supplies"):
        found[row["input_group"]].update(types.get(row["from_node"], [row["from_node"]]))
    return dict(found)


def share(group):
    """The share of an input group, or the middle of what is assumed."""
    return Decimal(group.get("share") or assumed("input_group", group["code"], "share"))


def traded(item, origin, field="amount"):
    """What the cities bought of an item by origin in the year, or could have bought, in fen."""
    found = Decimal(0)
    for row in of("trade", item=item, origin=origin):
        key = f"示例区|{item}|{origin}|{row.get('country', '')}|"
        found += Decimal(row.get(field) or assumed("trade", key, field) or 0)
    return found


def need_in_proportion(node):
    """What a node must supply for all final demand to be met, link by link with the given shares, in fen."""
    wanted = Decimal(sum(Decimal(row["amount"]) for row in of("demand", node=node)))
    for group in rows("input_group"):
        if node in members()[group["code"]]:
            wanted += share(group) * need_in_proportion(group["node"])
    return wanted
