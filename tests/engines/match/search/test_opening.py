"""Segments opened together answer as one fresh index of what is live; later ones shadow, and files give the same."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.match.builders import OFFERS, need, offer
from rongtu.engines.match import Conditions, Segment, build_index, build_segment, open_index, rank
from rongtu.engines.match.candidates import find_candidates
from rongtu.engines.match.search import parts
from rongtu.vocab.problems import InputError

WORDS = ["电解槽", "轴承"]


def unit(*values):
    return np.array(values, dtype=np.float64) / np.linalg.norm(values)


text = st.text(alphabet="电解槽轴承密封 AB", max_size=10)
version = st.tuples(text, st.integers(-3, 3), st.sampled_from(["北京", "天津", None]), st.sampled_from(["甲", None]))
histories = st.dictionaries(
    st.sampled_from([f"k{i}" for i in range(9)]),
    st.lists(st.tuples(st.integers(0, 3), st.one_of(st.none(), version)), min_size=1, max_size=4),
    min_size=1,
)
"""For each key what stands in which segment: a version of the offer, or (None) that it is removed."""


def made(key, one):
    words, _, region, holder = one
    return offer(key, words, region=region, holder=holder)


def segments_of(history):
    built = []
    for s in range(4):
        here = {key: one for key, steps in history.items() for at, one in steps if at == s}
        held = {key: one for key, one in here.items() if one is not None}
        vectors = [unit(9, one[1], 2) for one in held.values()] if held else None
        removed = [key for key, one in here.items() if one is None]
        offers = [made(key, one) for key, one in held.items()]
        built.append(build_segment(offers, WORDS, vectors, encoder="e", removed=removed))
    return built


def live_of(history):
    """The last version of each key in the order of segments, and what a segment says twice about it, the last."""
    last = {}
    for key, steps in history.items():
        newest = max(at for at, _ in steps)
        last[key] = [one for at, one in steps if at == newest][-1]
    return {key: one for key, one in last.items() if one is not None}


@settings(max_examples=40, deadline=None)
@given(histories, text, st.integers(-3, 3))
def test_segments_shadows_and_removals_change_nothing(history, title, x):
    live = live_of(history)
    fresh = build_index(
        [made(k, one) for k, one in live.items()], WORDS, [unit(9, o[1], 2) for o in live.values()] or None
    )
    opened = open_index([Segment.of(segment.arrays()) for segment in segments_of(history)], WORDS)
    assert opened.size == len(live) == fresh.size

    asked = need(title, "轴承 A", terms=("密封",), conditions=Conditions(regions=frozenset({"北京"})))
    vector = [unit(9, x, 2)] if live else None
    assert rank(opened, [asked], vectors=vector) == rank(fresh, [asked], vectors=vector)
    assert rank(opened, [need(title)], vectors=vector) == rank(fresh, [need(title)], vectors=vector)

    query = np.round(unit(9, x, 2) * 2**20) / 2**20 if live else None
    ours, theirs = find_candidates(opened, asked, query), find_candidates(fresh, asked, query)
    assert opened.keys(ours.numbers) == fresh.keys(theirs.numbers)
    for name in ("bigram", "term", "bigram_rank", "term_rank", "dense", "dense_rank"):
        np.testing.assert_array_equal(getattr(ours, name), getattr(theirs, name))
    np.testing.assert_array_equal(ours.shared.enough, theirs.shared.enough)


def test_offers_are_found_by_number_and_key_and_come_back_whole():
    old, new = offer("a", "旧的电解槽"), offer("a", "新的电解槽", holder="某所")
    index = open_index([build_segment([old, *OFFERS[1:]]), build_segment([new], removed=["c"])])
    assert index.size == len(OFFERS) - 1
    assert index.offer(index.number("a")) == new
    assert index.offer(index.number("b")) == OFFERS[1]
    assert index.number("c") is None
    assert index.numbers(["nobody", "d"]).tolist() == [-1, index.number("d")]
    assert (index.holder(index.number("a")), index.holder(index.number("b"))) == ("某所", None)


def test_what_one_segment_removes_a_later_one_may_bring_back():
    index = open_index(
        [build_segment([offer("a")]), build_segment([], removed=["a"]), build_segment([offer("a", "新")])]
    )
    assert index.size == 1
    assert index.offer(index.number("a")).text == "新"


def test_ties_at_the_end_of_a_list_are_cut_by_key_whatever_segment_they_are_in():
    offers = [offer(f"k{i:02}", "电解槽") for i in range(30)]
    index = open_index([build_segment(offers[1::2]), build_segment(offers[::2])])
    found = find_candidates(index, need("电解槽"), depth=7)
    assert index.keys(found.numbers) == [f"k{i:02}" for i in range(7)]
    assert set(found.bigram_rank.tolist()) == {1}


@pytest.mark.parametrize("alone", [1, 10**9])
def test_parts_for_threads_change_nothing(monkeypatch, alone):
    chance = np.random.default_rng(1)
    titles = ["".join(chance.choice(list("电解槽轴承密封水泵阀"), 6)) for _ in range(200)]
    vectors = [unit(9, *chance.normal(size=3)) for _ in titles]
    index = build_index([offer(f"k{i}", title) for i, title in enumerate(titles)], WORDS, vectors)
    monkeypatch.setattr(parts, "ALONE", alone)
    (found,) = rank(index, [need("电解槽轴承密封")], vectors=[unit(9, 1, 0, 1)], top=50)
    monkeypatch.setattr(parts, "ALONE", 10**9)
    assert (found,) == rank(index, [need("电解槽轴承密封")], vectors=[unit(9, 1, 0, 1)], top=50)


def test_arrays_have_names_for_files_and_are_not_changed(tmp_path):
    segment = build_segment(OFFERS, WORDS, [unit(1, i) for i in range(len(OFFERS))], encoder="e")
    for name, array in segment.arrays().items():
        np.save(tmp_path / f"{name}.npy", array)
    mapped = Segment.of({file.stem: np.load(file, mmap_mode="r") for file in tmp_path.iterdir()})
    asked = [need("质子交换膜电解槽")]
    assert rank(open_index([mapped], WORDS), asked) == rank(open_index([segment], WORDS), asked)
    assert mapped.encoder == "e"
    assert [mapped.offer(i) for i in range(len(mapped))] == list(OFFERS)


def test_files_that_are_no_segment_are_refused():
    arrays = build_segment(OFFERS).arrays()
    with pytest.raises(InputError, match="anew"):
        Segment.of({**arrays, "form": np.array([99])})
    with pytest.raises(InputError, match=r"bigram\.starts"):
        Segment.of({name: array for name, array in arrays.items() if name != "bigram.starts"})


def test_vectors_of_two_encoders_never_meet():
    first = build_segment([offer("a")], (), [[1, 0]], encoder="one")
    other = build_segment([offer("b")], (), [[1, 0]], encoder="two")
    wider = build_segment([offer("b")], (), [[1, 0, 0]])
    index = open_index([first])
    assert (index.encoder, index.dimension) == ("one", 2)
    for wrong in (lambda: open_index([first, other]), lambda: open_index([first], encoder="two")):
        with pytest.raises(InputError, match="again"):
            wrong()
    with pytest.raises(InputError, match="again"):
        open_index([first, wider])
    with pytest.raises(InputError, match="again"):
        rank(index, [need("x")], vectors=[[1, 0]], encoder="two")
    assert rank(index, [need("x")], vectors=[[1, 0]], encoder="one")
    assert open_index([build_segment([offer("a")], encoder="one")]).encoder is None
