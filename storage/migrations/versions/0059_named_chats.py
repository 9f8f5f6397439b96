"""Chats on messengers that call them by names, and what they let us say there."""

import sqlalchemy as sa
from alembic import op

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(sa.dialects.postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "named_chats",
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(128), nullable=False),
        sa.Column("met_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True)),
        sa.Column("written_left", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("tapped_at", sa.DateTime(timezone=True)),
        sa.Column("tapped_left", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("buttons", _JSON, nullable=False, server_default="[]"),
        sa.PrimaryKeyConstraint("channel", "chat_id", name=op.f("pk_named_chats")),
        sa.UniqueConstraint("name", "channel", name=op.f("uq_named_chats_name_channel")),
    )


def downgrade() -> None:
    op.drop_table("named_chats")
