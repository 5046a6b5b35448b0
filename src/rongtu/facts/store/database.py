"""Making the facts' database and the program's roles on a server, as often as asked, with one lasting result."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import psycopg
from psycopg import errors, sql

from rongtu.facts.store.access import Access, Connection
from rongtu.facts.store.roles import ATTRIBUTES, Role, check_role, roles_needing_work
from rongtu.vocab.problems import DependencyError

FLOOR = 15
"""The oldest major version of PostgreSQL this program works with."""

LOCK_KEY = 0x726F6E6774
"""Key of the advisory lock roles and databases are made under ("rongt" in ASCII)."""

CODEPOINT_ORDER = frozenset({"C", "POSIX", "C.UTF-8", "C.utf8"})
"""Collations that sort text by code point, as Python does: paging by key and results' hashes rest on it."""

CREATE_DATABASE = "CREATE DATABASE {} OWNER rongtu_owner ENCODING 'UTF8' LOCALE 'C' TEMPLATE template0"

Statement = sql.SQL | sql.Composed

GRANTS = (
    "REVOKE ALL ON DATABASE {database} FROM PUBLIC",
    "GRANT CONNECT, TEMPORARY ON DATABASE {database} TO rongtu_app",
    "GRANT CONNECT ON DATABASE {database} TO {login}",
    "ALTER DEFAULT PRIVILEGES GRANT USAGE ON SCHEMAS TO rongtu_app",
)
"""What the owner of a new database grants; what the app may do on a table, the migration that makes it grants."""

IS_READY = """
    SELECT EXISTS (SELECT FROM pg_default_acl WHERE defaclrole = 'rongtu_owner'::regrole AND defaclobjtype = 'n')
"""


def is_ready(access: Access) -> bool:
    """Whether the app can work: the server is new enough, the roles and the database are made and opened to it."""
    try:
        with access.connect(Role.APP) as connection:
            check_role(connection, Role.APP)
            row = connection.execute(IS_READY).fetchone()
            return bool(row and row[0]) and not roles_needing_work(connection) and major_of(connection) >= FLOOR
    except (psycopg.Error, DependencyError):
        return False


def major_of(connection: Connection) -> int:
    """The major version of the server at the other end."""
    return connection.info.server_version // 10000


def make_ready(access: Access) -> None:
    """Make the roles and the database where they are absent; say what an administrator runs where we may not."""
    with access.maintain() as connection, alone(connection):
        _check_server(connection)
        _make_roles(access, connection)
        if not database_exists(connection, access.database):
            create_database(connection, access.database)
        _check_database(connection, access.database)
    open_database(access, access.database)
    with access.connect(Role.APP) as connection:
        check_role(connection, Role.APP)


@contextmanager
def alone(connection: Connection) -> Iterator[None]:
    """Hold off every other process that makes or swaps databases on this server."""
    connection.execute("SELECT pg_advisory_lock(%s)", [LOCK_KEY])
    try:
        yield
    finally:
        if not connection.closed:
            connection.execute("SELECT pg_advisory_unlock(%s)", [LOCK_KEY])


def database_exists(connection: Connection, name: str) -> bool:
    """Whether the server has a database of this name."""
    return connection.execute("SELECT FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def create_database(connection: Connection, name: str) -> None:
    """Make an empty database of the owner's: UTF-8, ordered by code point."""
    _administer(connection, [sql.SQL(CREATE_DATABASE).format(sql.Identifier(name))])


def open_database(access: Access, name: str) -> None:
    """Grant the app, and the login we came by, what they need in a database, and nobody else anything."""
    with access.connect(Role.OWNER, name) as connection:
        row = connection.execute("SELECT session_user").fetchone()
        names = {"database": sql.Identifier(name), "login": sql.Identifier(row[0] if row else "")}
        _administer(connection, [sql.SQL(grant).format(**names) for grant in GRANTS])


def _check_server(connection: Connection) -> None:
    if major_of(connection) < FLOOR:
        raise DependencyError(
            f"The database server is PostgreSQL {connection.info.parameter_status('server_version')}; this program "
            f"needs {FLOOR} or newer. Upgrade it, or unset RONGTU_DATABASE_URL to use the embedded server."
        )
    row = connection.execute("SELECT pg_is_in_recovery()").fetchone()
    if row and row[0]:
        raise DependencyError("The database server is a read-only standby: point RONGTU_DATABASE_URL at its primary.")


def _make_roles(access: Access, connection: Connection) -> None:
    login = "LOGIN" if access.administrator else "NOLOGIN"
    work: list[Statement] = []
    for role, present in roles_needing_work(connection):
        verb = f"ALTER ROLE {role}" if present else f"CREATE ROLE {role} {login}"
        work.append(sql.SQL(f"{verb} {ATTRIBUTES[role]}"))
    _administer(connection, work, _memberships(connection))
    _administer(connection, [*_memberships(connection), *_loose_memberships(connection)])


def _memberships(connection: Connection) -> list[sql.Composed]:
    """What lets the login we came by take the roles: nothing to do for a superuser or a member."""
    # From 16 on whoever makes a role is its member without the right to take it.
    kind = "SET" if major_of(connection) >= 16 else "MEMBER"
    rows = connection.execute(
        "SELECT name, current_user FROM unnest(%s::text[]) AS name "
        "WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name AND pg_has_role(current_user, oid, %s))",
        [[str(role) for role in Role], kind],
    ).fetchall()
    grant = sql.SQL("GRANT {} TO {}")
    return [grant.format(sql.Identifier(role), sql.Identifier(login)) for role, login in rows]


def _loose_memberships(connection: Connection) -> list[sql.Composed]:
    """What takes from the app the roles that row-level security does not bind."""
    rows = connection.execute(
        "SELECT rolname FROM pg_auth_members JOIN pg_roles r ON r.oid = roleid "
        "WHERE member = 'rongtu_app'::regrole AND (rolsuper OR rolbypassrls OR rolname = 'rongtu_owner')"
    ).fetchall()
    return [sql.SQL("REVOKE {} FROM rongtu_app").format(sql.Identifier(role)) for (role,) in rows]


def _check_database(connection: Connection, name: str) -> None:
    row = connection.execute(
        "SELECT pg_encoding_to_char(encoding), datcollate, datlocprovider, pg_get_userbyid(datdba) "
        "FROM pg_database WHERE datname = %s",
        [name],
    ).fetchone()
    encoding, collation, provider, owner = row or ("", "", "", "")
    if encoding != "UTF8" or collation not in CODEPOINT_ORDER or provider == "i":
        raise DependencyError(
            f"The database {name} has encoding {encoding} and collation {collation}; this program needs UTF8 and C. "
            f"An administrator of the server runs: DROP DATABASE {name}; {CREATE_DATABASE.format(name)};"
        )
    if owner != Role.OWNER:
        statement = sql.SQL("ALTER DATABASE {} OWNER TO rongtu_owner")
        _administer(connection, [statement.format(sql.Identifier(name))])


def _administer(connection: Connection, statements: Sequence[Statement], also: Sequence[Statement] = ()) -> None:
    """Run statements that ask for an administrator's rights, or say which of them an administrator is to run."""
    for done, statement in enumerate(statements):
        try:
            connection.execute(statement)
        except errors.InsufficientPrivilege as error:
            left = [each.as_string(connection) for each in (*statements[done:], *also)]
            raise DependencyError(
                f"The login of RONGTU_DATABASE_URL may not prepare the database server ({str(error).strip()}). "
                f"An administrator of the server runs, once:\n" + "\n".join(f"  {each};" for each in left)
            ) from error
