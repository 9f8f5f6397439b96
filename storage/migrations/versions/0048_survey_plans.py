"""Drafts of surveys: what staff have decided of one so far, and who changed it last."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "survey_plans",
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column(
            "plan",
            sa.JSON().with_variant(postgresql.JSONB(), "postgresql"),
            nullable=False,
        ),
        sa.Column("edited_by", sa.BigInteger(), nullable=True),
        sa.Column("edited_by_name", sa.String(length=140), nullable=True),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["survey_id"],
            ["surveys.id"],
            name=op.f("fk_survey_plans_survey_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("survey_id", name=op.f("pk_survey_plans")),
    )
    is_set = sa.text("edited_by IS NOT NULL")
    op.create_index(
        op.f("ix_survey_plans_edited_by"),
        "survey_plans",
        ["edited_by"],
        sqlite_where=is_set,
        postgresql_where=is_set,
    )


def downgrade() -> None:
    op.drop_table("survey_plans")
