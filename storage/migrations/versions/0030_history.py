"""Indexes that keep daily work from reading all of history; how long what passes is kept."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

PLAIN: dict[str, tuple[str, ...]] = {
    "cards": ("key",),
    "message_links": ("about",),
    "failed_updates": ("failed_at",),
    "group_members": ("person_id",),
    "task_claims": ("task_id",),
    "wishes": ("state",),
    "meal_bookings": ("diner_id",),
    "meal_proxies": ("diner_id",),
}
WHERE_SET: dict[str, tuple[str, ...]] = {
    "outbox": ("card", "under_card"),
    "group_members": ("left_at",),
    "board_messages": ("answered_by", "hidden_by"),
    "tasks": ("source_id",),
    "meal_sessions": ("changed_at",),
}
WHERE = {
    "ix_task_series_made_until": ("task_series", "made_until", "ended_at IS NULL"),
    "ix_meal_sessions_no_standing": (
        "meal_sessions",
        "cut_off_at",
        "standing_done_at IS NULL AND closed_at IS NULL",
    ),
    "ix_meal_sessions_no_sheet": (
        "meal_sessions",
        "cut_off_at",
        "sheet_sent_at IS NULL AND closed_at IS NULL",
    ),
    "ix_meal_sessions_unsettled": (
        "meal_sessions",
        "ends_at",
        "settled_at IS NULL AND closed_at IS NULL",
    ),
    "ix_meal_sessions_awaited": ("meal_sessions", "cut_off_at", "waiting > 0"),
}
IS_WAITING = "state = 'waiting'"


def upgrade() -> None:
    op.create_table(
        "retention",
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.CheckConstraint("days >= 1", name=op.f("ck_retention_days")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_retention")),
    )
    for table, columns in PLAIN.items():
        for column in columns:
            op.create_index(f"ix_{table}_{column}", table, [column])
    for table, columns in WHERE_SET.items():
        for column in columns:
            _create_where(f"ix_{table}_{column}", table, [column], f"{column} IS NOT NULL")
    for name, (table, column, condition) in WHERE.items():
        _create_where(name, table, [column], condition)
    # By channel, or SQLite prefers the index of all a channel's messages to that of the waiting.
    op.drop_index("ix_outbox_waiting", "outbox")
    _create_where("ix_outbox_waiting", "outbox", ["channel", "urgency", "id"], IS_WAITING)


def downgrade() -> None:
    op.drop_index("ix_outbox_waiting", "outbox")
    _create_where("ix_outbox_waiting", "outbox", ["urgency", "id"], IS_WAITING)
    for name, (table, _column, _condition) in WHERE.items():
        op.drop_index(name, table)
    for kind in (PLAIN, WHERE_SET):
        for table, columns in kind.items():
            for column in columns:
                op.drop_index(f"ix_{table}_{column}", table)
    op.drop_table("retention")


def _create_where(name: str, table: str, columns: list[str], condition: str) -> None:
    given = sa.text(condition)
    op.create_index(name, table, columns, sqlite_where=given, postgresql_where=given)
