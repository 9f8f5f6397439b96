"""What people are told without having asked: what happened becomes messages.

The bot calls this within the transaction in which it happened, so what is promised is sent. News
and cards are looked up by their classes in HEARD and DRAWN.
"""

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.config import Config
from handlers.common.telling import Tell
from handlers.groups import notices as groups
from handlers.helps import notices as helps
from handlers.meals.notices import bookings as meals
from handlers.meals.notices import care, diners, kitchen
from handlers.meals.notices import rounds as meal_rounds
from handlers.places import notices as places
from handlers.tickets import notices as tickets
from handlers.volunteering.notices import hours, volunteers
from handlers.volunteering.notices import tasks as volunteering
from handlers.wishes import notices as wishes
from services.news import News, Subject
from storage.outbox import Outgoing

TELLINGS = (
    groups.telling,
    *tickets.TELLINGS,
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

    async def hear(self, session: AsyncSession, news: News) -> list[Outgoing]:
        """The messages for a piece of news: to everyone it concerns, each in their language."""
        tell = Tell(session, self._config, news.night)
        await HEARD[type(news)](tell, news)
        return tell.promised

    async def draw(self, session: AsyncSession, subject: Subject) -> list[Outgoing]:
        """The card of `subject` as it looks now, for the groups that have it."""
        tell = Tell(session, self._config, subject.night)
        await DRAWN[type(subject)](tell, subject)
        return tell.promised
