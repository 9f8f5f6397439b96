"""Answers that staff give again and again, as data."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "canned_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(40), nullable=False),
        sa.Column("used_for", sa.String(20), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(500), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            sa.column("used_for").in_(("resolve", "ask")),
            name=op.f("ck_canned_answers_cannedfor"),
        ),
        sa.ForeignKeyConstraint(
            ["category_id"],
            ["categories.id"],
            name=op.f("fk_canned_answers_category_id_categories"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_canned_answers")),
        sa.UniqueConstraint("key", name=op.f("uq_canned_answers_key")),
    )
    op.create_index(
        "ix_canned_answers_used_for_category_id", "canned_answers", ["used_for", "category_id"]
    )


def downgrade() -> None:
    op.drop_table("canned_answers")
