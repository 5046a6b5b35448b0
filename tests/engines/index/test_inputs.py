"""Panels and frameworks are checked once, all problems together, and cannot change afterwards."""

import numpy as np
import pytest

from engines.index.builders import framework, panel, published
from rongtu.engines.index import Block, Framework, Panel, evaluate
from rongtu.vocab.evidence import Direction
from rongtu.vocab.problems import InputError


def test_a_panel_is_a_read_only_copy():
    values = np.ones((1, 2, 1))
    given = panel(values)
    values[:] = 9
    assert given.values.max() == 1
    with pytest.raises(ValueError, match="read-only"):
        given.values[0, 0, 0] = 2


def test_the_faults_of_a_panel_are_named_together():
    with pytest.raises(InputError) as error:
        Panel((2021, 2020), ("u", "u"), ("i",), np.ones((2, 1, 1)))
    assert len(error.value.problems) == 3


def test_an_infinite_value_is_named_by_unit_year_and_indicator():
    with pytest.raises(InputError, match="u1 2020 i0"):
        panel([[[1.0], [np.inf]]])


def test_the_faults_of_a_framework_are_named_together():
    ratios = (published("a"), published("a"), published("b", Direction.NONE))
    with pytest.raises(InputError) as error:
        Framework(ratios, (Block("x", 2010, 2018), Block("y", 2018, 2023)), tails=(60, 40), scale=(0, 1))
    assert len(error.value.problems) == 5


def test_an_indicator_the_panel_lacks_is_named_with_its_ratio():
    with pytest.raises(InputError, match="ratio zz: its indicators stand in the panel"):
        evaluate(panel(np.ones((1, 2, 1))), framework(["i0", "zz"]))
