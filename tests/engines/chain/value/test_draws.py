"""Draws: keyed by seed and assumption only, inside their range, shaped as the assumption says."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rongtu.engines.chain.value.draws import Sampler, uniforms
from rongtu.engines.chain.value.inputs import assumed, missing, observed
from rongtu.vocab.evidence import Distribution

TRIANGULAR = Distribution.TRIANGULAR
WRITTEN = [0.18239894545178437, 0.7206890525504664, 0.1816582398358948]


@given(st.integers(0, 2**63), st.text(max_size=20), st.integers(1, 50), st.integers(1, 50))
def test_more_draws_begin_with_the_fewer(seed, key, few, more):
    assert np.array_equal(uniforms(seed, key, few + more)[:few], uniforms(seed, key, few))


def test_the_stream_is_the_one_written_down():
    # a change here would move every range ever published
    assert uniforms(20260101, "assumption:1", 3) == pytest.approx(WRITTEN, abs=1e-15)


def test_seed_and_key_each_give_another_stream():
    streams = {tuple(uniforms(seed, key, 4)) for seed in (1, 2) for key in ("a", "b")}
    assert len(streams) == 4


def test_one_key_is_one_draw_whatever_was_drawn_before():
    sampler = Sampler(1, 10)
    other = sampler.values(assumed(0, 1, "b"))
    assert np.array_equal(sampler.values(assumed(0, 1, "a")), Sampler(1, 10).values(assumed(0, 1, "a")))
    assert np.array_equal(sampler.values(assumed(0, 2, "b")), 2 * other)


def test_what_is_observed_or_missing_is_not_drawn():
    sampler = Sampler(1, 10)
    assert sampler.values(observed(3)).tolist() == [3]
    assert sampler.values(missing()).tolist() == [0]


@given(st.floats(0, 1e9), st.floats(0, 1e9), st.floats(0, 1), st.sampled_from(Distribution))
def test_draws_stay_in_the_range(low, width, peak, distribution):
    high = low + width
    likely = min(high, low + peak * width)
    drawn = Sampler(1, 50).values(assumed(low, high, "a", likely=likely, distribution=distribution))
    hair = 1e-9 * max(1.0, high)
    assert drawn[0] == likely
    assert low - hair <= drawn.min() <= drawn.max() <= high + hair


def test_a_uniform_range_is_drawn_evenly():
    drawn = Sampler(1, 4000).values(assumed(10, 30, "a"))[1:]
    assert np.quantile(drawn, [0.25, 0.5, 0.75]) == pytest.approx([15, 20, 25], abs=0.5)


def test_a_triangular_range_is_drawn_around_its_peak():
    drawn = Sampler(1, 4000).values(assumed(0, 10, "a", likely=2.0, distribution=TRIANGULAR))[1:]
    assert drawn.mean() == pytest.approx(4, abs=0.1)
    assert (drawn < 2).mean() == pytest.approx(0.2, abs=0.02)
