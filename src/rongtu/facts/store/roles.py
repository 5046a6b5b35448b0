"""The two roles the program works as, and whether a server has them as they must be."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import psycopg

from rongtu.vocab.problems import DependencyError


class Role(StrEnum):
    """Whom a connection works as: the owner for migrations and dumps, the app for everything else."""

    OWNER = "rongtu_owner"
    APP = "rongtu_app"


ATTRIBUTES = {
    Role.OWNER: "NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION BYPASSRLS",
    Role.APP: "NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS",
}

AS_THEY_MUST_BE = """
    SELECT rolname FROM pg_roles
    WHERE rolname = ANY(%s) AND NOT (rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication)
      AND rolbypassrls = (rolname = 'rongtu_owner')
"""

WORKS_AS = """
    SELECT current_user, EXISTS (
        SELECT FROM pg_roles
        WHERE pg_has_role(current_user, oid, 'MEMBER') AND (rolsuper OR rolbypassrls OR rolname = 'rongtu_owner'))
"""
"""Who a connection works as, and whether that role is, or can become, one that row-level security does not bind."""


def roles_needing_work(connection: psycopg.Connection[Any]) -> list[tuple[Role, bool]]:
    """The roles that are absent (False) or whose attributes are wrong (True)."""
    right = {row[0] for row in connection.execute(AS_THEY_MUST_BE, [[str(role) for role in Role]])}
    present = {
        row[0] for row in connection.execute("SELECT rolname FROM pg_roles WHERE rolname = ANY(%s)", [list(Role)])
    }
    return [(role, role in present) for role in Role if role not in right]


def check_role(connection: psycopg.Connection[Any], role: Role) -> None:
    """Refuse a connection that does not work as `role`, or that works as an app row-level security cannot bind."""
    found, unbound = connection.execute(WORKS_AS).fetchone() or ("", True)
    if found != role:
        raise DependencyError(
            f"The database connection works as {found} instead of {role}: something between this program and the "
            f"server, such as a connection pooler, drops the startup option `-c role={role}`."
        )
    if role is Role.APP and unbound:
        raise DependencyError(
            f"The role {role} is, or can become, one that row-level security does not bind. An administrator of the "
            f"server runs: ALTER ROLE {role} {ATTRIBUTES[role]}; and revokes from it every role that is a superuser, "
            f"bypasses row-level security, or is {Role.OWNER}."
        )
