"""Drafts of surveys are found by when they were changed last, so that old ones go."""

from alembic import op

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_survey_plans_edited_at"), "survey_plans", ["edited_at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_survey_plans_edited_at"), "survey_plans")
