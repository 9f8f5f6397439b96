"""Lists of visits (走访) and inspections (巡查), their doors, and what was found there."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "visit_rounds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "visit",
                "inspection",
                name="visitkind",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column(
            "questions", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("created_by", sa.BigInteger(), nullable=True),
        sa.Column("created_by_name", sa.String(length=140), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("call_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rhythm", sa.String(length=20), nullable=True),
        sa.Column("repeat_on", sa.Date(), nullable=True),
        sa.Column("repeat_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_visit_rounds_area_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_rounds")),
    )
    with op.batch_alter_table("visit_rounds", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_visit_rounds_area_id_created_at"),
            ["area_id", "created_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_visit_rounds_call_at"),
            ["call_at"],
            unique=False,
            sqlite_where=sa.text("call_at IS NOT NULL"),
            postgresql_where=sa.text("call_at IS NOT NULL"),
        )
        batch_op.create_index(
            batch_op.f("ix_visit_rounds_created_by"),
            ["created_by"],
            unique=False,
            sqlite_where=sa.text("created_by IS NOT NULL"),
            postgresql_where=sa.text("created_by IS NOT NULL"),
        )
        batch_op.create_index(
            batch_op.f("ix_visit_rounds_ended_at"),
            ["ended_at"],
            unique=False,
            sqlite_where=sa.text("ended_at IS NOT NULL"),
            postgresql_where=sa.text("ended_at IS NOT NULL"),
        )
        batch_op.create_index(
            batch_op.f("ix_visit_rounds_repeat_at"),
            ["repeat_at"],
            unique=False,
            sqlite_where=sa.text("repeat_at IS NOT NULL"),
            postgresql_where=sa.text("repeat_at IS NOT NULL"),
        )

    op.create_table(
        "visit_goers",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=140), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["visit_rounds.id"],
            name=op.f("fk_visit_goers_round_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("round_id", "person_id", name=op.f("pk_visit_goers")),
    )
    with op.batch_alter_table("visit_goers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visit_goers_person_id"), ["person_id"], unique=False)

    op.create_table(
        "visits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("door", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "seen",
                "nobody",
                name="visitstate",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("again_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("holder_id", sa.BigInteger(), nullable=True),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by", sa.BigInteger(), nullable=True),
        sa.Column("done_by_name", sa.String(length=140), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "answers", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("ticket_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "state <> 'seen' OR done_at IS NOT NULL", name=op.f("ck_visits_seen_when")
        ),
        sa.CheckConstraint(
            "(holder_id IS NULL) = (held_at IS NULL)", name=op.f("ck_visits_held_when")
        ),
        sa.CheckConstraint("tries >= 0", name=op.f("ck_visits_tries")),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_visits_area_id")),
        sa.ForeignKeyConstraint(
            ["round_id"], ["visit_rounds.id"], name=op.f("fk_visits_round_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name=op.f("fk_visits_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visits")),
    )
    with op.batch_alter_table("visits", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_visits_again_at"),
            ["again_at"],
            unique=False,
            sqlite_where=sa.text("again_at IS NOT NULL"),
            postgresql_where=sa.text("again_at IS NOT NULL"),
        )
        batch_op.create_index(
            batch_op.f("ix_visits_area_id_done_at"), ["area_id", "done_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_visits_done_by"),
            ["done_by"],
            unique=False,
            sqlite_where=sa.text("done_by IS NOT NULL"),
            postgresql_where=sa.text("done_by IS NOT NULL"),
        )
        batch_op.create_index(
            batch_op.f("ix_visits_holder_id"),
            ["holder_id"],
            unique=False,
            sqlite_where=sa.text("holder_id IS NOT NULL"),
            postgresql_where=sa.text("holder_id IS NOT NULL"),
        )
        batch_op.create_index(
            batch_op.f("ix_visits_round_id_position"), ["round_id", "position"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_visits_ticket_id"),
            ["ticket_id"],
            unique=False,
            sqlite_where=sa.text("ticket_id IS NOT NULL"),
            postgresql_where=sa.text("ticket_id IS NOT NULL"),
        )

    op.create_table(
        "visit_media",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("media_id", sa.String(length=22), nullable=False),
        sa.Column("sender_id", sa.BigInteger(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["media_id"], ["media.id"], name=op.f("fk_visit_media_media_id")),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["visits.id"], name=op.f("fk_visit_media_visit_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_media")),
    )
    with op.batch_alter_table("visit_media", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visit_media_media_id"), ["media_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_visit_media_sender_id"),
            ["sender_id"],
            unique=False,
            sqlite_where=sa.text("sender_id IS NOT NULL"),
            postgresql_where=sa.text("sender_id IS NOT NULL"),
        )
        batch_op.create_index(batch_op.f("ix_visit_media_sent_at"), ["sent_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_visit_media_visit_id"), ["visit_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("visit_media", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_visit_media_visit_id"))
        batch_op.drop_index(batch_op.f("ix_visit_media_sent_at"))
        batch_op.drop_index(
            batch_op.f("ix_visit_media_sender_id"),
            sqlite_where=sa.text("sender_id IS NOT NULL"),
            postgresql_where=sa.text("sender_id IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_visit_media_media_id"))

    op.drop_table("visit_media")
    with op.batch_alter_table("visits", schema=None) as batch_op:
        batch_op.drop_index(
            batch_op.f("ix_visits_ticket_id"),
            sqlite_where=sa.text("ticket_id IS NOT NULL"),
            postgresql_where=sa.text("ticket_id IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_visits_round_id_position"))
        batch_op.drop_index(
            batch_op.f("ix_visits_holder_id"),
            sqlite_where=sa.text("holder_id IS NOT NULL"),
            postgresql_where=sa.text("holder_id IS NOT NULL"),
        )
        batch_op.drop_index(
            batch_op.f("ix_visits_done_by"),
            sqlite_where=sa.text("done_by IS NOT NULL"),
            postgresql_where=sa.text("done_by IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_visits_area_id_done_at"))
        batch_op.drop_index(
            batch_op.f("ix_visits_again_at"),
            sqlite_where=sa.text("again_at IS NOT NULL"),
            postgresql_where=sa.text("again_at IS NOT NULL"),
        )

    op.drop_table("visits")
    with op.batch_alter_table("visit_goers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_visit_goers_person_id"))

    op.drop_table("visit_goers")
    with op.batch_alter_table("visit_rounds", schema=None) as batch_op:
        batch_op.drop_index(
            batch_op.f("ix_visit_rounds_repeat_at"),
            sqlite_where=sa.text("repeat_at IS NOT NULL"),
            postgresql_where=sa.text("repeat_at IS NOT NULL"),
        )
        batch_op.drop_index(
            batch_op.f("ix_visit_rounds_ended_at"),
            sqlite_where=sa.text("ended_at IS NOT NULL"),
            postgresql_where=sa.text("ended_at IS NOT NULL"),
        )
        batch_op.drop_index(
            batch_op.f("ix_visit_rounds_created_by"),
            sqlite_where=sa.text("created_by IS NOT NULL"),
            postgresql_where=sa.text("created_by IS NOT NULL"),
        )
        batch_op.drop_index(
            batch_op.f("ix_visit_rounds_call_at"),
            sqlite_where=sa.text("call_at IS NOT NULL"),
            postgresql_where=sa.text("call_at IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_visit_rounds_area_id_created_at"))

    op.drop_table("visit_rounds")
