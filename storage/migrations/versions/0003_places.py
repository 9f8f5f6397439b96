"""Nearby services: themes, kinds, places, where and when each is found, reports."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "place_themes",
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "names", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_place_themes")),
    )
    op.create_table(
        "place_kinds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("theme", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "names", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column(
            "words", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.ForeignKeyConstraint(["theme"], ["place_themes.key"], name=op.f("fk_place_kinds_theme")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place_kinds")),
        sa.UniqueConstraint("key", name=op.f("uq_place_kinds_key")),
    )
    with op.batch_alter_table("place_kinds", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_place_kinds_theme"), ["theme"], unique=False)

    op.create_table(
        "places",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("kind_id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("offers", sa.String(length=400), nullable=True),
        sa.Column("bring", sa.String(length=200), nullable=True),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_places_area_id")),
        sa.ForeignKeyConstraint(["kind_id"], ["place_kinds.id"], name=op.f("fk_places_kind_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_places")),
        sa.UniqueConstraint("code", name=op.f("uq_places_code")),
    )
    with op.batch_alter_table("places", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_places_area_id_confirmed_at"), ["area_id", "confirmed_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_places_kind_id"), ["kind_id"], unique=False)

    op.create_table(
        "place_closures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=80), nullable=False),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_place_closures_in_order")),
        sa.ForeignKeyConstraint(
            ["place_id"], ["places.id"], name=op.f("fk_place_closures_place_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place_closures")),
    )
    with op.batch_alter_table("place_closures", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_place_closures_place_id_ends_on"), ["place_id", "ends_on"], unique=False
        )

    op.create_table(
        "place_reports",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column(
            "what",
            sa.Enum(
                "moved",
                "hours",
                "other",
                name="reportkind",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("words", sa.String(length=500), nullable=True),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum(
                "closed",
                "changed",
                "unfounded",
                name="verdict",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=True,
        ),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.BigInteger(), nullable=True),
        sa.Column("settled_by_name", sa.String(length=140), nullable=True),
        sa.CheckConstraint(
            "(verdict IS NULL) = (settled_at IS NULL)",
            name=op.f("ck_place_reports_settled_with_a_verdict"),
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["places.id"], name=op.f("fk_place_reports_place_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place_reports")),
    )
    with op.batch_alter_table("place_reports", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_place_reports_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_place_reports_settled_by"), ["settled_by"], unique=False
        )
        batch_op.create_index(
            "uq_place_reports_unsettled",
            ["place_id", "what"],
            unique=True,
            sqlite_where=sa.text("settled_at IS NULL AND what <> 'other'"),
            postgresql_where=sa.text("settled_at IS NULL AND what <> 'other'"),
        )

    op.create_table(
        "place_spots",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=False),
        sa.Column("longitude", sa.Double(), nullable=False),
        sa.Column("hours", sa.String(length=200), nullable=False),
        sa.Column("listed_kind_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["listed_kind_id"], ["place_kinds.id"], name=op.f("fk_place_spots_listed_kind_id")
        ),
        sa.ForeignKeyConstraint(["place_id"], ["places.id"], name=op.f("fk_place_spots_place_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place_spots")),
        sa.UniqueConstraint("place_id", "name", name=op.f("uq_place_spots_place_id_name")),
    )
    with op.batch_alter_table("place_spots", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_place_spots_listed_kind_id_latitude_longitude_id"),
            ["listed_kind_id", "latitude", "longitude", "id"],
            unique=False,
        )


def downgrade() -> None:
    with op.batch_alter_table("place_spots", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_place_spots_listed_kind_id_latitude_longitude_id"))

    op.drop_table("place_spots")
    with op.batch_alter_table("place_reports", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_place_reports_unsettled",
            sqlite_where=sa.text("settled_at IS NULL AND what <> 'other'"),
            postgresql_where=sa.text("settled_at IS NULL AND what <> 'other'"),
        )
        batch_op.drop_index(batch_op.f("ix_place_reports_settled_by"))
        batch_op.drop_index(batch_op.f("ix_place_reports_person_id"))

    op.drop_table("place_reports")
    with op.batch_alter_table("place_closures", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_place_closures_place_id_ends_on"))

    op.drop_table("place_closures")
    with op.batch_alter_table("places", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_places_kind_id"))
        batch_op.drop_index(batch_op.f("ix_places_area_id_confirmed_at"))

    op.drop_table("places")
    with op.batch_alter_table("place_kinds", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_place_kinds_theme"))

    op.drop_table("place_kinds")
    op.drop_table("place_themes")
