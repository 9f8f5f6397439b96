"""Announcements, who wants which, and what people told about themselves for policies."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None

moment = sa.DateTime(timezone=True)
TOPICS = ("utilities", "policy", "activities", "canteen", "safety")
INDEXED_WHERE_SET = ("repeat_at", "act_at", "broadcast_id", "created_by", "agreed_by")


def text_enum(column: str, name: str, *values: str) -> sa.Column[str]:
    kind = sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=20)
    return sa.Column(column, kind, nullable=False)


def json_column(name: str, *, nullable: bool) -> sa.Column[object]:
    kind = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    return sa.Column(name, kind, nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "profiles",
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("birth_year", sa.Integer(), nullable=True),
        json_column("households", nullable=True),
        sa.Column("told_at", moment, nullable=False),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_profiles")),
    )
    op.create_table(
        "subscriptions",
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        text_enum("topic", "topic", *TOPICS),
        sa.Column("wanted", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "topic", name=op.f("pk_subscriptions")),
    )
    op.create_table(
        "announcements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        text_enum("topic", "topic", *TOPICS),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=True),
        sa.Column("media_id", sa.String(length=22), nullable=True),
        json_column("conditions", nullable=True),
        sa.Column("guide", sa.Text(), nullable=True),
        json_column("audience", nullable=False),
        text_enum("state", "announcementstate", "proposed", "standing", "dropped", "recalled"),
        sa.Column("starts_at", moment, nullable=False),
        sa.Column("rhythm", sa.String(length=20), nullable=True),
        sa.Column("repeat_at", moment, nullable=True),
        sa.Column("act_at", moment, nullable=True),
        sa.Column("broadcast_id", sa.Integer(), nullable=True),
        sa.Column("corrected_at", moment, nullable=True),
        sa.Column("created_by", sa.BigInteger(), nullable=True),
        sa.Column("created_by_name", sa.String(length=140), nullable=True),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("agreed_by", sa.BigInteger(), nullable=True),
        sa.Column("agreed_by_name", sa.String(length=140), nullable=True),
        sa.Column("ended_at", moment, nullable=True),
        sa.CheckConstraint(
            "agreed_by IS NULL OR agreed_by <> created_by",
            name=op.f("ck_announcements_second_person"),
        ),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_announcements_area_id")),
        sa.ForeignKeyConstraint(
            ["broadcast_id"], ["broadcasts.id"], name=op.f("fk_announcements_broadcast_id")
        ),
        sa.ForeignKeyConstraint(["media_id"], ["media.id"], name=op.f("fk_announcements_media_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcements")),
    )
    op.create_index(
        op.f("ix_announcements_area_id_starts_at"), "announcements", ["area_id", "starts_at"]
    )
    op.create_index(op.f("ix_announcements_media_id"), "announcements", ["media_id"])
    for column in INDEXED_WHERE_SET:
        is_set = sa.text(f"{column} IS NOT NULL")
        op.create_index(
            op.f(f"ix_announcements_{column}"),
            "announcements",
            [column],
            sqlite_where=is_set,
            postgresql_where=is_set,
        )


def downgrade() -> None:
    op.drop_table("announcements")
    op.drop_table("subscriptions")
    op.drop_table("profiles")
