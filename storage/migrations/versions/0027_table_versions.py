"""Versions of the tables that are kept in memory; their triggers: `storage.versions`."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "table_versions",
        sa.Column("table_name", sa.String(60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("table_name", name=op.f("pk_table_versions")),
    )


def downgrade() -> None:
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        named = sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE :like")
        for name in connection.scalars(named, {"like": "%_version_%"}).all():
            op.execute(f"DROP TRIGGER {name}")
    else:
        op.execute("DROP FUNCTION IF EXISTS move_table_version CASCADE")
    op.drop_table("table_versions")
