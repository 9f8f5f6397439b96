"""Promises run out by their clocks: nothing looks for them by their time."""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

STANDING = sa.text("state = 'standing'")


def upgrade() -> None:
    op.drop_index("ix_promises_due", "promises")


def downgrade() -> None:
    op.create_index(
        "ix_promises_due",
        "promises",
        ["by"],
        sqlite_where=STANDING,
        postgresql_where=STANDING,
    )
