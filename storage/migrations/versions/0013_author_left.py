"""When the author of a request left it to the neighbours who had joined."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("tickets", sa.Column("author_left_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    op.drop_column("tickets", "author_left_at")
