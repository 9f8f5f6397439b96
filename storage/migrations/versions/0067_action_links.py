"""Links to pages with the buttons of a card."""

import sqlalchemy as sa
from alembic import op

revision = "0067"
down_revision = "0066"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "action_links",
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("card", sa.String(60)),
        sa.Column("cause", sa.String(60)),
        sa.Column("name", sa.String(20)),
        sa.Column("until", _MOMENT, nullable=False),
        sa.Column("used_at", _MOMENT),
        sa.Column("renewed_at", _MOMENT),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_action_links")),
    )
    op.create_index("ix_action_links_until", "action_links", ["until"])


def downgrade() -> None:
    op.drop_table("action_links")
