"""The brief of 示例区, computed from its facts: nothing in it stands without a ref, and its sections are all there."""

from __future__ import annotations

import re

import pytest

from rongtu.flows.brief import compose
from rongtu.flows.brief.document import walk
from rongtu.flows.brief.sheets import tabulate
from rongtu.vocab.evidence import Nature


@pytest.fixture(scope="module")
def result(loaded, administrator):
    loaded.run("sample.load", {"which": "example"}, administrator)
    asked = {"zone": "示例区", "draws": 3, "runs": 20}
    run = loaded.run("run.loop", asked, administrator, nature=Nature.FICTIONAL)
    return loaded.run("run.show", {"run": run.run}, administrator)


@pytest.fixture(scope="module")
def brief(result):
    return compose(result)


def test_every_digit_has_a_ref_and_every_ref_resolves(result, brief):
    known = {*result.row_sources, *(source.ref for source in result.sources)}
    known |= {f"derived:{key}" for key in brief.trace} | {f"rows:{kind}" for kind in result.snapshot.rows}
    known |= {f"parameter:{name}" for name in brief.parameters}

    loose = [span.text for span in walk(brief) if re.search(r"\d", span.text) and not span.refs]

    assert not loose
    assert not {ref for span in walk(brief) for ref in span.refs} - known


def test_the_sections_an_office_asks_for_are_there(brief):
    assert [section.anchor for section in brief.sections if not section.anchor.startswith("chain-")] == [
        "summary", "stuck", "actions", "allies", "funds", "chains", "evaluation", "questions", "assumed", "method",
    ]  # fmt: skip


def test_three_findings_stand_and_three_need_a_fact(brief):
    counts = [len(block.items) for block in brief.sections[0].blocks if block.block == "listing"]

    assert counts == [3, 3]


def test_plain_words_name_no_body(result, brief):
    bodies = {lead.name for found in result.leads.values() for lead in found.leads}
    bodies |= {offer.name for need in result.needs.values() for offer in need.offers}

    plain = {span.text for span in walk(brief) if not span.refs}

    assert not [text for text in plain if any(name in text for name in bodies)]


def test_what_rests_on_an_assumption_is_marked(result, brief):
    assert brief.marks[result.value.value.ref] == "推定"


def test_every_row_of_the_tables_says_what_it_rests_on(result):
    for sheet in tabulate(result).sheets:
        assert sheet.columns[-1].heading == "依据"
        assert sheet.name == "概要" or all(row[-1] for row in sheet.rows), sheet.name
