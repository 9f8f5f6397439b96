"""A unit of work: what is done, what is announced and what is promised, in one commit."""

from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from services import quiet_hours
from services.calendar import ZONE
from services.groups import binding as groups
from services.news import CardSubject, News, take_cards, take_news
from storage import media, outbox
from storage.cause import caused_by
from storage.conversations import Conversations
from storage.engine import Database
from storage.outbox import Outgoing
from storage.tables import Chat

Clock = Callable[[], datetime]
"""The time now, aware, in UTC; passed in so that tests can move it."""


class Announcer(Protocol):
    """Turns what happened into messages for those it concerns."""

    async def hear(self, session: AsyncSession, news: News, now: datetime) -> list[Outgoing]:
        """The messages for a piece of news."""

    async def draw(
        self, session: AsyncSession, subject: CardSubject, now: datetime
    ) -> list[Outgoing]:
        """The present look of the card of `subject`, in every chat that has it."""


class Work:
    """Opens units of work; the intake and the scheduler do everything in one of them."""

    def __init__(
        self,
        database: Database,
        announcer: Announcer,
        clock: Clock,
        committed: Callable[[], None],
        zone: ZoneInfo = ZONE,
    ) -> None:
        self.database = database
        self.clock = clock
        self._announcer = announcer
        self._committed = committed
        self._zone = zone

    def unit(self) -> AbstractAsyncContextManager["Unit"]:
        """What would wake somebody is promised for the morning, or without a sound."""
        return self._unit(may_wake=True)

    def unit_by_day(self) -> AbstractAsyncContextManager["Unit"]:
        """Raises AsleepError where somebody would be woken: then nothing of it holds."""
        return self._unit(may_wake=False)

    @asynccontextmanager
    async def _unit(self, *, may_wake: bool) -> AsyncIterator["Unit"]:
        async with self.database.transaction() as session:
            unit = Unit(session, self._announcer, self.clock(), self._zone)
            yield unit
            await unit.close(may_wake=may_wake)
        if unit.wrote:
            self._committed()

    async def finish(self, session: AsyncSession) -> None:
        """Announce what happened in a transaction that somebody else opened and commits."""
        await Unit(session, self._announcer, self.clock(), self._zone).close()


def _tidied(promised: Outgoing) -> tuple[Chat, int, int | None]:
    return promised.chat, promised.urgency, promised.params.get("message_id")


class Unit:
    """What one transaction does and promises."""

    def __init__(
        self, session: AsyncSession, announcer: Announcer, now: datetime, zone: ZoneInfo
    ) -> None:
        self.session = session
        self.now = now
        self._zone = zone
        self.wrote = False
        self.tapped: Collection[tuple[Chat, int]] = ()
        """Chat and message of the buttons pressed: who pressed them waits to see it there."""
        self._announcer = announcer
        self._promised: list[Outgoing] = []

    def promise(self, *outgoing: Outgoing) -> None:
        self._promised += outgoing

    async def notify(self, outgoing: Sequence[Outgoing]) -> None:
        """Promise what a group has not asked for here: it goes to the topic the group works in."""
        if any(each.chat.is_group for each in outgoing):
            topics = await groups.topics(self.session)
            outgoing = [outbox.in_topic(each, topics.get(each.chat)) for each in outgoing]
        self._promised += outgoing

    def promise_to_tidy(self, edit: Outgoing) -> None:
        """Unless the message is tidied up already: a second tap asks for no more."""
        if _tidied(edit) not in map(_tidied, self._promised):
            self._promised.append(edit)

    async def announce(self) -> None:
        """Promise the messages for what has happened since the last call."""
        for news in take_news(self.session):
            await self.notify(await self._announcer.hear(self.session, news, self.now))

    async def close(self, *, may_wake: bool = True) -> None:
        await self.announce()
        for subject in take_cards(self.session):
            with caused_by(subject.cause):
                await self.notify(await self._announcer.draw(self.session, subject, self.now))
        await self.notify(outbox.take_promised(self.session))
        if not may_wake:
            await quiet_hours.wait_for_morning(
                self.session, self._promised, now=self.now, zone=self._zone
            )
        self._promised = await quiet_hours.keep(
            self.session, self._promised, now=self.now, zone=self._zone
        )
        await media.write(self.session)
        await Conversations.of(self.session).save(self.now)
        await outbox.put(self.session, self._promised, self.now, tapped=self.tapped)
        self.wrote = bool(self._promised)
