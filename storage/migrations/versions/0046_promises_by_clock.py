"""Promises run out by their clocks: nothing looks for them by their time."""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

STANDING = sa.text("state = 'standing'")
moment = sa.DateTime(timezone=True)
promises = sa.table(
    "promises",
    sa.column("ticket_id", sa.Integer()),
    sa.column("state", sa.String()),
    sa.column("by", moment),
    sa.column("made_at", moment),
)
clocks = sa.table(
    "ticket_clocks",
    sa.column("ticket_id", sa.Integer()),
    sa.column("kind", sa.String()),
    sa.column("started_at", moment),
    sa.column("due_at", moment),
    sa.column("step", sa.String()),
    sa.column("step_at", moment),
    sa.column("act_at", moment),
)


def upgrade() -> None:
    op.drop_index("ix_promises_due", "promises")
    _start_clocks()


def _start_clocks() -> None:
    """Of what was promised before promises had clocks, and would never run out."""
    columns = ("ticket_id", "kind", "started_at", "due_at", "step", "step_at", "act_at")
    row = promises.c
    has_one = sa.exists().where(clocks.c.ticket_id == row.ticket_id, clocks.c.kind == "promise")
    stands = sa.select(
        row.ticket_id,
        sa.literal("promise"),
        row.made_at,
        row.by,
        sa.literal("call"),
        row.by,
        row.by,
    ).where(row.state == "standing", ~has_one)
    op.execute(sa.insert(clocks).from_select(columns, stands))


def downgrade() -> None:
    op.create_index(
        "ix_promises_due",
        "promises",
        ["by"],
        sqlite_where=STANDING,
        postgresql_where=STANDING,
    )
