"""No text lies, counts or shows lower than its rows: over any rows at any levels, raised and lowered, by every role."""

import logging
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desks.transfer.searching.asking import answers, fresh
from desks.transfer.searching.hashing import Hashing
from desks.transfer.searching.world import ADMINISTRATOR, NATURE, SEES, VISITOR, World, identity
from rongtu.desks.transfer.searching import encoders, opening
from rongtu.facts.vectors import text_key
from rongtu.vocab.disclosure import ORDER, up_to
from rongtu.vocab.need_parts import need_parts

pytestmark = pytest.mark.xdist_group("searching")

PLACES = ("甲", "乙", "丙")
PUT = st.tuples(st.sampled_from(["technology", "organisation", "need", "item"]), st.sampled_from(PLACES))
STEP = st.one_of(st.just("index"), st.tuples(PUT, st.sampled_from(ORDER)), st.tuples(PUT, st.just(None)))


def marker(kind, place):
    """Words that only this row holds; those of an item stand in every technology of it."""
    return f"{place}标记{kind}轴承制备"


class Acting:
    """Rows put, raised, lowered and removed, and the level each has now."""

    def __init__(self, world):
        self.world, self.levels = world, {}
        self.item = world.put("item", "无名", name="无名膜")

    def put(self, kind, place, level):
        if level is None:
            if self.levels.pop((kind, place), None) and kind != "item":
                self.world.drop(kind, place)
            elif kind == "item":
                self.put(kind, place, ORDER[-1])
            return
        words = marker(kind, place)
        if kind == "item":
            self.world.put(kind, place, level, name=words)
        elif kind == "technology":
            item = self.item.partition(":")[2]
            if ("item", place) in self.levels:
                item = f"{identity('item', place)}"
            self.world.put(kind, place, level, title=f"{words}。一种密封件", summary=words, item=item)
        elif kind == "organisation":
            self.world.put(kind, place, level, name=f"公司{place}", activity=words)
        else:
            self.world.put(kind, place, level, title=words, text=words)
        self.levels[kind, place] = level

    def hidden_from(self, level):
        """The words of every row that those do not see who see up to a level."""
        return [marker(*row) for row, its in self.levels.items() if its not in up_to(level)]


@contextmanager
def own_place(store, encoder):
    """A world, a data folder and an encoder of an example's own."""
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as folder:
        patch.setenv("RONGTU_DATA_DIR", folder)
        patch.setattr(encoders, "open_encoder", lambda _setting: encoder)
        patch.setattr(opening, "REMEMBERED", type(opening.REMEMBERED)())
        world = World(store)
        try:
            yield world, Path(folder)
        finally:
            world.clear()


def readable(folder, level):
    """Everything in the files that those may be shown who see up to a level, with the files' names."""
    for below in up_to(level):
        for path in (folder / "search" / NATURE / below, folder / "vectors" / NATURE / below):
            for file in path.rglob("*"):
                if file.is_file():
                    yield file, file.read_bytes()


def traces(encoder, words):
    """What a text leaves: itself, digests of it as encoded, and its vectors."""
    yield words.encode()
    found = {(f"{words}。一种密封件", False), (words, False), (f"{words}。{words}", False)}
    sought = {(part, True) for text in ("", words) for part in need_parts(words, text).texts()}
    for text, query in found | sought:
        yield text_key(text, query=query)
        yield encoder.vector(text, query).tobytes()


def check_files(folder, acting, encoder):
    for level in ORDER[:-1]:
        hidden = acting.hidden_from(level)
        for file, content in readable(folder, level):
            for words in hidden:
                assert not any(trace in content for trace in traces(encoder, words)), (file, level, words)


def check_answers(world, acting, caplog):
    for who, levels in SEES.items():
        told = []
        opened = world.as_seen(who, opening.open_offers, progress=told.append)
        afresh = world.as_seen(who, fresh)
        assert answers(opened.index) == answers(afresh), who.name
        said = " ".join([*told, opened.remark or "", caplog.text])
        assert not any(words in said for words in acting.hidden_from(levels[-1]))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEP, min_size=2, max_size=8))
def test_no_text_lies_counts_or_shows_lower_than_its_rows(dispatcher, store, caplog, steps):
    caplog.set_level(logging.DEBUG, "rongtu")
    encoder = Hashing()
    with own_place(store, encoder) as (world, folder):
        acting = Acting(world)
        for step in [*steps, "index"]:
            if step == "index":
                dispatcher.run("match.index", {}, ADMINISTRATOR, nature=NATURE)
                check_files(folder, acting, encoder)
                check_answers(world, acting, caplog)
            else:
                (kind, place), level = step
                acting.put(kind, place, level)
        for who in SEES:
            assert world.opened(who).waiting == 0


@pytest.mark.parametrize("hidden", ORDER[1:])
def test_a_store_that_never_held_the_hidden_rows_answers_the_same(dispatcher, store, hidden):
    encoder = Hashing()
    with own_place(store, encoder) as (world, _):
        acting = Acting(world)
        acting.put("technology", "甲", ORDER[0])
        acting.put("need", "乙", ORDER[0])
        dispatcher.run("match.index", {}, ADMINISTRATOR, nature=NATURE)
        before = world.opened(VISITOR)
        for kind in ("technology", "organisation", "need", "item"):
            acting.put(kind, "丙", hidden)
        assert answers(world.opened(VISITOR).index) == answers(before.index)
        dispatcher.run("match.index", {}, ADMINISTRATOR, nature=NATURE)
        after = world.opened(VISITOR)
        assert answers(after.index) == answers(before.index)
        assert (after.waiting, after.remark, after.encoder) == (before.waiting, before.remark, before.encoder)
