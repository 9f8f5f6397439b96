"""Who takes new requests in a group: a rota, or everybody in turn."""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

ASSIGNED = sa.text("assignee_id IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "rotas",
        sa.Column("group_id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("assigning", sa.String(20), nullable=False),
        sa.CheckConstraint(
            sa.column("assigning").in_(("duty", "turn")), name=op.f("ck_rotas_assigning")
        ),
        _group("rotas"),
        sa.PrimaryKeyConstraint("group_id", name=op.f("pk_rotas")),
    )
    op.create_table(
        "rota_members",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("agreed", sa.Boolean(), nullable=False),
        sa.Column("last_turn", sa.Integer(), nullable=False),
        _group("rota_members"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rota_members")),
        sa.UniqueConstraint(
            "group_id", "person_id", name=op.f("uq_rota_members_group_id_person_id")
        ),
    )
    op.create_table(
        "duties",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=True),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("begins", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=False),
        sa.CheckConstraint(
            "(weekday IS NULL) <> (day IS NULL)", name=op.f("ck_duties_one_of_both")
        ),
        sa.CheckConstraint("weekday BETWEEN 1 AND 7", name=op.f("ck_duties_weekday")),
        _group("duties"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duties")),
    )
    for table, column in (
        ("rota_members", "person_id"),
        ("duties", "group_id"),
        ("duties", "person_id"),
    ):
        op.create_index(f"ix_{table}_{column}", table, [column])
    op.add_column("tickets", sa.Column("assignee_id", sa.BigInteger(), nullable=True))
    op.add_column("tickets", sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_tickets_assignee_id",
        "tickets",
        ["assignee_id"],
        sqlite_where=ASSIGNED,
        postgresql_where=ASSIGNED,
    )


def downgrade() -> None:
    op.drop_index("ix_tickets_assignee_id", "tickets")
    op.drop_column("tickets", "assigned_at")
    op.drop_column("tickets", "assignee_id")
    for table in ("duties", "rota_members", "rotas"):
        op.drop_table(table)


def _group(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_group_id_groups")
    return sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=name)
