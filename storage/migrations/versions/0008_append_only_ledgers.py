"""Let nothing but an erasure touch what is a history: bookings, prep sheets, accounts, points."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

ERASED = {
    "meal_booking_events": ("actor_id", "reason"),
    "prep_sheets": (),
    "meal_charges": ("by", "reason"),
    "points_ledger": ("person_id",),
}
"""By table: what may become NULL when a person has themselves erased, and nothing else."""
KEPT = {
    "meal_booking_events": ("id", "booking_id", "at", "kind", "data"),
    "prep_sheets": ("id", "session_id", "number", "made_at", "content"),
    "meal_charges": (
        *("id", "canteen_id", "month", "booking_id", "kind", "reverses_id", "at", "portions"),
        *("full_fen", "subsidy_id", "subsidy_fen", "delivery_fen", "paid_fen"),
    ),
    "points_ledger": (
        *("id", "at", "kind", "points", "record_id", "rule_id", "redemption_id", "reverses_id"),
    ),
}


def upgrade() -> None:
    for table, kept in KEPT.items():
        same = [f'NEW."{column}" IS NOT DISTINCT FROM OLD."{column}"' for column in kept]
        gone = [
            f'(NEW."{column}" IS NULL OR NEW."{column}" IS NOT DISTINCT FROM OLD."{column}")'
            for column in ERASED[table]
        ]
        allowed = " AND ".join([*same, *gone])
        if op.get_context().dialect.name == "sqlite":
            _guard_sqlite(table, allowed.replace("IS NOT DISTINCT FROM", "IS"))
        else:
            _guard_postgresql(table, allowed)


def downgrade() -> None:
    sqlite = op.get_context().dialect.name == "sqlite"
    for table in KEPT:
        on = "" if sqlite else f" ON {table}"
        op.execute(f"DROP TRIGGER {table}_no_update{on}")
        op.execute(f"DROP TRIGGER {table}_no_delete{on}")
        if not sqlite:
            op.execute(f"DROP FUNCTION refuse_change_of_{table}")


def _guard_sqlite(table: str, allowed: str) -> None:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    op.execute(
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} WHEN NOT ({allowed}) {refuse}"
    )
    op.execute(f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}")


def _guard_postgresql(table: str, allowed: str) -> None:
    function = f"refuse_change_of_{table}"
    op.execute(
        f"CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} FOR EACH ROW "
        f"WHEN (NOT ({allowed})) EXECUTE FUNCTION {function}()"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} FOR EACH ROW "
        f"EXECUTE FUNCTION {function}()"
    )
