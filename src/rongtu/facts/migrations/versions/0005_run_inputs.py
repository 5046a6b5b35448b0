"""What a run's total value was computed from; runs kept before have none."""

import sqlalchemy as sa
from alembic import op

from rongtu.facts.protection import SEEN, WRITABLE, protect

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "run_inputs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("run", sa.Uuid(), nullable=False, comment="运行结果"),
        sa.Column("inputs", sa.Text(), nullable=False, comment="输入"),
        sa.Column("visibility", sa.Text(), nullable=False, comment="可见范围"),
        sa.CheckConstraint(
            "visibility IN ('public', 'members', 'private', 'restricted')", name=op.f("ck_run_inputs_visibility")
        ),
        sa.ForeignKeyConstraint(["run"], ["run.id"], name=op.f("fk_run_inputs_run")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_run_inputs")),
        sa.UniqueConstraint("run", name=op.f("uq_run_inputs"), postgresql_nulls_not_distinct=True),
        comment="运行输入 Run inputs",
    )
    # a run may be computed from more than whoever runs it sees: he keeps it, and does not read it
    protect("run_inputs", select=SEEN, insert=WRITABLE)
