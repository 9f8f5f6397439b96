"""What becomes of news whose reader has to write first: templates, consents, ways."""

import sqlalchemy as sa
from alembic import op

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(sa.dialects.postgresql.JSONB(), "postgresql")
_MATTERS = ("request", "question", "follow_up", "meal", "task", "notice")
_WAYS = ("template", "subscription", "failed", "elsewhere", "staff")


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, length=20, create_constraint=True)


def upgrade() -> None:
    op.create_table(
        "notice_templates",
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("matter", _enum("matter", *_MATTERS), nullable=False),
        sa.Column("way", _enum("noticeway", "template", "once", "standing"), nullable=False),
        sa.Column("template_id", sa.String(64), nullable=False),
        sa.Column("fields", _JSON, nullable=False),
        sa.PrimaryKeyConstraint("channel", "matter", "way", name=op.f("pk_notice_templates")),
    )
    op.create_table(
        "notice_consents",
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("template_id", sa.String(64), nullable=False),
        sa.Column("left", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint(
            "channel", "chat_id", "template_id", name=op.f("pk_notice_consents")
        ),
    )
    with op.batch_alter_table("outbox") as batch:
        batch.add_column(sa.Column("matter", _enum("matter", *_MATTERS)))
        batch.add_column(sa.Column("way", _enum("way", *_WAYS)))
        batch.add_column(sa.Column("receipt", sa.BigInteger()))


def downgrade() -> None:
    with op.batch_alter_table("outbox") as batch:
        batch.drop_constraint(op.f("ck_outbox_way"), type_="check")
        batch.drop_constraint(op.f("ck_outbox_matter"), type_="check")
        batch.drop_column("receipt")
        batch.drop_column("way")
        batch.drop_column("matter")
    op.drop_table("notice_consents")
    op.drop_table("notice_templates")
