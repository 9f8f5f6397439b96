"""Keep names in their normal form too, so that one person is found under all spellings."""

import sqlalchemy as sa
from alembic import op

from storage import folding

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

TABLES = {"diners": "id", "volunteers": "person_id"}
"""By name, each with its key."""


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column("name_form", sa.String(80)))
        _fill(table)
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.alter_column("name_form", nullable=False)
    with op.batch_alter_table("diners", schema=None) as batch_op:
        batch_op.drop_index("ix_diners_name_born_on")
        batch_op.create_index(batch_op.f("ix_diners_name_form_born_on"), ["name_form", "born_on"])


def downgrade() -> None:
    with op.batch_alter_table("diners", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_diners_name_form_born_on"))
        batch_op.create_index("ix_diners_name_born_on", ["name", "born_on"])
    for table in TABLES:
        op.drop_column(table, "name_form")


def _fill(table: str) -> None:
    key: sa.ColumnClause[int] = sa.column(TABLES[table])
    rows = sa.table(table, key, sa.column("name"), sa.column("name_form"))
    connection = op.get_bind()
    for found, name in connection.execute(sa.select(key, rows.c.name).select_from(rows)).all():
        named = rows.update().where(key == found)
        connection.execute(named.values(name_form=folding.person(name)))
