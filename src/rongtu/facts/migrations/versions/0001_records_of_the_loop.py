"""Records of the loop, with row-level security from the first day."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from rongtu.facts.protection import AUDITING, OWN, VISIBLE, WRITING, protect, protect_facts

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

FACTS = (
    "capability",
    "chain",
    "chain_node",
    "claim",
    "cluster",
    "facility",
    "finance_product",
    "indicator",
    "item",
    "link",
    "observation",
    "organisation",
    "policy",
    "project",
    "ratio",
    "region",
    "source",
    "step_change",
    "survey",
    "zone",
)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, comment="时间"),
        sa.Column("principal", sa.Text(), nullable=False, comment="操作人"),
        sa.Column("operation", sa.Text(), nullable=False, comment="操作"),
        sa.Column("payload_hash", sa.Text(), nullable=False, comment="请求摘要"),
        sa.Column("outcome", sa.Text(), nullable=False, comment="结果"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
        comment="审计记录 Audit entry",
    )
    op.create_table(
        "idempotency_key",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("principal", sa.Text(), nullable=False, comment="操作人"),
        sa.Column("operation", sa.Text(), nullable=False, comment="操作"),
        sa.Column("idempotency_key", sa.Text(), nullable=False, comment="幂等键"),
        sa.Column("payload_hash", sa.Text(), nullable=False, comment="请求摘要"),
        sa.Column("answer", sa.Text(), nullable=False, comment="答复"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idempotency_key")),
        sa.UniqueConstraint(
            "principal",
            "operation",
            "idempotency_key",
            name=op.f("uq_idempotency_key"),
            postgresql_nulls_not_distinct=True,
        ),
        comment="幂等键 Idempotency key",
    )
    op.create_table(
        "run",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("operation", sa.Text(), nullable=False, comment="操作"),
        sa.Column("snapshot", sa.Text(), nullable=False, comment="事实快照"),
        sa.Column("parameters", sa.Text(), nullable=False, comment="参数"),
        sa.Column("version", sa.Text(), nullable=False, comment="程序版本"),
        sa.Column("result_hash", sa.Text(), nullable=False, comment="结果摘要"),
        sa.Column("result", sa.Text(), nullable=False, comment="结果"),
        sa.Column("visibility", sa.Text(), nullable=False, comment="可见范围"),
        sa.CheckConstraint(
            "visibility IN ('public', 'members', 'private', 'restricted')", name=op.f("ck_run_visibility")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_run")),
        sa.UniqueConstraint(
            "operation",
            "snapshot",
            "parameters",
            "version",
            "result_hash",
            name=op.f("uq_run"),
            postgresql_nulls_not_distinct=True,
        ),
        comment="运行结果 Run",
    )
    op.create_table(
        "source",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False, comment="编号"),
        sa.Column("text", sa.Text(), nullable=False, comment="出处"),
        sa.Column("terms", sa.Text(), nullable=False, comment="使用条件"),
        sa.Column("notice", sa.Text(), nullable=True, comment="须附声明"),
        sa.Column("nature", sa.Text(), nullable=False, comment="性质"),
        sa.Column("visibility", sa.Text(), nullable=False, comment="可见范围"),
        sa.CheckConstraint("code ~ '^S[0-9a-f]{10}$'", name=op.f("ck_source_code")),
        sa.CheckConstraint("nature IN ('real', 'fictional', 'synthetic')", name=op.f("ck_source_nature")),
        sa.CheckConstraint(
            "visibility IN ('public', 'members', 'private', 'restricted')", name=op.f("ck_source_visibility")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source")),
        sa.UniqueConstraint("code", name=op.f("uq_source"), postgresql_nulls_not_distinct=True),
        comment="来源 Source",
    )
    op.create_table(
        "chain",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False, comment="代码"),
        sa.Column("name", sa.Text(), nullable=False, comment="名称"),
        sa.Column("variants", sa.Text(), nullable=True, comment="其他表述"),
        sa.Column("lead", sa.Text(), nullable=True, comment="牵头地"),
        sa.Column("facts", sa.Text(), nullable=True, comment="已知情况"),
        sa.Column("confidence", sa.Text(), nullable=False, comment="可信度"),
        sa.Column("source", sa.Uuid(), nullable=False, comment="来源"),
        sa.Column("nature", sa.Text(), nullable=False, comment="性质"),
        sa.Column("visibility", sa.Text(), nullable=False, comment="可见范围"),
        sa.CheckConstraint("code ~ '^[A-Z][A-Z0-9]*$'", name=op.f("ck_chain_code")),
        sa.CheckConstraint("confidence IN ('quoted', 'derived', 'approximate')", name=op.f("ck_chain_confidence")),
        sa.CheckConstraint("nature IN ('real', 'fictional', 'synthetic')", name=op.f("ck_chain_nature")),
        sa.CheckConstraint(
            "visibility IN ('public', 'members', 'private', 'restricted')", name=op.f("ck_chain_visibility")
        ),
        sa.ForeignKeyConstraint(["source"], ["source.id"], name=op.f("fk_chain_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chain")),
        sa.UniqueConstraint("code", name=op.f("uq_chain"), postgresql_nulls_not_distinct=True),
        comment="产业链 Chain",
    )
    op.create_index(op.f("ix_chain_source"), "chain", ["source"], unique=False)
    op.create_table(
        "cluster",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False, comment="代码"),
        sa.Column("listing", sa.Text(), nullable=False, comment="名单"),
        sa.Column("name", sa.Text(), nullable=False, comment="名称"),
        sa.Column("variants", sa.Text(), nullable=True, comment="其他表述"),
        sa.Column("lead", sa.Text(), nullable=True, comment="牵头地"),
        sa.Column("facts", sa.Text(), nullable=True, comment="已知情况"),
        sa.Column("confidence", sa.Text(), nullable=False, comment="可信度"),
        sa.Column("source", sa.Uuid(), nullable=False, comment="来源"),
        sa.Column("nature", sa.Text(), nullable=False, comment="性质"),
        sa.Column("visibility", sa.Text(), nullable=False, comment="可见范围"),
        sa.CheckConstraint("confidence IN ('quoted', 'derived', 'approximate')", name=op.f("ck_cluster_confidence")),
        sa.CheckConstraint("nature IN ('real', 'fictional', 'synthetic')", name=op.f("ck_cluster_nature")),
        sa.CheckConstraint(
            "visibility IN ('public', 'members', 'private', 'restricted')", name=op.f("ck_cluster_visibility")
        ),
        sa.ForeignKeyConstraint(["source"], ["source.id"], name=op.f("fk_cluster_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cluster")),
        sa.UniqueConstraint("code", name=op.f("uq_cluster"), postgresql_nulls_not_distinct=True),
        comment="产业集群 Cluster",
    )
    op.create_index(op.f("ix_cluster_source"), "cluster", ["source"], unique=False)
    op.create_table(
        "indicator",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False, comment="代码"),
        sa.Column("name_zh", sa.Text(), nullable=False, comment="名称"),
        sa.Column("name_en", sa.Text(), nullable=False, comment="英文名称"),
        sa.Column("definition", sa.Text(), nullable=False, comment="定义"),
        sa.Column("unit", sa.Text(), nullable=False, comment="单位"),
        sa.Column("side", sa.Text(), nullable=False, comment="买卖方"),
        sa.Column("direction", sa.Text(), nullable=False, comment="方向"),
        sa.Column("kind", sa.Text(), nullable=False, comment="类别"),
        sa.Column("family", sa.Text(), nullable=False, comment="来源类别"),
        sa.Column("vintage_note", sa.Text(), nullable=True, comment="口径与批次说明"),
        sa.Column("source", sa.Uuid(), nullable=False, comment="来源"),
        sa.Column("nature", sa.Text(), nullable=False, comment="性质"),
        sa.Column("visibility", sa.Text(), nullable=False, comment="可见范围"),
        sa.CheckConstraint("code ~ '^[a-z][a-z0-9_]*$'", name=op.f("ck_indicator_code")),
        sa.CheckConstraint("direction IN ('+', '-', 'none')", name=op.f("ck_indicator_direction")),
        sa.CheckConstraint("nature IN ('real', 'fictional', 'synthetic')", name=op.f("ck_indicator_nature")),
        sa.CheckConstraint("side IN ('seller', 'buyer', 'none')", name=op.f("ck_indicator_side")),
        sa.CheckConstraint(
            "visibility IN ('public', 'members', 'private', 'restricted')", name=op.f("ck_indicator_visibility")
        ),
        sa.ForeignKeyConstraint(["source"], ["source.id"], name=op.f("fk_indicator_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator")),
        sa.UniqueConstraint("code", name=op.f("uq_indicator"), postgresql_nulls_not_distinct=True),
        comment="指标 Indicator",
    )
    op.create_index(op.f("ix_indicator_source"), "indicator", ["source"], unique=False)
    op.create_table(
        "item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False, comment="名称"),
        sa.Column("name_en", sa.Text(), nullable=True, comment="英文名称"),
        sa.Column("kind", sa.Text(), nullable=False, comment="类别"),
        sa.Column("synonyms", postgresql.ARRAY(sa.Text()), nullable=False, comment="同义词"),
        sa.Column("source", sa.Uuid(), nullable=False, comment="来源"),
        sa.Column("nature", sa.Text(), nullable=False, comment="性质"),
        sa.Column("visibility", sa.Text(), nullable=False, comment="可见范围"),
        sa.CheckConstraint(
            "kind IN ('material', 'part', 'equipment', 'process', 'software', 'product', 'service')",
            name=op.f("ck_item_kind"),
        ),
        sa.CheckConstraint("nature IN ('real', 'fictional', 'synthetic')", name=op.f("ck_item_nature")),
        sa.CheckConstraint(
            "visibility IN ('public', 'members', 'private', 'restricted')", name=op.f("ck_item_visibility")
        ),
        sa.ForeignKeyConstraint(["source"], ["source.id"], name=op.f("fk_item_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item")),
        sa.UniqueConstraint("name", name=op.f("uq_item"), postgresql_nulls_not_distinct=True),
        comment="条目 Item",
    )
    op.create_index(op.f("ix_item_source"), "item", ["source"], unique=False)
    op.create_table(
        "region",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False, comment="代码"),
        sa.Column("name", sa.Text(), nullable=False, comment="简称"),
        sa.Column("full_name", sa.Text(), nullable=False, comment="全称"),
        sa.Column("level", sa.Text(), nullable=False, comment="层级"),
        sa.Column("parent", sa.Uuid(), nullable=True, comment="上级"),
        sa.Column("aliases", postgresql.ARRAY(sa.Text()), nullable=False, comment="别名"),
        sa.Column("source", sa.Uuid(), nullable=False, comment="来源"),
        sa.Column("nature", sa.Text(), nullable=False, comment="性质"),
        sa.Column("visibility", sa.Text(), nullable=False, comment="可见范围"),
        sa.CheckConstraint("code ~ '^(\\d{6}|CN)$'", name=op.f("ck_region_code")),
        sa.CheckConstraint("level IN ('nation', 'province', 'city', 'county')", name=op.f("ck_region_level")),
        sa.CheckConstraint("nature IN ('real', 'fictional', 'synthetic')", name=op.f("ck_region_nature")),
        sa.CheckConstraint(
            "visibility IN ('public', 'members', 'private', 'restricted')", name=op.f("ck_region_visibility")
        ),
        sa.ForeignKeyConstraint(["parent"], ["region.id"], name=op.f("fk_region_parent")),
        sa.ForeignKeyConstraint(["source"], ["source.id"], name=op.f("fk_region_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_region")),
        sa.UniqueConstraint("code", name=op.f("uq_region"), postgresql_nulls_not_distinct=True),
        comment="行政区 Region",
    )
    op.create_index(op.f("ix_region_parent"), "region", ["parent"], unique=False)
    op.create_index(op.f("ix_region_source"), "region", ["source"], unique=False)
    op.create_table(
        "chain_node",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False, comment="代码"),
        sa.Column("chain", sa.Uuid(), nullable=False, comment="产业链"),
        sa.Column("item", sa.Uuid(), nullable=False, comment="条目"),
        sa.Column("tier", sa.Text(), nullable=False, comment="上中下游"),
        sa.Column("tier_basis", sa.Text(), nullable=False, comment="分层依据"),
        sa.Column("source", sa.Uuid(), nullable=False, comment="来源"),
        sa.Column("nature", sa.Text(), nullable=False, comment="性质"),
        sa.Column("visibility", sa.Text(), nullable=False, comment="可见范围"),
        sa.CheckConstraint("code ~ '^[A-Z][A-Z0-9]*-[A-Z0-9-]+$'", name=op.f("ck_chain_node_code")),
        sa.CheckConstraint("nature IN ('real', 'fictional', 'synthetic')", name=op.f("ck_chain_node_nature")),
        sa.CheckConstraint("tier IN ('upstream', 'midstream', 'downstream')", name=op.f("ck_chain_node_tier")),
        sa.CheckConstraint(
            "visibility IN ('public', 'members', 'private', 'restricted')", name=op.f("ck_chain_node_visibility")
        ),
        sa.ForeignKeyConstraint(["chain"], ["chain.id"], name=op.f("fk_chain_node_chain")),
        sa.ForeignKeyConstraint(["item"], ["item.id"], name=op.f("fk_chain_node_item")),
        sa.ForeignKeyConstraint(["source"], ["source.id"], name=op.f("fk_chain_node_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chain_node")),
        sa.UniqueConstraint("code", name=op.f("uq_chain_node"), postgresql_nulls_not_distinct=True),
        comment="链上环节 Chain node",
    )
    op.create_index(op.f("ix_chain_node_chain"), "chain_node", ["chain"], unique=False)
    op.create_index(op.f("ix_chain_node_item"), "chain_node", ["item"], unique=False)
    op.create_index(op.f("ix_chain_node_source"), "chain_node", ["source"], unique=False)
    op.create_table(
        "ratio",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False, comment="代码"),
        sa.Column("name_zh", sa.Text(), nullable=False, comment="名称"),
        sa.Column("name_en", sa.Text(), nullable=False, comment="英文名称"),
        sa.Column("published", sa.Uuid(), nullable=True, comment="公布值"),
        sa.Column("numerator", sa.Uuid(), nullable=False, comment="分子"),
        sa.Column("denominator", sa.Uuid(), nullable=False, comment="分母"),
        sa.Column("factor", sa.Numeric(), nullable=False, comment="系数"),
        sa.Column("unit", sa.Text(), nullable=False, comment="单位"),
        sa.Column("direction", sa.Text(), nullable=False, comment="方向"),
        sa.Column("dimension", sa.Text(), nullable=False, comment="维度"),
        sa.Column("position", sa.BigInteger(), nullable=False, comment="次序"),
        sa.Column("caution", sa.Text(), nullable=True, comment="使用注意"),
        sa.Column("source", sa.Uuid(), nullable=False, comment="来源"),
        sa.Column("nature", sa.Text(), nullable=False, comment="性质"),
        sa.Column("visibility", sa.Text(), nullable=False, comment="可见范围"),
        sa.CheckConstraint("code ~ '^[a-z][a-z0-9_]*$'", name=op.f("ck_ratio_code")),
        sa.CheckConstraint("dimension IN ('input', 'link', 'output')", name=op.f("ck_ratio_dimension")),
        sa.CheckConstraint("direction IN ('+', '-', 'none')", name=op.f("ck_ratio_direction")),
        sa.CheckConstraint("nature IN ('real', 'fictional', 'synthetic')", name=op.f("ck_ratio_nature")),
        sa.CheckConstraint(
            "visibility IN ('public', 'members', 'private', 'restricted')", name=op.f("ck_ratio_visibility")
        ),
        sa.ForeignKeyConstraint(["denominator"], ["indicator.id"], name=op.f("fk_ratio_denominator")),
        sa.ForeignKeyConstraint(["numerator"], ["indicator.id"], name=op.f("fk_ratio_numerator")),
        sa.ForeignKeyConstraint(["published"], ["indicator.id"], name=op.f("fk_ratio_published")),
        sa.ForeignKeyConstraint(["source"], ["source.id"], name=op.f("fk_ratio_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ratio")),
        sa.UniqueConstraint("code", name=op.f("uq_ratio"), postgresql_nulls_not_distinct=True),
        comment="评价比率 Ratio",
    )
    op.create_index(op.f("ix_ratio_denominator"), "ratio", ["denominator"], unique=False)
    op.create_index(op.f("ix_ratio_numerator"), "ratio", ["numerator"], unique=False)
    op.create_index(op.f("ix_ratio_published"), "ratio", ["published"], unique=False)
    op.create_index(op.f("ix_ratio_source"), "ratio", ["source"], unique=False)
    op.create_table(
        "step_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region", sa.Uuid(), nullable=False, comment="行政区"),
        sa.Column("indicator", sa.Uuid(), nullable=False, comment="指标"),
        sa.Column("year", sa.BigInteger(), nullable=False, comment="年"),
        sa.Column("remark", sa.Text(), nullable=False, comment="说明"),
        sa.Column("source", sa.Uuid(), nullable=False, comment="来源"),
        sa.Column("nature", sa.Text(), nullable=False, comment="性质"),
        sa.Column("visibility", sa.Text(), nullable=False, comment="可见范围"),
        sa.CheckConstraint("nature IN ('real', 'fictional', 'synthetic')", name=op.f("ck_step_change_nature")),
        sa.CheckConstraint(
            "visibility IN ('public', 'members', 'private', 'restricted')", name=op.f("ck_step_change_visibility")
        ),
        sa.ForeignKeyConstraint(["indicator"], ["indicator.id"], name=op.f("fk_step_change_indicator")),
        sa.ForeignKeyConstraint(["region"], ["region.id"], name=op.f("fk_step_change_region")),
        sa.ForeignKeyConstraint(["source"], ["source.id"], name=op.f("fk_step_change_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_step_change")),
        sa.UniqueConstraint(
            "region", "indicator", "year", name=op.f("uq_step_change"), postgresql_nulls_not_distinct=True
        ),
        comment="跳变标记 Step change",
    )
    op.create_index(op.f("ix_step_change_indicator"), "step_change", ["indicator"], unique=False)
    op.create_index(op.f("ix_step_change_source"), "step_change", ["source"], unique=False)
    op.create_table(
        "zone",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False, comment="简称"),
        sa.Column("full_name", sa.Text(), nullable=False, comment="全称"),
        sa.Column("kind", sa.Text(), nullable=False, comment="类别"),
        sa.Column("parent", sa.Uuid(), nullable=True, comment="所在行政区"),
        sa.Column("members", postgresql.ARRAY(sa.Text()), nullable=False, comment="组成"),
        sa.Column("note", sa.Text(), nullable=True, comment="备注"),
        sa.Column("source", sa.Uuid(), nullable=False, comment="来源"),
        sa.Column("nature", sa.Text(), nullable=False, comment="性质"),
        sa.Column("visibility", sa.Text(), nullable=False, comment="可见范围"),
        sa.CheckConstraint("kind IN ('group', 'zone')", name=op.f("ck_zone_kind")),
        sa.CheckConstraint("nature IN ('real', 'fictional', 'synthetic')", name=op.f("ck_zone_nature")),
        sa.CheckConstraint(
            "visibility IN ('public', 'members', 'private', 'restricted')", name=op.f("ck_zone_visibility")
        ),
        sa.ForeignKeyConstraint(["parent"], ["region.id"], name=op.f("fk_zone_parent")),
        sa.ForeignKeyConstraint(["source"], ["source.id"], name=op.f("fk_zone_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_zone")),
        sa.UniqueConstraint("name", name=op.f("uq_zone"), postgresql_nulls_not_distinct=True),
        comment="区域 Zone",
    )
    op.create_index(op.f("ix_zone_parent"), "zone", ["parent"], unique=False)
    op.create_index(op.f("ix_zone_source"), "zone", ["source"], unique=False)
    op.create_table(
        "claim",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("node", sa.Uuid(), nullable=False, comment="环节"),
        sa.Column("position", sa.BigInteger(), nullable=False, comment="次序"),
        sa.Column("text", sa.Text(), nullable=False, comment="说法"),
        sa.Column("as_of", sa.Text(), nullable=True, comment="所指时间"),
        sa.Column("source", sa.Uuid(), nullable=False, comment="来源"),
        sa.Column("nature", sa.Text(), nullable=False, comment="性质"),
        sa.Column("visibility", sa.Text(), nullable=False, comment="可见范围"),
        sa.CheckConstraint(
            "as_of ~ '^\\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\\d|3[01]))?)?$'", name=op.f("ck_claim_as_of")
        ),
        sa.CheckConstraint("nature IN ('real', 'fictional', 'synthetic')", name=op.f("ck_claim_nature")),
        sa.CheckConstraint(
            "visibility IN ('public', 'members', 'private', 'restricted')", name=op.f("ck_claim_visibility")
        ),
        sa.ForeignKeyConstraint(["node"], ["chain_node.id"], name=op.f("fk_claim_node")),
        sa.ForeignKeyConstraint(["source"], ["source.id"], name=op.f("fk_claim_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
        sa.UniqueConstraint("node", "position", name=op.f("uq_claim"), postgresql_nulls_not_distinct=True),
        comment="卡点线索 Claim",
    )
    op.create_index(op.f("ix_claim_source"), "claim", ["source"], unique=False)
    op.create_table(
        "finance_product",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False, comment="代码"),
        sa.Column("name", sa.Text(), nullable=False, comment="名称"),
        sa.Column("kind", sa.Text(), nullable=False, comment="类别"),
        sa.Column("provider", sa.Text(), nullable=True, comment="提供方"),
        sa.Column("region", sa.Uuid(), nullable=True, comment="行政区"),
        sa.Column("zone", sa.Uuid(), nullable=True, comment="区域"),
        sa.Column("stages", postgresql.ARRAY(sa.Text()), nullable=False, comment="成长阶段"),
        sa.Column("limit", sa.BigInteger(), nullable=True, comment="额度"),
        sa.Column("limit_note", sa.Text(), nullable=True, comment="额度说明"),
        sa.Column("rate", sa.Text(), nullable=True, comment="利率或费率"),
        sa.Column("term", sa.Text(), nullable=True, comment="期限"),
        sa.Column("conditions", sa.Text(), nullable=True, comment="条件"),
        sa.Column("collateral", sa.Text(), nullable=True, comment="担保方式"),
        sa.Column("note", sa.Text(), nullable=True, comment="备注"),
        sa.Column("confidence", sa.Text(), nullable=False, comment="可信度"),
        sa.Column("source", sa.Uuid(), nullable=False, comment="来源"),
        sa.Column("nature", sa.Text(), nullable=False, comment="性质"),
        sa.Column("visibility", sa.Text(), nullable=False, comment="可见范围"),
        sa.CheckConstraint("code ~ '^FP\\d{3}$'", name=op.f("ck_finance_product_code")),
        sa.CheckConstraint(
            "confidence IN ('quoted', 'derived', 'approximate')", name=op.f("ck_finance_product_confidence")
        ),
        sa.CheckConstraint("nature IN ('real', 'fictional', 'synthetic')", name=op.f("ck_finance_product_nature")),
        sa.CheckConstraint(
            "visibility IN ('public', 'members', 'private', 'restricted')", name=op.f("ck_finance_product_visibility")
        ),
        sa.ForeignKeyConstraint(["region"], ["region.id"], name=op.f("fk_finance_product_region")),
        sa.ForeignKeyConstraint(["source"], ["source.id"], name=op.f("fk_finance_product_source")),
        sa.ForeignKeyConstraint(["zone"], ["zone.id"], name=op.f("fk_finance_product_zone")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finance_product")),
        sa.UniqueConstraint("code", name=op.f("uq_finance_product"), postgresql_nulls_not_distinct=True),
        comment="金融产品 Finance product",
    )
    op.create_index(op.f("ix_finance_product_region"), "finance_product", ["region"], unique=False)
    op.create_index(op.f("ix_finance_product_source"), "finance_product", ["source"], unique=False)
    op.create_index(op.f("ix_finance_product_zone"), "finance_product", ["zone"], unique=False)
    op.create_table(
        "link",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("from_node", sa.Uuid(), nullable=False, comment="起点"),
        sa.Column("to_node", sa.Uuid(), nullable=False, comment="终点"),
        sa.Column("relation", sa.Text(), nullable=False, comment="关系"),
        sa.Column("basis", sa.Text(), nullable=False, comment="依据"),
        sa.Column("remark", sa.Text(), nullable=True, comment="说明"),
        sa.Column("source", sa.Uuid(), nullable=False, comment="来源"),
        sa.Column("nature", sa.Text(), nullable=False, comment="性质"),
        sa.Column("visibility", sa.Text(), nullable=False, comment="可见范围"),
        sa.CheckConstraint("nature IN ('real', 'fictional', 'synthetic')", name=op.f("ck_link_nature")),
        sa.CheckConstraint(
            "relation IN ('supplies', 'stage_flow', 'is_type_of', 'complements')", name=op.f("ck_link_relation")
        ),
        sa.CheckConstraint(
            "visibility IN ('public', 'members', 'private', 'restricted')", name=op.f("ck_link_visibility")
        ),
        sa.ForeignKeyConstraint(["from_node"], ["chain_node.id"], name=op.f("fk_link_from_node")),
        sa.ForeignKeyConstraint(["source"], ["source.id"], name=op.f("fk_link_source")),
        sa.ForeignKeyConstraint(["to_node"], ["chain_node.id"], name=op.f("fk_link_to_node")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link")),
        sa.UniqueConstraint(
            "from_node", "to_node", "relation", name=op.f("uq_link"), postgresql_nulls_not_distinct=True
        ),
        comment="环节关系 Link",
    )
    op.create_index(op.f("ix_link_source"), "link", ["source"], unique=False)
    op.create_index(op.f("ix_link_to_node"), "link", ["to_node"], unique=False)
    op.create_table(
        "observation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region", sa.Uuid(), nullable=True, comment="行政区"),
        sa.Column("zone", sa.Uuid(), nullable=True, comment="区域"),
        sa.Column("to_region", sa.Uuid(), nullable=True, comment="流向行政区"),
        sa.Column("to_zone", sa.Uuid(), nullable=True, comment="流向区域"),
        sa.Column("indicator", sa.Uuid(), nullable=False, comment="指标"),
        sa.Column("period", sa.Text(), nullable=False, comment="时期"),
        sa.Column("period_type", sa.Text(), nullable=False, comment="时期类型"),
        sa.Column("year", sa.BigInteger(), nullable=False, comment="年"),
        sa.Column("value", sa.Numeric(), nullable=False, comment="值"),
        sa.Column("unit", sa.Text(), nullable=True, comment="单位"),
        sa.Column("vintage", sa.Text(), nullable=False, comment="批次"),
        sa.Column("remark", sa.Text(), nullable=True, comment="说明"),
        sa.Column("confidence", sa.Text(), nullable=False, comment="可信度"),
        sa.Column("source", sa.Uuid(), nullable=False, comment="来源"),
        sa.Column("nature", sa.Text(), nullable=False, comment="性质"),
        sa.Column("visibility", sa.Text(), nullable=False, comment="可见范围"),
        sa.CheckConstraint(
            "confidence IN ('quoted', 'derived', 'approximate')", name=op.f("ck_observation_confidence")
        ),
        sa.CheckConstraint("nature IN ('real', 'fictional', 'synthetic')", name=op.f("ck_observation_nature")),
        sa.CheckConstraint(
            "period_type IN ('annual', 'cumulative', 'part_year', 'target')", name=op.f("ck_observation_period_type")
        ),
        sa.CheckConstraint(
            "visibility IN ('public', 'members', 'private', 'restricted')", name=op.f("ck_observation_visibility")
        ),
        sa.CheckConstraint("num_nonnulls(region, zone) = 1", name=op.f("ck_observation_one_region_zone")),
        sa.ForeignKeyConstraint(["indicator"], ["indicator.id"], name=op.f("fk_observation_indicator")),
        sa.ForeignKeyConstraint(["region"], ["region.id"], name=op.f("fk_observation_region")),
        sa.ForeignKeyConstraint(["source"], ["source.id"], name=op.f("fk_observation_source")),
        sa.ForeignKeyConstraint(["to_region"], ["region.id"], name=op.f("fk_observation_to_region")),
        sa.ForeignKeyConstraint(["to_zone"], ["zone.id"], name=op.f("fk_observation_to_zone")),
        sa.ForeignKeyConstraint(["zone"], ["zone.id"], name=op.f("fk_observation_zone")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observation")),
        sa.UniqueConstraint(
            "region",
            "zone",
            "to_region",
            "to_zone",
            "indicator",
            "period",
            "vintage",
            "source",
            name=op.f("uq_observation"),
            postgresql_nulls_not_distinct=True,
        ),
        comment="观测值 Observation",
    )
    op.create_index(op.f("ix_observation_indicator"), "observation", ["indicator"], unique=False)
    op.create_index(op.f("ix_observation_source"), "observation", ["source"], unique=False)
    op.create_index(op.f("ix_observation_to_region"), "observation", ["to_region"], unique=False)
    op.create_index(op.f("ix_observation_to_zone"), "observation", ["to_zone"], unique=False)
    op.create_index(op.f("ix_observation_zone"), "observation", ["zone"], unique=False)
    op.create_table(
        "organisation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False, comment="识别码"),
        sa.Column("name", sa.Text(), nullable=False, comment="名称"),
        sa.Column("short_name", sa.Text(), nullable=True, comment="简称"),
        sa.Column("kind", sa.Text(), nullable=False, comment="类别"),
        sa.Column("standing", sa.Text(), nullable=False, comment="身份"),
        sa.Column("region", sa.Uuid(), nullable=True, comment="省级行政区"),
        sa.Column("zone", sa.Uuid(), nullable=True, comment="区域"),
        sa.Column("city", sa.Uuid(), nullable=True, comment="城市或区县"),
        sa.Column("listed_code", sa.Text(), nullable=True, comment="证券代码"),
        sa.Column("moe_code", sa.Text(), nullable=True, comment="学校标识码"),
        sa.Column("industry_sw", sa.Text(), nullable=True, comment="申万三级行业"),
        sa.Column("industry_ts", sa.Text(), nullable=True, comment="行业（Tushare）"),
        sa.Column("listed_on", sa.Text(), nullable=True, comment="上市日期"),
        sa.Column("activity", sa.Text(), nullable=True, comment="从事"),
        sa.Column("source", sa.Uuid(), nullable=False, comment="来源"),
        sa.Column("nature", sa.Text(), nullable=False, comment="性质"),
        sa.Column("visibility", sa.Text(), nullable=False, comment="可见范围"),
        sa.CheckConstraint(
            "kind IN ('enterprise', 'university', 'institute', 'platform', 'other')", name=op.f("ck_organisation_kind")
        ),
        sa.CheckConstraint(
            "listed_on ~ '^\\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\\d|3[01]))?)?$'",
            name=op.f("ck_organisation_listed_on"),
        ),
        sa.CheckConstraint("nature IN ('real', 'fictional', 'synthetic')", name=op.f("ck_organisation_nature")),
        sa.CheckConstraint(
            "standing IN ('registered', 'named', 'part', 'site', 'facility', 'consortium', 'programme')",
            name=op.f("ck_organisation_standing"),
        ),
        sa.CheckConstraint(
            "visibility IN ('public', 'members', 'private', 'restricted')", name=op.f("ck_organisation_visibility")
        ),
        sa.ForeignKeyConstraint(["city"], ["region.id"], name=op.f("fk_organisation_city")),
        sa.ForeignKeyConstraint(["region"], ["region.id"], name=op.f("fk_organisation_region")),
        sa.ForeignKeyConstraint(["source"], ["source.id"], name=op.f("fk_organisation_source")),
        sa.ForeignKeyConstraint(["zone"], ["zone.id"], name=op.f("fk_organisation_zone")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("code", name=op.f("uq_organisation"), postgresql_nulls_not_distinct=True),
        comment="组织 Organisation",
    )
    op.create_index(op.f("ix_organisation_city"), "organisation", ["city"], unique=False)
    op.create_index(op.f("ix_organisation_region"), "organisation", ["region"], unique=False)
    op.create_index(op.f("ix_organisation_source"), "organisation", ["source"], unique=False)
    op.create_index(op.f("ix_organisation_zone"), "organisation", ["zone"], unique=False)
    op.create_table(
        "policy",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False, comment="代码"),
        sa.Column("title", sa.Text(), nullable=False, comment="名称"),
        sa.Column("doc_no", sa.Text(), nullable=True, comment="文号"),
        sa.Column("issuer", sa.Text(), nullable=True, comment="发布机关"),
        sa.Column("region", sa.Uuid(), nullable=True, comment="适用行政区"),
        sa.Column("zone", sa.Uuid(), nullable=True, comment="适用区域"),
        sa.Column("issued", sa.Text(), nullable=True, comment="发布时间"),
        sa.Column("effective_from", sa.Text(), nullable=True, comment="生效"),
        sa.Column("effective_to", sa.Text(), nullable=True, comment="失效"),
        sa.Column("dates_note", sa.Text(), nullable=True, comment="时间说明"),
        sa.Column("instrument", sa.Text(), nullable=False, comment="工具类型"),
        sa.Column("beneficiary", sa.Text(), nullable=True, comment="对象"),
        sa.Column("eligibility", sa.Text(), nullable=True, comment="条件"),
        sa.Column("benefit", sa.Text(), nullable=True, comment="支持标准"),
        sa.Column("rate", sa.Numeric(), nullable=True, comment="比例"),
        sa.Column("cap", sa.BigInteger(), nullable=True, comment="上限"),
        sa.Column("cap_basis", sa.Text(), nullable=True, comment="上限口径"),
        sa.Column("stacking", sa.Text(), nullable=True, comment="叠加规则"),
        sa.Column("note", sa.Text(), nullable=True, comment="备注"),
        sa.Column("confidence", sa.Text(), nullable=False, comment="可信度"),
        sa.Column("source", sa.Uuid(), nullable=False, comment="来源"),
        sa.Column("nature", sa.Text(), nullable=False, comment="性质"),
        sa.Column("visibility", sa.Text(), nullable=False, comment="可见范围"),
        sa.CheckConstraint("code ~ '^PL\\d{3}$'", name=op.f("ck_policy_code")),
        sa.CheckConstraint("confidence IN ('quoted', 'derived', 'approximate')", name=op.f("ck_policy_confidence")),
        sa.CheckConstraint(
            "effective_from ~ '^\\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\\d|3[01]))?)?$'",
            name=op.f("ck_policy_effective_from"),
        ),
        sa.CheckConstraint(
            "effective_to ~ '^\\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\\d|3[01]))?)?$'",
            name=op.f("ck_policy_effective_to"),
        ),
        sa.CheckConstraint(
            "issued ~ '^\\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\\d|3[01]))?)?$'", name=op.f("ck_policy_issued")
        ),
        sa.CheckConstraint("nature IN ('real', 'fictional', 'synthetic')", name=op.f("ck_policy_nature")),
        sa.CheckConstraint(
            "visibility IN ('public', 'members', 'private', 'restricted')", name=op.f("ck_policy_visibility")
        ),
        sa.ForeignKeyConstraint(["region"], ["region.id"], name=op.f("fk_policy_region")),
        sa.ForeignKeyConstraint(["source"], ["source.id"], name=op.f("fk_policy_source")),
        sa.ForeignKeyConstraint(["zone"], ["zone.id"], name=op.f("fk_policy_zone")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy")),
        sa.UniqueConstraint("code", name=op.f("uq_policy"), postgresql_nulls_not_distinct=True),
        comment="政策 Policy",
    )
    op.create_index(op.f("ix_policy_region"), "policy", ["region"], unique=False)
    op.create_index(op.f("ix_policy_source"), "policy", ["source"], unique=False)
    op.create_index(op.f("ix_policy_zone"), "policy", ["zone"], unique=False)
    op.create_table(
        "survey",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("node", sa.Uuid(), nullable=False, comment="环节"),
        sa.Column("zone", sa.Uuid(), nullable=False, comment="范围"),
        sa.Column("as_of", sa.Text(), nullable=False, comment="时间"),
        sa.Column("completeness", sa.Text(), nullable=False, comment="完整程度"),
        sa.Column("source", sa.Uuid(), nullable=False, comment="来源"),
        sa.Column("nature", sa.Text(), nullable=False, comment="性质"),
        sa.Column("visibility", sa.Text(), nullable=False, comment="可见范围"),
        sa.CheckConstraint(
            "as_of ~ '^\\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\\d|3[01]))?)?$'", name=op.f("ck_survey_as_of")
        ),
        sa.CheckConstraint("completeness IN ('census', 'partial', 'none')", name=op.f("ck_survey_completeness")),
        sa.CheckConstraint("nature IN ('real', 'fictional', 'synthetic')", name=op.f("ck_survey_nature")),
        sa.CheckConstraint(
            "visibility IN ('public', 'members', 'private', 'restricted')", name=op.f("ck_survey_visibility")
        ),
        sa.ForeignKeyConstraint(["node"], ["chain_node.id"], name=op.f("fk_survey_node")),
        sa.ForeignKeyConstraint(["source"], ["source.id"], name=op.f("fk_survey_source")),
        sa.ForeignKeyConstraint(["zone"], ["zone.id"], name=op.f("fk_survey_zone")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey")),
        sa.UniqueConstraint("node", "zone", "as_of", name=op.f("uq_survey"), postgresql_nulls_not_distinct=True),
        comment="摸底 Survey",
    )
    op.create_index(op.f("ix_survey_source"), "survey", ["source"], unique=False)
    op.create_index(op.f("ix_survey_zone"), "survey", ["zone"], unique=False)
    op.create_table(
        "capability",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation", sa.Uuid(), nullable=False, comment="组织"),
        sa.Column("node", sa.Uuid(), nullable=True, comment="环节"),
        sa.Column("chain", sa.Uuid(), nullable=True, comment="产业链"),
        sa.Column("cluster", sa.Uuid(), nullable=True, comment="集群"),
        sa.Column("role", sa.Text(), nullable=False, comment="角色"),
        sa.Column("grade", sa.Text(), nullable=False, comment="依据等级"),
        sa.Column("basis", sa.Text(), nullable=False, comment="依据"),
        sa.Column("as_of", sa.Text(), nullable=True, comment="所指时间"),
        sa.Column("as_of_note", sa.Text(), nullable=True, comment="时间说明"),
        sa.Column("confidence", sa.Text(), nullable=False, comment="可信度"),
        sa.Column("source", sa.Uuid(), nullable=False, comment="来源"),
        sa.Column("nature", sa.Text(), nullable=False, comment="性质"),
        sa.Column("visibility", sa.Text(), nullable=False, comment="可见范围"),
        sa.CheckConstraint(
            "as_of ~ '^\\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\\d|3[01]))?)?$'", name=op.f("ck_capability_as_of")
        ),
        sa.CheckConstraint("confidence IN ('quoted', 'derived', 'approximate')", name=op.f("ck_capability_confidence")),
        sa.CheckConstraint(
            "grade IN ('named', 'registry', 'industry_class', 'name_word', 'text')", name=op.f("ck_capability_grade")
        ),
        sa.CheckConstraint("nature IN ('real', 'fictional', 'synthetic')", name=op.f("ck_capability_nature")),
        sa.CheckConstraint(
            "role IN ('produces', 'develops', 'tests', 'integrates', 'uses', 'operates', 'unstated')",
            name=op.f("ck_capability_role"),
        ),
        sa.CheckConstraint(
            "visibility IN ('public', 'members', 'private', 'restricted')", name=op.f("ck_capability_visibility")
        ),
        sa.CheckConstraint("num_nonnulls(node, chain, cluster) = 1", name=op.f("ck_capability_one_node_chain_cluster")),
        sa.ForeignKeyConstraint(["chain"], ["chain.id"], name=op.f("fk_capability_chain")),
        sa.ForeignKeyConstraint(["cluster"], ["cluster.id"], name=op.f("fk_capability_cluster")),
        sa.ForeignKeyConstraint(["node"], ["chain_node.id"], name=op.f("fk_capability_node")),
        sa.ForeignKeyConstraint(["organisation"], ["organisation.id"], name=op.f("fk_capability_organisation")),
        sa.ForeignKeyConstraint(["source"], ["source.id"], name=op.f("fk_capability_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_capability")),
        sa.UniqueConstraint(
            "organisation",
            "node",
            "chain",
            "cluster",
            "role",
            "grade",
            "source",
            name=op.f("uq_capability"),
            postgresql_nulls_not_distinct=True,
        ),
        comment="能力 Capability",
    )
    op.create_index(op.f("ix_capability_chain"), "capability", ["chain"], unique=False)
    op.create_index(op.f("ix_capability_cluster"), "capability", ["cluster"], unique=False)
    op.create_index(op.f("ix_capability_node"), "capability", ["node"], unique=False)
    op.create_index(op.f("ix_capability_source"), "capability", ["source"], unique=False)
    op.create_table(
        "facility",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False, comment="代码"),
        sa.Column("name", sa.Text(), nullable=False, comment="名称"),
        sa.Column("kind", sa.Text(), nullable=False, comment="类别"),
        sa.Column("region", sa.Uuid(), nullable=True, comment="省级行政区"),
        sa.Column("city", sa.Uuid(), nullable=True, comment="城市"),
        sa.Column("zone", sa.Uuid(), nullable=True, comment="区域"),
        sa.Column("field", sa.Text(), nullable=True, comment="领域"),
        sa.Column("host", sa.Text(), nullable=True, comment="依托单位"),
        sa.Column("host_organisation", sa.Uuid(), nullable=True, comment="依托单位（组织）"),
        sa.Column("capacity", sa.Text(), nullable=True, comment="能力"),
        sa.Column("status_note", sa.Text(), nullable=True, comment="状态说明"),
        sa.Column("confidence", sa.Text(), nullable=False, comment="可信度"),
        sa.Column("source", sa.Uuid(), nullable=False, comment="来源"),
        sa.Column("nature", sa.Text(), nullable=False, comment="性质"),
        sa.Column("visibility", sa.Text(), nullable=False, comment="可见范围"),
        sa.CheckConstraint("code ~ '^PF\\d{4}$'", name=op.f("ck_facility_code")),
        sa.CheckConstraint("confidence IN ('quoted', 'derived', 'approximate')", name=op.f("ck_facility_confidence")),
        sa.CheckConstraint("nature IN ('real', 'fictional', 'synthetic')", name=op.f("ck_facility_nature")),
        sa.CheckConstraint(
            "visibility IN ('public', 'members', 'private', 'restricted')", name=op.f("ck_facility_visibility")
        ),
        sa.ForeignKeyConstraint(["city"], ["region.id"], name=op.f("fk_facility_city")),
        sa.ForeignKeyConstraint(["host_organisation"], ["organisation.id"], name=op.f("fk_facility_host_organisation")),
        sa.ForeignKeyConstraint(["region"], ["region.id"], name=op.f("fk_facility_region")),
        sa.ForeignKeyConstraint(["source"], ["source.id"], name=op.f("fk_facility_source")),
        sa.ForeignKeyConstraint(["zone"], ["zone.id"], name=op.f("fk_facility_zone")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_facility")),
        sa.UniqueConstraint("code", name=op.f("uq_facility"), postgresql_nulls_not_distinct=True),
        comment="平台设施 Facility",
    )
    op.create_index(op.f("ix_facility_city"), "facility", ["city"], unique=False)
    op.create_index(op.f("ix_facility_host_organisation"), "facility", ["host_organisation"], unique=False)
    op.create_index(op.f("ix_facility_region"), "facility", ["region"], unique=False)
    op.create_index(op.f("ix_facility_source"), "facility", ["source"], unique=False)
    op.create_index(op.f("ix_facility_zone"), "facility", ["zone"], unique=False)
    op.create_table(
        "project",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False, comment="编号"),
        sa.Column("title", sa.Text(), nullable=False, comment="名称"),
        sa.Column("kind", sa.Text(), nullable=False, comment="层级"),
        sa.Column("programme", sa.Text(), nullable=False, comment="专项"),
        sa.Column("performer", sa.Text(), nullable=True, comment="承担单位"),
        sa.Column("organisation", sa.Uuid(), nullable=True, comment="承担单位（组织）"),
        sa.Column("region", sa.Uuid(), nullable=True, comment="省级行政区"),
        sa.Column("source", sa.Uuid(), nullable=False, comment="来源"),
        sa.Column("nature", sa.Text(), nullable=False, comment="性质"),
        sa.Column("visibility", sa.Text(), nullable=False, comment="可见范围"),
        sa.CheckConstraint("nature IN ('real', 'fictional', 'synthetic')", name=op.f("ck_project_nature")),
        sa.CheckConstraint(
            "visibility IN ('public', 'members', 'private', 'restricted')", name=op.f("ck_project_visibility")
        ),
        sa.ForeignKeyConstraint(["organisation"], ["organisation.id"], name=op.f("fk_project_organisation")),
        sa.ForeignKeyConstraint(["region"], ["region.id"], name=op.f("fk_project_region")),
        sa.ForeignKeyConstraint(["source"], ["source.id"], name=op.f("fk_project_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project")),
        sa.UniqueConstraint("code", name=op.f("uq_project"), postgresql_nulls_not_distinct=True),
        comment="研发项目 R&D project",
    )
    op.create_index(op.f("ix_project_organisation"), "project", ["organisation"], unique=False)
    op.create_index(op.f("ix_project_region"), "project", ["region"], unique=False)
    op.create_index(op.f("ix_project_source"), "project", ["source"], unique=False)
    _secure()


def _secure() -> None:
    """Row-level security: the program's role sees and writes nothing but what the dispatcher opened for it."""
    for table in FACTS:
        protect_facts(table)
    protect("run", select=VISIBLE, insert=f"{WRITING} AND {VISIBLE}")
    protect("audit_entry", select=AUDITING, insert=f"{WRITING} AND {OWN}")
    protect("idempotency_key", select=OWN, insert=f"{WRITING} AND {OWN}")
    op.execute("GRANT SELECT ON alembic_version TO rongtu_app")
