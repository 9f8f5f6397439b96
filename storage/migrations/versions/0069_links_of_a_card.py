"""Finding the links that lead to a card: what they show is kept as long as they are."""

from alembic import op

revision = "0069"
down_revision = "0068"
branch_labels = None
depends_on = None


def upgrade() -> None:
    name = op.f("ix_action_links_channel_chat_id_card")
    op.create_index(name, "action_links", ["channel", "chat_id", "card"])


def downgrade() -> None:
    op.drop_index(op.f("ix_action_links_channel_chat_id_card"), "action_links")
