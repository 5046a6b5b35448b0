"""Verifying finds what was changed, removed, re-ordered or put in, and names the first entry that does not fit."""

import hashlib
from dataclasses import replace

import pytest
from audit_chains import TABLES, append, chain_in
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, update

from rongtu.acts import verifying
from rongtu.acts.chaining import entry_hash, link_hash
from rongtu.acts.sealing import seal_batch
from rongtu.acts.verifying import Fault, verify
from rongtu.facts.fields import KINDS
from rongtu.facts.records.acts import AuditLink
from rongtu.facts.schema import table
from rongtu.vocab.digests import HashAlgorithm

FIELDS = [
    (name, field)
    for name in TABLES
    for field in ("id", *(column.name for column in KINDS[name].columns))
    if field != "algorithm" or "sm3" in hashlib.algorithms_available
]

OTHERWISE = {"at": "at + interval '1 us'", "sealed_at": "sealed_at - interval '1 day'", "algorithm": "'sm3'"}
"""A value that differs from the one there, in SQL, for fields that are neither numbers, ids nor plain text."""

FOUND_AS = {
    ("audit_entry", "id"): Fault.REMOVED,
    ("audit_link", "id"): Fault.UNLINKED,
    ("audit_link", "position"): Fault.REMOVED,
    ("audit_link", "entry"): Fault.REMOVED,
    ("audit_link", "link_hash"): Fault.UNLINKED,
    ("audit_link", "sealed_at"): Fault.UNLINKED,
    ("audit_link", "batch"): Fault.UNLINKED,
    ("audit_payload", "entry"): Fault.PAYLOAD_REMOVED,
}
"""What a change of a field is found as, where that is not the plain case."""


@pytest.fixture
def chain(store):
    """A sealed chain of five."""
    with chain_in(store) as made:
        yield made


def otherwise(of, name):
    """SQL for another value of a field."""
    kind = str if name == "id" else KINDS[of].column(name).type
    if name in OTHERWISE:
        return OTHERWISE[name]
    if name in ("id", "entry", "actor"):
        return "gen_random_uuid()"
    return f"{name} + 70" if kind is int else f"{name} || ' '"


def test_a_chain_as_sealed_is_sound(chain):
    assert chain.misfit() is None
    assert chain.misfit(chain.head()) is None
    assert chain.head()[0] == 5


def test_no_chain_is_sound(store):
    with chain_in(store, length=0) as chain:
        assert chain.misfit() is None
        assert chain.head() == (0, "")


@pytest.mark.parametrize(("of", "name"), FIELDS, ids=lambda part: part)
@pytest.mark.parametrize("position", [1, 3, 5])
def test_a_changed_field_is_found(chain, of, name, position):
    entry, exported = chain.entry(position), chain.head()
    column = "id" if of == "audit_entry" else "entry"
    chain.run(f"UPDATE {of} SET {name} = {otherwise(of, name)} WHERE {column} = :entry", entry=entry)
    plain = Fault.PAYLOAD_CHANGED if of == "audit_payload" else Fault.CHANGED
    fault, found_at, named = chain.misfit(exported)
    assert (fault, found_at) == (FOUND_AS.get((of, name), plain), position)
    if (of, name) not in (("audit_link", "entry"), ("audit_link", "position")):
        assert named == entry


@pytest.mark.parametrize("position", [1, 3, 5])
def test_a_removed_entry_is_found(chain, position):
    entry = chain.entry(position)
    chain.remove(position, "audit_payload", "audit_entry")
    assert chain.misfit() == (Fault.REMOVED, position, entry)


@pytest.mark.parametrize("position", [1, 3])
def test_an_entry_removed_with_its_link_is_found(chain, position):
    chain.remove(position, "audit_payload", "audit_entry", "audit_link")
    assert chain.misfit() == (Fault.REMOVED, position, None)


def test_the_last_entry_removed_with_its_link_is_found_by_an_exported_head_only(chain):
    exported = chain.head()
    chain.remove(5, "audit_payload", "audit_entry", "audit_link")
    assert chain.misfit() is None
    assert chain.misfit(exported) == (Fault.SHORT, 5, None)


def test_a_gap_closed_by_renumbering_is_found(chain):
    chain.remove(3, "audit_payload", "audit_entry", "audit_link")
    chain.run("UPDATE audit_link SET position = position - 1 WHERE position > 3")
    assert chain.misfit() == (Fault.UNLINKED, 3, chain.entry(3))


def test_a_removed_link_is_found(chain):
    entry = chain.entry(5)
    chain.remove(5, "audit_link")
    assert chain.misfit() == (Fault.UNSEALED, None, entry)


def test_a_removed_payload_is_found(chain):
    chain.remove(2, "audit_payload")
    assert chain.misfit() == (Fault.PAYLOAD_REMOVED, 2, chain.entry(2))


def test_two_entries_with_their_contents_swapped_are_found(chain):
    names = [column.name for column in KINDS["audit_entry"].columns]
    contents, swapped = ", ".join(names), ", ".join(f"other.{name}" for name in names)
    chain.run(
        f"UPDATE audit_entry SET ({contents}) = ROW({swapped}) FROM audit_entry other "
        "WHERE (audit_entry.id, other.id) IN ((:one, :two), (:two, :one))",
        one=chain.entry(2),
        two=chain.entry(4),
    )
    assert chain.misfit() == (Fault.CHANGED, 2, chain.entry(2))


@pytest.mark.parametrize(("one", "two"), [(1, 2), (2, 4), (4, 5)])
def test_entries_standing_in_each_others_place_are_found(chain, one, two):
    first, second = chain.entry(one), chain.entry(two)
    swap = "UPDATE audit_link SET {0} = CASE {0} WHEN :one THEN :two ELSE :one END WHERE {0} IN (:one, :two)"
    chain.run(swap.format("entry"), one=first, two=second)
    assert chain.misfit() == (Fault.MOVED, one, second)


@pytest.mark.parametrize(("one", "two"), [(1, 2), (2, 4), (4, 5)])
def test_two_links_swapped_are_found(chain, one, two):
    chain.run(f"UPDATE audit_link SET position = {one + two} - position WHERE position IN ({one}, {two})")
    assert chain.misfit() == (Fault.UNLINKED, one, chain.entry(one))


def fitting(chain, position, entry):
    """A link that ties an entry to the link before that position, as the sealer would have made it."""
    before = chain.run("SELECT * FROM audit_link WHERE position = :at", at=position - 1).one()
    link = AuditLink(
        position=position,
        entry=entry.id,
        entry_hash=entry_hash(HashAlgorithm.SHA256, entry),
        link_hash="",
        algorithm=HashAlgorithm.SHA256,
        sealed_at=before.sealed_at,
        batch=before.batch,
    )
    return {"id": entry.id, **vars(replace(link, link_hash=link_hash(before.link_hash, link)))}


def test_an_entry_put_in_between_is_found_at_the_next(chain):
    third = chain.entry(3)
    chain.run("UPDATE audit_link SET position = position + 1 WHERE position > 2")
    append(chain.connection, "put in")
    new = chain.run("SELECT e.* FROM audit_entry e JOIN audit_waiting w ON w.entry = e.id").one()
    chain.connection.execute(insert(table(AuditLink)).values(fitting(chain, 3, new)))
    chain.run("DELETE FROM audit_waiting")
    assert chain.misfit() == (Fault.UNLINKED, 4, third)


def test_a_changed_entry_whose_own_link_was_made_to_fit_is_found_at_the_next(chain):
    chain.run("UPDATE audit_entry SET operation = 'test.other' WHERE id = :id", id=chain.entry(3))
    changed = chain.run("SELECT * FROM audit_entry WHERE id = :id", id=chain.entry(3)).one()
    links = table(AuditLink)
    chain.connection.execute(update(links).where(links.c.position == 3).values(fitting(chain, 3, changed)))
    assert chain.misfit() == (Fault.UNLINKED, 4, chain.entry(4))


def test_a_link_before_the_first_is_found(chain):
    chain.run("UPDATE audit_link SET position = 0 WHERE position = 1")
    assert chain.misfit() == (Fault.UNLINKED, 0, chain.entry(0))


def test_an_entry_written_past_the_sealer_is_found(chain):
    append(chain.connection)
    entry = chain.run("DELETE FROM audit_waiting RETURNING entry").scalar_one()
    assert chain.misfit() == (Fault.UNSEALED, None, entry)


def test_an_entry_that_waits_is_no_fault(chain):
    append(chain.connection)
    verdict = verify(chain.connection)
    assert (verdict.misfit, verdict.waiting, verdict.head.position) == (None, 1, 5)


def test_a_chain_rewritten_whole_is_found_by_an_exported_head_only(chain):
    position, link = chain.head()
    chain.run("UPDATE audit_entry SET outcome = '{}' WHERE id = :id", id=chain.entry(2))
    chain.run("INSERT INTO audit_waiting (id, entry) SELECT entry, entry FROM audit_link")
    chain.run("DELETE FROM audit_link")
    seal_batch(chain.connection, HashAlgorithm.SHA256)
    assert chain.misfit() is None
    for known in (link, link[:16]):
        assert chain.misfit((position, known)) == (Fault.OTHER_HISTORY, 5, chain.entry(5))


def test_an_exported_head_stays_good_as_the_chain_grows(chain):
    position, link = chain.head()
    append(chain.connection)
    seal_batch(chain.connection, HashAlgorithm.SHA256)
    assert chain.head()[0] == 6
    assert chain.misfit((position, link)) is None
    assert chain.misfit((position, link[:16])) is None
    assert chain.misfit((position - 1, link)) == (Fault.OTHER_HISTORY, 4, chain.entry(4))


@pytest.mark.parametrize("chunk", [1, 2, 5, 6])
def test_chunks_change_nothing(chain, monkeypatch, chunk):
    monkeypatch.setattr(verifying, "CHUNK", chunk)
    read = []
    assert verify(chain.connection, told=read.append).misfit is None
    assert read == [*range(chunk, 5, chunk), 5]
    chain.run("UPDATE audit_entry SET operation = 'test.other' WHERE id = :id", id=chain.entry(4))
    assert chain.misfit() == (Fault.CHANGED, 4, chain.entry(4))


PLACES = st.integers(1, 5)
CHANGES = st.tuples(st.sampled_from(FIELDS), PLACES)
COPIES = st.tuples(st.sampled_from([(t, n) for t, n in FIELDS if n != "id"]), PLACES, PLACES)
REMOVALS = st.tuples(st.sampled_from(TABLES), PLACES)
EDITS = st.lists(
    st.one_of(
        st.tuples(st.just("change"), CHANGES),
        st.tuples(st.just("copy"), COPIES),
        st.tuples(st.just("remove"), REMOVALS),
    ),
    min_size=1,
    max_size=4,
)


def test_whatever_was_done_to_a_chain_is_found(store):
    """Any mix of changed, copied and removed rows; with an exported head nothing goes unnoticed."""
    with chain_in(store) as chain:
        exported = chain.head()
        entries = {position: chain.entry(position) for position in range(1, 6)}

        def holds():
            return [chain.run(f"SELECT * FROM {of} ORDER BY id").all() for of in TABLES]

        def where(of, position):
            return f"{'id' if of == 'audit_entry' else 'entry'} = '{entries[position]}'"

        def edit(what, given):
            if what == "change":
                (of, name), position = given
                chain.run(f"UPDATE {of} SET {name} = {otherwise(of, name)} WHERE {where(of, position)}")
            elif what == "copy":
                (of, name), position, source = given
                value = f"(SELECT {name} FROM {of} WHERE {where(of, source)} LIMIT 1)"
                found = f"EXISTS (SELECT FROM {of} WHERE {where(of, source)})"
                chain.run(f"UPDATE {of} SET {name} = {value} WHERE {where(of, position)} AND {found}")
            else:
                of, position = given
                chain.run(f"DELETE FROM {of} WHERE {where(of, position)}")

        before = holds()

        @given(EDITS)
        @settings(max_examples=100, deadline=None, derandomize=True)
        def any_edits(edits):
            with chain.connection.begin_nested() as point:
                for what, given in edits:
                    edit(what, given)
                assert (chain.misfit(exported) is None) == (holds() == before)
                point.rollback()

        any_edits()
