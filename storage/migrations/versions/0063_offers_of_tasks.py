"""Volunteers who asked to be told of new tasks."""

import sqlalchemy as sa
from alembic import op

revision = "0063"
down_revision = "0062"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("volunteers", sa.Column("offers_from", sa.DateTime(timezone=True)))
    op.add_column("volunteers", sa.Column("offered_at", sa.DateTime(timezone=True)))
    is_set = sa.text("offers_from IS NOT NULL")
    op.create_index(
        op.f("ix_volunteers_offers_from"),
        "volunteers",
        ["offers_from"],
        sqlite_where=is_set,
        postgresql_where=is_set,
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_volunteers_offers_from"), "volunteers")
    op.drop_column("volunteers", "offered_at")
    op.drop_column("volunteers", "offers_from")
