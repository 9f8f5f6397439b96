"""Which ids were lost when an older copy was restored."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "id_gaps",
        sa.Column("table_name", sa.String(length=60), nullable=False),
        sa.Column("after", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("up_to", sa.BigInteger(), nullable=False),
        sa.Column("restored_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("table_name", "after", name=op.f("pk_id_gaps")),
    )


def downgrade() -> None:
    op.drop_table("id_gaps")
