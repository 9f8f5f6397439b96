"""Hot spots, by rules that are data, and what of them is kept for the residents' council."""

import sqlalchemy as sa
from alembic import op

from storage.tables.base import UtcDateTime

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "hot_spot_rules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=True),
        sa.Column("requests", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("within_m", sa.Integer(), nullable=False),
        sa.Column("quiet_days", sa.Integer(), nullable=False),
        sa.CheckConstraint("requests >= 2", name=op.f("ck_hot_spot_rules_requests")),
        sa.CheckConstraint(
            "days >= 1 AND within_m >= 1 AND quiet_days >= 1",
            name=op.f("ck_hot_spot_rules_positive"),
        ),
        sa.ForeignKeyConstraint(
            ["category_id"],
            ["categories.id"],
            name=op.f("fk_hot_spot_rules_category_id_categories"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hot_spot_rules")),
    )
    op.create_index(op.f("ix_hot_spot_rules_category_id"), "hot_spot_rules", ["category_id"])
    op.create_table(
        "hot_spots",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("found_at", UtcDateTime(), nullable=False),
        sa.Column("quiet_until", UtcDateTime(), nullable=False),
        sa.Column("merged_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_hot_spots_area_id_areas")),
        sa.ForeignKeyConstraint(
            ["category_id"], ["categories.id"], name=op.f("fk_hot_spots_category_id_categories")
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["groups.id"], name=op.f("fk_hot_spots_group_id_groups")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hot_spots")),
    )
    op.create_table(
        "hot_spot_tickets",
        sa.Column("hot_spot_id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["hot_spot_id"],
            ["hot_spots.id"],
            name=op.f("fk_hot_spot_tickets_hot_spot_id_hot_spots"),
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_hot_spot_tickets_ticket_id_tickets")
        ),
        sa.PrimaryKeyConstraint("hot_spot_id", "ticket_id", name=op.f("pk_hot_spot_tickets")),
    )
    op.create_index(op.f("ix_hot_spot_tickets_ticket_id"), "hot_spot_tickets", ["ticket_id"])
    op.create_table(
        "agenda_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("hot_spot_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.Column("added_by", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id"], ["groups.id"], name=op.f("fk_agenda_items_group_id_groups")
        ),
        sa.ForeignKeyConstraint(
            ["hot_spot_id"], ["hot_spots.id"], name=op.f("fk_agenda_items_hot_spot_id_hot_spots")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_items")),
        sa.UniqueConstraint("hot_spot_id", name=op.f("uq_agenda_items_hot_spot_id")),
    )
    op.create_index(op.f("ix_agenda_items_group_id"), "agenda_items", ["group_id"])
    _index_where_set("agenda_items", "added_by")
    op.add_column("tickets", sa.Column("compare_at", UtcDateTime(), nullable=True))
    _index_where_set("tickets", "compare_at")


def downgrade() -> None:
    op.drop_index(op.f("ix_tickets_compare_at"), "tickets")
    with op.batch_alter_table("tickets") as batch:
        batch.drop_column("compare_at")
    for table in ("agenda_items", "hot_spot_tickets", "hot_spots", "hot_spot_rules"):
        op.drop_table(table)


def _index_where_set(table: str, column: str) -> None:
    given = sa.text(f"{column} IS NOT NULL")
    op.create_index(
        op.f(f"ix_{table}_{column}"),
        table,
        [column],
        sqlite_where=given,
        postgresql_where=given,
    )
