"""Decisions that a result that is restricted by default may be shown."""

import sqlalchemy as sa
from alembic import op

from rongtu.facts.protection import protect_records

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

DATE = "'^\\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\\d|3[01]))?)?$'"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "release",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False, comment="公开内容"),
        sa.Column("zone", sa.Uuid(), nullable=False, comment="区域"),
        sa.Column("decided_by", sa.Text(), nullable=False, comment="决定单位"),
        sa.Column("decided_on", sa.Text(), nullable=False, comment="决定时间"),
        sa.Column("reason", sa.Text(), nullable=False, comment="理由"),
        sa.Column("until", sa.Text(), nullable=True, comment="有效至"),
        sa.Column("withdrawn_on", sa.Text(), nullable=True, comment="撤回时间"),
        sa.Column("nature", sa.Text(), nullable=False, comment="性质"),
        sa.Column("visibility", sa.Text(), nullable=False, comment="可见范围"),
        sa.CheckConstraint(f"decided_on ~ {DATE}", name=op.f("ck_release_decided_on")),
        sa.CheckConstraint(f"until ~ {DATE}", name=op.f("ck_release_until")),
        sa.CheckConstraint(f"withdrawn_on ~ {DATE}", name=op.f("ck_release_withdrawn_on")),
        sa.CheckConstraint("nature IN ('real', 'fictional', 'synthetic')", name=op.f("ck_release_nature")),
        sa.CheckConstraint(
            "visibility IN ('public', 'members', 'private', 'restricted')", name=op.f("ck_release_visibility")
        ),
        sa.CheckConstraint("what IN ('chokes')", name=op.f("ck_release_what")),
        sa.ForeignKeyConstraint(["zone"], ["zone.id"], name=op.f("fk_release_zone")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release")),
        comment="公开决定 Release",
    )
    op.create_index(op.f("ix_release_zone"), "release", ["zone"])
    protect_records("release")
