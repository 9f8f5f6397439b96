"""Bytes of files whose messenger does not keep them, and links to files."""

import sqlalchemy as sa
from alembic import op

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "media_blobs",
        sa.Column("media_id", sa.String(22), nullable=False),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("mime_type", sa.String(100), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        _of_media("media_blobs"),
        sa.PrimaryKeyConstraint("media_id", name=op.f("pk_media_blobs")),
    )
    op.create_table(
        "media_fetches",
        sa.Column("media_id", sa.String(22), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False, server_default="0"),
        _of_media("media_fetches"),
        sa.PrimaryKeyConstraint("media_id", name=op.f("pk_media_fetches")),
    )
    _index("media_fetches", "channel", "next_at")
    op.create_table(
        "shared_files",
        sa.Column("token", sa.String(60), nullable=False),
        sa.Column("media_id", sa.String(22), nullable=False),
        sa.Column("made_for_it", sa.Boolean(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        _of_media("shared_files"),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_shared_files")),
    )
    _index("shared_files", "media_id")
    _index("shared_files", "channel", "chat_id")
    _index("shared_files", "until")


def downgrade() -> None:
    for table in ("shared_files", "media_fetches", "media_blobs"):
        op.drop_table(table)


def _of_media(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_media_id")
    return sa.ForeignKeyConstraint(["media_id"], ["media.id"], name=name, ondelete="CASCADE")


def _index(table: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns))
