"""People on the tree: who answers for a grid, a compound, a building."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

ROLES = (
    *("building_head", "centre_household", "micro_grid_worker", "grid_worker", "lane_head"),
    "property_manager",
)


def upgrade() -> None:
    op.create_table(
        "stewards",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(*ROLES, name="role", native_enum=False, length=20, create_constraint=True),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("phone_shown", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column(
            "phone_said_how",
            sa.Enum(
                *("chat", "paper"),
                name="saidhow",
                native_enum=False,
                length=20,
                create_constraint=True,
            ),
            nullable=True,
        ),
        sa.Column("phone_said_on", sa.Date(), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("code", sa.String(length=20), nullable=True),
        sa.Column("code_until", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("until IS NULL OR until >= since", name=op.f("ck_stewards_in_order")),
        sa.CheckConstraint(
            "NOT phone_shown OR phone_said_on IS NOT NULL", name=op.f("ck_stewards_agreed")
        ),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_stewards_area_id_areas")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stewards")),
        sa.UniqueConstraint("code", name=op.f("uq_stewards_code")),
    )
    op.create_index("ix_stewards_area_id", "stewards", ["area_id"])
    op.create_index(
        "ix_stewards_person_id",
        "stewards",
        ["person_id"],
        sqlite_where=sa.text("person_id IS NOT NULL"),
        postgresql_where=sa.text("person_id IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_table("stewards")
