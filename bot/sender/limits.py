"""A channel's limits, kept before it has to enforce them.

Times are seconds of a monotonic clock.
"""

import math
from bisect import insort
from collections import deque
from dataclasses import dataclass
from typing import Protocol

from storage.tables import Channel, Chat

CALLBACK_ANSWER = "answerCallbackQuery"
_MESSAGE_PREFIXES = ("send", "copy", "forward")
"""Methods that put messages into a chat."""
_REMEMBERED_CHATS = 1_000
SPACE = 0.9
"""Between messages that go to many, of what would be even. Without it they leave in a bunch each
second, and who asks something between two bunches waits for the next."""
SURE = 0.9
"""Of the shortest trip so far, what the next one takes at the least."""
LEARNS_FROM = 200
"""So many trips tell what the shortest is."""
CAUTIOUS_FOR = 600.0
"""Seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelLimits:
    """How much a channel takes; in a private chat one message a second besides."""

    channel: Channel
    overall_a_second: int
    group_a_second: int
    group_a_minute: int
    private_burst: int
    """How many messages somebody who taps quickly gets at once; afterwards one a second."""
    under_way: int
    """Messages that may be under way or not recorded yet: so many a killed process sends twice."""
    private_a_minute: int | None = None
    chat_an_hour: int | None = None
    """Of a group as of a private chat."""


TELEGRAM = ChannelLimits(
    channel=Channel.TELEGRAM,
    overall_a_second=30,
    group_a_second=1,
    group_a_minute=20,
    private_burst=3,
    under_way=10,
)
"""https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this

At a round trip of 100 ms ten under way leave three times faster than Telegram takes them.
"""

WECHAT = ChannelLimits(
    channel=Channel.WECHAT,
    overall_a_second=50,
    group_a_second=1,
    group_a_minute=20,
    private_burst=5,
    under_way=10,
)
"""An official account has no groups, and calls by the day and the minute that are far away; what it
may say to one person is the quota's (`bot.channels.wechat.quota`)."""

WECOM = ChannelLimits(
    channel=Channel.WECOM,
    overall_a_second=50,
    group_a_second=5,
    group_a_minute=30,
    private_burst=5,
    under_way=10,
    private_a_minute=30,
    chat_an_hour=1_000,
)
"""A robot says 30 messages a minute and 1,000 an hour in each conversation, answers among them. Of
all conversations together, or of a second, nothing is said: those figures are ours."""


WECOM_WEBHOOK = ChannelLimits(
    channel=Channel.WECOM_WEBHOOK,
    overall_a_second=50,
    group_a_second=5,
    group_a_minute=20,
    private_burst=1,
    under_way=10,
)
"""A group's webhook takes 20 messages a minute; the other figures are ours, and nobody has a
private chat there."""


class Pace(Protocol):
    """One limit. Every `take` is followed by one `answered`."""

    def free_at(self, now: float, messages: int) -> float:
        """When `messages` may leave; infinity if that depends on an answer still awaited."""

    def take(self, messages: int) -> None: ...

    def answered(self, counted: float, messages: int) -> None:
        """The server counted them at `counted`, or at another time less far from the next's."""

    def rested(self, now: float) -> bool:
        """Whether it could be forgotten and made again without a difference."""


class Window:
    """At most `capacity` messages in any `seconds`, as counted by the server.

    When it counted a message is known once it has answered (`Limits.ended`): so long after that a
    slot is free again.
    """

    def __init__(self, capacity: int, seconds: float) -> None:
        self._capacity = capacity
        self._seconds = seconds
        self._unanswered = 0
        self._free_again: deque[float] = deque()

    def free_at(self, now: float, messages: int) -> float:
        self._forget(now)
        taken = self._unanswered + len(self._free_again)
        missing = taken + self._places(messages) - self._capacity
        if missing <= 0:
            return now
        return self._free_again[missing - 1] if missing <= len(self._free_again) else math.inf

    def take(self, messages: int) -> None:
        self._unanswered += self._places(messages)

    def answered(self, counted: float, messages: int) -> None:
        places = self._places(messages)
        self._unanswered -= places
        for _each in range(places):
            insort(self._free_again, counted + self._seconds)

    def rested(self, now: float) -> bool:
        self._forget(now)
        return not self._unanswered and not self._free_again

    def _places(self, messages: int) -> int:
        return min(messages, self._capacity)

    def _forget(self, now: float) -> None:
        while self._free_again and self._free_again[0] <= now:
            self._free_again.popleft()


class Bucket:
    """`burst` messages at once, refilled at one a second."""

    def __init__(self, burst: int, now: float) -> None:
        self._burst = burst
        self._tokens = float(burst)
        self._filled_at = now

    def free_at(self, now: float, messages: int) -> float:
        self._tokens = min(self._burst, self._tokens + now - self._filled_at)
        self._filled_at = now
        return now + max(0.0, min(messages, self._burst) - self._tokens)

    def take(self, messages: int) -> None:
        self._tokens -= min(messages, self._burst)

    def answered(self, counted: float, messages: int) -> None:
        """Nothing: here a message counts from when it left."""

    def rested(self, now: float) -> bool:
        return self.free_at(now, self._burst) <= now


@dataclass(frozen=True, slots=True)
class Permit:
    """Permission for one call; handed back to `Limits.ended`."""

    messages: int
    paces: tuple[Pace, ...]
    taken_at: float


class Limits:
    """All limits together: which of them a call counts against, and when it may leave."""

    def __init__(self, limits: ChannelLimits) -> None:
        self._limits = limits
        self._overall = Window(limits.overall_a_second, 1.0)
        self._chats: dict[Chat, tuple[Pace, ...]] = {}
        self._shortest_trip = math.inf
        self._trips = 0
        self._next_of_many = 0.0
        self.refused_at = -math.inf
        """When the messenger last said that it was too much."""

    @property
    def remembered_chats(self) -> int:
        return len(self._chats)

    def chat_free_at(self, now: float, method: str, chat: Chat, messages: int) -> float:
        """When the chat's own limits let the call be made."""
        paces = self._chat_paces(now, method, chat)
        return max((pace.free_at(now, messages) for pace in paces), default=now)

    def overall_free_at(self, now: float, method: str, messages: int) -> float:
        return now if method == CALLBACK_ANSWER else self._overall.free_at(now, messages)

    def take(self, now: float, method: str, chat: Chat, messages: int) -> Permit:
        paces = self._paces(now, method, chat)
        for pace in paces:
            pace.take(messages)
        return Permit(messages, paces, now)

    def many_free_at(self, now: float) -> float:
        """When the next message of those that go to many may leave, by the space between them."""
        return max(now, self._next_of_many)

    def took_of_many(self, now: float) -> None:
        self._next_of_many = now + SPACE / self._limits.overall_a_second

    def ended(self, now: float, permit: Permit, *, heard: bool) -> None:
        """The call is over; `heard` if Telegram answered, so that its trip can be measured.

        The server counts a message between its leaving and its answer. What makes a trip longer
        than the shortest is taken to be as long on the way there as on the way back, the server's
        work with it: so it was counted in the middle. The next one takes half the shortest trip to
        get there, at least. Where that proved wrong, it is taken to be counted as late as can be.
        """
        trip = now - permit.taken_at
        if heard:
            self._shortest_trip = min(self._shortest_trip, trip)
            self._trips += 1
        shortest = self._shortest_trip if self._shortest_trip < math.inf else 0.0
        cautious = now < self.refused_at + CAUTIOUS_FOR
        back = (shortest if cautious else trip) if heard else 0.0
        there = shortest / 2 * SURE if self._trips >= LEARNS_FROM else 0.0
        counted = now - back / 2 - there
        for pace in permit.paces:
            pace.answered(counted, permit.messages)
        if len(self._chats) > _REMEMBERED_CHATS:
            self._forget_rested(now)

    def _paces(self, now: float, method: str, chat: Chat) -> tuple[Pace, ...]:
        """An answer to a button counts nowhere."""
        if method == CALLBACK_ANSWER:
            return ()
        return (self._overall, *self._chat_paces(now, method, chat))

    def _chat_paces(self, now: float, method: str, chat: Chat) -> tuple[Pace, ...]:
        """In a group an edit counts like a message, in a private chat it does not."""
        counted = (*_MESSAGE_PREFIXES, "edit") if chat.is_group else _MESSAGE_PREFIXES
        if not method.startswith(counted):
            return ()
        if chat not in self._chats:
            self._chats[chat] = self._new_paces(now, chat)
        return self._chats[chat]

    def _new_paces(self, now: float, chat: Chat) -> tuple[Pace, ...]:
        limits = self._limits
        if chat.is_group:
            first: Pace = Window(limits.group_a_second, 1.0)
            a_minute: int | None = limits.group_a_minute
        else:
            first = Bucket(limits.private_burst, now)
            a_minute = limits.private_a_minute
        longer = ((a_minute, 60.0), (limits.chat_an_hour, 3600.0))
        return first, *(Window(most, seconds) for most, seconds in longer if most is not None)

    def _forget_rested(self, now: float) -> None:
        self._chats = {
            chat: paces
            for chat, paces in self._chats.items()
            if not all(pace.rested(now) for pace in paces)
        }
