"""Sealing: one chain without gaps, whoever seals, however many at once, whatever is killed or hangs."""

import hashlib
import os
import random
import subprocess
import sys
import threading
import time

import pytest
from audit_chains import append, chain_in
from sqlalchemy import text

from rongtu.acts import sealing
from rongtu.acts.dispatcher import Dispatcher
from rongtu.acts.sealing import seal, seal_batch
from rongtu.acts.verifying import verify
from rongtu.facts.store.roles import Role
from rongtu.vocab.digests import HashAlgorithm

KILLS = int(os.environ.get("RONGTU_KILLS", "5"))
SHA256 = HashAlgorithm.SHA256


@pytest.fixture
def owner(store):
    """The owner's pool of connections, past row-level security."""
    return store.engine(Role.OWNER)


@pytest.fixture
def app(store):
    """The program's pool of connections."""
    return store.engine(Role.APP)


def leave(owner, count):
    """Entries committed and not sealed, as processes killed in between leave them."""
    with owner.begin() as connection:
        for number in range(count):
            append(connection, number)


def state(owner):
    """How many entries, links and waiting entries there are, and what does not fit, at one moment."""
    with owner.execution_options(isolation_level="REPEATABLE READ").connect() as connection:
        names = ("audit_entry", "audit_link", "audit_waiting")
        counted = [connection.execute(text(f"SELECT count(*) FROM {name}")).scalar_one() for name in names]
        return *counted, verify(connection).misfit


def test_entries_are_linked_in_order_of_time_without_gaps(store):
    with chain_in(store, length=4) as chain:
        rows = chain.run(
            "SELECT position, batch, at FROM audit_link JOIN audit_entry e ON e.id = entry ORDER BY 1"
        ).all()
        assert [row.position for row in rows] == [1, 2, 3, 4]
        assert {row.batch for row in rows} == {1}
        assert [row.at for row in rows] == sorted(row.at for row in rows)


def test_an_entry_that_commits_late_is_linked_late(store):
    with chain_in(store, length=2) as chain:
        append(chain.connection)
        chain.run("UPDATE audit_entry SET at = at - interval '1 day' WHERE id = (SELECT entry FROM audit_waiting)")
        assert seal_batch(chain.connection, SHA256) == 1
        late = chain.run("SELECT position, batch, at FROM audit_link JOIN audit_entry e ON e.id = entry").all()
        assert max(late, key=lambda row: row.position).at == min(row.at for row in late)
        assert chain.misfit() is None


def test_a_long_batch_is_one_chain(store, monkeypatch):
    monkeypatch.setattr(sealing, "CHUNK", 3)
    with chain_in(store, length=10) as chain:
        assert chain.head()[0] == 10
        assert chain.misfit() is None


@pytest.mark.skipif("sm3" not in hashlib.algorithms_available, reason="this OpenSSL has no SM3")
def test_a_change_of_algorithm_leaves_old_links_good(store):
    with chain_in(store, length=2) as chain:
        append(chain.connection, algorithm=HashAlgorithm.SM3)
        seal_batch(chain.connection, HashAlgorithm.SM3)
        append(chain.connection)
        seal_batch(chain.connection, SHA256)
        assert chain.misfit() is None
        used = chain.run("SELECT algorithm FROM audit_link ORDER BY position").scalars().all()
        assert used == ["sha256", "sha256", "sm3", "sha256"]


def test_sealing_again_does_nothing(app, owner):
    leave(owner, 1)
    assert seal(app, SHA256) >= 1
    assert seal(app, SHA256) == 0


def test_several_sealers_at_once_make_one_chain(app, owner):
    seal(app, SHA256)
    before = state(owner)
    sealed = []
    for _ in range(5):
        leave(owner, 40)
        sealers = [threading.Thread(target=lambda: sealed.append(seal(app, SHA256))) for _ in range(4)]
        for sealer in sealers:
            sealer.start()
        for sealer in sealers:
            sealer.join()
    assert sum(sealed) == 200
    assert state(owner) == (before[0] + 200, before[1] + 200, 0, None)


def test_a_sealer_that_hangs_is_not_waited_for(app, owner, monkeypatch):
    monkeypatch.setattr(sealing, "PATIENCE", "50ms")
    with owner.begin() as hanging:
        leave(owner, 1)
        hanging.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": sealing.SEALING_LOCK})
        assert seal(app, SHA256) == 0
    assert seal(app, SHA256) == 1
    assert state(owner)[2:] == (0, None)


def test_a_dispatcher_seals_what_was_left(app, owner):
    leave(owner, 3)
    assert state(owner)[2] == 3
    Dispatcher(app).seal()
    assert state(owner)[2:] == (0, None)


MANY = """
WITH made AS (
    SELECT gen_random_uuid() AS id, gen_random_uuid() AS actor, clock_timestamp() AS at, 'AAAA' || n AS body
    FROM generate_series(1, :count) n
), entries AS (
    INSERT INTO audit_entry (id, at, actor, operation, outcome, payload_hash)
    SELECT id, at, actor, 'test.write', '{}',
        encode(sha256(convert_to('{"actor":"' || actor || '","body":"' || body || '"}', 'UTF8')), 'hex')
    FROM made
), payloads AS (
    INSERT INTO audit_payload (id, entry, actor, algorithm, body) SELECT id, id, actor, 'sha256', body FROM made
)
INSERT INTO audit_waiting (id, entry) SELECT id, id FROM made
"""


def leave_many(owner, count):
    """As `leave`, made by the database in one go; what their payloads hold nobody can decrypt."""
    with owner.begin() as connection:
        connection.execute(text(MANY), {"count": count})


SEALER = """
from rongtu import wiring
print("ready", flush=True)
wiring.dispatcher(wiring.store())
print("done", flush=True)
"""


def sealer(environment):
    """A process about to seal what waits, as every command does at its start."""
    process = subprocess.Popen([sys.executable, "-c", SEALER], env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "ready\n"
    return process


def emptied(owner):
    """Empty the audit."""
    with owner.begin() as connection:
        connection.execute(text("TRUNCATE audit_entry CASCADE"))


@pytest.mark.slow
@pytest.mark.xdist_group("kill")
def test_sealing_killed_leaves_a_chain_that_verifies(cli_environment, owner, app):
    """kill -9 at random moments; RONGTU_KILLS sets how often."""
    emptied(owner)
    leave_many(owner, 2_000)
    process, started = sealer(cli_environment), time.monotonic()
    assert process.stdout.readline() == "done\n"
    seconds = time.monotonic() - started
    process.communicate()
    assert state(owner) == (2_000, 2_000, 0, None)
    draw = random.Random(20231231)
    for _ in range(KILLS):
        emptied(owner)
        leave_many(owner, 2_000)
        process = sealer(cli_environment)
        time.sleep(draw.uniform(0, seconds))
        process.kill()
        process.communicate()
        entries, links, waiting, misfit = state(owner)
        assert (misfit, links + waiting) == (None, entries)
        seal(app, SHA256)
        assert state(owner) == (2_000, 2_000, 0, None)
    emptied(owner)
