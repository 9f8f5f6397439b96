"""What people are told without having asked: what happened becomes messages.

The bot calls this within the transaction in which it happened, so what is promised is sent.
Requests have their timeline (`residents`, `groups`); everything else is news and cards, looked up
by their classes in HEARD and DRAWN.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

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
from handlers.volunteering.staff import admission_card, complaints, roll_call
from handlers.wishes import notices as wishes
from services.news import News, Subject
from services.tickets.recording import Line
from services.volunteering.hours_news import ComplaintCard, RollCall
from services.volunteering.people_news import VolunteerCard
from storage.outbox import Night, Outgoing
from storage.tables import Ticket

Composer = Callable[[AsyncSession, Any, Config], Awaitable[list[Outgoing]]]
"""(session, the news or the subject, config) → messages."""

TELLINGS = (
    groups_reach.telling,
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
HEARD: Mapping[type[News], Composer] = {
    **takers.HEARD,
}
DRAWN: Mapping[type[Subject], Composer] = {
    RollCall: roll_call.draw,
    ComplaintCard: complaints.draw,
    VolunteerCard: admission_card.draw,
}


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
        return _at_night(news.night, await self._words_for(session, news))

    async def draw(self, session: AsyncSession, subject: Subject) -> list[Outgoing]:
        """The card of `subject` as it looks now, for the groups that have it."""
        return _at_night(subject.night, await self._look_of(session, subject))

    async def _words_for(self, session: AsyncSession, news: News) -> list[Outgoing]:
        tell = Tell(session, self._config)
        for telling in TELLINGS:
            if heard := telling.heard.get(type(news)):
                await heard(tell, news)
                return tell.promised
        return await HEARD[type(news)](session, news, self._config)

    async def _look_of(self, session: AsyncSession, subject: Subject) -> list[Outgoing]:
        tell = Tell(session, self._config)
        for telling in TELLINGS:
            if drawn := telling.drawn.get(type(subject)):
                await drawn(tell, subject)
                return tell.promised
        return await DRAWN[type(subject)](session, subject, self._config)


def _at_night(night: Night, messages: list[Outgoing]) -> list[Outgoing]:
    if night is Night.WAITS:
        return messages
    return [replace(message, night=night) for message in messages]
