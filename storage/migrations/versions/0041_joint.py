"""Groups that are called to a request (吹哨报到): by when they report, and whether they did."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("tickets", sa.Column("called", sa.Integer(), server_default="0", nullable=False))
    op.create_table(
        "joint_parts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("report_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id"], ["groups.id"], name=op.f("fk_joint_parts_group_id_groups")
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_joint_parts_ticket_id_tickets")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joint_parts")),
        sa.UniqueConstraint(
            "ticket_id", "round", "group_id", name=op.f("uq_joint_parts_ticket_id_round_group_id")
        ),
    )
    op.create_index(
        op.f("ix_joint_parts_group_id_reported_at"), "joint_parts", ["group_id", "reported_at"]
    )


def downgrade() -> None:
    op.drop_table("joint_parts")
    op.drop_column("tickets", "called")
