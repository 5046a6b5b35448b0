"""Offers come back from a segment as they were; strings and columns keep what they were given."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from rongtu.engines.match import Offer, Segment, build_segment
from rongtu.engines.match.inputs import Facet, Slot, Track
from rongtu.engines.match.search.strings import Strings, among

text = st.text(max_size=6)
count = st.integers(0, 9)
offers = st.builds(
    Offer,
    key=st.text(min_size=1, max_size=4),
    kind=text,
    name=text,
    text=text,
    region=st.none() | text,
    as_of_year=st.none() | st.integers(1900, 2100),
    facts=st.lists(text, max_size=2).map(tuple),
    holder=st.none() | text,
    trl=st.none() | st.integers(1, 9),
    offered_until=st.none() | text,
    confirmed_on=st.none() | text,
    price=st.none() | st.floats(0, 1e12),
    nodes=st.lists(text, max_size=2).map(tuple),
    facets=st.dictionaries(st.sampled_from(Facet), st.frozensets(text, max_size=2), max_size=2),
    slots=st.lists(st.builds(Slot, st.floats(0, 9), text, text, st.none() | text), max_size=2).map(tuple),
    track=st.none() | st.builds(Track, count, count, count, count),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(offers, max_size=4, unique_by=lambda offer: offer.key))
def test_offers_come_back_whole_in_the_order_of_their_keys(given_offers):
    segment = Segment.of(build_segment(given_offers, "ab").arrays())
    assert [segment.offer(i) for i in range(len(segment))] == sorted(given_offers, key=lambda offer: offer.key)


any_text = st.text(st.characters(exclude_categories=()), max_size=4)


@settings(max_examples=100, deadline=None)
@given(st.sets(any_text, max_size=30), st.lists(any_text, max_size=9))
def test_strings_are_found_where_they_stand(held, wanted):
    strings = Strings.of(sorted(held))
    places = {one: i for i, one in enumerate(sorted(held))}
    assert [strings[i] for i in range(len(strings))] == sorted(held)
    assert strings.take(np.arange(len(strings))) == sorted(held)
    asked = [*wanted, *held]
    assert strings.find(asked).tolist() == [places.get(one, -1) for one in asked]


@given(st.lists(st.integers(-3, 9)), st.lists(st.integers(-3, 9)))
def test_numbers_among_others(numbers, others):
    found = among(np.array(numbers, dtype=np.int64), np.array(others, dtype=np.int64))
    assert found.tolist() == [number in others for number in numbers]
