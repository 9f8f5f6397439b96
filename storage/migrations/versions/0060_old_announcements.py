"""Old announcements are forgotten, with who read them."""

from alembic import op

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_announcements_starts_at"), "announcements", ["starts_at"])
    _refer("CASCADE")


def downgrade() -> None:
    _refer(None)
    op.drop_index(op.f("ix_announcements_starts_at"), "announcements")


def _refer(ondelete: str | None) -> None:
    name = op.f("fk_announcement_readers_announcement_id")
    with op.batch_alter_table("announcement_readers") as readers:
        readers.drop_constraint(name, type_="foreignkey")
        readers.create_foreign_key(
            name, "announcements", ["announcement_id"], ["id"], ondelete=ondelete
        )
