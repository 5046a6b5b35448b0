"""Jobs, events of the outbox, the queue's own tables, and when a run was kept."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from rongtu.facts import job_queue
from rongtu.facts.protection import AUDITING, ERASING, OWN_ACTOR, OWN_JOB, OWN_NAME, WORKING, WRITING, protect

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "job",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("operation", sa.Text(), nullable=False, comment="操作"),
        sa.Column("actor", sa.Uuid(), nullable=False, comment="操作人"),
        sa.Column("roles", postgresql.ARRAY(sa.Text()), nullable=False, comment="角色"),
        sa.Column("nature", sa.Text(), nullable=False, comment="性质"),
        sa.Column("request", sa.Text(), nullable=False, comment="请求"),
        sa.Column("state", sa.Text(), nullable=False, comment="状态"),
        sa.Column("progress", sa.Text(), nullable=True, comment="进度"),
        sa.Column("cancel", sa.Boolean(), nullable=False, comment="要求取消"),
        sa.Column("entry", sa.BigInteger(), nullable=True, comment="队列项"),
        sa.Column("attempts", sa.BigInteger(), nullable=False, comment="次数"),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False, comment="提出时间"),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True, comment="开始时间"),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True, comment="结束时间"),
        sa.Column("outcome", sa.Text(), nullable=True, comment="结果"),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_job_attempts")),
        sa.CheckConstraint("nature IN ('real', 'fictional', 'synthetic')", name=op.f("ck_job_nature")),
        sa.CheckConstraint("state IN ('waiting', 'running', 'done', 'failed', 'cancelled')", name=op.f("ck_job_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        comment="作业 Job",
    )
    op.create_index(op.f("ix_job_actor"), "job", ["actor"])
    op.create_index(op.f("ix_job_asked_at"), "job", ["asked_at"])
    op.create_index(op.f("ix_job_state"), "job", ["state"])
    op.create_table(
        "outbox_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False, comment="事件"),
        sa.Column("told", sa.Text(), nullable=False, comment="内容"),
        sa.Column("nature", sa.Text(), nullable=False, comment="性质"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, comment="时间"),
        sa.CheckConstraint("nature IN ('real', 'fictional', 'synthetic')", name=op.f("ck_outbox_event_nature")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_event")),
        comment="事件 Outbox event",
    )
    op.add_column("run", sa.Column("kept_at", sa.DateTime(timezone=True), nullable=True, comment="保存时间"))
    op.create_index(op.f("ix_run_kept_at"), "run", ["kept_at"])
    # what the queue is made of follows the installed package, here and at every later start, and not this revision
    job_queue.install(op.get_bind())
    _protect()


def _protect() -> None:
    protect(
        "job",
        select=f"{WORKING} OR {OWN_JOB}",
        insert=f"{WRITING} AND {OWN_ACTOR}",
        update=f"{WRITING} AND ({WORKING} OR {OWN_JOB})",
    )
    protect("outbox_event", select=WORKING, insert=WRITING)
    op.execute("DROP POLICY see ON actor")
    op.execute(
        "CREATE POLICY see ON actor FOR SELECT TO rongtu_app "
        f"USING ({OWN_NAME} OR {AUDITING} OR {ERASING} OR {WORKING})"
    )
