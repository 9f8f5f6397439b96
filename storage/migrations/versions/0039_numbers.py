"""How results are counted, which groups get reports, and indexes to what happened lately."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rate_rules",
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("response_weight", sa.Integer(), nullable=False),
        sa.Column("solved_weight", sa.Integer(), nullable=False),
        sa.Column("satisfied_weight", sa.Integer(), nullable=False),
        sa.Column("fair_percent", sa.Integer(), nullable=False),
        sa.Column("half_counts", sa.Boolean(), nullable=False),
        sa.Column("only_last", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "response_weight >= 0 AND solved_weight >= 0 AND satisfied_weight >= 0"
            " AND response_weight + solved_weight + satisfied_weight = 100",
            name=op.f("ck_rate_rules_weights"),
        ),
        sa.CheckConstraint(
            "fair_percent >= 0 AND fair_percent <= 100", name=op.f("ck_rate_rules_fair")
        ),
        sa.PrimaryKeyConstraint("from_day", name=op.f("pk_rate_rules")),
    )
    op.create_table(
        "regular_reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("rhythm", sa.String(20), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            sa.column("rhythm").in_(("weekly", "monthly")),
            name=op.f("ck_regular_reports_rhythm"),
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["groups.id"], name=op.f("fk_regular_reports_group_id_groups")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regular_reports")),
        sa.UniqueConstraint("group_id", "rhythm", name=op.f("uq_regular_reports_group_id_rhythm")),
    )
    op.create_index(op.f("ix_regular_reports_due_at"), "regular_reports", ["due_at"])
    op.create_index(op.f("ix_care_alerts_raised_at"), "care_alerts", ["raised_at"])
    op.create_index(
        op.f("ix_tickets_community_id_closed_at"), "tickets", ["community_id", "closed_at"]
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_care_alerts_raised_at"), "care_alerts")
    op.drop_index(op.f("ix_tickets_community_id_closed_at"), "tickets")
    op.drop_table("regular_reports")
    op.drop_table("rate_rules")
