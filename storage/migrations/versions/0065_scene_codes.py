"""QR codes that an official account has made."""

import sqlalchemy as sa
from alembic import op

revision = "0065"
down_revision = "0064"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "scene_codes",
        sa.Column("account", sa.String(40), nullable=False),
        sa.Column("scene", sa.String(64), nullable=False),
        sa.Column("url", sa.String(300), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("account", "scene", name=op.f("pk_scene_codes")),
    )


def downgrade() -> None:
    op.drop_table("scene_codes")
