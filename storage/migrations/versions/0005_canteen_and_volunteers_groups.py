"""Groups of canteens and of volunteers."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

COLUMNS = {"groups": "purpose", "categories": "team"}
BEFORE = ("staff", "property", "patrol")
NOW = (*BEFORE, "canteen", "volunteers")


def upgrade() -> None:
    for table, column in COLUMNS.items():
        _allow(table, column, NOW)


def downgrade() -> None:
    for table, column in COLUMNS.items():
        _allow(table, column, BEFORE)


def _allow(table: str, column: str, purposes: tuple[str, ...]) -> None:
    name = op.f(f"ck_{table}_purpose")
    with op.batch_alter_table(table) as batch:
        batch.drop_constraint(name, type_="check")
        batch.create_check_constraint(name, sa.column(column).in_(purposes))
