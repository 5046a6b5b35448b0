"""Chains of merges end in one body, also where two decisions at once closed a circle."""

from uuid import UUID

import pytest

from rongtu.facts.merges import _end

A, B, C, D = (UUID(int=number) for number in range(1, 5))


@pytest.mark.parametrize(
    ("into", "ends"),
    [
        ({}, {A: A}),
        ({B: A}, {A: A, B: A}),
        ({C: B, B: A}, {C: A, B: A, A: A}),
        ({B: A, A: B}, {A: A, B: A}),
        ({D: C, C: B, B: C}, {D: B, C: B, B: B}),
        ({A: A}, {A: A}),
    ],
    ids=["none", "one", "chain", "circle", "into a circle", "itself"],
)
def test_every_body_of_a_chain_counts_as_the_same_one(into, ends):
    assert {body: _end(into, body) for body in ends} == ends
