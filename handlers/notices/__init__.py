"""What people are told without having asked: a line of a timeline becomes messages.

The bot calls this within the transaction that recorded the line, so what is promised is sent.
"""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.config import Config
from handlers.notices import groups, residents
from services.timeline import Line
from storage.outbox import Outgoing
from storage.tables import Ticket


class Notices:
    """Tells residents and groups; see `bot.work.Announcer`."""

    def __init__(self, config: Config) -> None:
        self._config = config

    async def tell(self, session: AsyncSession, line: Line) -> list[Outgoing]:
        """The messages for one line: to the residents it concerns, then to the group."""
        return [
            *await residents.tell(session, line, self._config),
            *await groups.tell(session, line, self._config),
        ]

    async def show(
        self, session: AsyncSession, lines: Sequence[Line], again: Sequence[Ticket]
    ) -> list[Outgoing]:
        """The cards of all tickets that `lines` are about, and of `again`, as they look now."""
        return await groups.show(session, lines, again)
