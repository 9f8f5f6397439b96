"""Surveys: what is asked, who was asked, and what was answered."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
moment = sa.DateTime(timezone=True)
STATES = ("draft", "scheduled", "running", "paused", "ended", "dropped")


def upgrade() -> None:
    op.create_table(
        "surveys",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=True),
        sa.Column("template", sa.String(length=40), nullable=True),
        sa.Column("definition", json, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("anonymous", sa.Boolean(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                *STATES, name="surveystate", native_enum=False, create_constraint=True, length=20
            ),
            nullable=False,
        ),
        sa.Column("audience", json, nullable=False),
        sa.Column("rested_days", sa.Integer(), nullable=False),
        sa.Column("remind_after", json, nullable=False),
        sa.Column("reminded", sa.Integer(), nullable=False),
        sa.Column("starts_at", moment, nullable=True),
        sa.Column("ends_at", moment, nullable=True),
        sa.Column("act_at", moment, nullable=True),
        sa.Column("mix_at", moment, nullable=True),
        sa.Column("rrule", sa.String(length=200), nullable=True),
        sa.Column("repeat_on", sa.Date(), nullable=True),
        sa.Column("repeat_at", moment, nullable=True),
        sa.Column("broadcast_id", sa.Integer(), nullable=True),
        sa.Column("created_by", sa.BigInteger(), nullable=True),
        sa.Column("created_by_name", sa.String(length=140), nullable=True),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("ended_at", moment, nullable=True),
        sa.CheckConstraint(
            "state IN ('draft', 'dropped') OR (starts_at IS NOT NULL AND ends_at IS NOT NULL)",
            name=op.f("ck_surveys_has_times"),
        ),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_surveys_ends_later")),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_surveys_area_id")),
        sa.ForeignKeyConstraint(["series_id"], ["surveys.id"], name=op.f("fk_surveys_series_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_surveys")),
    )
    op.create_index(op.f("ix_surveys_area_id_created_at"), "surveys", ["area_id", "created_at"])
    for column in ("series_id", "act_at", "mix_at", "repeat_at", "ended_at", "created_by"):
        index_where_set("surveys", column)
    op.create_table(
        "survey_rolls",
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("draft", json, nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("response_id", sa.BigInteger(), nullable=True),
        sa.Column("reminded", sa.Integer(), nullable=False),
        sa.Column("not_again", sa.Boolean(), nullable=False),
        of_survey("survey_rolls"),
        sa.PrimaryKeyConstraint("survey_id", "person_id", name=op.f("pk_survey_rolls")),
    )
    op.create_index(
        op.f("ix_survey_rolls_person_id_survey_id"), "survey_rolls", ["person_id", "survey_id"]
    )
    op.create_index(
        "ix_survey_rolls_draft",
        "survey_rolls",
        ["survey_id"],
        sqlite_where=sa.text("draft IS NOT NULL"),
        postgresql_where=sa.text("draft IS NOT NULL"),
    )
    op.create_table(
        "survey_responses",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("answers", json, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("grid_id", sa.Integer(), nullable=True),
        sa.Column("key_hash", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["grid_id"], ["areas.id"], name=op.f("fk_survey_responses_grid_id")
        ),
        of_survey("survey_responses"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_responses")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_survey_responses_key_hash")),
    )
    op.create_index(
        op.f("ix_survey_responses_survey_id_id"), "survey_responses", ["survey_id", "id"]
    )
    index_where_set("survey_responses", "person_id")
    op.create_table(
        "survey_files",
        sa.Column("media_id", sa.String(length=22), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["media_id"], ["media.id"], name=op.f("fk_survey_files_media_id")),
        of_survey("survey_files"),
        sa.PrimaryKeyConstraint("media_id", name=op.f("pk_survey_files")),
    )
    op.create_index(op.f("ix_survey_files_survey_id"), "survey_files", ["survey_id"])
    op.create_table(
        "survey_words",
        sa.Column("response_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("question", sa.String(length=60), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("chosen_by", sa.BigInteger(), nullable=True),
        sa.Column("chosen_by_name", sa.String(length=140), nullable=True),
        of_survey("survey_words"),
        sa.PrimaryKeyConstraint("response_id", "question", name=op.f("pk_survey_words")),
    )
    op.create_index(op.f("ix_survey_words_survey_id"), "survey_words", ["survey_id"])
    index_where_set("survey_words", "chosen_by")
    op.add_column(
        "people", sa.Column("surveyed", sa.Boolean(), server_default=sa.true(), nullable=False)
    )


def of_survey(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["survey_id"], ["surveys.id"], name=op.f(f"fk_{table}_survey_id"), ondelete="CASCADE"
    )


def index_where_set(table: str, column: str) -> None:
    is_set = sa.text(f"{column} IS NOT NULL")
    op.create_index(
        op.f(f"ix_{table}_{column}"),
        table,
        [column],
        sqlite_where=is_set,
        postgresql_where=is_set,
    )


def downgrade() -> None:
    op.drop_column("people", "surveyed")
    for table in ("survey_words", "survey_files", "survey_responses", "survey_rolls", "surveys"):
        op.drop_table(table)
