"""Quiet hours (勿扰): nobody is woken for what can wait until the morning.

Decided here alone, where messages are promised. By day everything leaves at once. At night
- an answer, and anything to a chat that had one within AWAKE_FOR, leaves at once: somebody waits;
- what `Night.RINGS` leaves at once: somebody's safety (平安守望), or an urgent request;
- a group gets its cards and messages at once but without a sound: it is a place of work, where
  the people there at night have to see how things stand;
- where nothing comes without a sound, groups wait, too, until their morning, or until somebody
  there does something;
- a person gets everything else in the morning, unless it would then come too late;
- a job's row that would wake somebody, be it a person or a group, is left due until the morning
  and judged again then (`AsleepError`), so that nothing stale is told.

Each chat's night ends within SPREAD of the hour, at a moment of its own: not everything leaves at
eight, and what was promised to one chat leaves in its order.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from zlib import crc32
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services import areas
from services.calendar import ONE_DAY, ZONE
from services.groups import known
from storage.keys import one_of
from storage.outbox import Night, Outgoing, Urgency, bring_forward, standing_among
from storage.outbox_rows import IS_WAITING
from storage.remembered import remembered
from storage.tables import Address, Area, Chat, OutboxMessage, Person, QuietHours

SPREAD = timedelta(minutes=15)
"""13,000 people in a quarter of an hour are 15 a second, half of what Telegram takes."""
AWAKE_FOR = timedelta(minutes=30)
"""A person who was answered since then still has the phone in their hand."""
EVENING = timedelta(hours=1)
"""So long before the night begins people are reminded of what begins before the morning."""
_SOUNDS = ("send", "copy", "forward")
"""How methods begin that a phone rings for; edits and deletions make no sound."""


class AsleepError(Exception):
    """What a job was about to say would wake somebody; nothing of it is to be kept."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


@dataclass(frozen=True, slots=True)
class Hours:
    """From when until when it is quiet, in local time; over midnight where it ends earlier."""

    begins: time = time(21)
    ends: time = time(8)

    def night(
        self, at: datetime, zone: ZoneInfo = ZONE, *, longer: timedelta = timedelta(0)
    ) -> tuple[datetime, datetime] | None:
        """The night that `at` falls in, from its beginning to its end (excluded), in UTC.

        None by day, and where nights have no length. `longer` is added to their end.
        """
        today = at.astimezone(zone).date()
        for day in (today - ONE_DAY, today):
            last = day + ONE_DAY if self.ends < self.begins else day
            begins = datetime.combine(day, self.begins, zone).astimezone(UTC)
            ends = datetime.combine(last, self.ends, zone).astimezone(UTC) + longer
            if begins <= at < ends and self.begins != self.ends:
                return begins, ends
        return None

    def next_night(self, at: datetime, zone: ZoneInfo = ZONE) -> datetime | None:
        """When the next one begins after `at`, in UTC; None where nights have no length."""
        today = at.astimezone(zone).date()
        evenings = (
            datetime.combine(day, self.begins, zone).astimezone(UTC)
            for day in (today, today + ONE_DAY)
        )
        return next((each for each in evenings if each > at and self.begins != self.ends), None)

    def morning(self, at: datetime, chat: Chat, zone: ZoneInfo = ZONE) -> datetime | None:
        """When the chat's night that `at` falls in is over; None by day. In UTC."""
        own = timedelta(seconds=crc32(b"%d" % chat.id) % int(SPREAD.total_seconds()))
        night = self.night(at, zone, longer=own)
        return night[1] if night else None

    def evening(self, at: datetime, zone: ZoneInfo = ZONE) -> datetime:
        """`at`, or where it falls in a night, EVENING before that night begins."""
        night = self.night(at, zone)
        return night[0] - EVENING if night else at


async def of_area(session: AsyncSession, area: Area) -> Hours:
    """The quiet hours there: those set for it or for the nearest area above, else the usual."""
    return _nearest(await _every(session), area.lineage)


async def night_anywhere(session: AsyncSession, at: datetime, zone: ZoneInfo = ZONE) -> bool:
    """Whether at `at` somebody sleeps somewhere, or their morning has only begun."""
    hours = (Hours(), *(await _every(session)).values())
    return any(each.night(at, zone, longer=SPREAD) is not None for each in hours)


async def next_night(session: AsyncSession, at: datetime, zone: ZoneInfo = ZONE) -> datetime | None:
    """When the next night begins anywhere after `at`."""
    hours = (Hours(), *(await _every(session)).values())
    nights = [night for each in hours if (night := each.next_night(at, zone)) is not None]
    return min(nights, default=None)


async def keep(
    session: AsyncSession, promised: Sequence[Outgoing], *, now: datetime, zone: ZoneInfo
) -> list[Outgoing]:
    """`promised` as it may leave: later or silent where it would wake somebody."""
    mornings = await _mornings(session, promised, now, zone)
    await _end_nights(session, promised, now, zone)
    return [_kept(item, mornings.get(item.chat)) for item in promised]


async def wait_for_morning(
    session: AsyncSession, promised: Sequence[Outgoing], *, now: datetime, zone: ZoneInfo
) -> None:
    """Raises AsleepError where `promised` would make a sound in a chat that sleeps."""
    mornings = await _mornings(session, promised, now, zone)
    woken = [item for item in promised if item.chat in mornings and _may_wake(item)]
    # A new look of a card that stands there already is an edit.
    redrawn = await standing_among(session, [(each.chat, each.card) for each in woken if each.card])
    waits = [
        mornings[item.chat]
        for item in woken
        if not _too_late(item, mornings[item.chat])
        and (item.to_the_end or (item.chat, item.card) not in redrawn)
    ]
    if waits:
        raise AsleepError(max(waits))


def _kept(item: Outgoing, morning: datetime | None) -> Outgoing:
    if morning is None or not _may_wake(item) or _too_late(item, morning):
        return item
    if item.channel.can_be_silent and (item.chat.is_group or item.card is not None):
        return replace(item, params=item.params | {"disable_notification": True})
    return replace(item, not_before=morning)


def _may_wake(item: Outgoing) -> bool:
    return (
        item.urgency > Urgency.ANSWER
        and item.night is Night.WAITS
        and item.method.startswith(_SOUNDS)
    )


async def _end_nights(
    session: AsyncSession, promised: Sequence[Outgoing], now: datetime, zone: ZoneInfo
) -> None:
    """Who works in a group at night has to see how things stand: what waits there leaves."""
    awake = {
        item.chat
        for item in promised
        if item.urgency is Urgency.ANSWER
        if item.chat.is_group and not item.channel.can_be_silent
    }
    if awake and await night_anywhere(session, now, zone):
        await bring_forward(session, awake, now)


def _too_late(item: Outgoing, morning: datetime) -> bool:
    return item.useful_until is not None and item.useful_until <= morning


async def _mornings(
    session: AsyncSession, promised: Sequence[Outgoing], now: datetime, zone: ZoneInfo
) -> Mapping[Chat, datetime]:
    """By chat, for those that sleep and would be woken."""
    chats = {item.chat for item in promised if _may_wake(item)}
    if not chats:
        return {}
    if not await night_anywhere(session, now, zone):
        return {}
    chats -= {item.chat for item in promised if item.urgency is Urgency.ANSWER}
    chats -= await talking_in(session, chats, now)
    hours, lineages = await _every(session), await _lineages(session, chats)
    found = {
        chat: _nearest(hours, lineages.get(chat, ())).morning(now, chat, zone) for chat in chats
    }
    return {chat: morning for chat, morning in found.items() if morning is not None}


def _nearest(hours: Mapping[int, Hours], lineage: Sequence[int]) -> Hours:
    return next((hours[area_id] for area_id in reversed(lineage) if area_id in hours), Hours())


@remembered(QuietHours)
async def _every(session: AsyncSession) -> Mapping[int, Hours]:
    """What was set, by area; a few rows."""
    rows = await session.execute(select(QuietHours.area_id, QuietHours.begins, QuietHours.ends))
    return {area_id: Hours(begins, ends) for area_id, begins, ends in rows}


async def talking_in(session: AsyncSession, chats: Collection[Chat], now: datetime) -> set[Chat]:
    """Those of `chats` where somebody did something lately and was answered."""
    since = now - AWAKE_FOR
    place = (OutboxMessage.channel, OutboxMessage.chat_id)
    found = await session.execute(
        select(*place)
        .where(
            one_of(place, chats),
            OutboxMessage.urgency == int(Urgency.ANSWER),
            OutboxMessage.created_at > since,
            or_(OutboxMessage.finished_at > since, IS_WAITING),
        )
        .distinct()
    )
    return {Chat(channel, chat_id) for channel, chat_id in found}


async def _lineages(session: AsyncSession, chats: Collection[Chat]) -> Mapping[Chat, Sequence[int]]:
    """By chat: the areas from the root down to where the person lives or the group works."""
    private = (Address.channel, Address.chat_id)
    homes = await session.execute(
        select(Address.channel, Address.chat_id, Person.home_id)
        .join(Person, Person.id == Address.person_id)
        .where(one_of(private, chats), Person.home_id.is_not(None))
    )
    found = {Chat(row.channel, row.chat_id): row.home_id for row in homes}
    groups = (await known.every(session)).values()
    found |= {group.chat: group.area_id for group in groups if group.chat in chats}
    there = await areas.with_ids(session, set(found.values()))
    return {chat: there[area_id].lineage for chat, area_id in found.items()}
