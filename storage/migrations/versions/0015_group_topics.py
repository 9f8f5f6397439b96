"""The forum topic a group is bound with; and no member rows for accounts that stand for anybody."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

SHARED_ACCOUNTS = "1087968824, 136817688, 777000"


def upgrade() -> None:
    op.add_column("groups", sa.Column("topic_id", sa.BigInteger(), nullable=True))
    op.execute(f"DELETE FROM group_members WHERE person_id IN ({SHARED_ACCOUNTS})")  # noqa: S608


def downgrade() -> None:
    op.drop_column("groups", "topic_id")
