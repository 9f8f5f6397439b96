"""Days that staff promise to residents."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

STATES = ("standing", "kept", "broken", "moved", "lapsed")
STANDING = sa.text("state = 'standing'")
KNOWN = sa.text("person_id IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "promises",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(sa.column("state").in_(STATES), name=op.f("ck_promises_promisestate")),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_promises_ticket_id_tickets")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promises")),
    )
    op.create_index("ix_promises_ticket_id", "promises", ["ticket_id"])
    op.create_index(
        "uq_promises_standing",
        "promises",
        ["ticket_id"],
        unique=True,
        sqlite_where=STANDING,
        postgresql_where=STANDING,
    )
    for name, column, where in (
        ("ix_promises_due", "by", STANDING),
        ("ix_promises_person_id", "person_id", KNOWN),
    ):
        op.create_index(name, "promises", [column], sqlite_where=where, postgresql_where=where)
    op.add_column("tickets", sa.Column("promised_by", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("tickets", "promised_by")
    op.drop_table("promises")
