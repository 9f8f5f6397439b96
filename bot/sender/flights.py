"""The calls under way: which may start, and what to make of how they end."""

import asyncio
import logging
import math
from collections.abc import Callable, Collection, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime

from bot.sender.counting import count
from bot.sender.courier import Courier
from bot.sender.holds import Holds
from bot.sender.limits import CALLBACK_ANSWER, ChannelLimits, Limits, Permit
from bot.sender.outcomes import (
    Announced,
    NotACall,
    Outcome,
    PutOff,
    Refused,
    Sent,
    TooMany,
    Trouble,
)
from bot.sender.queue import Due
from storage.cause import Cause, caused_by
from storage.outbox import Urgency
from storage.outbox_rows import OutboxRow

logger = logging.getLogger(__name__)

ROOM_FOR_NEWS = 5
"""Of a group's messages a minute, so many are kept for what is more urgent than a redraw."""
ROOM_FOR_ANSWERS = 3
"""Of what may be under way, so many are kept for what is more urgent than a broadcast: when the
messenger is slow, answers leave all the same."""


@dataclass(frozen=True, slots=True)
class _Flight:
    row: OutboxRow
    task: asyncio.Task[None]


class Flights:
    """Rows from their start until their outcome is recorded; a chat has one at a time.

    `hurry` is called when something ended: until it is recorded, a kill would send it twice.
    """

    def __init__(
        self,
        courier: Courier,
        clock: Callable[[], datetime],
        monotonic: Callable[[], float],
        hurry: Callable[[], None],
        limits: ChannelLimits,
    ) -> None:
        self._courier = courier
        self._clock = clock
        self._monotonic = monotonic
        self._hurry = hurry
        self._limits = Limits(limits)
        self._under_way = limits.under_way
        self._flights: dict[int, _Flight] = {}
        self._paced_until: dict[int, float] = {}
        self._redraws_paced_until: dict[int, float] = {}
        self._overall_free_at = 0.0
        self._many_free_at = 0.0
        self.holds = Holds(clock)
        self._finished: dict[int, Outcome] = {}
        self._messages = 0
        """Of what is under way; an answer to a tap is none."""

    def __len__(self) -> int:
        return len(self._flights)

    @property
    def finished(self) -> Sequence[Outcome]:
        """What has ended and is not recorded yet."""
        return list(self._finished.values())

    @property
    def row_ids(self) -> AbstractSet[int]:
        return self._flights.keys()

    @property
    def may_start(self) -> bool:
        return self.holds.open and not (self.holds.probing and self._flights)

    def _has_room(self, row: OutboxRow) -> bool:
        """An answer to a tap may be given twice without harm."""
        kept = ROOM_FOR_ANSWERS if row.urgency >= Urgency.BROADCAST else 0
        return self._messages < max(1, self._under_way - kept)

    @property
    def pacing(self) -> bool:
        """Whether something due was not started for the limits' sake."""
        return self.seconds_to_next_slot() < math.inf

    def forget_pacing(self) -> None:
        """Find out again what the limits hold back."""
        self._paced_until.clear()
        self._redraws_paced_until.clear()
        self._overall_free_at = self._many_free_at = 0.0

    def shut_chats(self, ended: Sequence[Outcome] = ()) -> set[int]:
        """Chats where nothing may start: busy, put off, or out of their own limit.

        Those of `ended` are about to be recorded: they are busy no more.
        """
        now = self._monotonic()
        self._paced_until = {chat: at for chat, at in self._paced_until.items() if at > now}
        recorded = {outcome.row.id for outcome in ended}
        busy = {
            flight.row.chat_id
            for row_id, flight in self._flights.items()
            if flight.row.method != CALLBACK_ANSWER and row_id not in recorded
        }
        return busy | self._paced_until.keys() | set(self.holds.shut_chats())

    def no_redraws(self) -> Collection[int]:
        """Chats where a redraw may not start, because it would take the room kept for news."""
        now = self._monotonic()
        paced = self._redraws_paced_until
        self._redraws_paced_until = {chat: at for chat, at in paced.items() if at > now}
        return self._redraws_paced_until.keys()

    def seconds_to_next_slot(self) -> float:
        """How long until the limits let something more leave; infinity if nothing waits for it."""
        now = self._monotonic()
        paced = (*self._paced_until.values(), *self._redraws_paced_until.values())
        ahead = [at for at in (self._overall_free_at, self._many_free_at, *paced) if at > now]
        return min(ahead, default=math.inf) - now

    def start(self, batch: Iterable[Due], *, paced: bool) -> bool:
        """Start what may leave now. False if a further batch would be of no use.

        Whatever does not fit under the overall limit keeps everything after it waiting, or an
        album, which needs several places, would never get them.
        """
        progress = overall_full = False
        for due in batch:
            if not self.may_start:
                return False
            overall_full = overall_full or not self._has_room(due.row)
            if overall_full and due.row.method != CALLBACK_ANSWER:
                continue
            if not paced or due.unchanged or self._fits(due):
                self._start(due)
                progress = True
            elif due.row.chat_id in self._paced_until or due.row.chat_id in self.no_redraws():
                progress = True
            else:
                overall_full = True
        return progress and not overall_full

    def _fits(self, due: Due) -> bool:
        """Whether the limits let it leave now; notes when they will if not."""
        row, now = due.row, self._monotonic()
        messages = self._courier.messages_in(due)
        chat_at = self._limits.chat_free_at(now, row.method, row.chat, messages)
        if chat_at > now:
            self._paced_until[row.chat_id] = chat_at
            return False
        if row.chat.is_group and row.urgency >= Urgency.REDRAW:
            room = messages + ROOM_FOR_NEWS
            chat_at = self._limits.chat_free_at(now, row.method, row.chat, room)
            if chat_at > now:
                self._redraws_paced_until[row.chat_id] = chat_at
                return False
        if row.urgency >= Urgency.BROADCAST:
            self._many_free_at = self._limits.many_free_at(now)
            if self._many_free_at > now:
                return False
        self._overall_free_at = self._limits.overall_free_at(now, row.method, messages)
        return self._overall_free_at <= now

    def _start(self, due: Due) -> None:
        row = due.row
        if due.unchanged:
            flying = self._stay(row)
        else:
            now, messages = self._monotonic(), self._courier.messages_in(due)
            permit = self._limits.take(now, row.method, row.chat, messages)
            if row.urgency >= Urgency.BROADCAST:
                self._limits.took_of_many(now)
            flying = self._fly(due, permit)
        self._flights[row.id] = _Flight(row, asyncio.create_task(flying))
        self._messages += row.method != CALLBACK_ANSWER

    async def _stay(self, row: OutboxRow) -> None:
        """There is nothing to be done: the card looks like that already."""
        self._finished[row.id] = Sent(row=row, posted=False)
        self._hurry()

    async def _fly(self, due: Due, permit: Permit) -> None:
        with caused_by(Cause.of(due.row.cause)):
            outcome = await self._courier.deliver(due)
            heard = not isinstance(outcome, Trouble | NotACall | PutOff)
            now = self._monotonic()
            if isinstance(outcome, TooMany) and not due.row.chat.is_group:
                self._limits.refused_at = now
            self._limits.ended(now, permit, heard=heard)
            settled = self._settle(outcome)
            self._finished[due.row.id] = settled
            count(due.row, outcome, settled, now - permit.taken_at, self._clock())
        self._hurry()

    def _settle(self, outcome: Outcome) -> Outcome:
        """Turn what has to be tried again into when."""
        row = outcome.row
        match outcome:
            case TooMany():
                until = self.holds.told_to_wait(row, outcome.retry_after)
                settled: Outcome = PutOff(row=row, until=until, error="429", counts=False)
            case Trouble():
                later = self.holds.trouble(row)
                if later is None:
                    settled = Refused(row=row, error=outcome.error)
                else:
                    settled = PutOff(row=row, until=later, error=outcome.error, counts=True)
            case NotACall() | PutOff():
                settled = outcome
            case _:
                self.holds.got_through()
                settled = outcome
        if isinstance(settled, Sent | Announced):
            logger.debug("%s to %d is there", row.method, row.chat_id)
        else:
            kind = getattr(settled, "error", type(settled).__name__)
            logger.warning("%s to %d: %s", row.method, row.chat_id, kind)
        return settled

    async def wait(self) -> None:
        """Until everything under way has ended."""
        if self._flights:
            await asyncio.wait([flight.task for flight in self._flights.values()])

    def forget(self, recorded: Sequence[Outcome]) -> None:
        """Their outcomes are in the database: the chats are free for their next rows."""
        for outcome in recorded:
            del self._flights[outcome.row.id], self._finished[outcome.row.id]
            self._messages -= outcome.row.method != CALLBACK_ANSWER

    async def leave_all(self) -> None:
        """Break off what is under way and forget how the rest ended: it is somebody else's now."""
        await self.cancel()
        self._flights.clear()
        self._finished.clear()
        self._messages = 0

    async def cancel(self) -> None:
        """Break off what is under way; its rows keep waiting in the table."""
        for flight in self._flights.values():
            flight.task.cancel()
        await asyncio.gather(
            *(flight.task for flight in self._flights.values()), return_exceptions=True
        )
