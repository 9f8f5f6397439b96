"""Know what a card shows; tell urgent cards and redraws apart."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("cards", sa.Column("look", sa.String(length=40)))
    _renumber({1: 2, 2: 3, 3: 6})


def downgrade() -> None:
    _renumber({2: 1, 3: 2, 4: 1, 5: 1, 6: 3})
    with op.batch_alter_table("cards", schema=None) as batch_op:
        batch_op.drop_column("look")


def _renumber(urgencies: dict[int, int]) -> None:
    """Of what waits; the order of what was sent no longer matters."""
    cases = " ".join(f"WHEN {old} THEN {new}" for old, new in urgencies.items())
    op.execute(
        f"UPDATE outbox SET urgency = CASE urgency {cases} ELSE urgency END"  # noqa: S608
        " WHERE state = 'waiting'"
    )
