"""Every code a record may hold has a label, and no two codes of a list share one."""

import pytest

from rongtu.facts import records
from rongtu.facts.fields import KINDS
from rongtu.vocab.labels import LABELS, label

LISTS = {column.codes for kind in KINDS.values() for column in kind.columns if column.codes}


def test_every_code_list_of_a_record_has_labels():
    assert records
    assert set(LABELS) >= LISTS


@pytest.mark.parametrize("codes", LABELS, ids=lambda codes: codes.__name__)
def test_each_code_has_its_own_label(codes):
    labels = [label(code) for code in codes]
    assert len({one.zh for one in labels}) == len({one.en for one in labels}) == len(codes)
    assert not {one.zh for one in labels} & {code.value for code in codes}
