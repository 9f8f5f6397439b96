"""What happens to requests where several work on them: merged, promised, called together."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

STATES = ("open", "taken", "resolved", "closed", "declined", "withdrawn")
KINDS = (
    *("filed", "joined", "added", "taken", "reassigned", "note", "asked", "answered", "resolved"),
    *("declined", "nudged", "overdue", "withdrawn", "follow_up_asked", "reminded", "rated"),
    *("reopened", "escalated", "closed", "undelivered", "erased"),
)
NEW_KINDS = (
    *("warned", "promised", "kept", "broken", "returned", "whistled", "reported", "merged"),
    *("unmerged", "split", "assigned", "confirmed", "corrected", "asked_later", "answered_later"),
)


def upgrade() -> None:
    _allow("tickets", "state", "ticketstate", (*STATES, "merged"))
    with op.batch_alter_table("tickets") as batch:
        batch.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_tickets_merged_into_id_tickets"), "tickets", ["merged_into_id"], ["id"]
        )
        batch.create_check_constraint(
            op.f("ck_tickets_merged_into"), "state <> 'merged' OR merged_into_id IS NOT NULL"
        )
        batch.create_index(
            op.f("ix_tickets_merged_into_id"),
            ["merged_into_id"],
            sqlite_where=sa.text("merged_into_id IS NOT NULL"),
            postgresql_where=sa.text("merged_into_id IS NOT NULL"),
        )
    _allow("ticket_events", "kind", "eventkind", (*KINDS, *NEW_KINDS))


def downgrade() -> None:
    _allow("ticket_events", "kind", "eventkind", KINDS)
    with op.batch_alter_table("tickets") as batch:
        batch.drop_index(op.f("ix_tickets_merged_into_id"))
        batch.drop_constraint(op.f("ck_tickets_merged_into"), type_="check")
        batch.drop_constraint(op.f("fk_tickets_merged_into_id_tickets"), type_="foreignkey")
        batch.drop_column("merged_into_id")
    _allow("tickets", "state", "ticketstate", STATES)


def _allow(table: str, column: str, check: str, values: tuple[str, ...]) -> None:
    name = op.f(f"ck_{table}_{check}")
    guards = _guards(table)
    for trigger, _ in guards:
        op.execute(f"DROP TRIGGER {trigger}")
    with op.batch_alter_table(table) as batch:
        batch.drop_constraint(name, type_="check")
        batch.create_check_constraint(name, sa.column(column).in_(values))
    for _, definition in guards:
        op.execute(definition)


def _guards(table: str) -> list[tuple[str, str]]:
    """SQLite's triggers, which go with the table that is copied."""
    if op.get_context().dialect.name != "sqlite":
        return []
    found = op.get_bind().execute(
        sa.text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table"),
        {"table": table},
    )
    return [(name, definition) for name, definition in found]
