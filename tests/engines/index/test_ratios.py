"""Ratios: a gap stays a gap and says what is missing; marks and facts go along."""

import numpy as np
import pytest

from engines.index.builders import panel
from rongtu.engines.index import RatioDefinition, StepMark
from rongtu.engines.index.ratios import compute_ratios
from rongtu.vocab.evidence import Direction
from shared_folder import needs_shared, shared_rows

PER_HEAD = RatioDefinition("x_per_y", "x", "y", 100.0, Direction.UP, "output")
PUBLISHED = RatioDefinition("share", "share", None, 1.0, Direction.UP, "input")


def table(values, **given):
    facts = given.pop("facts", {})
    return compute_ratios(panel(values, indicators=("x", "y", "share"), facts=facts), [PER_HEAD, PUBLISHED], **given)


def test_a_ratio_is_numerator_by_denominator_times_factor_and_a_published_one_itself():
    assert table([[[1, 4, 7]]]).values.tolist() == [[[25.0, 7.0]]]


def test_a_gap_names_every_missing_part():
    nan = np.nan
    gaps = table([[[nan, nan, 1], [1, nan, nan], [1, 0, 1]]]).gaps
    assert [(gap.unit, gap.ratio, gap.missing, gap.zero_denominator) for gap in gaps] == [
        ("u0", "x_per_y", ("x", "y"), False),
        ("u1", "x_per_y", ("y",), False),
        ("u1", "share", ("share",), False),
        ("u2", "x_per_y", ("y",), True),
    ]


def test_a_step_mark_stands_at_every_ratio_that_used_the_indicator():
    marks = [StepMark("u1", "y", 2020), StepMark(None, "share", 2021), StepMark("nobody", "x", 2020)]
    carried = table(np.ones((2, 2, 3)), marks=marks).marks
    assert [(mark.year, mark.unit, mark.ratio) for mark in carried] == [
        (2020, "u1", "x_per_y"),
        (2021, "u0", "share"),
        (2021, "u1", "share"),
    ]


def test_a_ratio_knows_the_facts_of_both_its_parts():
    facts = {(2020, "u0", "x"): "f1", (2020, "u0", "y"): "f2"}
    assert table([[[1, 1, 1]]], facts=facts).facts == {(2020, "u0", "x_per_y"): ("f1", "f2")}


@needs_shared
def test_the_ratios_of_2023_have_the_recorded_extremes():
    rows = [row for row in shared_rows("facts/ratios.csv") if row["ratio_code"] != "rd_intensity"]
    definitions = [
        RatioDefinition(
            row["ratio_code"],
            row["numerator"],
            row["denominator"],
            float(row["factor"]),
            Direction.UP,
            row["dimension"],
        )
        for row in rows
    ]
    codes = tuple(sorted({code for ratio in definitions for code in (ratio.numerator, ratio.denominator)}))
    cells = {
        (row["region"], row["indicator_code"]): float(row["value"])
        for row in shared_rows("facts/provinces.csv")
        if row["year"] == "2023" and row["region"] != "全国" and row["indicator_code"] in codes
    }
    provinces = tuple(sorted({region for region, _ in cells}))
    values = [[[cells.get((province, code), np.nan) for code in codes] for province in provinces]]
    ratios = compute_ratios(panel(values, 2023, provinces, codes), definitions).values[0]
    assert len(provinces) == 31
    for i, row in enumerate(rows):
        for extreme, find in (("min_2023", np.argmin), ("max_2023", np.argmax)):
            value, province = row[extreme].split()
            assert province == provinces[find(ratios[:, i])]
            found = ratios[:, i].min() if find is np.argmin else ratios[:, i].max()
            assert found == pytest.approx(float(value), rel=5e-4, abs=5e-3)
