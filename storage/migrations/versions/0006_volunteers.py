"""Volunteers, their tasks, hours and points; helps and wishes."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "points_balances",
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.CheckConstraint("points >= 0", name=op.f("ck_points_balances_never_negative")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_points_balances")),
    )
    op.create_table(
        "volunteer_posts",
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "names", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_volunteer_posts")),
    )
    op.create_table(
        "certificates",
        sa.Column("number", sa.String(length=24), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("name", sa.String(length=140), nullable=True),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("services", sa.Integer(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("from_day <= until_day", name=op.f("ck_certificates_in_order")),
        sa.CheckConstraint("minutes >= 0 AND services >= 0", name=op.f("ck_certificates_counts")),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_certificates_area_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_certificates")),
    )
    with op.batch_alter_table("certificates", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_certificates_person_id"), ["person_id"], unique=False)
    op.create_table(
        "help_kinds",
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("theme", sa.String(length=40), nullable=False),
        sa.Column(
            "names", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("post", sa.String(length=40), nullable=False),
        sa.Column("partner", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["post"], ["volunteer_posts.key"], name=op.f("fk_help_kinds_post")),
        sa.ForeignKeyConstraint(["theme"], ["place_themes.key"], name=op.f("fk_help_kinds_theme")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_help_kinds")),
    )
    op.create_table(
        "points_rules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=True),
        sa.Column("minutes_a_point", sa.Integer(), nullable=False),
        sa.Column("cap_minutes", sa.Integer(), nullable=False),
        sa.Column(
            "weights", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.CheckConstraint(
            "minutes_a_point >= 1 AND cap_minutes >= 1", name=op.f("ck_points_rules_minutes")
        ),
        sa.CheckConstraint(
            "until_day IS NULL OR until_day >= from_day", name=op.f("ck_points_rules_in_order")
        ),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_points_rules_area_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_points_rules")),
        sa.UniqueConstraint("area_id", "from_day", name=op.f("uq_points_rules_area_id_from_day")),
    )
    op.create_table(
        "rewards",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("where", sa.String(length=200), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("stock", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint("points >= 1", name=op.f("ck_rewards_points")),
        sa.CheckConstraint("stock >= 0", name=op.f("ck_rewards_never_oversold")),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_rewards_area_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rewards")),
        sa.UniqueConstraint("code", name=op.f("uq_rewards_code")),
    )
    with op.batch_alter_table("rewards", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rewards_area_id"), ["area_id"], unique=False)
    op.create_table(
        "task_series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=200), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column(
            "holidays",
            sa.Enum(
                "always",
                "skip_holidays",
                "working_days",
                name="holidaypolicy",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column(
            "template", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("made_until", sa.Date(), nullable=True),
        sa.Column("created_by", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_task_series_area_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_series")),
    )
    with op.batch_alter_table("task_series", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_task_series_area_id"), ["area_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_task_series_created_by"), ["created_by"], unique=False)
    op.create_table(
        "volunteer_teams",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "community",
                "workplace",
                name="teamkind",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_volunteer_teams_area_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volunteer_teams")),
        sa.UniqueConstraint("code", name=op.f("uq_volunteer_teams_code")),
    )
    with op.batch_alter_table("volunteer_teams", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_volunteer_teams_area_id"), ["area_id"], unique=False)
    op.create_table(
        "wishes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("person_name", sa.String(length=140), nullable=True),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "posted",
                "approved",
                "declined",
                "granted",
                "withdrawn",
                name="wishstate",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("rounds", sa.Integer(), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handled_by", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.Column("contact_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("rounds >= 0", name=op.f("ck_wishes_rounds")),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_wishes_area_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wishes")),
    )
    with op.batch_alter_table("wishes", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_wishes_area_id_state_rounds"),
            ["area_id", "state", "rounds"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_wishes_contact_by"), ["contact_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_wishes_handled_by"), ["handled_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_wishes_person_id"), ["person_id"], unique=False)
    op.create_table(
        "help_orders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("person_name", sa.String(length=140), nullable=True),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("wanted", sa.String(length=200), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "arranged",
                "offered",
                "done",
                "declined",
                "withdrawn",
                name="helpstate",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("ordered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handled_by", sa.BigInteger(), nullable=True),
        sa.Column("handled_by_name", sa.String(length=140), nullable=True),
        sa.Column("answer", sa.String(length=500), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_help_orders_area_id")),
        sa.ForeignKeyConstraint(["kind"], ["help_kinds.key"], name=op.f("fk_help_orders_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_help_orders")),
    )
    with op.batch_alter_table("help_orders", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_help_orders_area_id_state"), ["area_id", "state"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_help_orders_handled_by"), ["handled_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_help_orders_person_id"), ["person_id"], unique=False)
    op.create_table(
        "redemptions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reward_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "reserved",
                "handed_out",
                "returned",
                name="redemptionstate",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("reserved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.BigInteger(), nullable=True),
        sa.Column("ended_by_name", sa.String(length=140), nullable=True),
        sa.CheckConstraint("points >= 1", name=op.f("ck_redemptions_points")),
        sa.ForeignKeyConstraint(
            ["reward_id"], ["rewards.id"], name=op.f("fk_redemptions_reward_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_redemptions")),
        sa.UniqueConstraint("code", name=op.f("uq_redemptions_code")),
    )
    with op.batch_alter_table("redemptions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_redemptions_ended_by"), ["ended_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_redemptions_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_redemptions_reward_id"), ["reward_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_redemptions_until"), ["until"], unique=False)
    op.create_table(
        "tasks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("post", sa.String(length=40), nullable=False),
        sa.Column(
            "source",
            sa.Enum(
                "staff",
                "ticket",
                "round",
                "help",
                "wish",
                "care",
                name="tasksource",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("series_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "done",
                "cancelled",
                name="taskstate",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("private", sa.Text(), nullable=True),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claim_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("organiser_id", sa.BigInteger(), nullable=True),
        sa.Column("organiser_name", sa.String(length=140), nullable=True),
        sa.Column("helped_id", sa.BigInteger(), nullable=True),
        sa.Column("secret", sa.String(length=40), nullable=False),
        sa.Column("remind_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("review_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.CheckConstraint("claim_by <= ends_at", name=op.f("ck_tasks_deadline")),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_tasks_hours")),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_tasks_area_id")),
        sa.ForeignKeyConstraint(["post"], ["volunteer_posts.key"], name=op.f("fk_tasks_post")),
        sa.ForeignKeyConstraint(["series_id"], ["task_series.id"], name=op.f("fk_tasks_series_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tasks")),
    )
    with op.batch_alter_table("tasks", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_tasks_area_id_state_starts_at"),
            ["area_id", "state", "starts_at"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_tasks_helped_id"), ["helped_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_tasks_organiser_id"), ["organiser_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_tasks_remind_at"), ["remind_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_tasks_review_at"), ["review_at"], unique=False)
        batch_op.create_index(
            "uq_tasks_occurrence",
            ["series_id", "starts_at"],
            unique=True,
            sqlite_where=sa.text("series_id IS NOT NULL"),
            postgresql_where=sa.text("series_id IS NOT NULL"),
        )
        batch_op.create_index(
            "uq_tasks_source",
            ["source", "source_id"],
            unique=True,
            sqlite_where=sa.text("source_id IS NOT NULL AND state = 'open'"),
            postgresql_where=sa.text("source_id IS NOT NULL AND state = 'open'"),
        )
    op.create_table(
        "volunteers",
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=140), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "applied",
                "active",
                "paused",
                "declined",
                "blocked",
                "left",
                name="volunteerstate",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column(
            "posts", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column(
            "times", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("reach_m", sa.Integer(), nullable=True),
        sa.Column("honour", sa.Boolean(), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("admitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("admitted_by", sa.BigInteger(), nullable=True),
        sa.Column("paused_until", sa.Date(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.CheckConstraint("reach_m IS NULL OR reach_m > 0", name=op.f("ck_volunteers_reach")),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_volunteers_area_id")),
        sa.ForeignKeyConstraint(
            ["team_id"], ["volunteer_teams.id"], name=op.f("fk_volunteers_team_id")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_volunteers")),
    )
    with op.batch_alter_table("volunteers", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_volunteers_admitted_by"), ["admitted_by"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_volunteers_area_id_state"), ["area_id", "state"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_volunteers_team_id"), ["team_id"], unique=False)
    op.create_table(
        "task_roles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("claimed", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "claimed >= 0 AND claimed <= places", name=op.f("ck_task_roles_never_overclaimed")
        ),
        sa.CheckConstraint("places >= 1", name=op.f("ck_task_roles_places")),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_task_roles_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_roles")),
    )
    with op.batch_alter_table("task_roles", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_task_roles_task_id_position"), ["task_id", "position"], unique=False
        )
    op.create_table(
        "task_claims",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("role_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("person_name", sa.String(length=140), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "held",
                "waiting",
                "released",
                "done",
                "missed",
                name="claimstate",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("handed_to", sa.BigInteger(), nullable=True),
        sa.Column("in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "in_how",
            sa.Enum(
                "place",
                "code",
                "organiser",
                name="checkhow",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=True,
        ),
        sa.Column("out_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "out_how",
            sa.Enum(
                "place",
                "code",
                "organiser",
                name="out_how",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=True,
        ),
        sa.CheckConstraint(
            "out_at IS NULL OR (in_at IS NOT NULL AND out_at >= in_at)",
            name=op.f("ck_task_claims_times"),
        ),
        sa.ForeignKeyConstraint(
            ["role_id"], ["task_roles.id"], name=op.f("fk_task_claims_role_id")
        ),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_task_claims_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_claims")),
    )
    with op.batch_alter_table("task_claims", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_task_claims_handed_to"), ["handed_to"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_task_claims_person_id_state"), ["person_id", "state"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_task_claims_role_id_state_claimed_at"),
            ["role_id", "state", "claimed_at"],
            unique=False,
        )
        batch_op.create_index(
            "uq_task_claims_living",
            ["task_id", "person_id"],
            unique=True,
            sqlite_where=sa.text("state <> 'released' AND person_id IS NOT NULL"),
            postgresql_where=sa.text("state <> 'released' AND person_id IS NOT NULL"),
        )
    op.create_table(
        "service_records",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("post", sa.String(length=40), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("review", sa.Boolean(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "pending",
                "approved",
                "stopped",
                "refused",
                name="recordstate",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("approved_by", sa.BigInteger(), nullable=True),
        sa.Column("approved_by_name", sa.String(length=140), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "approved_by IS NULL OR approved_by <> person_id",
            name=op.f("ck_service_records_nobody_their_own"),
        ),
        sa.CheckConstraint("minutes >= 0", name=op.f("ck_service_records_minutes")),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_service_records_area_id")),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["task_claims.id"], name=op.f("fk_service_records_claim_id")
        ),
        sa.ForeignKeyConstraint(
            ["post"], ["volunteer_posts.key"], name=op.f("fk_service_records_post")
        ),
        sa.ForeignKeyConstraint(
            ["team_id"], ["volunteer_teams.id"], name=op.f("fk_service_records_team_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_records")),
        sa.UniqueConstraint("claim_id", name=op.f("uq_service_records_claim_id")),
    )
    with op.batch_alter_table("service_records", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_service_records_approved_by"), ["approved_by"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_service_records_area_id_started_at"),
            ["area_id", "started_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_service_records_person_id_state"), ["person_id", "state"], unique=False
        )
    op.create_table(
        "task_feedback",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("from_id", sa.BigInteger(), nullable=True),
        sa.Column("stars", sa.Integer(), nullable=True),
        sa.Column("complaint", sa.Boolean(), nullable=False),
        sa.Column("words", sa.String(length=500), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("upheld", sa.Boolean(), nullable=True),
        sa.Column("settled_by", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(upheld IS NULL) = (settled_at IS NULL)", name=op.f("ck_task_feedback_settled")
        ),
        sa.CheckConstraint(
            "stars IS NULL OR (stars >= 1 AND stars <= 5)", name=op.f("ck_task_feedback_stars")
        ),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["task_claims.id"], name=op.f("fk_task_feedback_claim_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_feedback")),
        sa.UniqueConstraint("claim_id", name=op.f("uq_task_feedback_claim_id")),
    )
    with op.batch_alter_table("task_feedback", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_task_feedback_from_id"), ["from_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_task_feedback_settled_by"), ["settled_by"], unique=False
        )
    op.create_table(
        "points_ledger",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "earned",
                "redeemed",
                "returned",
                "reversed",
                name="pointskind",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=True),
        sa.Column("rule_id", sa.Integer(), nullable=True),
        sa.Column("redemption_id", sa.Integer(), nullable=True),
        sa.Column(
            "reverses_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.CheckConstraint(
            "(kind = 'earned') <= (record_id IS NOT NULL)",
            name=op.f("ck_points_ledger_from_a_record"),
        ),
        sa.CheckConstraint(
            "(kind IN ('earned', 'returned') AND points > 0)"
            " OR (kind IN ('redeemed', 'reversed') AND points < 0)",
            name=op.f("ck_points_ledger_sign"),
        ),
        sa.CheckConstraint(
            "(kind IN ('returned', 'reversed')) = (reverses_id IS NOT NULL)",
            name=op.f("ck_points_ledger_reverses"),
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["service_records.id"], name=op.f("fk_points_ledger_record_id")
        ),
        sa.ForeignKeyConstraint(
            ["redemption_id"], ["redemptions.id"], name=op.f("fk_points_ledger_redemption_id")
        ),
        sa.ForeignKeyConstraint(
            ["reverses_id"], ["points_ledger.id"], name=op.f("fk_points_ledger_reverses_id")
        ),
        sa.ForeignKeyConstraint(
            ["rule_id"], ["points_rules.id"], name=op.f("fk_points_ledger_rule_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_points_ledger")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_points_ledger_reverses_id")),
    )
    with op.batch_alter_table("points_ledger", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_points_ledger_person_id_id"), ["person_id", "id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_points_ledger_record_id"), ["record_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_points_ledger_redemption_id"), ["redemption_id"], unique=False
        )


def downgrade() -> None:
    op.drop_table("points_ledger")
    op.drop_table("task_feedback")
    op.drop_table("service_records")
    op.drop_table("task_claims")
    op.drop_table("task_roles")
    op.drop_table("volunteers")
    op.drop_table("tasks")
    op.drop_table("redemptions")
    op.drop_table("help_orders")
    op.drop_table("wishes")
    op.drop_table("volunteer_teams")
    op.drop_table("task_series")
    op.drop_table("rewards")
    op.drop_table("points_rules")
    op.drop_table("help_kinds")
    op.drop_table("certificates")
    op.drop_table("volunteer_posts")
    op.drop_table("points_balances")
