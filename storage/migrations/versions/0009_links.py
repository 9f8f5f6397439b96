"""Let links of messages expire; find what a message that nobody recorded was about."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

SUBJECT = sa.text("about IS NOT NULL OR card IS NOT NULL")


def upgrade() -> None:
    op.add_column("message_links", sa.Column("sent_at", sa.DateTime(timezone=True)))
    op.execute("UPDATE message_links SET sent_at = CURRENT_TIMESTAMP")
    with op.batch_alter_table("message_links", schema=None) as batch_op:
        batch_op.alter_column("sent_at", nullable=False)
        batch_op.create_index(batch_op.f("ix_message_links_sent_at"), ["sent_at"])
    op.create_index(
        "ix_outbox_subject",
        "outbox",
        ["chat_id", "id"],
        sqlite_where=SUBJECT,
        postgresql_where=SUBJECT,
    )


def downgrade() -> None:
    op.drop_index("ix_outbox_subject", "outbox")
    with op.batch_alter_table("message_links", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_message_links_sent_at"))
        batch_op.drop_column("sent_at")
