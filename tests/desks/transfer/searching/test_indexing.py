"""The job that writes the index files: words first, then vectors; it goes on where it was, and mixes no encoders."""

import re

import numpy as np
import pytest
from sqlalchemy import event

from desks.transfer.searching.asking import answers, fresh, keys
from desks.transfer.searching.hashing import Hashing
from desks.transfer.searching.world import ADMINISTRATOR, OFFICE, PRIVATE, PUBLIC, VISITOR
from gates.encoders.answering import Endpoint, serving
from rongtu.desks.transfer import indexing
from rongtu.desks.transfer.offering.reading import read_offers
from rongtu.desks.transfer.searching import making
from rongtu.desks.transfer.searching.kinds import BEHIND
from rongtu.desks.transfer.searching.making import UNSENT
from rongtu.desks.transfer.searching.segments import MOST
from rongtu.facts.fields import KINDS
from rongtu.gates.encoders import endpoint
from rongtu.gates.encoders.endpoint import Resting
from rongtu.vocab.need_parts import need_parts
from rongtu.vocab.problems import RefusedError
from rongtu.vocab.text_model import compared_by

pytestmark = [pytest.mark.xdist_group("searching"), pytest.mark.usefixtures("data_dir")]


class Killed(BaseException):
    """What ends a process in the midst of a job."""


def technology(world, code, level=PUBLIC, **said):
    return world.put("technology", code, level, **{"title": f"密封件 {code}", **said})


def vectors_in(opened):
    """How many offers have a vector."""
    return sum(int(np.count_nonzero(s.dense.known)) for s in opened.index.segments if s.dense is not None)


def test_only_an_administrator_writes_files(world, index, data_dir):
    with pytest.raises(RefusedError):
        index(OFFICE)
    assert not (data_dir / "search").exists()


def test_it_tells_offers_segments_bytes_and_seconds_and_has_nothing_to_do_the_second_time(world, index, data_dir):
    technology(world, "T1")
    technology(world, "T2", PRIVATE)
    steps = []
    first = index(steps=steps)
    assert (first.offers, first.segments, first.levels, first.changed, first.waiting) == (2, 2, 4, True, 0)
    assert first.size == sum(p.stat().st_size for p in data_dir.rglob("*") if p.suffix in (".segment", ".rows"))
    assert re.match(r"索引 2 项 offers，2 段 segments，0.0 MB，\d+\.\d 秒 s；新编码 encoded 0", first.headline())
    assert steps == ["建立索引 index public", "建立索引 index private"]
    files = {path: path.stat().st_mtime_ns for path in data_dir.rglob("*")}
    assert not index(steps=steps).changed
    assert len(steps) == 2
    assert files == {path: path.stat().st_mtime_ns for path in data_dir.rglob("*")}


def test_words_are_found_before_vectors_are_made_and_vectors_thereafter(world, index, encoder):
    technology(world, "T1")
    down = encoder(Hashing())
    down.fails = 0
    answer = index()
    assert (answer.encoded, answer.waiting) == (0, 1)
    assert "it is down" in answer.remark
    opened = world.opened(VISITOR)
    assert (opened.encoder, opened.waiting, opened.index.size) == (None, 1, 1)
    assert "rongtu match index" in opened.remark
    encoder(Hashing())
    assert index().encoded == 1
    opened = world.opened(VISITOR)
    assert (opened.encoder, opened.waiting, opened.remark, vectors_in(opened)) == (compared_by("hashing"), 0, None, 1)


def test_what_was_encoded_before_it_was_killed_is_not_encoded_again(world, index, encoder, monkeypatch):
    for number in range(6):
        technology(world, f"T{number}")
    monkeypatch.setattr(making, "AT_A_TIME", 2)
    dying = encoder(Hashing())
    whole = dying.encode

    def encode(texts, *, query):
        if len(dying.asked) == 4:
            raise Killed
        return whole(texts, query=query)

    dying.encode = encode
    with pytest.raises(Killed):
        index()
    assert world.opened(VISITOR).index.size == 6
    later = encoder(Hashing())
    assert index().encoded == 2
    assert len(later.asked) == 2
    assert vectors_in(world.opened(VISITOR)) == 6


def test_many_texts_are_put_in_portion_by_portion(world, index, encoder, monkeypatch):
    monkeypatch.setattr(indexing, "PORTION", 2)
    for number in range(5):
        technology(world, f"T{number}")
    encoder(Hashing())
    assert (index().encoded, vectors_in(world.opened(VISITOR))) == (5, 5)


def test_another_encoders_vectors_are_never_mixed_and_re_encoding_is_offered(world, index, encoder):
    technology(world, "T1")
    technology(world, "T2", PRIVATE)
    encoder(Hashing("one"))
    index()
    encoder(Hashing("two", dimension=5))
    technology(world, "T3")
    for who in (VISITOR, ADMINISTRATOR):
        opened = world.opened(who)
        assert (opened.encoder, vectors_in(opened)) == (None, 0)
        assert "match index" in opened.remark
    answer = index()
    assert (answer.encoder, answer.encoded, answer.waiting) == (compared_by("two"), 3, 0)
    opened = world.opened(ADMINISTRATOR)
    assert (opened.encoder, opened.index.dimension, vectors_in(opened)) == (compared_by("two"), 5, 3)
    encoder(Hashing("one"))
    assert index().encoded == 1
    opened = world.opened(ADMINISTRATOR)
    assert (opened.encoder, opened.index.dimension, vectors_in(opened)) == (compared_by("one"), 8, 3)


def test_with_words_alone_vectors_stay_where_they_are_and_are_not_used(world, index, encoder):
    technology(world, "T1")
    encoder(Hashing())
    index()
    encoder(None)
    assert not index().changed
    opened = world.opened(VISITOR)
    assert (opened.encoder, opened.waiting, vectors_in(opened)) == (None, 0, 0)
    encoder(Hashing())
    assert vectors_in(world.opened(VISITOR)) == 1


def test_open_needs_and_items_of_nodes_are_encoded_as_they_are_sought(world, index, encoder):
    chosen = encoder(Hashing())
    world.put("need", "N1", title="求密封件", text="耐压。便宜", state="open")
    index()
    parts = {(part, True) for part in need_parts("求密封件", "耐压。便宜").texts()}
    assert {*parts, ("求密封件。耐压。", False)} == set(chosen.asked)


def test_public_texts_alone_go_to_a_remote_encoder(world, index, encoder):
    remote = encoder(Hashing(public_only=True))
    technology(world, "T1")
    technology(world, "T2", PRIVATE, title="机密")
    world.put("need", "N1", PRIVATE, title="机密需求")
    answer = index()
    assert {text for text, _ in remote.asked} == {"密封件 T1"}
    assert (answer.encoded, answer.waiting, answer.remark) == (1, 2, UNSENT)
    opened = world.opened(VISITOR)
    assert (opened.waiting, opened.remark) == (0, None)
    world.opened(ADMINISTRATOR, make=True)
    assert {text for text, _ in remote.asked} == {"密封件 T1"}


def test_an_endpoint_makes_the_vectors_and_is_passed_by_when_it_is_down(world, index, monkeypatch):
    monkeypatch.setattr(endpoint, "RESTING", Resting())
    answering = Endpoint()
    with serving(answering) as url:
        monkeypatch.setenv("RONGTU_ENCODER", url)
        monkeypatch.setenv("RONGTU_ENCODER_MODEL", "some-model")
        monkeypatch.setenv("RONGTU_ENCODER_TRUSTED", "1")
        technology(world, "T1")
        assert index().encoded == 1
        assert vectors_in(world.opened(VISITOR)) == 1
        answering.statuses = [503]
        technology(world, "T2")
        answer = index()
        assert (answer.encoded, answer.waiting) == (0, 1)
        assert "HTTP 503" in answer.remark
        assert vectors_in(world.opened(VISITOR)) == 1
    assert world.opened(VISITOR).index.size == 2


def test_an_endpoint_that_gives_another_dimension_than_it_did_is_refused(world, index, encoder):
    technology(world, "T1")
    encoder(Hashing("same"))
    index()
    changed = encoder(Hashing("same", dimension=5))
    changed.dimension = None
    technology(world, "T2")
    whole = changed.encode

    def encode(texts, *, query):
        assert changed.dimension == 8
        return whole(texts, query=query)

    changed.encode = encode
    index()


def test_vectors_can_be_made_where_they_are_asked_for(world, encoder):
    encoder(Hashing())
    technology(world, "T1")
    assert vectors_in(world.opened(VISITOR)) == 0
    assert vectors_in(world.opened(VISITOR, make=True)) == 1
    assert vectors_in(world.opened(VISITOR)) == 1


def test_many_small_segments_are_merged(world, index, encoder):
    encoder(Hashing())
    for number in range(MOST + 3):
        technology(world, f"T{number}")
        answer = index()
        assert answer.segments <= MOST
    world.drop("technology", "T3")
    technology(world, "T4", title="另一密封件")
    index()
    opened = world.opened(VISITOR)
    assert answers(opened.index) == answers(world.as_seen(VISITOR, fresh))
    assert len(keys(opened)) == MOST + 2
    assert opened.waiting == 0


def test_a_change_of_every_kind_an_offer_is_read_from_is_looked_for(world):
    touched = set()

    def note(_connection, _cursor, statement, *_):
        touched.update(re.findall(r"(?:FROM|JOIN) (\w+)", statement))

    event.listen(world.app, "before_cursor_execute", note)
    try:
        world.as_seen(ADMINISTRATOR, lambda context: list(read_offers(context.connection)))
    finally:
        event.remove(world.app, "before_cursor_execute", note)
    assert touched & KINDS.keys() <= set(BEHIND)
