"""Two people who are one, on two channels."""

import sqlalchemy as sa
from alembic import op

revision = "0064"
down_revision = "0063"
branch_labels = None
depends_on = None


HISTORIES = {
    "ticket_events": ("actor_id", "text"),
    "meal_booking_events": ("actor_id", "reason"),
    "meal_charges": ("by", "reason"),
    "points_ledger": ("person_id",),
}
"""By table: who did it or has it, and what else becomes NULL when they are erased."""
KEPT = {
    "ticket_events": ("id", "ticket_id", "at", "kind", "internal", "data"),
    "meal_booking_events": ("id", "booking_id", "at", "kind", "data"),
    "meal_charges": (
        *("id", "canteen_id", "month", "booking_id", "kind", "reverses_id", "at", "portions"),
        *("full_fen", "subsidy_id", "subsidy_fen", "delivery_fen", "paid_fen"),
    ),
    "points_ledger": (
        *("id", "at", "kind", "points", "record_id", "rule_id", "redemption_id", "reverses_id"),
    ),
}
FUNCTIONS = {
    table: f"refuse_change_of_{table}" for table in HISTORIES if table != "ticket_events"
} | {"ticket_events": "refuse_change_of_timeline"}
"""On PostgreSQL."""


def upgrade() -> None:
    op.create_table(
        "person_joins",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(8), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("joining_id", sa.BigInteger()),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("act_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_joins")),
    )
    for column in ("code", "made_at", "person_id"):
        op.create_index(op.f(f"ix_person_joins_{column}"), "person_joins", [column])
    for column in ("joining_id", "act_at"):
        given = sa.text(f"{column} IS NOT NULL")
        op.create_index(
            op.f(f"ix_person_joins_{column}"),
            "person_joins",
            [column],
            sqlite_where=given,
            postgresql_where=given,
        )
    for table in HISTORIES:
        _guard(table, _erased(table), joined=_joined(table))


def downgrade() -> None:
    for table in HISTORIES:
        _guard(table, _erased(table), joined=None)
    op.drop_table("person_joins")


def _erased(table: str) -> str:
    """What an erasure does: it empties columns."""
    return " AND ".join([_same(KEPT[table]), *(_gone(each) for each in HISTORIES[table])])


def _joined(table: str) -> str:
    """Two people become one: the row is given over, as person_joins says."""
    who, *others = HISTORIES[table]
    becomes = f'joining_id = OLD."{who}" AND person_id = NEW."{who}"'
    found = f"SELECT 1 FROM person_joins WHERE act_at IS NOT NULL AND {becomes}"  # noqa: S608
    return f"{_same((*KEPT[table], *others))} AND EXISTS ({found})"


def _same(columns: tuple[str, ...]) -> str:
    return " AND ".join(f'NEW."{each}" IS NOT DISTINCT FROM OLD."{each}"' for each in columns)


def _gone(column: str) -> str:
    return f'(NEW."{column}" IS NULL OR NEW."{column}" IS NOT DISTINCT FROM OLD."{column}")'


def _guard(table: str, erased: str, joined: str | None) -> None:
    """On PostgreSQL the condition of a trigger cannot look into another table; its function can."""
    if op.get_context().dialect.name == "sqlite":
        allowed = f"({erased}) OR ({joined})" if joined else erased
        allowed = allowed.replace("IS NOT DISTINCT FROM", "IS")
        refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        op.execute(f"DROP TRIGGER {table}_no_update")
        op.execute(
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} "
            f"WHEN NOT ({allowed}) {refuse}"
        )
        return
    let_by = f"IF TG_OP = 'UPDATE' THEN IF {joined} THEN RETURN NEW; END IF; END IF; "
    op.execute(
        f"CREATE OR REPLACE FUNCTION {FUNCTIONS[table]}() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN {let_by if joined else ''}RAISE EXCEPTION '{table} is append-only'; END $$"
    )
