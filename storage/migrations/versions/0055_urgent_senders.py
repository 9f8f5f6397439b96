"""Who may send urgent announcements, and who tapped what of an announcement."""

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None


def person() -> sa.Column[int]:
    return sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False)


def upgrade() -> None:
    op.create_table(
        "urgent_senders",
        sa.Column("area_id", sa.Integer(), autoincrement=False, nullable=False),
        person(),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_urgent_senders_area_id")),
        sa.PrimaryKeyConstraint("area_id", "person_id", name=op.f("pk_urgent_senders")),
    )
    op.create_index(op.f("ix_urgent_senders_person_id"), "urgent_senders", ["person_id"])
    tapped = sa.Enum(
        "read", "asked", name="tapped", native_enum=False, create_constraint=True, length=20
    )
    op.create_table(
        "announcement_readers",
        sa.Column("announcement_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("tapped", tapped, nullable=False),
        person(),
        sa.ForeignKeyConstraint(
            ["announcement_id"],
            ["announcements.id"],
            name=op.f("fk_announcement_readers_announcement_id"),
        ),
        sa.PrimaryKeyConstraint(
            "announcement_id", "tapped", "person_id", name=op.f("pk_announcement_readers")
        ),
    )
    op.create_index(
        op.f("ix_announcement_readers_person_id"), "announcement_readers", ["person_id"]
    )


def downgrade() -> None:
    op.drop_table("announcement_readers")
    op.drop_table("urgent_senders")
