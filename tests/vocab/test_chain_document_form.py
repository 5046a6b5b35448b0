"""The form of a chain file: every key read, every value that is none of its key told at its place, none lost."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rongtu.vocab.chain_document import GroupEntry, NodeEntry, Span
from rongtu.vocab.chain_document_form import MOST_PROBLEMS, read_document, read_form
from rongtu.vocab.chain_document_tables import TABLES
from rongtu.vocab.chains import Relation, Tier
from rongtu.vocab.evidence import Distribution
from rongtu.vocab.problems import InputError

WHOLE = """
code = "EX"
name = " 示例链 "
as_of = 2026-06-30
source = "虚构"
budgets = [1e6, 2_000_000]
draws = 10
seed = 1
discount = 0

[[node]]
code = "EX-A"
name = "甲"
tier = "upstream"
kind = "material"
final = true
item = "甲料"
supply = 1
buy = { low = 1, high = 3, likely = 2, distribution = "triangular" }
demand = 2.5
weight = 1.5

[[node]]
code = "EX-B"

[[group]]
node = "EX-A"
members = ["EX-B"]
code = "G"
name = "组"
share = 0.25
essential = false
loss = 0.5

[[link]]
from = "EX-B"
to = "EX-A"
relation = "complements"
basis = "调研"

[[purchase]]
node = "EX-B"
origin = "abroad"
country = "XAA"
bought = 1
available = 2

[[intervention]]
code = "IV"
node = "EX-A"
title = "扩产"
kind = "fill"
adds = 1
cost = 2
success = 0.5
lead_months = 6

[[controller]]
node = "EX-B"
name = "某公司"
kind = "licence"
country = "XAA"
share = 0.5
replaceable = 0.1
"""


def problems(text):
    return [(one.where, one.rule) for one in read_form(tomllib.loads(text)).problems]


def test_every_key_of_the_form_is_read():
    content = tomllib.loads(WHOLE)
    for name, table in TABLES.items():
        keys = {key.name for key in table.keys}
        assert name == "product" or keys <= {key for row in content[name] for key in row}
    found = read_document(content, "chain.toml")
    assert (found.name, found.as_of, found.budgets) == ("示例链", "2026-06-30", (1e6, 2e6))
    first, second = found.nodes
    assert first.buy == Span(1.0, 3.0, 2.0, Distribution.TRIANGULAR)
    assert (first.tier, first.thing, second.called, second.number) == (Tier.UPSTREAM, "甲料", "EX-B", 2)
    assert found.groups == (GroupEntry("EX-A", ("EX-B",), "G", "组", 0.25, essential=False, loss=0.5),)
    assert found.links[0].relation is Relation.COMPLEMENTS
    assert found.supplies == (("EX-B", "EX-A"),)


@pytest.mark.parametrize(
    ("text", "where", "rule"),
    [
        ("", "the file", "a chain file has [[node]] entries"),
        ('colour = "red"', "key colour", "a key is one of the form"),
        ('[node]\ncode = "A"', "node", "the rows of a table stand under two brackets each"),
        ('node = ["A"]', "node", "the rows of a table stand under two brackets each"),
        ("[[node]]\nname = '甲'", "node 1", "a row of [[node]] has code"),
        ("[[node]]\ncode = ' '", "node 1 ( ), code", "a code or name is not empty"),
        ("[[node]]\ncode = 3", "node 1, code", "a text stands in quotes"),
        ("[[node]]\ncode = 'A'\ntier = 'top'", "node 1 (A), tier", "one of upstream, midstream, downstream"),
        ("[[node]]\ncode = 'A'\ntier = []", "node 1 (A), tier", "one of upstream, midstream, downstream"),
        ("[[node]]\ncode = 'A'\nfinal = 'yes'", "node 1 (A), final", "yes or no is true or false"),
        ("[[node]]\ncode = 'A'\nsupply = true", "node 1 (A), supply", "a figure is a finite number"),
        ("[[node]]\ncode = 'A'\nsupply = nan", "node 1 (A), supply", "a figure is a finite number"),
        ("[[node]]\ncode = 'A'\nsupply = '10'", "node 1 (A), supply", "a figure is a finite number"),
        ("[[node]]\ncode = 'A'\nsupply = 1" + "0" * 400, "node 1 (A), supply", "a figure is a finite number"),
        ("[[node]]\ncode = 'A'\nsupply = 0x" + "f" * 5000, "node 1 (A), supply", "a figure is a finite number"),
        ("[[node]]\ncode = 'A'\nsupply = { low = 1 }", "node 1 (A), supply", "a range has low and high, and if known"),
        ("[[node]]\ncode = 'A'\n[[group]]\nnode = 'A'\nmembers = 'B'", "group 1 (A), members", "a list stands in"),
        ("as_of = '2026-13'\n[[node]]\ncode = 'A'", "key as_of", "a date is YYYY, YYYY-MM or YYYY-MM-DD"),
        ("as_of = 2026-01-01T08:00:00\n[[node]]\ncode = 'A'", "key as_of", "a date has no time of day"),
        ("draws = 0\n[[node]]\ncode = 'A'", "key draws", "a whole number from 1 to 10000"),
        ("budgets = [-1]\n[[node]]\ncode = 'A'", "key budgets", "a budget lies between 0 and 1,000,000,000,000,000"),
        ("discount = 2\n[[node]]\ncode = 'A'", "key discount", "a number from 0 to 1"),
        ("[[node]]\ncode = 'A'\n[[product]]\nnode = 'B'", "product 1 (B)", "every node named is a node of the file"),
        (
            "[[node]]\ncode = 'A'\n[[product]]\nnode = 'A'\n[[product]]\nnode = 'A'",
            "product 2 (A)",
            "a final product is named once",
        ),
        (
            "[[node]]\ncode = 'A'\ndemand = 1\n[[product]]\nnode = 'A'\ndemand = 1",
            "product 1 (A), demand",
            "a demand is said once",
        ),
        (
            "[[node]]\ncode = 'A'\n[[controller]]\nnode = 'A'\nname = 'x'\nkind = 'supplier'\ncountry = 'china'",
            "controller 1 (x), country",
            "a country is three capital letters",
        ),
    ],
)
def test_what_is_out_of_form_is_told_at_its_place(text, where, rule):
    ((place, told),) = problems(text)
    assert place == where
    assert told.startswith(rule)


def test_a_key_that_is_nearly_one_is_guessed_and_reading_goes_on():
    form = read_form(tomllib.loads("[[node]]\ncode = 'A'\nsuply = 3\nbuy = 'x'\n[[node]]\ncode = 'B'\nsupply = 2"))
    assert form.problems[0].mend == "Is supply meant?"
    assert len(form.problems) == 2
    assert [(node.code, node.supply) for node in form.document.nodes] == [("A", None), ("B", 2.0)]


def test_a_sketch_buys_nothing_it_does_not_say_and_a_chain_file_does_not_know():
    text = "[[node]]\ncode = 'A'\n[[intervention]]\ncode = 'I'\nnode = 'A'"
    taken = [
        (made.nodes[0].buy, made.interventions[0].success, made.interventions[0].lead_months)
        for made in (read_form(tomllib.loads(f"{head}{text}")).document for head in ("", "code = 'EX'\n"))
    ]
    assert taken == [(0.0, 1.0, 0.0), (None, None, None)]


def test_a_final_product_named_apart_is_read_into_its_node():
    text = "[[node]]\ncode = 'A'\n[[product]]\nnode = 'A'\ndemand = 3\nweight = 2"
    assert read_form(tomllib.loads(text)).document.nodes == (
        NodeEntry("A", final=True, buy=0.0, demand=3.0, weight=2.0),
    )


def test_of_very_many_problems_the_first_are_told():
    text = "".join(f"[[node]]\ncode = 'N{number}'\nx = 1\n" for number in range(MOST_PROBLEMS + 5))
    with pytest.raises(InputError) as error:
        read_document(tomllib.loads(text), "chain.toml")
    assert len(error.value.problems) == MOST_PROBLEMS + 1
    assert error.value.problems[0].where == "chain.toml, node 1 (N0), x"
    assert "1,005" in error.value.problems[-1].found


VALUES = st.recursive(
    st.one_of(st.text(max_size=5), st.integers(), st.floats(), st.booleans(), st.dates()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)),
    max_leaves=6,
)
NAMES = st.sampled_from(
    [*TABLES, "code", "name", "as_of", "source", "budgets", "draws", "seed", "discount", "members", "share", "low", "x"]
)


@given(st.dictionaries(NAMES, st.one_of(VALUES, st.lists(st.dictionaries(NAMES, VALUES, max_size=5), max_size=3))))
def test_nothing_a_file_may_hold_breaks_the_reader(content):
    form = read_form(content)
    assert form.problems or form.document.nodes
