"""The agenda of a group is read page by page, the newest first."""

from alembic import op

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_agenda_items_group_id_id"), "agenda_items", ["group_id", "id"])
    op.drop_index(op.f("ix_agenda_items_group_id"), "agenda_items")


def downgrade() -> None:
    op.create_index(op.f("ix_agenda_items_group_id"), "agenda_items", ["group_id"])
    op.drop_index(op.f("ix_agenda_items_group_id_id"), "agenda_items")
