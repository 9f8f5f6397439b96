"""Keeping what a messenger calls somebody who was erased, until they have heard of it."""

import sqlalchemy as sa
from alembic import op

revision = "0070"
down_revision = "0069"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("named_chats", sa.Column("erased_at", sa.DateTime(timezone=True)))
    given = sa.text("erased_at IS NOT NULL")
    op.create_index(
        op.f("ix_named_chats_erased_at"),
        "named_chats",
        ["erased_at"],
        sqlite_where=given,
        postgresql_where=given,
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_named_chats_erased_at"), "named_chats")
    op.drop_column("named_chats", "erased_at")
