"""The audit sealed: pseudonyms for names, payloads under a key for each person, a chain over the entries."""

import base64
import hashlib
import hmac
import json
import secrets
import uuid

import sqlalchemy as sa
from alembic import op
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from rongtu.facts.protection import (
    AUDITING,
    ERASING,
    OPENED,
    OWN_ACTOR,
    OWN_NAME,
    SEALING,
    WRITING,
    allow_removal,
    protect,
)

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

CHUNK = 1_000


def upgrade() -> None:
    """Apply."""
    _create_tables()
    keys = _name_actors()
    _pseudonymise("audit_entry")
    _keep_payloads(keys)
    _pseudonymise("idempotency_key")
    _key_digests(keys)
    op.create_unique_constraint(
        op.f("uq_idempotency_key"),
        "idempotency_key",
        ["actor", "operation", "idempotency_key"],
        postgresql_nulls_not_distinct=True,
    )
    _protect()


def _create_tables() -> None:
    op.create_table(
        "actor",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False, comment="名称"),
        sa.Column("key", sa.Text(), nullable=False, comment="密钥"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_actor")),
        sa.UniqueConstraint("name", name=op.f("uq_actor"), postgresql_nulls_not_distinct=True),
        comment="操作人 Actor",
    )
    op.create_table(
        "audit_payload",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entry", sa.Uuid(), nullable=False, comment="审计记录"),
        sa.Column("actor", sa.Uuid(), nullable=False, comment="操作人"),
        sa.Column("algorithm", sa.Text(), nullable=False, comment="摘要算法"),
        sa.Column("body", sa.Text(), nullable=False, comment="密文"),
        sa.CheckConstraint("algorithm IN ('sha256', 'sm3')", name=op.f("ck_audit_payload_algorithm")),
        sa.ForeignKeyConstraint(["entry"], ["audit_entry.id"], name=op.f("fk_audit_payload_entry")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_payload")),
        sa.UniqueConstraint("entry", name=op.f("uq_audit_payload"), postgresql_nulls_not_distinct=True),
        comment="审计请求 Audit payload",
    )
    op.create_table(
        "audit_waiting",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entry", sa.Uuid(), nullable=False, comment="审计记录"),
        sa.ForeignKeyConstraint(["entry"], ["audit_entry.id"], name=op.f("fk_audit_waiting_entry")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_waiting")),
        sa.UniqueConstraint("entry", name=op.f("uq_audit_waiting"), postgresql_nulls_not_distinct=True),
        comment="待封存 Audit waiting",
    )
    op.create_table(
        "audit_link",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False, comment="序号"),
        sa.Column("entry", sa.Uuid(), nullable=False, comment="审计记录"),
        sa.Column("entry_hash", sa.Text(), nullable=False, comment="记录摘要"),
        sa.Column("link_hash", sa.Text(), nullable=False, comment="链值"),
        sa.Column("algorithm", sa.Text(), nullable=False, comment="摘要算法"),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False, comment="封存时间"),
        sa.Column("batch", sa.BigInteger(), nullable=False, comment="批次"),
        sa.CheckConstraint("algorithm IN ('sha256', 'sm3')", name=op.f("ck_audit_link_algorithm")),
        sa.ForeignKeyConstraint(["entry"], ["audit_entry.id"], name=op.f("fk_audit_link_entry")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_link")),
        sa.UniqueConstraint("position", name=op.f("uq_audit_link"), postgresql_nulls_not_distinct=True),
        comment="封存链 Audit link",
    )
    op.create_index(op.f("ix_audit_link_entry"), "audit_link", ["entry"])


def _name_actors() -> dict[uuid.UUID, bytes]:
    """An actor for every name there is; their keys by id."""
    connection = op.get_bind()
    names = connection.execute(
        sa.text("SELECT principal FROM audit_entry UNION SELECT principal FROM idempotency_key ORDER BY 1")
    ).scalars()
    actors = [{"id": uuid.uuid4(), "name": name, "key": secrets.token_hex(32)} for name in names]
    if actors:
        connection.execute(sa.text("INSERT INTO actor (id, name, key) VALUES (:id, :name, :key)"), actors)
    return {actor["id"]: bytes.fromhex(actor["key"]) for actor in actors}


def _pseudonymise(table: str) -> None:
    """Put the actor's id in place of the name; a policy or constraint over the name goes with it."""
    op.execute(f"DROP POLICY add ON {table}")
    if table == "idempotency_key":
        op.execute(f"DROP POLICY see ON {table}")
        op.drop_constraint(op.f("uq_idempotency_key"), table)
    op.add_column(table, sa.Column("actor", sa.Uuid(), nullable=True, comment="操作人"))
    op.execute(f"UPDATE {table} SET actor = actor.id FROM actor WHERE actor.name = {table}.principal")
    op.alter_column(table, "actor", nullable=False)
    op.drop_column(table, "principal")


def _keep_payloads(keys: dict[uuid.UUID, bytes]) -> None:
    """Of requests made before there were payloads only the SHA-256 is known: that becomes the sealed payload."""
    connection = op.get_bind()
    known = sa.text("SELECT id, actor, payload_hash FROM audit_entry WHERE id > :after ORDER BY id LIMIT :most")
    after = uuid.UUID(int=0)
    while rows := connection.execute(known, {"after": after, "most": CHUNK}).all():
        sealed = [_sealed(row.id, row.actor, row.payload_hash, keys[row.actor]) for row in rows]
        for statement in (
            "INSERT INTO audit_payload (id, entry, actor, algorithm, body) VALUES (:id, :id, :actor, 'sha256', :body)",
            "INSERT INTO audit_waiting (id, entry) VALUES (:id, :id)",
            "UPDATE audit_entry SET payload_hash = :hash WHERE id = :id",
        ):
            connection.execute(sa.text(statement), sealed)
        after = rows[-1].id


def _sealed(entry: uuid.UUID, actor: uuid.UUID, request_hash: str, key: bytes) -> dict[str, object]:
    nonce = secrets.token_bytes(12)
    told = json.dumps({"request_sha256": request_hash}, separators=(",", ":")).encode()
    body = base64.b64encode(nonce + AESGCM(key).encrypt(nonce, told, entry.bytes)).decode()
    kept = json.dumps({"actor": str(actor), "body": body}, separators=(",", ":")).encode()
    return {"id": entry, "actor": actor, "body": body, "hash": hashlib.sha256(kept).hexdigest()}


def _key_digests(keys: dict[uuid.UUID, bytes]) -> None:
    """Digests of requests could be guessed from; under the person's key they cannot once it is destroyed."""
    connection = op.get_bind()
    rows = connection.execute(sa.text("SELECT id, actor, payload_hash FROM idempotency_key")).all()
    changed = [
        {"id": row.id, "hash": hmac.digest(keys[row.actor], row.payload_hash.encode(), "sha256").hex()} for row in rows
    ]
    if changed:
        connection.execute(sa.text("UPDATE idempotency_key SET payload_hash = :hash WHERE id = :id"), changed)


def _protect() -> None:
    op.execute(f"CREATE POLICY add ON audit_entry FOR INSERT TO rongtu_app WITH CHECK ({WRITING} AND {OWN_ACTOR})")
    op.execute(f"CREATE POLICY see ON idempotency_key FOR SELECT TO rongtu_app USING ({OWN_ACTOR})")
    op.execute(f"CREATE POLICY add ON idempotency_key FOR INSERT TO rongtu_app WITH CHECK ({WRITING} AND {OWN_ACTOR})")
    protect("actor", select=f"{OWN_NAME} OR {AUDITING} OR {ERASING}", insert=f"{WRITING} AND {OWN_NAME}")
    allow_removal("actor", ERASING)
    protect("audit_payload", select=AUDITING, insert=f"{WRITING} AND {OWN_ACTOR}")
    protect("audit_waiting", select=f"{SEALING} OR {AUDITING}", insert=WRITING)
    allow_removal("audit_waiting", SEALING)
    protect("audit_link", select=f"{SEALING} OR {OPENED}", insert=SEALING)
