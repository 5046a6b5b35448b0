"""The brief of the public sample: nothing in it stands without a ref, and what its licences ask for is printed."""

from __future__ import annotations

import re

import pytest

from rongtu.flows.brief import compose
from rongtu.flows.brief.document import ChainMap, walk


@pytest.fixture(scope="module")
def result(loaded, administrator):
    run = loaded.run("run.loop", {}, administrator)
    return loaded.run("run.show", {"run": run.run}, administrator)


@pytest.fixture(scope="module")
def brief(result):
    return compose(result)


def test_plain_words_hold_no_digit_and_no_name(result, brief):
    names = {chain.name for chain in result.chains} | {node.name for chain in result.chains for node in chain.nodes}
    names |= {lead.name for found in result.leads.values() for lead in found.leads}
    names |= set(result.evaluation.region_names.values()) | {group.name for group in result.evaluation.group}

    plain = {span.text for span in walk(brief) if not span.refs}

    assert not [text for text in plain if re.search(r"\d", text) or any(name in text for name in names)]


def test_every_ref_resolves(result, brief):
    known = {*result.row_sources, *(source.ref for source in result.sources)}
    known |= {f"derived:{key}" for key in brief.trace} | {f"rows:{kind}" for kind in result.snapshot.rows}
    known |= {f"parameter:{name}" for name in brief.parameters}

    assert not {ref for span in walk(brief) for ref in span.refs} - known


def test_every_node_stands_on_a_map(result, brief):
    drawn = [node.code for s in brief.sections for b in s.blocks if isinstance(b, ChainMap) for node in b.nodes]

    assert sorted(drawn) == sorted(node.code for chain in result.chains for node in chain.nodes)
    assert len(drawn) == 214


def test_the_notice_of_the_provinces_figures_is_printed(brief):
    notices = ["".join(span.text for span in notice.spans) for notice in brief.notices]

    assert any("techme" in notice and "MIT" in notice for notice in notices)


def test_three_findings_stand_and_three_need_a_fact(brief):
    counts = [len(block.items) for block in brief.sections[0].blocks if block.block == "listing"]

    assert counts == [3, 3]
