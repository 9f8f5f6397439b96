"""Asking weeks later whether what was solved is still all right, and who does not want that."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

DUE = sa.text("due_at IS NOT NULL")


def upgrade() -> None:
    op.add_column(
        "people",
        sa.Column("asked_later", sa.Boolean(), server_default=sa.true(), nullable=False),
    )
    op.create_table(
        "later_follow_ups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "answer",
            sa.Enum(
                *("good", "again", "unknown", "stop"),
                name="still",
                native_enum=False,
                length=20,
                create_constraint=True,
            ),
            nullable=True,
        ),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_later_follow_ups_ticket_id_tickets")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_later_follow_ups")),
        sa.UniqueConstraint("ticket_id", "round", name=op.f("uq_later_follow_ups_ticket_id_round")),
    )
    op.create_index(
        op.f("ix_later_follow_ups_due_at"),
        "later_follow_ups",
        ["due_at"],
        sqlite_where=DUE,
        postgresql_where=DUE,
    )


def downgrade() -> None:
    op.drop_table("later_follow_ups")
    op.drop_column("people", "asked_later")
