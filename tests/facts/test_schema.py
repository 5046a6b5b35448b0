"""Tables are what the records say, and row-level security stands on every one of them."""

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from rongtu.facts import job_queue, migrate
from rongtu.facts.fields import KINDS
from rongtu.facts.schema import METADATA
from rongtu.facts.store.roles import Role
from rongtu.vocab.problems import DependencyError

CONSTRAINTS = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = :schema ::regnamespace ORDER BY 1, 2
"""


@pytest.fixture
def owner(store):
    """A connection of the owner, rolled back afterwards."""
    with store.engine(Role.OWNER).connect() as connection:
        yield connection
        connection.rollback()


@pytest.fixture
def app(store):
    """A connection of the program's role, rolled back afterwards."""
    with store.engine(Role.APP).connect() as connection:
        yield connection
        connection.rollback()


def test_autogenerate_finds_nothing_to_change(owner):
    assert migrate.difference(owner) == []


def test_migrations_make_the_same_constraints_as_the_definitions(owner):
    """Autogenerate does not compare checks, so the two are built side by side."""
    owner.execute(text("CREATE SCHEMA definitions"))
    owner.execute(text("SET LOCAL search_path TO definitions"))
    METADATA.create_all(owner)
    made = [tuple(row) for row in owner.execute(text(CONSTRAINTS), {"schema": "definitions"})]
    owner.execute(text("SET LOCAL search_path TO public"))
    migrated = [tuple(row) for row in owner.execute(text(CONSTRAINTS), {"schema": "public"})]
    # alembic's own table belongs to no record; names are printed without the schema in the path
    strip = [(table.split(".")[-1], name, what.replace("definitions.", "")) for table, name, what in made]
    assert strip == [row for row in migrated if row[0] != "alembic_version"]


def test_every_table_is_protected(owner):
    protected = owner.execute(text("SELECT relname FROM pg_class WHERE relrowsecurity AND relkind = 'r'")).scalars()
    assert set(protected) == set(METADATA.tables)


def test_the_program_is_granted_just_what_it_needs(owner):
    granted = owner.execute(
        text(
            "SELECT table_name, string_agg(privilege_type, ',' ORDER BY privilege_type) "
            "FROM information_schema.role_table_grants "
            "WHERE grantee = 'rongtu_app' AND table_schema = 'public' GROUP BY table_name"
        )
    )
    expected = dict.fromkeys(METADATA.tables, "INSERT,SELECT,UPDATE")
    appended = ("audit_entry", "audit_link", "audit_payload", "idempotency_key", "outbox_event", "run", "run_inputs")
    expected |= dict.fromkeys(appended, "INSERT,SELECT")
    expected |= dict.fromkeys(("actor", "audit_waiting"), "DELETE,INSERT,SELECT")
    expected["alembic_version"] = "SELECT"
    assert {row[0]: row[1] for row in granted} == expected


def test_of_the_queue_the_program_is_granted_just_what_it_needs(owner):
    tables = owner.execute(
        text(
            "SELECT table_name, string_agg(privilege_type, ',' ORDER BY privilege_type) "
            "FROM information_schema.role_table_grants "
            "WHERE grantee = 'rongtu_app' AND table_schema = 'jobs' GROUP BY table_name"
        )
    )
    assert {row[0]: row[1] for row in tables} == {
        "procrastinate_jobs": "DELETE,INSERT,SELECT,UPDATE",
        "procrastinate_events": "INSERT",
        "procrastinate_periodic_defers": "SELECT,UPDATE",
    }


def test_the_queue_is_brought_forward_by_the_migrations_of_its_package(owner):
    newest = job_queue.migrations()[-1].stem
    said = text("SELECT obj_description('jobs'::regnamespace)")
    assert owner.execute(said).scalar_one() == newest
    assert not job_queue.upgrade(owner)
    trigger = text("SELECT count(*) FROM pg_trigger WHERE tgname = 'procrastinate_trigger_status_events_update_v1'")
    owner.execute(text(f"COMMENT ON SCHEMA jobs IS '{job_queue.migrations()[-2].stem}'"))
    owner.execute(text("DROP TRIGGER procrastinate_trigger_status_events_update_v1 ON jobs.procrastinate_jobs"))
    assert job_queue.upgrade(owner)
    assert owner.execute(said).scalar_one() == newest
    assert owner.execute(trigger).scalar_one() == 1


def test_without_the_dispatcher_the_program_sees_and_writes_nothing(app, loaded):
    for kind in KINDS:
        assert app.execute(text(f"SELECT count(*) FROM {kind}")).scalar_one() == 0
    assert app.execute(text("UPDATE chain SET name = 'x'")).rowcount == 0
    with pytest.raises(DBAPIError, match="row-level security"):
        app.execute(
            text(
                "INSERT INTO source (id, code, text, terms, nature, visibility) "
                "VALUES (gen_random_uuid(), 'S0123456789', 't', 't', 'real', 'public')"
            )
        )


@pytest.mark.parametrize("level", ["members", "private", "restricted"])
def test_rows_above_public_are_not_seen_at_public_level(app, owner, store, loaded, level):
    with store.engine(Role.OWNER).begin() as connection:
        connection.execute(text("UPDATE chain SET visibility = :level WHERE code = 'H2'"), {"level": level})
    try:
        app.execute(text("SELECT set_config('rongtu.levels', 'public', true)"))
        assert "H2" not in app.execute(text("SELECT code FROM chain")).scalars().all()
    finally:
        with store.engine(Role.OWNER).begin() as connection:
            connection.execute(text("UPDATE chain SET visibility = 'public' WHERE code = 'H2'"))


@pytest.mark.parametrize("name", ["audit_entry", "audit_payload", "audit_link"])
def test_what_the_audit_holds_cannot_be_changed_or_removed(app, name):
    for statement in (f"UPDATE {name} SET id = id", f"DELETE FROM {name}", f"TRUNCATE {name}"):
        with pytest.raises(DBAPIError, match="permission denied"):
            app.execute(text(statement))
        app.rollback()


def test_every_field_has_both_names():
    for kind in KINDS.values():
        for column in kind.columns:
            assert column.field.zh, (kind.name, column.name)
            assert column.field.en, (kind.name, column.name)
            if column.field.refers:
                assert column.field.refers in KINDS


def test_revisions_are_told_from_file_names_as_alembic_tells_them(owner):
    script = ScriptDirectory.from_config(migrate.config(owner))
    assert migrate.revisions() == sorted(revision.revision for revision in script.walk_revisions())
    assert migrate.revisions()[-1] == script.get_current_head()


def test_a_newer_database_is_refused(store):
    engine = store.engine(Role.OWNER)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    try:
        with pytest.raises(DependencyError, match="schema revision 9999"):
            migrate.upgrade(engine)
    finally:
        with engine.begin() as connection:
            head = {"head": migrate.revisions()[-1]}
            connection.execute(text("UPDATE alembic_version SET version_num = :head"), head)
