"""Give people addresses: from now on their own id means nothing on any channel."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

PEOPLE = {
    "care_alerts": ("taken_by", "settled_by"),
    "certificates": ("person_id",),
    "conversations": ("person_id",),
    "diner_statuses": ("verified_by",),
    "diners": ("person_id", "verified_by", "created_by"),
    "group_members": ("person_id",),
    "groups": ("bound_by",),
    "help_orders": ("person_id", "handled_by"),
    "meal_booking_events": ("actor_id",),
    "meal_bookings": ("booked_by", "ended_by"),
    "meal_charges": ("by",),
    "meal_months": ("closed_by",),
    "meal_proxies": ("person_id", "answered_by"),
    "meal_rounds": ("carrier_id",),
    "meal_stops": ("by",),
    "place_reports": ("person_id", "settled_by"),
    "points_balances": ("person_id",),
    "points_ledger": ("person_id",),
    "redemptions": ("person_id", "ended_by"),
    "service_records": ("person_id", "approved_by"),
    "standing_orders": ("created_by",),
    "task_claims": ("person_id", "handed_to"),
    "task_feedback": ("from_id", "settled_by"),
    "task_series": ("created_by",),
    "tasks": ("organiser_id", "helped_id"),
    "ticket_events": ("actor_id",),
    "ticket_followers": ("person_id",),
    "ticket_media": ("sender_id",),
    "tickets": ("author_id", "taker_id", "previous_taker_id"),
    "volunteers": ("person_id", "admitted_by"),
    "wishes": ("person_id", "handled_by"),
}
"""Where people stand by what was Telegram's number of them."""
SHARED_ACCOUNTS = (1087968824, 136817688, 777000)
"""They stand for anybody."""


def upgrade() -> None:
    op.create_table(
        "addresses",
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("external_id", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("blocked_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("channel", "external_id", name=op.f("pk_addresses")),
        sa.UniqueConstraint("channel", "chat_id", name=op.f("uq_addresses_channel_chat_id")),
    )
    op.create_index("ix_addresses_person_id", "addresses", ["person_id"])
    op.execute(
        "INSERT INTO addresses (channel, external_id, person_id, chat_id, seen_at, blocked_at)"
        " SELECT 'telegram', CAST(id AS VARCHAR(64)), id, id, created_at, blocked_at FROM people"
    )
    _give_addresses_to_those_seen_in_groups()
    with op.batch_alter_table("people") as batch_op:
        batch_op.drop_column("blocked_at")


def downgrade() -> None:
    """Who came since keeps an id that Telegram does not know: they are met as somebody new."""
    op.add_column("people", sa.Column("blocked_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(
        "UPDATE people SET blocked_at = (SELECT max(blocked_at) FROM addresses"
        " WHERE addresses.person_id = people.id)"
    )
    op.drop_table("addresses")


def _give_addresses_to_those_seen_in_groups() -> None:
    """They never wrote to us in private, so they have no private chat that we could write to."""
    addresses = sa.table(
        "addresses",
        *map(sa.column, ("channel", "external_id", "person_id")),
        sa.column("seen_at", sa.DateTime(timezone=True)),
    )
    found = sa.union(
        *(
            sa.select(sa.column(name, sa.BigInteger()).label("id")).select_from(sa.table(table))
            for table, names in PEOPLE.items()
            for name in names
        )
    ).subquery()
    known = sa.select(addresses.c.person_id)
    who = sa.select(
        sa.literal("telegram"), sa.cast(found.c.id, sa.String(64)), found.c.id, sa.func.now()
    ).where(found.c.id > 0, found.c.id.not_in(known), found.c.id.not_in(SHARED_ACCOUNTS))
    columns = ["channel", "external_id", "person_id", "seen_at"]
    op.execute(addresses.insert().from_select(columns, who))
