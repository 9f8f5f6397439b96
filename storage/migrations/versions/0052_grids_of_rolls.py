"""Where those live whom a survey asks, and messages that the outbox forgets once they were sent."""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "outbox", sa.Column("secret", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    with op.batch_alter_table("survey_rolls") as rolls:
        rolls.add_column(sa.Column("grid_id", sa.Integer(), nullable=True))
        rolls.create_foreign_key(op.f("fk_survey_rolls_grid_id"), "areas", ["grid_id"], ["id"])
        rolls.create_index(
            op.f("ix_survey_rolls_survey_id_grid_id_answered_on"),
            ["survey_id", "grid_id", "answered_on"],
        )


def downgrade() -> None:
    with op.batch_alter_table("survey_rolls") as rolls:
        rolls.drop_index(op.f("ix_survey_rolls_survey_id_grid_id_answered_on"))
        rolls.drop_constraint(op.f("fk_survey_rolls_grid_id"), type_="foreignkey")
        rolls.drop_column("grid_id")
    op.drop_column("outbox", "secret")
