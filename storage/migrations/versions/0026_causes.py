"""What a message in the outbox comes of, so that it can be traced back from the sender."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbox", sa.Column("cause", sa.String(60), nullable=True))
    op.add_column("outbox", sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("outbox", "asked_at")
    op.drop_column("outbox", "cause")
