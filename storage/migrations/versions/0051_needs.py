"""问需于民: what people need, what is offered, and what is made of the two."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "need_categories",
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "names", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column(
            "words", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_need_categories")),
    )
    op.create_table(
        "needs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column(
            "for_whom",
            sa.Enum(
                "self",
                "elders",
                "children",
                "everybody",
                name="forwhom",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("person_name", sa.String(length=140), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "new",
                "listed",
                "merged",
                "accepted",
                "done",
                "declined",
                "withdrawn",
                name="needstate",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("unnamed", sa.Integer(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("listed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handled_by", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'merged') = (merged_into_id IS NOT NULL)", name=op.f("ck_needs_merged_into")
        ),
        sa.CheckConstraint("people >= 0", name=op.f("ck_needs_people")),
        sa.CheckConstraint("unnamed >= 0", name=op.f("ck_needs_unnamed")),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_needs_area_id")),
        sa.ForeignKeyConstraint(
            ["category"], ["need_categories.key"], name=op.f("fk_needs_category")
        ),
        sa.ForeignKeyConstraint(
            ["merged_into_id"],
            ["needs.id"],
            name=op.f("fk_needs_merged_into_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["place_id"], ["areas.id"], name=op.f("fk_needs_place_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_needs")),
    )
    with op.batch_alter_table("needs", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_needs_area_id_state_people"),
            ["area_id", "state", "people"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_needs_ended_at"),
            ["ended_at"],
            unique=False,
            sqlite_where=sa.text("ended_at IS NOT NULL"),
            postgresql_where=sa.text("ended_at IS NOT NULL"),
        )
        batch_op.create_index(
            batch_op.f("ix_needs_handled_by"),
            ["handled_by"],
            unique=False,
            sqlite_where=sa.text("handled_by IS NOT NULL"),
            postgresql_where=sa.text("handled_by IS NOT NULL"),
        )
        batch_op.create_index(
            batch_op.f("ix_needs_merged_into_id"),
            ["merged_into_id"],
            unique=False,
            sqlite_where=sa.text("merged_into_id IS NOT NULL"),
            postgresql_where=sa.text("merged_into_id IS NOT NULL"),
        )
        batch_op.create_index(
            batch_op.f("ix_needs_person_id_said_at"), ["person_id", "said_at"], unique=False
        )

    op.create_table(
        "resources",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=True),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column(
            "source",
            sa.Enum(
                "public",
                "partner",
                "own",
                name="resourcesource",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("unit", sa.String(length=80), nullable=False),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.Column("a_month", sa.Integer(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("contact", sa.String(length=100), nullable=True),
        sa.Column("offered_by", sa.BigInteger(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "offered",
                "confirmed",
                "declined",
                "ended",
                name="resourcestate",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handled_by", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("a_month > 0", name=op.f("ck_resources_a_month")),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_resources_area_id")),
        sa.ForeignKeyConstraint(
            ["category"], ["need_categories.key"], name=op.f("fk_resources_category")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resources")),
        sa.UniqueConstraint("code", name=op.f("uq_resources_code")),
    )
    with op.batch_alter_table("resources", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_resources_area_id_state"), ["area_id", "state"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_resources_ended_at"),
            ["ended_at"],
            unique=False,
            sqlite_where=sa.text("ended_at IS NOT NULL"),
            postgresql_where=sa.text("ended_at IS NOT NULL"),
        )
        batch_op.create_index(
            batch_op.f("ix_resources_handled_by"),
            ["handled_by"],
            unique=False,
            sqlite_where=sa.text("handled_by IS NOT NULL"),
            postgresql_where=sa.text("handled_by IS NOT NULL"),
        )
        batch_op.create_index(
            batch_op.f("ix_resources_offered_by"),
            ["offered_by"],
            unique=False,
            sqlite_where=sa.text("offered_by IS NOT NULL"),
            postgresql_where=sa.text("offered_by IS NOT NULL"),
        )

    op.create_table(
        "need_projects",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("resource_id", sa.Integer(), nullable=True),
        sa.Column("month", sa.Date(), nullable=True),
        sa.Column("owner_id", sa.BigInteger(), nullable=True),
        sa.Column("owner_name", sa.String(length=140), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "planned",
                "in_progress",
                "done",
                "dropped",
                name="projectstate",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("said", sa.String(length=300), nullable=True),
        sa.Column("created_by", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("act_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(resource_id IS NULL) OR (month IS NOT NULL)",
            name=op.f("ck_need_projects_takes_of_month"),
        ),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_need_projects_area_id")),
        sa.ForeignKeyConstraint(
            ["need_id"], ["needs.id"], name=op.f("fk_need_projects_need_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["resource_id"],
            ["resources.id"],
            name=op.f("fk_need_projects_resource_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need_projects")),
    )
    with op.batch_alter_table("need_projects", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_need_projects_act_at"),
            ["act_at"],
            unique=False,
            sqlite_where=sa.text("act_at IS NOT NULL"),
            postgresql_where=sa.text("act_at IS NOT NULL"),
        )
        batch_op.create_index(
            batch_op.f("ix_need_projects_area_id_state"), ["area_id", "state"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_need_projects_created_by"),
            ["created_by"],
            unique=False,
            sqlite_where=sa.text("created_by IS NOT NULL"),
            postgresql_where=sa.text("created_by IS NOT NULL"),
        )
        batch_op.create_index(batch_op.f("ix_need_projects_need_id"), ["need_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_need_projects_owner_id"),
            ["owner_id"],
            unique=False,
            sqlite_where=sa.text("owner_id IS NOT NULL"),
            postgresql_where=sa.text("owner_id IS NOT NULL"),
        )
        batch_op.create_index(
            batch_op.f("ix_need_projects_resource_id"),
            ["resource_id"],
            unique=False,
            sqlite_where=sa.text("resource_id IS NOT NULL"),
            postgresql_where=sa.text("resource_id IS NOT NULL"),
        )
        batch_op.create_index(
            "uq_need_projects_goes_on",
            ["need_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('planned', 'in_progress')"),
            postgresql_where=sa.text("state IN ('planned', 'in_progress')"),
        )

    op.create_table(
        "need_supporters",
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["need_id"], ["needs.id"], name=op.f("fk_need_supporters_need_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("need_id", "person_id", name=op.f("pk_need_supporters")),
    )
    with op.batch_alter_table("need_supporters", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_need_supporters_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "resource_months",
        sa.Column("resource_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("promised", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "promised >= 0 AND promised <= capacity",
            name=op.f("ck_resource_months_promised_within"),
        ),
        sa.ForeignKeyConstraint(
            ["resource_id"],
            ["resources.id"],
            name=op.f("fk_resource_months_resource_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("resource_id", "month", name=op.f("pk_resource_months")),
    )


def downgrade() -> None:
    for table in (
        "resource_months",
        "need_supporters",
        "need_projects",
        "resources",
        "needs",
        "need_categories",
    ):
        op.drop_table(table)
