"""How many wrong check-in codes were tried on a claim."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "task_claims", sa.Column("wrong_codes", sa.Integer(), nullable=False, server_default="0")
    )


def downgrade() -> None:
    op.drop_column("task_claims", "wrong_codes")
