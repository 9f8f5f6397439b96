"""Indexes by which a person's traces are found when they ask for them, or have them erased."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

WHERE_SET = {
    "tickets": ("taker_id", "previous_taker_id"),
    "ticket_events": ("actor_id",),
    "ticket_media": ("event_id", "sender_id"),
}
SUBJECT = "about IS NOT NULL OR card IS NOT NULL"


def upgrade() -> None:
    for table, columns in WHERE_SET.items():
        for column in columns:
            given = sa.text(f"{column} IS NOT NULL")
            op.create_index(
                f"ix_{table}_{column}",
                table,
                [column],
                sqlite_where=given,
                postgresql_where=given,
            )
    op.create_index("ix_conversations_person_id", "conversations", ["person_id"])
    # Of every message in a chat, no longer of those alone that have a subject.
    op.drop_index("ix_outbox_subject", "outbox")
    op.create_index("ix_outbox_channel_chat_id_id", "outbox", ["channel", "chat_id", "id"])


def downgrade() -> None:
    op.drop_index("ix_outbox_channel_chat_id_id", "outbox")
    op.create_index(
        "ix_outbox_subject",
        "outbox",
        ["channel", "chat_id", "id"],
        sqlite_where=sa.text(SUBJECT),
        postgresql_where=sa.text(SUBJECT),
    )
    op.drop_index("ix_conversations_person_id", "conversations")
    for table, columns in WHERE_SET.items():
        for column in columns:
            op.drop_index(f"ix_{table}_{column}", table)
