"""Series: an evaluation never reads figures of two vintages as one series, and says which vintage it reads."""

from decimal import Decimal

import pytest

from rongtu.desks.govern.evaluation import evaluate_integration
from rongtu.desks.govern.models import EvaluateRequest
from rongtu.desks.govern.panel import BLOCKS, read_evaluation
from rongtu.facts.fields import record_id

INDICATOR = record_id("indicator", "rd_intensity")
NEWEST_BLOCK = BLOCKS[-1]


@pytest.fixture
def read(world):
    """Reads what the evaluation would: the vintages of R&D intensity by block, and by cell."""

    def reading():
        facts = read_evaluation(world.connection)
        series = {one.block.name: one for one in facts.series if one.indicator == INDICATOR}
        cells = {(year, region): row.row for (year, region, code), row in facts.cells.items() if code == INDICATOR}
        return series, cells

    return reading


def revise(world, years, regions=None, vintage="2026", factor=Decimal("0.94")):
    """Publish R&D intensity again for these years, of every province or of some."""
    facts = read_evaluation(world.connection)
    for (year, region, indicator), row in facts.cells.items():
        code = next(province.row.code for province in facts.provinces if province.id == region)
        if indicator == INDICATOR and year in years and (regions is None or code in regions):
            value = round(row.row.value * factor, 2)
            world.figure(INDICATOR, value, region=region, period=str(year), year=year, vintage=vintage)


def test_the_sample_is_read_in_its_one_vintage(read, world):
    series, cells = read()
    assert {one.vintage for one in series.values()} == {"unstated"}
    assert {one.aside for one in series.values()} == {0}
    assert {row.vintage for row in cells.values()} == {"unstated"}
    answer = evaluate_integration(world.context, EvaluateRequest())
    assert {one.vintage for one in answer.series} == {"unstated"}
    assert len(answer.series) == len({one.indicator for one in answer.series}) * len(BLOCKS)


def test_a_revision_of_some_figures_is_left_aside_and_counted(read, world):
    before = read()[1]
    revise(world, years={2022, 2023}, regions={"110000", "120000"})
    series, cells = read()
    assert cells == before
    assert (series[NEWEST_BLOCK.name].vintage, series[NEWEST_BLOCK.name].aside) == ("unstated", 4)
    answer = evaluate_integration(world.context, EvaluateRequest())
    told = {(one.indicator, one.block): (one.vintage, one.aside) for one in answer.series}
    assert told["rd_intensity", NEWEST_BLOCK.name] == ("unstated", 4)


def test_a_revision_of_a_whole_block_replaces_it_and_no_other(read, world):
    before = read()[1]
    revise(world, years=range(NEWEST_BLOCK.first_year, NEWEST_BLOCK.last_year + 1))
    series, cells = read()
    assert [series[block.name].vintage for block in BLOCKS] == ["unstated", "2026"]
    for (year, region), row in cells.items():
        expected = "2026" if NEWEST_BLOCK.holds(year) else "unstated"
        assert row.vintage == expected, (year, region)
    assert cells.keys() == before.keys()


def test_of_two_whole_revisions_the_newest_counts(read, world):
    years = range(NEWEST_BLOCK.first_year, NEWEST_BLOCK.last_year + 1)
    revise(world, years, vintage="2026-03")
    revise(world, years, vintage="2025")
    series, _ = read()
    assert series[NEWEST_BLOCK.name].vintage == "2026-03"


def test_figures_by_country_are_in_no_series(read, world):
    before = read()
    world.figure(INDICATOR, "9", country="JPN", vintage="2026")
    assert read() == before
