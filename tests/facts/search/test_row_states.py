"""Row states: what is new, changed or gone since is told from totals, whoever wrote and whatever became of it."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rongtu.facts.search.row_states import ID, Rows, flat, refs, restored

IDS = st.lists(st.binary(min_size=16, max_size=16), unique=True, max_size=12)


def rows(ids):
    ordered = sorted(ids)
    marks = [int.from_bytes(one[:8], "little") for one in ordered]
    return Rows(np.frombuffer(b"".join(ordered), ID), np.array(marks, dtype=np.uint64))


@given(first=IDS, second=IDS)
def test_rows_without_some_and_joined_with_others_are_rows(first, second):
    left, both = set(first) - set(second), set(first) | set(second)
    without = rows(first).without(rows(second).ids)
    assert without.ids.tobytes() == rows(left).ids.tobytes()
    joined = without.joined(rows(second))
    assert joined.ids.tobytes() == rows(both).ids.tobytes()
    assert joined.total() == rows(both).total()


@given(ids=IDS)
def test_rows_come_back_from_arrays_and_their_names_are_whole(ids):
    made = {"item": rows(ids)}
    back = restored(flat(made), ["item", "absent"])
    assert list(back) == ["item"]
    assert back["item"].total() == made["item"].total()
    # an id may end in a zero byte
    assert len(refs("item", made["item"].ids)) == len(ids)
    assert all(len(ref) == len("item:") + 36 for ref in refs("item", made["item"].ids))
