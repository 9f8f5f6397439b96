"""Requests that somebody files for another (代办)."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

WHERE_SET = (("tickets", "filed_by_id"), ("on_behalf", "heard_by"), ("diners", "phone"))


def upgrade() -> None:
    op.add_column("tickets", sa.Column("filed_by_id", sa.BigInteger(), nullable=True))
    op.add_column(
        "tickets",
        sa.Column("on_behalf", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.create_table(
        "on_behalf",
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "heard",
            sa.Enum(
                *("waiting", "right", "corrected", "unreached"),
                name="heard",
                native_enum=False,
                length=20,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("heard_by", sa.BigInteger(), nullable=True),
        sa.Column("heard_by_name", sa.String(length=140), nullable=True),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_on_behalf_ticket_id_tickets")
        ),
        sa.PrimaryKeyConstraint("ticket_id", name=op.f("pk_on_behalf")),
    )
    op.create_index("ix_on_behalf_told_at", "on_behalf", ["told_at"])
    for table, column in WHERE_SET:
        given = sa.text(f"{column} IS NOT NULL")
        op.create_index(
            f"ix_{table}_{column}", table, [column], sqlite_where=given, postgresql_where=given
        )


def downgrade() -> None:
    for table, column in reversed(WHERE_SET):
        op.drop_index(f"ix_{table}_{column}", table)
    op.drop_table("on_behalf")
    op.drop_column("tickets", "on_behalf")
    op.drop_column("tickets", "filed_by_id")
