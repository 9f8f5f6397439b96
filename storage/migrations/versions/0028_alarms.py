"""What the administrators were told of the desk, so that a restart does not tell it again."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "alarms",
        sa.Column("trouble", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("noticed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("well_since", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("trouble", name=op.f("pk_alarms")),
    )


def downgrade() -> None:
    op.drop_table("alarms")
