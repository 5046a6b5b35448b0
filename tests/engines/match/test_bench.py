"""The yardstick: real needs and results, labelled by transfer staff (spec of the match engine, 9)."""

import sys
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

from rongtu.engines.match import build_index, rank_texts
from rongtu.vocab.text_model import text_model
from shared_folder import needs_shared

BENCHMARKS = Path(__file__).resolve().parents[3] / "benchmarks"
JIEBA = (0.594, 0.217)
"""What the specification records of BM25 over words of jieba, POOL and FULL."""


@pytest.fixture
def need2tech(monkeypatch):
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    yield import_module("need2tech")
    del sys.modules["need2tech"]


@needs_shared
def test_words_alone_stand_above_the_measured_baseline(need2tech):
    bench = need2tech.read_bench()
    index = build_index(bench.offers)
    found = [
        need2tech.measured(bench, bench.needs[i], dict(rank_texts(index, bench.needs[i], 1000))) for i in bench.judged
    ]
    pool, full = np.mean(found, axis=0)
    assert pool > JIEBA[0]
    assert full > JIEBA[1]


def test_more_agreement_never_lowers_a_score():
    model = text_model()
    assert (model.with_vectors >= 0).all()
    assert (model.words_alone >= 0).all()
    assert (model.parts >= 0).all()
    assert model.dense > 0


def test_vectors_are_of_length_one_and_what_is_unknown_stays_so():
    model, generator = text_model(), np.random.default_rng(1)
    raw = generator.normal(size=(4, len(model.offer_mean)))
    raw[2] = np.nan
    for found in (model.of_offers(raw), model.of_needs(raw, raw, raw)):
        lengths = np.linalg.norm(found, axis=1)
        assert np.isnan(lengths[2])
        assert np.allclose(np.delete(lengths, 2), 1)
