"""News that reached nobody, for staff to tell."""

import sqlalchemy as sa
from alembic import op

revision = "0066"
down_revision = "0065"
branch_labels = None
depends_on = None

_MATTERS = ("request", "question", "follow_up", "meal", "task", "notice")
_MOMENT = sa.DateTime(timezone=True)
_PARTIAL = (
    ("ix_untold_open", ["area_id", "since"], "ended_at IS NULL"),
    ("ix_untold_open_until", ["until"], "ended_at IS NULL AND until IS NOT NULL"),
    ("ix_untold_told_by", ["told_by"], "told_by IS NOT NULL"),
)


def upgrade() -> None:
    matter = sa.Enum(*_MATTERS, name="matter", native_enum=False, length=20, create_constraint=True)
    op.create_table(
        "untold",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("matter", matter, nullable=False),
        sa.Column("about", sa.String(60)),
        sa.Column("text", sa.String(200), nullable=False),
        sa.Column("since", _MOMENT, nullable=False),
        sa.Column("until", _MOMENT),
        sa.Column("ended_at", _MOMENT),
        sa.Column("told_by", sa.BigInteger()),
        sa.Column("told_by_name", sa.String(140)),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_untold_area_id_areas")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_untold")),
    )
    for columns in (["area_id", "ended_at"], ["ended_at"], ["message_id"], ["person_id"]):
        op.create_index(f"ix_untold_{'_'.join(columns)}", "untold", columns)
    for name, columns, where in _PARTIAL:
        given = sa.text(where)
        op.create_index(name, "untold", columns, sqlite_where=given, postgresql_where=given)


def downgrade() -> None:
    op.drop_table("untold")
