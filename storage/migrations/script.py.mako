<%
def told(commands):
    """The commands without the remarks that alembic puts around them."""
    lines = [line for line in commands.splitlines() if not line.strip().startswith("# ###")]
    return "\n".join(lines).strip() or "pass"
%>"""${message}."""

import sqlalchemy as sa
from alembic import op
${imports if imports else ""}
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}


def upgrade() -> None:
    ${told(upgrades)}


def downgrade() -> None:
    ${told(downgrades)}
