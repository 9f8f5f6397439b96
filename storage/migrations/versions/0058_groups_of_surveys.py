"""Results of a survey by compound, building or age as well as by grid."""

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None

SURVEYS = sa.table("surveys", sa.column("id"), sa.column("grouped_by"))
ANSWERED = [
    sa.table(name, sa.column("survey_id"), sa.column("group_key"), sa.column("grid_id"))
    for name in ("survey_rolls", "survey_responses")
]
RESULTS = sa.table(
    "survey_results",
    sa.column("survey_id", sa.Integer),
    sa.column("results", sa.JSON),
)


def upgrade() -> None:
    op.add_column(
        "surveys",
        sa.Column("grouped_by", sa.String(length=20), server_default="grid", nullable=False),
    )
    for table in ANSWERED:
        op.add_column(table.name, sa.Column("group_key", sa.Integer(), nullable=True))
        op.execute(sa.update(table).values(group_key=table.c.grid_id))
    with op.batch_alter_table("survey_rolls") as rolls:
        rolls.drop_index(op.f("ix_survey_rolls_survey_id_grid_id_answered_on"))
        rolls.drop_constraint(op.f("fk_survey_rolls_grid_id"), type_="foreignkey")
        rolls.drop_column("grid_id")
        rolls.create_index(
            op.f("ix_survey_rolls_survey_id_group_key_answered_on"),
            ["survey_id", "group_key", "answered_on"],
        )
    with op.batch_alter_table("survey_responses") as responses:
        responses.drop_constraint(op.f("fk_survey_responses_grid_id"), type_="foreignkey")
        responses.drop_column("grid_id")
    rewrite_rows({"groups": "grid_ids", "people": "people"}, asked=None)


def downgrade() -> None:
    """Surveys that were told by other groups than grids have none then."""
    by_grid = sa.select(SURVEYS.c.id).where(SURVEYS.c.grouped_by == "grid")
    for table in ANSWERED:
        key = op.f(f"fk_{table.name}_grid_id")
        with op.batch_alter_table(table.name) as altered:
            altered.add_column(sa.Column("grid_id", sa.Integer(), nullable=True))
            altered.create_foreign_key(key, "areas", ["grid_id"], ["id"])
        known = sa.update(table).where(table.c.survey_id.in_(by_grid))
        op.execute(known.values(grid_id=table.c.group_key))
    with op.batch_alter_table("survey_rolls") as rolls:
        rolls.drop_index(op.f("ix_survey_rolls_survey_id_group_key_answered_on"))
        rolls.drop_column("group_key")
        rolls.create_index(
            op.f("ix_survey_rolls_survey_id_grid_id_answered_on"),
            ["survey_id", "grid_id", "answered_on"],
        )
    op.drop_column("survey_responses", "group_key")
    rewrite_rows({"grid_ids": "groups", "people": "people"})
    op.drop_column("surveys", "grouped_by")


def rewrite_rows(parts: dict[str, str], **more: object) -> None:
    """Of the groups in kept results: parts by their new names, from the old ones."""
    connection = op.get_bind()
    for survey_id, kept in connection.execute(sa.select(RESULTS)).all():
        rows = [
            {new: row[old] for new, old in parts.items()} | more for row in kept.get("rows", ())
        ]
        if rows:
            connection.execute(
                sa.update(RESULTS)
                .where(RESULTS.c.survey_id == survey_id)
                .values(results=kept | {"rows": rows})
            )
