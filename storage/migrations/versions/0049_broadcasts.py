"""Broadcasts and their recipients; people are found by where they live."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

moment = sa.DateTime(timezone=True)
PARTIAL = (
    ("ix_broadcasts_act_at", "broadcasts", ["act_at"], "act_at IS NOT NULL"),
    (
        "ix_broadcast_recipients_promised",
        "broadcast_recipients",
        ["broadcast_id", "promised_at"],
        "state = 'promised'",
    ),
    (
        "ix_broadcast_recipients_waiting",
        "broadcast_recipients",
        ["broadcast_id", "person_id"],
        "state = 'waiting'",
    ),
    (
        "ix_outbox_waiting_broadcast",
        "outbox",
        ["broadcast_id"],
        "state = 'waiting' AND broadcast_id IS NOT NULL",
    ),
)


def json_column(name: str) -> sa.Column[object]:
    kind = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    return sa.Column(name, kind, nullable=True)


def state_column(name: str, *states: str) -> sa.Column[str]:
    kind = sa.Enum(*states, name=name, native_enum=False, create_constraint=True, length=20)
    return sa.Column("state", kind, nullable=False)


def upgrade() -> None:
    op.create_table(
        "broadcasts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        json_column("audience"),
        sa.Column("asks", sa.Boolean(), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        state_column("broadcaststate", "sending", "paused", "stopped", "done"),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("starts_at", moment, nullable=False),
        sa.Column("act_at", moment, nullable=True),
        json_column("quotas"),
        sa.Column("drawn_up_to", sa.Integer(), nullable=True),
        sa.Column("drawn_at", moment, nullable=True),
        sa.Column("shown_at", moment, nullable=True),
        sa.Column("ended_at", moment, nullable=True),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("sent", sa.Integer(), nullable=True),
        sa.Column("failed", sa.Integer(), nullable=True),
        sa.Column("not_wanted", sa.Integer(), nullable=True),
        sa.CheckConstraint("(total IS NULL) = (sent IS NULL)", name=op.f("ck_broadcasts_counted")),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_broadcasts_area_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_broadcasts")),
    )
    op.create_index("ix_broadcasts_kind_subject_id", "broadcasts", ["kind", "subject_id"])
    op.create_table(
        "broadcast_recipients",
        sa.Column("broadcast_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        state_column(
            "recipientstate", "waiting", "promised", "delivered", "unreachable", "not_wanted"
        ),
        sa.Column("drawn_at", moment, nullable=False),
        sa.Column("promised_at", moment, nullable=True),
        sa.ForeignKeyConstraint(
            ["broadcast_id"], ["broadcasts.id"], name=op.f("fk_broadcast_recipients_broadcast_id")
        ),
        sa.PrimaryKeyConstraint("broadcast_id", "person_id", name=op.f("pk_broadcast_recipients")),
    )
    for columns in (["broadcast_id", "promised_at"], ["person_id", "promised_at"], ["drawn_at"]):
        name = f"ix_broadcast_recipients_{'_'.join(columns)}"
        op.create_index(name, "broadcast_recipients", columns)
    op.add_column("outbox", sa.Column("broadcast_id", sa.Integer(), nullable=True))
    for name, table, columns, where in PARTIAL:
        given = sa.text(where)
        op.create_index(name, table, columns, sqlite_where=given, postgresql_where=given)
    op.create_index("ix_people_home_id", "people", ["home_id"])


def downgrade() -> None:
    op.drop_index("ix_people_home_id", "people")
    op.drop_index("ix_outbox_waiting_broadcast", "outbox")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_column("broadcast_id")
    op.drop_table("broadcast_recipients")
    op.drop_table("broadcasts")
