"""Nobody is woken for what can wait: which messages leave when, and that none is lost."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services import quiet_hours
from services.calendar import ZONE
from services.quiet_hours import AWAKE_FOR, SPREAD, AsleepError, Hours
from storage.engine import Database
from storage.outbox import Night, Outgoing, Urgency, put
from storage.tables import Card, Channel, OutboxMessage, Person, QuietHours
from tests.chats import an_address, telegram
from tests.services.factories import NOW, build_neighbourhood

EVENING = datetime(2026, 11, 23, 13, 30, tzinfo=UTC)
"""Half past nine in Fuzhou."""
EIGHT = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)
PERSON, GROUP = 77, -1077
ZONES = st.sampled_from(
    ["Asia/Shanghai", "Asia/Kathmandu", "Europe/Berlin", "America/St_Johns", "Pacific/Apia"]
).map(ZoneInfo)
MINUTES = st.integers(0, 24 * 60 - 1).map(lambda minute: time(minute // 60, minute % 60))
MOMENTS = st.integers(0, 7 * 366 * 24 * 3600).map(
    lambda seconds: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)
CHATS = st.integers(-(10**13), 10**13)


def _day_has_two_hours(hours: Hours) -> bool:
    """Else one night would begin before the spread of the last one is over."""
    minutes = [each.hour * 60 + each.minute for each in (hours.ends, hours.begins)]
    return (minutes[1] - minutes[0]) % (24 * 60) >= 120


HOURS = st.builds(Hours, MINUTES, MINUTES).filter(_day_has_two_hours)


@given(HOURS, MOMENTS, CHATS, ZONES)
def test_the_morning_lies_ahead_within_a_day_and_outside_every_night(
    hours: Hours, at: datetime, chat_id: int, zone: ZoneInfo
) -> None:
    morning = hours.morning(at, telegram(chat_id), zone)
    if morning is None:
        assert hours.night(at, zone) is None
    else:
        assert at < morning <= at + timedelta(hours=25) + SPREAD
        assert hours.night(morning, zone) is None


@given(HOURS, MOMENTS, CHATS, st.sampled_from([ZoneInfo("Asia/Shanghai"), ZoneInfo("Asia/Tokyo")]))
def test_what_leaves_at_once_leaves_outside_the_hours_that_were_set(
    hours: Hours, at: datetime, chat_id: int, zone: ZoneInfo
) -> None:
    if hours.morning(at, telegram(chat_id), zone) is not None:
        return
    local = at.astimezone(zone).time()
    if hours.begins < hours.ends:
        assert not hours.begins <= local < hours.ends
    elif hours.begins > hours.ends:
        assert hours.ends <= local < hours.begins


@given(HOURS, st.lists(MOMENTS, min_size=2, max_size=6), CHATS, ZONES)
def test_what_is_promised_to_one_chat_leaves_in_its_order(
    hours: Hours, promised: list[datetime], chat_id: int, zone: ZoneInfo
) -> None:
    leaves = [hours.morning(at, telegram(chat_id), zone) or at for at in sorted(promised)]
    assert leaves == sorted(leaves)


@given(MOMENTS, ZONES)
def test_the_evening_before_is_no_night(at: datetime, zone: ZoneInfo) -> None:
    evening = Hours().evening(at, zone)
    assert Hours().night(evening, zone) is None
    assert at - timedelta(hours=13) < evening <= at


def test_not_everybody_is_written_to_at_eight() -> None:
    mornings = [Hours().morning(EVENING, telegram(chat)) for chat in range(1, 501)]
    assert all(morning and EIGHT <= morning < EIGHT + SPREAD for morning in mornings)
    assert len(set(mornings)) > 300


def notice(chat_id: int = PERSON, /, **differently: Any) -> Outgoing:
    message = Outgoing(
        channel=Channel.TELEGRAM,
        chat_id=chat_id,
        method="sendMessage",
        params={"text": "…"},
        urgency=Urgency.NOTICE,
    )
    return replace(message, **differently)


async def kept(session: AsyncSession, *promised: Outgoing, now: datetime) -> list[Outgoing]:
    return await quiet_hours.keep(session, promised, now=now, zone=ZONE)


ALOUD = {"channel": Channel.WECOM}
"""No message comes there without a sound."""
AT_ONCE, SILENT, IN_THE_MORNING = "at once", "silently", "in the morning"


@pytest.mark.parametrize(
    ("message", "leaves"),
    [
        pytest.param(notice(), IN_THE_MORNING, id="a person sleeps"),
        pytest.param(notice(GROUP), SILENT, id="a group is a place of work"),
        pytest.param(notice(card="task:1", urgency=Urgency.CARD), SILENT, id="a card"),
        pytest.param(notice(GROUP, **ALOUD), IN_THE_MORNING, id="a group where all rings"),
        pytest.param(
            notice(GROUP, channel=Channel.WECOM_WEBHOOK), IN_THE_MORNING, id="one with a webhook"
        ),
        pytest.param(
            notice(GROUP, **ALOUD, night=Night.RINGS), AT_ONCE, id="safety, where all rings"
        ),
        pytest.param(notice(urgency=Urgency.ANSWER), AT_ONCE, id="somebody waits for it"),
        pytest.param(notice(night=Night.RINGS), AT_ONCE, id="somebody's safety"),
        pytest.param(notice(GROUP, night=Night.RINGS), AT_ONCE, id="safety, to a group"),
        pytest.param(notice(method="editMessageText"), AT_ONCE, id="an edit makes no sound"),
        pytest.param(notice(method="sendDocument"), IN_THE_MORNING, id="a file does"),
        pytest.param(
            notice(useful_until=EIGHT - timedelta(hours=1)), AT_ONCE, id="too late in the morning"
        ),
        pytest.param(
            notice(useful_until=EIGHT + SPREAD), IN_THE_MORNING, id="in time in the morning"
        ),
    ],
)
async def test_at_night(database: Database, message: Outgoing, leaves: str) -> None:
    async with database.transaction() as session:
        [found] = await kept(session, message, now=EVENING)
        [by_day] = await kept(session, message, now=NOW)
    assert by_day == message
    if leaves == IN_THE_MORNING:
        assert found == replace(message, not_before=Hours().morning(EVENING, message.chat))
    elif leaves == SILENT:
        silent = message.params | {"disable_notification": True}
        assert found == replace(message, params=silent)
    else:
        assert found == message


@pytest.mark.parametrize(
    ("answered", "is_awake"),
    [(AWAKE_FOR - timedelta(minutes=1), True), (AWAKE_FOR + timedelta(minutes=1), False)],
)
async def test_who_was_answered_a_moment_ago_is_awake(
    database: Database, answered: timedelta, is_awake: bool
) -> None:
    async with database.transaction() as session:
        await put(session, [notice(urgency=Urgency.ANSWER)], EVENING - answered)
        [found] = await kept(session, notice(), now=EVENING)
    assert (found.not_before is None) is is_awake


async def test_who_is_answered_in_the_same_moment_is_awake(database: Database) -> None:
    async with database.transaction() as session:
        [_answer, found] = await kept(
            session, notice(urgency=Urgency.ANSWER), notice(), now=EVENING
        )
    assert found.not_before is None


async def test_where_all_rings_what_waits_leaves_once_somebody_is_answered(
    database: Database,
) -> None:
    here, there = notice(GROUP, **ALOUD), notice(GROUP - 1, **ALOUD)
    async with database.transaction() as session:
        await put(session, await kept(session, here, there, now=EVENING), EVENING)
        await kept(session, replace(here, urgency=Urgency.ANSWER), now=EVENING)
        waiting = select(OutboxMessage.chat_id).where(OutboxMessage.not_before > EVENING)
        assert [*await session.scalars(waiting)] == [there.chat_id]


async def test_the_hours_are_those_of_the_nearest_area_that_has_some(database: Database) -> None:
    async with database.transaction() as session:
        places = await build_neighbourhood(session)
        community = places.community
        person = Person(id=PERSON, language="zh", home_id=places.building.id, created_at=NOW)
        session.add_all([person, an_address(PERSON)])
        session.add(QuietHours(area_id=places.street.id, begins=time(12), ends=time(14)))
        await session.flush()
        noon = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)
        [at_noon] = await kept(session, notice(), now=noon)
        [elsewhere] = await kept(session, notice(PERSON + 1), now=noon)
        assert await quiet_hours.of_area(session, community) == Hours(time(12), time(14))
    assert at_noon.not_before == Hours(time(12), time(14)).morning(noon, telegram(PERSON))
    assert elsewhere.not_before is None


@pytest.mark.parametrize(
    ("message", "waits"),
    [
        pytest.param(notice(), True, id="a notice"),
        pytest.param(notice(GROUP), True, id="a notice to a group"),
        pytest.param(notice(GROUP, card="new:1"), True, id="a card that is new"),
        pytest.param(notice(GROUP, card="old:1"), False, id="a card that is edited"),
        pytest.param(notice(GROUP, card="old:1", to_the_end=True), True, id="posted again"),
        pytest.param(notice(night=Night.RINGS), False, id="safety"),
        pytest.param(notice(useful_until=EVENING + timedelta(hours=9)), False, id="too late then"),
    ],
)
async def test_a_job_waits_where_it_would_wake_somebody(
    database: Database, message: Outgoing, waits: bool
) -> None:
    async with database.transaction() as session:
        session.add(Card(channel=Channel.TELEGRAM, chat_id=GROUP, key="old:1", message_id=1))
        await session.flush()
        await quiet_hours.wait_for_morning(session, [message], now=NOW, zone=ZONE)
        woken = None
        try:
            await quiet_hours.wait_for_morning(session, [message], now=EVENING, zone=ZONE)
        except AsleepError as asleep:
            woken = asleep.until
    assert woken == (Hours().morning(EVENING, message.chat) if waits else None)
