"""What people are told without having asked: what happened becomes messages.

The bot calls this within the transaction in which it happened, so what is promised is sent.
Requests have their timeline (`residents`, `groups`); everything else is news and cards, looked up
by their classes in HEARD and DRAWN.
"""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.config import Config
from handlers.common.telling import Tell
from handlers.groups.notices import reach as groups_reach
from handlers.helps import notices as helps
from handlers.meals.notices import bookings as meals
from handlers.meals.notices import care, diners, kitchen
from handlers.meals.notices import rounds as meal_rounds
from handlers.places import notices as places
from handlers.tickets.notices import groups, residents, takers
from handlers.volunteering.notices import hours, volunteers
from handlers.volunteering.notices import tasks as volunteering
from handlers.wishes import notices as wishes
from services.news import News, Subject
from services.tickets.recording import Line
from storage.outbox import Night, Outgoing
from storage.tables import Ticket

TELLINGS = (
    groups_reach.telling,
    takers.telling,
    helps.telling,
    places.telling,
    wishes.telling,
    volunteering.telling,
    hours.telling,
    volunteers.telling,
    care.telling,
    kitchen.telling,
    meal_rounds.telling,
    meals.telling,
    diners.telling,
)
"""What every subject says of its news and cards; a subject hands itself in with one line."""
HEARD = {kind: heard for telling in TELLINGS for kind, heard in telling.heard.items()}
DRAWN = {kind: drawn for telling in TELLINGS for kind, drawn in telling.drawn.items()}


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

    async def hear(self, session: AsyncSession, news: News) -> list[Outgoing]:
        """The messages for a piece of news: to everyone it concerns, each in their language."""
        tell = Tell(session, self._config)
        await HEARD[type(news)](tell, news)
        return _at_night(news.night, tell.promised)

    async def draw(self, session: AsyncSession, subject: Subject) -> list[Outgoing]:
        """The card of `subject` as it looks now, for the groups that have it."""
        tell = Tell(session, self._config)
        await DRAWN[type(subject)](tell, subject)
        return _at_night(subject.night, tell.promised)


def _at_night(night: Night, messages: list[Outgoing]) -> list[Outgoing]:
    if night is Night.WAITS:
        return messages
    return [replace(message, night=night) for message in messages]
