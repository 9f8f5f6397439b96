"""Which group took a request first, and how often it went on to others or was given back."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("tickets") as batch:
        batch.add_column(sa.Column("first_group_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("moves", sa.Integer(), server_default="0", nullable=False))
        batch.add_column(sa.Column("returns", sa.Integer(), server_default="0", nullable=False))
        batch.create_foreign_key(
            op.f("fk_tickets_first_group_id_groups"), "groups", ["first_group_id"], ["id"]
        )
    # The group of the first who took it is not in the timeline: it had it then, unless it moved.
    op.execute(
        """
        UPDATE tickets SET first_group_id = group_id
        WHERE EXISTS (SELECT 1 FROM ticket_events
                      WHERE ticket_id = tickets.id AND kind = 'taken')
          AND NOT EXISTS (SELECT 1 FROM ticket_events
                          WHERE ticket_id = tickets.id AND kind IN ('reassigned', 'escalated'))
        """
    )


def downgrade() -> None:
    with op.batch_alter_table("tickets") as batch:
        batch.drop_constraint(op.f("fk_tickets_first_group_id_groups"), type_="foreignkey")
        batch.drop_column("returns")
        batch.drop_column("moves")
        batch.drop_column("first_group_id")
