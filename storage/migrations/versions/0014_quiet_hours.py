"""Quiet hours of an area, and until when a message is of use."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "quiet_hours",
        sa.Column("area_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("begins", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_quiet_hours_area_id")),
        sa.PrimaryKeyConstraint("area_id", name=op.f("pk_quiet_hours")),
    )
    op.add_column("outbox", sa.Column("useful_until", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("outbox", "useful_until")
    op.drop_table("quiet_hours")
