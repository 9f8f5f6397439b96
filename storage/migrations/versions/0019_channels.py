"""Say on which channel each chat is; conversations belong to people."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

TELEGRAM = "'telegram'"
KEYS = {
    "cards": ("chat_id", "key"),
    "conversations": ("chat_id", "person_id"),
    "message_links": ("chat_id", "message_id"),
    "seen_updates": ("bot_id", "update_id"),
}
"""Primary keys as they were, which the channel now stands before."""
OUTBOX_INDEXES = {
    "uq_outbox_waiting_card": (["chat_id", "card"], "state = 'waiting' AND card IS NOT NULL"),
    "ix_outbox_subject": (["chat_id", "id"], "about IS NOT NULL OR card IS NOT NULL"),
}


def upgrade() -> None:
    with op.batch_alter_table("conversations") as batch_op:
        batch_op.alter_column("user_id", new_column_name="person_id")
    op.drop_index("ix_cards_chat_id_message_id", "cards")
    _drop_outbox_indexes()
    for table in (*KEYS, "outbox", "groups"):
        op.add_column(table, sa.Column("channel", sa.String(length=20)))
        op.execute(f"UPDATE {table} SET channel = {TELEGRAM}")  # noqa: S608 - names of our own
    for table, key in KEYS.items():
        with op.batch_alter_table(table) as batch_op:
            batch_op.alter_column("channel", nullable=False)
            batch_op.drop_constraint(f"pk_{table}", type_="primary")
            batch_op.create_primary_key(f"pk_{table}", ["channel", *key])
    with op.batch_alter_table("outbox") as batch_op:
        batch_op.alter_column("channel", nullable=False)
    with op.batch_alter_table("groups") as batch_op:
        batch_op.alter_column("channel", nullable=False)
        batch_op.drop_constraint("uq_groups_chat_id", type_="unique")
        batch_op.create_unique_constraint("uq_groups_channel_chat_id", ["channel", "chat_id"])
    op.create_index(
        "ix_cards_channel_chat_id_message_id", "cards", ["channel", "chat_id", "message_id"]
    )
    _create_outbox_indexes("channel")


def downgrade() -> None:
    """What is of other channels goes: there is no place for it."""
    op.drop_index("ix_cards_channel_chat_id_message_id", "cards")
    _drop_outbox_indexes()
    for table in (*KEYS, "outbox"):
        op.execute(f"DELETE FROM {table} WHERE channel <> {TELEGRAM}")  # noqa: S608
    for table, key in KEYS.items():
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_constraint(f"pk_{table}", type_="primary")
            batch_op.create_primary_key(f"pk_{table}", [*key])
            batch_op.drop_column("channel")
    with op.batch_alter_table("outbox") as batch_op:
        batch_op.drop_column("channel")
    with op.batch_alter_table("groups") as batch_op:
        batch_op.drop_constraint("uq_groups_channel_chat_id", type_="unique")
        batch_op.create_unique_constraint("uq_groups_chat_id", ["chat_id"])
        batch_op.drop_column("channel")
    with op.batch_alter_table("conversations") as batch_op:
        batch_op.alter_column("person_id", new_column_name="user_id")
    op.create_index("ix_cards_chat_id_message_id", "cards", ["chat_id", "message_id"])
    _create_outbox_indexes()


def _drop_outbox_indexes() -> None:
    for name in OUTBOX_INDEXES:
        op.drop_index(name, "outbox")


def _create_outbox_indexes(*before: str) -> None:
    for name, (columns, condition) in OUTBOX_INDEXES.items():
        op.create_index(
            name,
            "outbox",
            [*before, *columns],
            unique=name.startswith("uq_"),
            sqlite_where=sa.text(condition),
            postgresql_where=sa.text(condition),
        )
