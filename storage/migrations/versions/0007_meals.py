"""Elderly canteens: rules, menus, diners, bookings, kitchen, rounds, accounts."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "canteens",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("no_show_mercy", sa.Integer(), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.CheckConstraint("no_show_mercy >= 0", name=op.f("ck_canteens_mercy")),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_canteens_area_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_canteens")),
        sa.UniqueConstraint("code", name=op.f("uq_canteens_code")),
    )
    with op.batch_alter_table("canteens", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_canteens_area_id"), ["area_id"], unique=False)
    op.create_table(
        "diners",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("born_on", sa.Date(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("door", sa.String(length=80), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("card_number", sa.String(length=40), nullable=True),
        sa.Column("diet", sa.String(length=200), nullable=True),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verified_by", sa.BigInteger(), nullable=True),
        sa.Column("paused_from", sa.Date(), nullable=True),
        sa.Column("paused_until", sa.Date(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_by", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_diners_area_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_diners")),
        sa.UniqueConstraint("person_id", name=op.f("uq_diners_person_id")),
    )
    with op.batch_alter_table("diners", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_diners_area_id"), ["area_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_diners_created_by"), ["created_by"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_diners_name_born_on"), ["name", "born_on"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_diners_verified_by"), ["verified_by"], unique=False)
    op.create_table(
        "canteen_days",
        sa.Column("canteen_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column(
            "meal",
            sa.Enum(
                "breakfast",
                "lunch",
                "supper",
                name="meal",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["canteen_id"], ["canteens.id"], name=op.f("fk_canteen_days_canteen_id")
        ),
        sa.PrimaryKeyConstraint("canteen_id", "day", "meal", name=op.f("pk_canteen_days")),
    )
    op.create_table(
        "diner_statuses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("diner_id", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "lives_alone",
                "no_family",
                "low_income",
                "disabled",
                "bereaved",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=True),
        sa.Column("verified_by", sa.BigInteger(), nullable=True),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "until_day IS NULL OR until_day >= from_day", name=op.f("ck_diner_statuses_in_order")
        ),
        sa.ForeignKeyConstraint(
            ["diner_id"], ["diners.id"], name=op.f("fk_diner_statuses_diner_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_diner_statuses")),
    )
    with op.batch_alter_table("diner_statuses", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_diner_statuses_diner_id"), ["diner_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_diner_statuses_verified_by"), ["verified_by"], unique=False
        )
    op.create_table(
        "meal_delivery_terms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("canteen_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=True),
        sa.Column("min_age", sa.Integer(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "lives_alone",
                "no_family",
                "low_income",
                "disabled",
                "bereaved",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=True,
        ),
        sa.Column("fee_fen", sa.Integer(), nullable=False),
        sa.CheckConstraint("fee_fen >= 0", name=op.f("ck_meal_delivery_terms_money")),
        sa.CheckConstraint(
            "until_day IS NULL OR until_day >= from_day",
            name=op.f("ck_meal_delivery_terms_in_order"),
        ),
        sa.ForeignKeyConstraint(
            ["canteen_id"], ["canteens.id"], name=op.f("fk_meal_delivery_terms_canteen_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meal_delivery_terms")),
        sa.UniqueConstraint(
            "canteen_id",
            "key",
            "from_day",
            name=op.f("uq_meal_delivery_terms_canteen_id_key_from_day"),
        ),
    )
    op.create_table(
        "meal_months",
        sa.Column("canteen_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_by", sa.BigInteger(), nullable=True),
        sa.Column("closed_by_name", sa.String(length=140), nullable=True),
        sa.ForeignKeyConstraint(
            ["canteen_id"], ["canteens.id"], name=op.f("fk_meal_months_canteen_id")
        ),
        sa.PrimaryKeyConstraint("canteen_id", "month", name=op.f("pk_meal_months")),
    )
    with op.batch_alter_table("meal_months", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meal_months_closed_by"), ["closed_by"], unique=False)
    op.create_table(
        "meal_proxies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("diner_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "relation",
            sa.Enum(
                "child",
                "relative",
                "neighbour",
                "grid_worker",
                name="relation",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "asked",
                "confirmed",
                "refused",
                "ended",
                name="proxystate",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["diner_id"], ["diners.id"], name=op.f("fk_meal_proxies_diner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meal_proxies")),
    )
    with op.batch_alter_table("meal_proxies", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_meal_proxies_answered_by"), ["answered_by"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_meal_proxies_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "uq_meal_proxies_living",
            ["diner_id", "person_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('asked', 'confirmed')"),
            postgresql_where=sa.text("state IN ('asked', 'confirmed')"),
        )
    op.create_table(
        "meal_rules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("canteen_id", sa.Integer(), nullable=False),
        sa.Column(
            "meal",
            sa.Enum(
                "breakfast",
                "lunch",
                "supper",
                name="meal",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=True),
        sa.Column("weekdays", sa.String(length=7), nullable=False),
        sa.Column("on_holidays", sa.Boolean(), nullable=False),
        sa.Column("starts", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=False),
        sa.Column("cut_off_days", sa.Integer(), nullable=False),
        sa.Column("cut_off", sa.Time(), nullable=False),
        sa.Column("portions", sa.Integer(), nullable=False),
        sa.Column("deliveries", sa.Integer(), nullable=False),
        sa.Column("portions_each", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "cut_off_days >= 0 AND portions_each >= 1", name=op.f("ck_meal_rules_limits")
        ),
        sa.CheckConstraint(
            "portions >= 0 AND deliveries >= 0", name=op.f("ck_meal_rules_capacity")
        ),
        sa.CheckConstraint("starts < ends", name=op.f("ck_meal_rules_hours")),
        sa.CheckConstraint(
            "until_day IS NULL OR until_day >= from_day", name=op.f("ck_meal_rules_in_order")
        ),
        sa.ForeignKeyConstraint(
            ["canteen_id"], ["canteens.id"], name=op.f("fk_meal_rules_canteen_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meal_rules")),
        sa.UniqueConstraint(
            "canteen_id", "meal", "from_day", name=op.f("uq_meal_rules_canteen_id_meal_from_day")
        ),
    )
    op.create_table(
        "meal_sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("canteen_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column(
            "meal",
            sa.Enum(
                "breakfast",
                "lunch",
                "supper",
                name="meal",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cut_off_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("portions", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("deliveries", sa.Integer(), nullable=False),
        sa.Column("deliveries_taken", sa.Integer(), nullable=False),
        sa.Column("portions_each", sa.Integer(), nullable=False),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.Column("reopened", sa.Integer(), nullable=False),
        sa.Column("codes", sa.Integer(), nullable=False),
        sa.Column("standing_done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sheet_sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rounds_made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_reason", sa.String(length=200), nullable=True),
        sa.CheckConstraint(
            "deliveries_taken >= 0 AND deliveries_taken <= deliveries",
            name=op.f("ck_meal_sessions_deliveries"),
        ),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_meal_sessions_hours")),
        sa.CheckConstraint(
            "taken >= 0 AND taken <= portions", name=op.f("ck_meal_sessions_never_oversold")
        ),
        sa.CheckConstraint("waiting >= 0 AND reopened >= 0", name=op.f("ck_meal_sessions_counts")),
        sa.ForeignKeyConstraint(
            ["canteen_id"], ["canteens.id"], name=op.f("fk_meal_sessions_canteen_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meal_sessions")),
        sa.UniqueConstraint(
            "canteen_id", "day", "meal", name=op.f("uq_meal_sessions_canteen_id_day_meal")
        ),
    )
    with op.batch_alter_table("meal_sessions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_meal_sessions_cut_off_at"), ["cut_off_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_meal_sessions_day"), ["day"], unique=False)
    op.create_table(
        "meal_subsidies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("canteen_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=True),
        sa.Column("min_age", sa.Integer(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "lives_alone",
                "no_family",
                "low_income",
                "disabled",
                "bereaved",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=True,
        ),
        sa.Column(
            "meal",
            sa.Enum(
                "breakfast",
                "lunch",
                "supper",
                name="meal",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=True,
        ),
        sa.Column("fen", sa.Integer(), nullable=False),
        sa.Column("month_cap_fen", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "fen > 0 AND (month_cap_fen IS NULL OR month_cap_fen > 0)",
            name=op.f("ck_meal_subsidies_money"),
        ),
        sa.CheckConstraint(
            "min_age IS NOT NULL OR status IS NOT NULL", name=op.f("ck_meal_subsidies_for_somebody")
        ),
        sa.CheckConstraint(
            "until_day IS NULL OR until_day >= from_day", name=op.f("ck_meal_subsidies_in_order")
        ),
        sa.ForeignKeyConstraint(
            ["canteen_id"], ["canteens.id"], name=op.f("fk_meal_subsidies_canteen_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meal_subsidies")),
        sa.UniqueConstraint(
            "canteen_id", "key", "from_day", name=op.f("uq_meal_subsidies_canteen_id_key_from_day")
        ),
    )
    op.create_table(
        "standing_orders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("diner_id", sa.Integer(), nullable=False),
        sa.Column("canteen_id", sa.Integer(), nullable=False),
        sa.Column(
            "meal",
            sa.Enum(
                "breakfast",
                "lunch",
                "supper",
                name="meal",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("weekdays", sa.String(length=7), nullable=False),
        sa.Column("set_name", sa.String(length=40), nullable=True),
        sa.Column("portions", sa.Integer(), nullable=False),
        sa.Column(
            "mode",
            sa.Enum(
                "dine_in",
                "fetch",
                "delivery",
                name="mode",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("paused_from", sa.Date(), nullable=True),
        sa.Column("paused_until", sa.Date(), nullable=True),
        sa.Column("created_by", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("portions >= 1", name=op.f("ck_standing_orders_portions")),
        sa.ForeignKeyConstraint(
            ["canteen_id"], ["canteens.id"], name=op.f("fk_standing_orders_canteen_id")
        ),
        sa.ForeignKeyConstraint(
            ["diner_id"], ["diners.id"], name=op.f("fk_standing_orders_diner_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standing_orders")),
    )
    with op.batch_alter_table("standing_orders", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_standing_orders_created_by"), ["created_by"], unique=False
        )
        batch_op.create_index(
            "uq_standing_orders_living",
            ["diner_id", "canteen_id", "meal"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
    op.create_table(
        "meal_rounds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "taken",
                "done",
                "called_off",
                name="roundstate",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("carrier_id", sa.BigInteger(), nullable=True),
        sa.Column("carrier_name", sa.String(length=140), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "state NOT IN ('taken', 'done') OR taken_at IS NOT NULL",
            name=op.f("ck_meal_rounds_taken_by_someone"),
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["meal_sessions.id"], name=op.f("fk_meal_rounds_session_id")
        ),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_meal_rounds_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meal_rounds")),
        sa.UniqueConstraint("session_id", "number", name=op.f("uq_meal_rounds_session_id_number")),
    )
    with op.batch_alter_table("meal_rounds", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meal_rounds_carrier_id"), ["carrier_id"], unique=False)
    op.create_table(
        "meal_sets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column(
            "dishes", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("price_fen", sa.Integer(), nullable=False),
        sa.Column("tags", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("price_fen >= 0", name=op.f("ck_meal_sets_money")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["meal_sessions.id"], name=op.f("fk_meal_sets_session_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meal_sets")),
        sa.UniqueConstraint(
            "session_id", "position", name=op.f("uq_meal_sets_session_id_position")
        ),
    )
    op.create_table(
        "prep_sheets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "content", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.CheckConstraint("number >= 0", name=op.f("ck_prep_sheets_number")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["meal_sessions.id"], name=op.f("fk_prep_sheets_session_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prep_sheets")),
        sa.UniqueConstraint("session_id", "number", name=op.f("uq_prep_sheets_session_id_number")),
    )
    op.create_table(
        "meal_bookings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("diner_id", sa.Integer(), nullable=False),
        sa.Column("set_id", sa.Integer(), nullable=False),
        sa.Column("portions", sa.Integer(), nullable=False),
        sa.Column(
            "mode",
            sa.Enum(
                "dine_in",
                "fetch",
                "delivery",
                name="mode",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "booked",
                "waiting",
                "cancelled",
                "served",
                "missed",
                name="bookingstate",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("code", sa.String(length=6), nullable=False),
        sa.Column("booked_by", sa.BigInteger(), nullable=True),
        sa.Column("booked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("price_fen", sa.Integer(), nullable=False),
        sa.Column("subsidy_id", sa.Integer(), nullable=True),
        sa.Column("subsidy_fen", sa.Integer(), nullable=False),
        sa.Column("delivery_terms_id", sa.Integer(), nullable=True),
        sa.Column("delivery_fen", sa.Integer(), nullable=False),
        sa.Column("paid_fen", sa.Integer(), nullable=False),
        sa.Column("standing_id", sa.Integer(), nullable=True),
        sa.Column("waits_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.BigInteger(), nullable=True),
        sa.Column("ended_by_name", sa.String(length=140), nullable=True),
        sa.CheckConstraint("portions >= 1", name=op.f("ck_meal_bookings_portions")),
        sa.CheckConstraint(
            "price_fen >= 0 AND subsidy_fen >= 0 AND delivery_fen >= 0 AND paid_fen >= 0"
            " AND paid_fen = portions * price_fen - subsidy_fen + delivery_fen",
            name=op.f("ck_meal_bookings_money"),
        ),
        sa.ForeignKeyConstraint(
            ["delivery_terms_id"],
            ["meal_delivery_terms.id"],
            name=op.f("fk_meal_bookings_delivery_terms_id"),
        ),
        sa.ForeignKeyConstraint(
            ["diner_id"], ["diners.id"], name=op.f("fk_meal_bookings_diner_id")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["meal_sessions.id"], name=op.f("fk_meal_bookings_session_id")
        ),
        sa.ForeignKeyConstraint(["set_id"], ["meal_sets.id"], name=op.f("fk_meal_bookings_set_id")),
        sa.ForeignKeyConstraint(
            ["standing_id"], ["standing_orders.id"], name=op.f("fk_meal_bookings_standing_id")
        ),
        sa.ForeignKeyConstraint(
            ["subsidy_id"], ["meal_subsidies.id"], name=op.f("fk_meal_bookings_subsidy_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meal_bookings")),
    )
    with op.batch_alter_table("meal_bookings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meal_bookings_booked_by"), ["booked_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_meal_bookings_ended_by"), ["ended_by"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_meal_bookings_session_id_state_waits_since"),
            ["session_id", "state", "waits_since"],
            unique=False,
        )
        batch_op.create_index(
            "uq_meal_bookings_active",
            ["diner_id", "session_id"],
            unique=True,
            sqlite_where=sa.text("state <> 'cancelled'"),
            postgresql_where=sa.text("state <> 'cancelled'"),
        )
        batch_op.create_index("uq_meal_bookings_code", ["session_id", "code"], unique=True)
        batch_op.create_index(
            "uq_meal_bookings_standing",
            ["standing_id", "session_id"],
            unique=True,
            sqlite_where=sa.text("standing_id IS NOT NULL"),
            postgresql_where=sa.text("standing_id IS NOT NULL"),
        )
    op.create_table(
        "care_alerts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("diner_id", sa.Integer(), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column(
            "cause",
            sa.Enum(
                "nobody_home",
                "missed_meal",
                name="carecause",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("nudge_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_by", sa.BigInteger(), nullable=True),
        sa.Column("taken_by_name", sa.String(length=140), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum(
                "safe",
                "away",
                "needs_help",
                name="careoutcome",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=True,
        ),
        sa.Column("settled_by", sa.BigInteger(), nullable=True),
        sa.Column("settled_by_name", sa.String(length=140), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("words", sa.String(length=500), nullable=True),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(outcome IS NULL) = (settled_at IS NULL)",
            name=op.f("ck_care_alerts_settled_with_outcome"),
        ),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["meal_bookings.id"], name=op.f("fk_care_alerts_booking_id")
        ),
        sa.ForeignKeyConstraint(["diner_id"], ["diners.id"], name=op.f("fk_care_alerts_diner_id")),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_care_alerts_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_care_alerts")),
        sa.UniqueConstraint("booking_id", name=op.f("uq_care_alerts_booking_id")),
    )
    with op.batch_alter_table("care_alerts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_care_alerts_diner_id"), ["diner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_care_alerts_nudge_at"), ["nudge_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_care_alerts_settled_by"), ["settled_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_care_alerts_taken_by"), ["taken_by"], unique=False)
    op.create_table(
        "meal_booking_events",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "booked",
                "queued",
                "promoted",
                "changed",
                "cancelled",
                "served",
                "missed",
                "corrected",
                "erased",
                name="bookingeventkind",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("data", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["meal_bookings.id"], name=op.f("fk_meal_booking_events_booking_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meal_booking_events")),
    )
    with op.batch_alter_table("meal_booking_events", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_meal_booking_events_actor_id"), ["actor_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_meal_booking_events_booking_id_id"), ["booking_id", "id"], unique=False
        )
    op.create_table(
        "meal_charges",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("canteen_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "charge",
                "reversal",
                name="chargekind",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column(
            "reverses_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("portions", sa.Integer(), nullable=False),
        sa.Column("full_fen", sa.Integer(), nullable=False),
        sa.Column("subsidy_id", sa.Integer(), nullable=True),
        sa.Column("subsidy_fen", sa.Integer(), nullable=False),
        sa.Column("delivery_fen", sa.Integer(), nullable=False),
        sa.Column("paid_fen", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'reversal') = (reverses_id IS NOT NULL)", name=op.f("ck_meal_charges_reverses")
        ),
        sa.CheckConstraint(
            "paid_fen = full_fen - subsidy_fen + delivery_fen", name=op.f("ck_meal_charges_money")
        ),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["meal_bookings.id"], name=op.f("fk_meal_charges_booking_id")
        ),
        sa.ForeignKeyConstraint(
            ["canteen_id"], ["canteens.id"], name=op.f("fk_meal_charges_canteen_id")
        ),
        sa.ForeignKeyConstraint(
            ["reverses_id"], ["meal_charges.id"], name=op.f("fk_meal_charges_reverses_id")
        ),
        sa.ForeignKeyConstraint(
            ["subsidy_id"], ["meal_subsidies.id"], name=op.f("fk_meal_charges_subsidy_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meal_charges")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_meal_charges_reverses_id")),
    )
    with op.batch_alter_table("meal_charges", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_meal_charges_booking_id"), ["booking_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_meal_charges_by"), ["by"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_meal_charges_canteen_id_month"), ["canteen_id", "month"], unique=False
        )
    op.create_table(
        "meal_stops",
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "delivered",
                "nobody_home",
                "called_off",
                name="stopstate",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("by", sa.BigInteger(), nullable=True),
        sa.Column("by_name", sa.String(length=140), nullable=True),
        sa.CheckConstraint(
            "state <> 'delivered' OR at IS NOT NULL", name=op.f("ck_meal_stops_delivered_when")
        ),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["meal_bookings.id"], name=op.f("fk_meal_stops_booking_id")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["meal_rounds.id"], name=op.f("fk_meal_stops_round_id")
        ),
        sa.PrimaryKeyConstraint("booking_id", name=op.f("pk_meal_stops")),
    )
    with op.batch_alter_table("meal_stops", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meal_stops_by"), ["by"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_meal_stops_round_id_position"), ["round_id", "position"], unique=False
        )


def downgrade() -> None:
    op.drop_table("meal_stops")
    op.drop_table("meal_charges")
    op.drop_table("meal_booking_events")
    op.drop_table("care_alerts")
    op.drop_table("meal_bookings")
    op.drop_table("prep_sheets")
    op.drop_table("meal_sets")
    op.drop_table("meal_rounds")
    op.drop_table("standing_orders")
    op.drop_table("meal_subsidies")
    op.drop_table("meal_sessions")
    op.drop_table("meal_rules")
    op.drop_table("meal_proxies")
    op.drop_table("meal_months")
    op.drop_table("meal_delivery_terms")
    op.drop_table("diner_statuses")
    op.drop_table("canteen_days")
    op.drop_table("diners")
    op.drop_table("canteens")
