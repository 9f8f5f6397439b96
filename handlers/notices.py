"""What people are told without having asked: what happened becomes messages.

The bot calls this within the transaction in which it happened, so what is promised is sent. News
and cards are looked up by their classes in HEARD and DRAWN.
"""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.config import Config
from handlers.common.telling import Tell
from handlers.subjects import SUBJECTS
from services.news import CardSubject, News
from storage.outbox import Outgoing

TELLINGS = [telling for subject in SUBJECTS for telling in subject.tellings]
MATTERS = {kind: telling.matter for telling in TELLINGS for kind in telling.heard}
HEARD = {kind: heard for telling in TELLINGS for kind, heard in telling.heard.items()}
DRAWN = {kind: drawn for telling in TELLINGS for kind, drawn in telling.drawn.items()}


class Notices:
    """Tells residents and groups; see `bot.work.Announcer`."""

    def __init__(self, config: Config) -> None:
        self._config = config

    async def hear(self, session: AsyncSession, news: News, now: datetime) -> list[Outgoing]:
        """The messages for a piece of news: to everyone it concerns, each in their language."""
        tell = Tell(session, self._config, now, news.night, MATTERS[type(news)])
        await HEARD[type(news)](tell, news)
        return tell.promised

    async def draw(
        self, session: AsyncSession, subject: CardSubject, now: datetime
    ) -> list[Outgoing]:
        """The card of `subject` as it looks now, for the groups that have it."""
        tell = Tell(session, self._config, now, subject.night)
        await DRAWN[type(subject)](tell, subject)
        return tell.promised
