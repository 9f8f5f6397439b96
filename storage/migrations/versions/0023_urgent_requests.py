"""Requests that are urgent by what the resident said, beside those of an urgent category."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

tickets = sa.table("tickets", sa.column("category_id"), sa.column("urgent"))
categories = sa.table("categories", sa.column("id"), sa.column("urgent"))


def upgrade() -> None:
    op.add_column(
        "tickets", sa.Column("urgent", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    of_urgent = sa.select(categories.c.id).where(categories.c.urgent == sa.true())
    op.execute(
        sa.update(tickets).where(tickets.c.category_id.in_(of_urgent)).values(urgent=sa.true())
    )


def downgrade() -> None:
    op.drop_column("tickets", "urgent")
