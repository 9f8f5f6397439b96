"""How many messages reached people by which way; when they were told by a template, what an
answer to a callback carried, and what is on the staff's list."""

import sqlalchemy as sa
from alembic import op

revision = "0068"
down_revision = "0067"
branch_labels = None
depends_on = None

_WAYS = (
    *("telegram", "wecom", "reply", "service", "template", "subscription"),
    *("elsewhere", "staff", "nobody"),
)


def upgrade() -> None:
    way = sa.Enum(*_WAYS, name="messageway", native_enum=False, length=20, create_constraint=True)
    op.create_table(
        "message_counts",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("way", way, nullable=False),
        sa.Column("messages", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["area_id"], ["areas.id"], name=op.f("fk_message_counts_area_id_areas")
        ),
        sa.PrimaryKeyConstraint("day", "area_id", "way", name=op.f("pk_message_counts")),
    )
    op.add_column("outbox", sa.Column("told_at", sa.DateTime(timezone=True)))
    op.add_column("outbox", sa.Column("left_to_staff", sa.Boolean()))
    op.add_column("outbox", sa.Column("passive", sa.Boolean()))
    op.execute(
        "UPDATE outbox SET left_to_staff = true WHERE state = 'waiting' "
        "AND id IN (SELECT message_id FROM untold WHERE ended_at IS NULL)"
    )
    given = sa.text("told_at IS NOT NULL")
    op.create_index(
        "ix_outbox_told_at", "outbox", ["told_at"], sqlite_where=given, postgresql_where=given
    )
    op.execute("UPDATE retention SET days = 2 WHERE name = 'outbox' AND days < 2")


def downgrade() -> None:
    op.drop_index("ix_outbox_told_at", "outbox")
    with op.batch_alter_table("outbox") as batch:
        batch.drop_column("passive")
        batch.drop_column("left_to_staff")
        batch.drop_column("told_at")
    op.drop_table("message_counts")
