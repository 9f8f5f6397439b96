"""By which way messages reached people, counted by day and for reports."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import insert, select

from services.figures import Measure, Within
from services.messages import daily
from storage.outbox import Urgency
from storage.tables import (
    Address,
    Area,
    Channel,
    Matter,
    MessageCount,
    MessageWay,
    OutboxMessage,
    OutboxState,
    Person,
    Untold,
    Way,
)
from tests.services.conftest import Desk

DAY = date(2026, 3, 1)
AT = datetime(2026, 3, 1, 4, tzinfo=UTC)
"""Noon of DAY in Fuzhou."""
NIGHT_AFTER = datetime(2026, 3, 1, 16, 10, tzinfo=UTC)
HERE, THERE, NOWHERE = 501, 502, 503
"""People: of the community's building, of the next one, and of whom that is not known."""
OF_DAY = timedelta(hours=12)


def a_row(**differently: Any) -> dict[str, Any]:
    sent = {
        "channel": Channel.TELEGRAM,
        "chat_id": HERE,
        "urgency": int(Urgency.NOTICE),
        "method": "sendMessage",
        "params": {},
        "state": OutboxState.SENT,
        "not_before": AT,
        "created_at": AT,
        "finished_at": AT,
    }
    return sent | differently


def an_item(message_id: int, **differently: Any) -> dict[str, Any]:
    item = {
        "person_id": HERE,
        "message_id": message_id,
        "matter": Matter.MEAL,
        "text": "",
        "since": AT,
        "ended_at": AT,
    }
    return item | differently


async def people_come(desk: Desk) -> None:
    homes = {HERE: desk.place.building.id, THERE: desk.place.next_community.id, NOWHERE: None}
    async with desk.database.transaction() as session:
        for person_id, home_id in homes.items():
            session.add(Person(id=person_id, language="zh", home_id=home_id, created_at=AT))
            for channel in (Channel.TELEGRAM, Channel.WECHAT, Channel.WECOM):
                session.add(
                    Address(
                        channel=channel,
                        external_id=str(person_id),
                        person_id=person_id,
                        chat_id=person_id,
                        seen_at=AT,
                    )
                )


async def were_sent(desk: Desk, *rows: dict[str, Any]) -> None:
    async with desk.database.transaction() as session:
        for row in rows:
            await session.execute(insert(OutboxMessage).values(**row))


async def were_left(desk: Desk, *items: dict[str, Any]) -> None:
    async with desk.database.transaction() as session:
        for item in items:
            of_area = {"area_id": desk.place.community.id} | item
            await session.execute(insert(Untold).values(**of_area))


async def count(desk: Desk, now: datetime = NIGHT_AFTER) -> None:
    """What the job does."""
    async with desk.database.reading() as session:
        ordinals = await daily.due(session, now)
    for ordinal in ordinals:
        async with desk.database.reading() as session:
            keep = await daily.counting(session, ordinal, now=now)
        async with desk.database.transaction() as session:
            await keep(session, ordinal, now=now)


async def kept(desk: Desk, area: Area, day: date = DAY) -> Mapping[MessageWay, int]:
    async with desk.database.reading() as session:
        of_area = MessageCount.day == day, MessageCount.area_id == area.id
        found = await session.execute(
            select(MessageCount.way, MessageCount.messages).where(*of_area)
        )
        return dict(found.all())


async def reported(desk: Desk, area: Area, since: datetime = AT) -> dict[Measure, Any]:
    """Of the two days from that of `since`."""
    begins = since - OF_DAY
    async with desk.database.reading() as session:
        return dict(await daily.figures(session, Within(area, begins, begins + 4 * OF_DAY)))


WAYS: dict[MessageWay, dict[str, Any]] = {
    MessageWay.TELEGRAM: {},
    MessageWay.WECOM: {"channel": Channel.WECOM},
    MessageWay.REPLY: {"channel": Channel.WECHAT, "passive": True},
    MessageWay.SERVICE: {"channel": Channel.WECHAT},
    MessageWay.TEMPLATE: {
        "channel": Channel.WECHAT,
        "way": Way.TEMPLATE,
        "told_at": AT,
        "state": OutboxState.WAITING,
        "finished_at": None,
    },
    MessageWay.SUBSCRIPTION: {
        "channel": Channel.WECHAT,
        "way": Way.SUBSCRIPTION,
        "told_at": AT,
        "passive": True,
    },
    MessageWay.ELSEWHERE: {"way": Way.ELSEWHERE},
    MessageWay.NOBODY: {"state": OutboxState.GIVEN_UP},
}


async def test_each_message_counts_by_the_way_on_which_they_heard(desk: Desk) -> None:
    await people_come(desk)
    for times, row in enumerate(WAYS.values(), start=1):
        await were_sent(desk, *(a_row(**row) for _time in range(times)))
    expected = {way: times for times, way in enumerate(WAYS, start=1)}
    by_measure = {Measure(f"messages_{way}"): times for way, times in expected.items()}
    assert await reported(desk, desk.place.community) == by_measure
    await count(desk)
    assert await kept(desk, desk.place.community) == expected
    assert await reported(desk, desk.place.community) == by_measure


async def test_what_is_no_message_to_a_person_does_not_count(desk: Desk) -> None:
    await people_come(desk)
    others = (
        {"chat_id": -1001},
        {"method": "answerCallbackQuery"},
        {"method": "editMessageText"},
        {"finished_at": AT - OF_DAY - timedelta(seconds=1)},
        {"finished_at": AT + OF_DAY},
        {"state": OutboxState.WAITING, "finished_at": None},
    )
    await were_sent(desk, *(a_row(**each) for each in others))
    await count(desk)
    assert await kept(desk, desk.place.community) == {}
    assert await kept(desk, desk.place.district) == {MessageWay.NOBODY: 0}


async def test_a_message_that_a_template_announced_counts_once(desk: Desk) -> None:
    """Not again when the whole of it is read, on that day or another."""
    await people_come(desk)
    announced = {"channel": Channel.WECHAT, "way": Way.TEMPLATE}
    before = AT - timedelta(days=1)
    rows = ({"told_at": AT, "passive": True}, {"told_at": before}, {"told_at": before})
    await were_sent(desk, *(a_row(**announced, **each) for each in rows))
    await count(desk)
    assert await kept(desk, desk.place.community) == {MessageWay.TEMPLATE: 1}


async def test_what_is_left_to_staff_counts_when_they_tell_it_or_nobody_did(desk: Desk) -> None:
    await people_come(desk)
    given_up = {"state": OutboxState.GIVEN_UP}
    await were_sent(
        desk,
        *(a_row(id=at, **given_up) for at in (1, 2, 3)),
        a_row(id=4, **given_up, left_to_staff=True),
        a_row(id=5, channel=Channel.WECHAT, left_to_staff=True, passive=True),
    )
    await were_left(
        desk,
        an_item(1, told_by=9, told_by_name="社工甲"),
        an_item(2, until=AT - timedelta(hours=1)),
        an_item(3, ended_at=None),
        an_item(5, until=AT + timedelta(hours=1)),
    )
    await count(desk)
    assert await kept(desk, desk.place.community) == {
        MessageWay.STAFF: 1,
        MessageWay.NOBODY: 1,
        MessageWay.REPLY: 1,
    }


async def test_each_community_has_its_own_and_the_topmost_area_who_said_no_home(
    desk: Desk,
) -> None:
    await people_come(desk)
    await were_sent(desk, *(a_row(chat_id=chat_id) for chat_id in (HERE, HERE, THERE, NOWHERE, 77)))
    place = desk.place
    figures = {place.community: 2, place.next_community: 1, place.street: 3, place.district: 5}
    for area, messages in figures.items():
        assert await reported(desk, area) == {Measure.MESSAGES_TELEGRAM: messages}
    await count(desk)
    for area, messages in figures.items():
        assert await reported(desk, area) == {Measure.MESSAGES_TELEGRAM: messages}
    assert (await kept(desk, place.district))[MessageWay.TELEGRAM] == 2


async def test_a_report_adds_today_to_the_days_that_are_counted(desk: Desk) -> None:
    await people_come(desk)
    await were_sent(desk, a_row(), a_row(finished_at=AT + timedelta(days=1)))
    await count(desk)
    assert await reported(desk, desk.place.community) == {Measure.MESSAGES_TELEGRAM: 2}


async def test_counted_twice_a_day_is_counted_once(desk: Desk) -> None:
    await people_come(desk)
    await were_sent(desk, a_row())
    async with desk.database.reading() as session:
        keep = await daily.counting(session, DAY.toordinal(), now=NIGHT_AFTER)
    for _time in range(2):
        async with desk.database.transaction() as session:
            await keep(session, DAY.toordinal(), now=NIGHT_AFTER)
    assert await kept(desk, desk.place.community) == {MessageWay.TELEGRAM: 1}


async def test_days_are_due_once_each_and_after_an_outage_at_most_a_week(desk: Desk) -> None:
    async def due(now: datetime) -> list[date]:
        async with desk.database.reading() as session:
            return [date.fromordinal(each) for each in await daily.due(session, now)]

    assert await due(NIGHT_AFTER) == [DAY]
    assert await due(NIGHT_AFTER - timedelta(minutes=6)) == [DAY - timedelta(days=1)]
    await count(desk)
    assert await due(NIGHT_AFTER) == []
    assert await due(NIGHT_AFTER + timedelta(days=2)) == [DAY + timedelta(days=at) for at in (1, 2)]
    assert len(await due(NIGHT_AFTER + timedelta(days=20))) == daily.MISSED
