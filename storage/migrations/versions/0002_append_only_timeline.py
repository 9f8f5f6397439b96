"""Let nothing but an erasure touch the timeline of tickets.

Apart from 0001, so that its tables can be generated from the models as they are.
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

KEPT = ("id", "ticket_id", "at", "kind", "internal", "data")
ERASED = ("actor_id", "text")
"""May become NULL when a person has themselves erased, and nothing else."""


def upgrade() -> None:
    same = " AND ".join(f"NEW.{column} IS NOT DISTINCT FROM OLD.{column}" for column in KEPT)
    gone = " AND ".join(
        f"(NEW.{column} IS NULL OR NEW.{column} IS NOT DISTINCT FROM OLD.{column})"
        for column in ERASED
    )
    allowed = f"{same} AND {gone}"
    if op.get_context().dialect.name == "sqlite":
        _guard_sqlite(allowed.replace("IS NOT DISTINCT FROM", "IS"))
    else:
        _guard_postgresql(allowed)


def downgrade() -> None:
    if op.get_context().dialect.name == "sqlite":
        op.execute("DROP TRIGGER ticket_events_no_update")
        op.execute("DROP TRIGGER ticket_events_no_delete")
    else:
        op.execute("DROP TRIGGER ticket_events_no_update ON ticket_events")
        op.execute("DROP TRIGGER ticket_events_no_delete ON ticket_events")
        op.execute("DROP FUNCTION refuse_change_of_timeline")


def _guard_sqlite(allowed: str) -> None:
    refuse = "BEGIN SELECT RAISE(ABORT, 'ticket_events is append-only'); END"
    op.execute(
        "CREATE TRIGGER ticket_events_no_update BEFORE UPDATE ON ticket_events "
        f"WHEN NOT ({allowed}) {refuse}"
    )
    op.execute(f"CREATE TRIGGER ticket_events_no_delete BEFORE DELETE ON ticket_events {refuse}")


def _guard_postgresql(allowed: str) -> None:
    op.execute(
        "CREATE FUNCTION refuse_change_of_timeline() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'ticket_events is append-only'; END $$"
    )
    refuse = "FOR EACH ROW {} EXECUTE FUNCTION refuse_change_of_timeline()"
    op.execute(
        "CREATE TRIGGER ticket_events_no_update BEFORE UPDATE ON ticket_events "
        + refuse.format(f"WHEN (NOT ({allowed}))")
    )
    op.execute(
        "CREATE TRIGGER ticket_events_no_delete BEFORE DELETE ON ticket_events " + refuse.format("")
    )
