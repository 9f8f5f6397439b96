"""Clocks of requests: accepting, solving, promises, reports; levels nobody is bound at."""

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

HOURS = {"solve_hours": 49, "warn_percent": 80, "up_hours": 7}
URGENT_HOURS = {"solve_hours": 24, "up_hours": 2}
IN_WORK_GETS = timedelta(days=7)
"""For what is in work when its clock comes: by the clock, from then."""

categories = sa.table(
    "categories",
    sa.column("urgent", sa.Boolean()),
    *(sa.column(name, sa.Integer()) for name in HOURS),
)
moment = sa.DateTime(timezone=True)
tickets = sa.table(
    "tickets",
    sa.column("id", sa.Integer()),
    sa.column("state", sa.String()),
    sa.column("group_id", sa.Integer()),
    sa.column("opened_at", moment),
    sa.column("respond_by", moment),
    sa.column("overdue_at", moment),
    sa.column("solve_by", moment),
)
clocks = sa.table(
    "ticket_clocks",
    sa.column("ticket_id", sa.Integer()),
    sa.column("kind", sa.String()),
    sa.column("group_id", sa.Integer()),
    sa.column("started_at", moment),
    sa.column("due_at", moment),
    sa.column("step", sa.String()),
    sa.column("step_at", moment),
    sa.column("act_at", moment),
)


def upgrade() -> None:
    for name, usual in HOURS.items():
        op.add_column(
            "categories",
            sa.Column(name, sa.Integer(), nullable=False, server_default=sa.text(str(usual))),
        )
    op.execute(sa.update(categories).where(categories.c.urgent.is_(True)).values(URGENT_HOURS))
    op.add_column("tickets", sa.Column("solve_by", moment, nullable=True))
    op.add_column("tickets", sa.Column("late_at", moment, nullable=True))
    op.create_table(
        "silent_levels",
        sa.Column("area_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("told_at", moment, nullable=False),
        sa.ForeignKeyConstraint(
            ["area_id"], ["areas.id"], name=op.f("fk_silent_levels_area_id_areas")
        ),
        sa.PrimaryKeyConstraint("area_id", name=op.f("pk_silent_levels")),
    )
    _create_clocks()
    _start_clocks()


def downgrade() -> None:
    op.drop_table("ticket_clocks")
    op.drop_table("silent_levels")
    op.drop_column("tickets", "late_at")
    op.drop_column("tickets", "solve_by")
    for name in HOURS:
        op.drop_column("categories", name)


def _create_clocks() -> None:
    op.create_table(
        "ticket_clocks",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                *("accept", "solve", "promise", "report"),
                name="clockkind",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("started_at", moment, nullable=False),
        sa.Column("due_at", moment, nullable=False),
        sa.Column(
            "step",
            sa.Enum(
                *("warn", "call", "up"),
                name="clockstep",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=True,
        ),
        sa.Column("step_at", moment, nullable=True),
        sa.Column("paused_at", moment, nullable=True),
        sa.Column("act_at", moment, nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id"], ["groups.id"], name=op.f("fk_ticket_clocks_group_id_groups")
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_ticket_clocks_ticket_id_tickets")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_clocks")),
    )
    op.create_index("ix_ticket_clocks_ticket_id", "ticket_clocks", ["ticket_id"])
    given = sa.text("act_at IS NOT NULL")
    op.create_index(
        "ix_ticket_clocks_act_at",
        "ticket_clocks",
        ["act_at"],
        sqlite_where=given,
        postgresql_where=given,
    )


def _start_clocks() -> None:
    """Of what is in work; whom nobody took in time the group was called to before."""
    columns = ("ticket_id", "kind", "group_id", "started_at", "due_at", "step", "step_at", "act_at")
    by = sa.literal(_kept(datetime.now(UTC) + IN_WORK_GETS), moment)
    row = tickets.c
    waits = sa.select(
        row.id,
        sa.literal("accept"),
        row.group_id,
        row.opened_at,
        row.respond_by,
        sa.literal("call"),
        row.respond_by,
        row.respond_by,
    ).where(row.state == "open", row.overdue_at.is_(None))
    called = sa.select(
        row.id,
        sa.literal("accept"),
        row.group_id,
        row.opened_at,
        row.respond_by,
        *(sa.cast(sa.null(), each) for each in (sa.String(), moment, moment)),
    ).where(row.state == "open", row.overdue_at.is_not(None))
    solve = sa.select(
        row.id,
        sa.literal("solve"),
        sa.cast(sa.null(), sa.Integer()),
        row.opened_at,
        by,
        sa.literal("call"),
        by,
        by,
    ).where(row.state.in_(("open", "taken")))
    for found in (waits, called, solve):
        op.execute(sa.insert(clocks).from_select(columns, found))
    in_work = row.state.in_(("open", "taken"))
    op.execute(sa.update(tickets).where(in_work).values(solve_by=by))


def _kept(at: datetime) -> datetime:
    """As the tables keep it: SQLite without its zone."""
    return at.replace(tzinfo=None) if op.get_context().dialect.name == "sqlite" else at
