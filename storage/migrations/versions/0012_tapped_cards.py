"""Find out whether a tapped message is the one that shows its card."""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_cards_chat_id_message_id", "cards", ["chat_id", "message_id"])


def downgrade() -> None:
    op.drop_index("ix_cards_chat_id_message_id", "cards")
