"""An index of those who have been asked something (问居民) about what they filed."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

ASKED = sa.text("asked_at IS NOT NULL")


def upgrade() -> None:
    op.create_index(
        "ix_tickets_author_id",
        "tickets",
        ["author_id"],
        sqlite_where=ASKED,
        postgresql_where=ASKED,
    )


def downgrade() -> None:
    op.drop_index("ix_tickets_author_id", "tickets")
