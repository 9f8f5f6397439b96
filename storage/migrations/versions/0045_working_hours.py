"""Working hours of areas that have their own."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

DAYS = (
    *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    "holiday",
)


def upgrade() -> None:
    op.create_table(
        "working_hours",
        sa.Column("area_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(
            "day",
            sa.Enum(*DAYS, name="workday", native_enum=False, create_constraint=True, length=20),
            nullable=False,
        ),
        sa.Column("opens", sa.Time(), nullable=False),
        sa.Column("closes", sa.Time(), nullable=False),
        sa.ForeignKeyConstraint(
            ["area_id"], ["areas.id"], name=op.f("fk_working_hours_area_id_areas")
        ),
        sa.PrimaryKeyConstraint("area_id", "day", "opens", name=op.f("pk_working_hours")),
    )


def downgrade() -> None:
    op.drop_table("working_hours")
