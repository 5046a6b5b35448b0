"""Sheets of a synthetic set: every row is valid, resolves within the set, says that it is synthetic, and stays."""

from collections import Counter
from itertools import islice

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rongtu.engines.chain.inputs import Chain, Link, Node
from rongtu.facts.fields import KINDS
from rongtu.facts.intake.checks import cleaned, rules
from rongtu.facts.intake.headers import places
from rongtu.facts.sample import reader
from rongtu.facts.synthetic import Parameters, bodies, sheets
from rongtu.facts.synthetic.sectors import sectors
from rongtu.vocab.chains import NodeKind, Relation, Tier
from rongtu.vocab.industries import full_code, parse_industry_code
from rongtu.vocab.money import Fen
from rongtu.vocab.organisations import SizeClass
from rongtu.vocab.problems import InputError
from rongtu.vocab.regions import parent_of
from rongtu.vocab.sizes import classify

GROWING = ("organisation", "capability", "supply")
SCALED = ("demand", "trade")
"""Kinds with amounts in proportion to the number of organisations."""

SMALL = st.builds(
    Parameters,
    organisations=st.integers(1, 120),
    seed=st.integers(0, 2**64 - 1),
    mean_degree=st.floats(0, 20),
    sectors=st.integers(1, 97),
    chains=st.integers(1, 4),
    nodes_per_chain=st.integers(4, 30),
)


def rows_of(parameters):
    """Kind to rows as dictionaries."""
    return {
        sheet.kind.name: [dict(zip(sheet.header, cells, strict=True)) for _, cells in sheet.rows()]
        for sheet in sheets(parameters)
    }


def broken(sheet, most=None):
    """Cells of a sheet that break a rule of their field, as intake checks them."""
    found = places(sheet)
    frame = pl.DataFrame(
        [dict(zip(sheet.header, cells, strict=True)) for _, cells in islice(sheet.rows(), most)],
        schema=dict.fromkeys(sheet.header, pl.String),
    )
    frame = frame.with_columns([cleaned(frame[place.column.name], place.column) for place in found])
    return {
        (place.column.name, rule.words): frame.filter(rule.broken.fill_null(value=False))[place.column.name].to_list()
        for place in found
        for rule in rules(place.column)
        if frame.select(rule.broken.fill_null(value=False).any()).item()
    }


@pytest.fixture(scope="module")
def many():
    """A set of a hundred thousand organisations, of which supply is left out."""
    parameters = Parameters(organisations=100_000, seed=1)
    return {sheet.kind.name: sheet for sheet in sheets(parameters) if sheet.kind.name != "supply"}


@settings(max_examples=25)
@given(SMALL)
def test_every_cell_keeps_the_rules_of_its_field(parameters):
    assert {sheet.kind.name: found for sheet in sheets(parameters) if (found := broken(sheet))} == {}


@pytest.mark.parametrize("kind", ["organisation", "capability"])
def test_every_cell_of_a_large_set_keeps_the_rules_of_its_field(many, kind):
    assert broken(many[kind]) == {}


@settings(max_examples=25)
@given(SMALL)
def test_references_resolve_within_the_set_and_keys_come_once(parameters):
    rows = rows_of(parameters)
    known = {kind: {row[KINDS[kind].key[0]] for row in rows[kind]} for kind in rows if kind != "organisation"}
    known["organisation"] = {f"uscc:{row['uscc']}" for row in rows["organisation"]}
    known["region"] = {row["code"] for row in reader.read(KINDS["region"])}
    for kind, found in rows.items():
        for column in KINDS[kind].columns:
            if column.field.refers:
                cells = {row.get(column.name, "") for row in found} - {""}
                assert cells <= known.get(column.field.refers, set()), (kind, column.name)
        key = KINDS[kind].key if kind != "organisation" else ("uscc",)
        keys = Counter(tuple(row.get(part, "") for part in key) for row in found)
        assert max(keys.values(), default=1) == 1, kind


@settings(max_examples=25)
@given(SMALL)
def test_every_row_says_that_it_is_synthetic(parameters):
    rows = rows_of(parameters)
    (source,) = rows["source"]
    assert source["text"].startswith("合成")
    for kind, found in rows.items():
        for row in found:
            assert row["nature"] == "synthetic"
            assert kind == "source" or row["source"] == source["code"]
            assert all(row[name].startswith("合成") for name in ("name", "full_name") if name in row)


@settings(max_examples=25)
@given(SMALL, st.integers(1, 120))
def test_more_organisations_leave_the_rows_before_as_they_are(parameters, more):
    small, large = (
        rows_of(one) for one in (parameters, _with(parameters, organisations=parameters.organisations + more))
    )
    for kind, found in small.items():
        if kind in GROWING:
            assert large[kind][: len(found)] == found
        elif kind not in SCALED:
            assert large[kind] == found


def test_a_set_of_two_blocks_begins_with_that_of_one_and_a_half():
    block = bodies.BLOCK
    small, large = (
        {sheet.kind.name: sheet for sheet in sheets(Parameters(organisations=count, seed=7, mean_degree=0))}
        for count in (block + block // 2, 2 * block)
    )
    for kind in ("organisation", "capability"):
        before = list(small[kind].rows())
        assert list(islice(large[kind].rows(), len(before))) == before


@given(SMALL)
@settings(max_examples=10)
def test_sheets_read_again_give_the_same_rows_and_another_seed_others(parameters):
    made = sheets(parameters)
    assert [list(sheet.rows()) for sheet in made] == [list(sheet.rows()) for sheet in made]
    other = _with(parameters, seed=parameters.seed ^ 1)
    assert rows_of(other)["organisation"] != rows_of(parameters)["organisation"]


def test_rows_are_numbered_as_in_a_file_with_a_header(many):
    assert [number for number, _ in islice(many["organisation"].rows(), 3)] == [2, 3, 4]


def test_sheets_come_so_ordered_that_rows_refer_to_sheets_before():
    seen = {"region"}
    for sheet in sheets(Parameters(organisations=1, seed=1)):
        seen.add(sheet.kind.name)
        assert {column.field.refers for column in sheet.kind.columns if column.name in sheet.header} - {None} <= seen


@settings(max_examples=25)
@given(SMALL)
def test_chains_are_chains_the_engine_takes_and_have_no_circles(parameters):
    rows = rows_of(parameters)
    kinds = {row["name"]: row["kind"] for row in rows["item"]}
    for chain in rows["chain"]:
        own = [row for row in rows["chain_node"] if row["chain"] == chain["code"]]
        codes = [row["code"] for row in own]
        links = [row for row in rows["link"] if row["to_node"] in codes]
        Chain(
            chain["code"],
            chain["name"],
            tuple(Node(n["code"], n["item"], n["item"], Tier(n["tier"]), NodeKind(kinds[n["item"]])) for n in own),
            tuple(Link(row["from_node"], row["to_node"], Relation(row["relation"])) for row in links),
            tuple(row["code"] for row in own if row["final"] == "true"),
        )
        assert own[-1]["final"] == "true"
        assert len({row["item"] for row in own}) == len(own)
        assert all(codes.index(row["from_node"]) < codes.index(row["to_node"]) for row in links)


@settings(max_examples=25)
@given(SMALL)
def test_inputs_cost_less_than_the_output_and_each_group_is_filled(parameters):
    rows = rows_of(parameters)
    bought = Counter()
    for group in rows["input_group"]:
        bought[group["node"]] += float(group["share"])
    assert all(0 < share <= 1 for share in bought.values())
    assert {row["code"] for row in rows["input_group"]} == {row["input_group"] for row in rows["link"]}
    assert {row["essential"] for row in rows["input_group"] if row["loss"]} <= {"false"}


def test_fifty_sectors_are_whole_sections_and_all_are_divisions():
    assert {full_code(code)[0] for code in sectors()[:50]} == set("CMIDFG")
    assert all(parse_industry_code(code, "here") == code and len(code) == 2 for code in sectors())
    assert len(set(sectors())) == 97


def test_most_organisations_lie_in_the_home_region_and_cities_in_their_provinces(many):
    rows = [dict(zip(many["organisation"].header, cells, strict=True)) for _, cells in many["organisation"].rows()]
    at_home = sum(row["region"] in ("110000", "120000", "130000") for row in rows)
    assert at_home / len(rows) == pytest.approx(0.6, abs=0.01)
    found = {(row["region"], row["city"]) for row in rows}
    assert all(city in ("", province) or parent_of(city) == province for province, city in found)


def test_size_classes_are_those_of_the_standard():
    parameters = Parameters(organisations=3_000, seed=5, sectors=97)
    (body,) = bodies.bodies(parameters)
    found = {sheet.kind.name: sheet for sheet in sheets(parameters)}["organisation"]
    at = found.header.index("size")
    for (_, cells), sector, employees, revenue in zip(
        found.rows(), body.sector.tolist(), body.employees.tolist(), body.revenue.tolist(), strict=True
    ):
        try:
            answer = classify(sectors()[sector], employees=employees, revenue=Fen(revenue * 100), assets=None)
        except InputError:
            answer = None
        if cells[at]:
            assert answer is not None
            assert answer.size is SizeClass(cells[at])
        else:
            assert answer is None or answer.missing or "assets" in answer.group.limits


def _with(parameters, **changed):
    fields = {name: getattr(parameters, name) for name in Parameters.__dataclass_fields__}
    return Parameters(**(fields | changed))
