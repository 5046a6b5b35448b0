"""Dependence of a scope: shares of what it buys by origin and country, unknown where an amount is."""

import pytest
from small_chain import assumed, changed, trade

from rongtu.desks.cluster.value.depending import dependence
from rongtu.desks.cluster.value.facts import value_facts
from rongtu.desks.cluster.value.tracing import Tracing
from rongtu.vocab.geography import Origin

ABROAD, ELSEWHERE, SCOPE = Origin.ABROAD, Origin.ELSEWHERE, Origin.SCOPE


def depends(rows, node="C-A", tracing=None):
    """The dependence of a node; None where there is none."""
    found = dependence(value_facts(rows), tracing or Tracing(), draws=200, seed=1)
    return next((one for one in found if one.node == node), None)


def shares(found):
    return {(one.origin, one.country): one.share for one in found.shares}


BOUGHT = [trade("A", SCOPE, 20), trade("A", ELSEWHERE, 30), trade("A", ABROAD, 50, country="XAA")]


def test_shares_are_of_all_that_is_bought_and_their_squares_add_up_to_the_concentration():
    found = depends(changed(trades=BOUGHT))
    assert {place: share.point for place, share in shares(found).items()} == {
        (ABROAD, "XAA"): 0.5,
        (ELSEWHERE, None): 0.3,
        (SCOPE, None): 0.2,
    }
    assert found.concentration.point == pytest.approx(0.25 + 0.09 + 0.04)
    assert not found.concentration.assumed
    assert found.concentration.evidence == 1


def test_one_origin_alone_is_all_of_it():
    found = depends(changed(trades=[trade("A")]))
    assert [one.share.point for one in found.shares] == [1]
    assert found.concentration.point == 1


def test_an_amount_nobody_knows_makes_every_share_unknown():
    blank = trade("A", ABROAD, country="XAA", amount=None)
    found = depends(changed(trades=[*BOUGHT[:2], blank]))
    assert all(one.share.point is None for one in found.shares)
    assert found.concentration.point is None
    assert found.concentration.missing == ("采购来源",)


def test_an_assumed_amount_gives_ranges():
    blank = trade("A", ABROAD, country="XAA", amount=None)
    rows = changed(trades=[*BOUGHT[:2], blank], assumptions=assumed(blank, "amount", 40e4, 60e4))
    share = shares(depends(rows))[ABROAD, "XAA"]
    assert share.assumed
    assert 40 / 90 <= share.low < 0.5 < share.high <= 60 / 110
    assert share.point == pytest.approx(0.5)


def test_a_node_of_which_nothing_is_bought_depends_on_nobody():
    assert depends(changed(trades=[trade("P")])) is None
    assert depends(changed(trades=[trade("A", bought=0)])) is None


def test_every_figure_walks_to_the_purchases():
    tracing, rows = Tracing(), changed(trades=BOUGHT)
    found = depends(rows, tracing=tracing)
    squares = tracing.trace[found.concentration.ref.removeprefix("derived:")]
    assert set(squares.inputs) == {one.share.ref for one in found.shares}
    for one in found.shares:
        assert set(tracing.trace[one.share.ref.removeprefix("derived:")].inputs) == {row.ref for row in rows.trades}
