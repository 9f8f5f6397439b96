"""Through which merged request somebody follows another one."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

SET = sa.text("through_id IS NOT NULL")


def upgrade() -> None:
    with op.batch_alter_table("ticket_followers") as batch:
        batch.add_column(sa.Column("through_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_ticket_followers_through_id_tickets"), "tickets", ["through_id"], ["id"]
        )
        batch.create_index(
            op.f("ix_ticket_followers_through_id"),
            ["through_id"],
            sqlite_where=SET,
            postgresql_where=SET,
        )


def downgrade() -> None:
    with op.batch_alter_table("ticket_followers") as batch:
        batch.drop_index(op.f("ix_ticket_followers_through_id"))
        batch.drop_constraint(op.f("fk_ticket_followers_through_id_tickets"), type_="foreignkey")
        batch.drop_column("through_id")
