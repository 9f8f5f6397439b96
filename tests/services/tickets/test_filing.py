"""Filing a request: what is written, what is refused, what it costs."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event, select

from services import tickets
from services.errors import NotFound, Refusal, TooLong, TooMany, WordsNeeded
from services.news import take_news
from services.tickets import ATTACHMENT_LIMIT, TEXT_LIMIT
from services.tickets.recording import Line
from storage import media
from storage.media import Attachment
from storage.tables import Channel, EventKind, MediaKind, Ticket, TicketMedia, TicketState
from tests.services.conftest import Desk
from tests.services.factories import NOW, RESIDENT, a_ticket, arrive, new_ticket

PHOTO = Attachment(MediaKind.PHOTO, "file-1")


async def test_a_filed_request_waits_where_it_belongs(desk: Desk) -> None:
    ticket = await desk.ticket((await desk.file()).id)
    assert ticket.state is TicketState.OPEN
    assert (ticket.community_id, ticket.compound_id, ticket.area_id) == (
        desk.place.community.id,
        desk.place.compound.id,
        desk.place.building.id,
    )
    assert (ticket.affected, ticket.round, ticket.taker_id) == (1, 0, None)


async def test_its_number_is_the_communitys_day_and_counts_from_1(desk: Desk) -> None:
    before_midnight_utc = datetime(2026, 3, 1, 23, 0, tzinfo=UTC)
    numbers = [
        (await desk.file(now=before_midnight_utc + timedelta(hours=hours))).number
        for hours in (0, 1, 24, 25)
    ]
    assert numbers == ["260302-1", "260302-2", "260303-1", "260303-2"]


async def test_numbers_count_on_within_a_transaction(desk: Desk) -> None:
    async with desk.database.transaction() as session:
        numbers = [(await a_ticket(session, desk.place)).number for _each in range(3)]
    assert numbers == ["260302-1", "260302-2", "260302-3"]


async def test_a_day_that_was_counted_otherwise_is_counted_on(desk: Desk) -> None:
    """As before numbers began at 1: they were the ids, and must not come twice."""
    await desk.file(now=NOW - timedelta(days=1))
    async with desk.database.transaction() as session:
        ticket = await a_ticket(session, desk.place)
        ticket.number = f"260302-{ticket.id}"
    following = await desk.file()
    assert following.number == f"260302-{following.id}"


async def test_the_day_is_that_of_the_zone_given(desk: Desk) -> None:
    zone = ZoneInfo("America/New_York")
    ticket = await desk.do(
        lambda session: tickets.file(session, new_ticket(desk.place), now=NOW, zone=zone)
    )
    assert ticket.number.startswith("260301-")


async def test_numbers_go_on_in_the_next_transaction(desk: Desk) -> None:
    first, second = await desk.file(), await desk.file()
    assert second.id == first.id + 1
    assert re.fullmatch(r"\d{6}-2", second.number)


async def test_urgent_ones_are_answered_by_the_clock_others_in_working_hours(desk: Desk) -> None:
    urgent = await desk.file(category_id=desk.place.leak.id)
    usual = await desk.file(category_id=desk.place.lamp.id)
    assert urgent.respond_by == NOW + timedelta(hours=2)
    assert usual.respond_by == datetime(2026, 3, 3, 2, 0, tzinfo=UTC)


async def test_its_first_line_says_who_filed_it_and_is_announced(desk: Desk) -> None:
    async with desk.database.transaction() as session:
        await arrive(session, PHOTO)
        ticket = await a_ticket(session, desk.place, attachments=(PHOTO,))
        [line] = take_news(session)
        assert isinstance(line, Line)
    assert (line.ticket, line.attachments) == (ticket, (PHOTO,))
    [filed] = await desk.lines(ticket.id)
    assert (filed.kind, filed.actor_id, filed.at) == (EventKind.FILED, RESIDENT, NOW)


async def test_what_it_was_filed_with_is_apart_from_what_came_later(desk: Desk) -> None:
    later = Attachment(MediaKind.VOICE, "file-2")
    await desk.do(lambda session: arrive(session, PHOTO, later))
    ticket = await desk.file(attachments=(PHOTO,))
    await desk.do(lambda session: tickets.add(session, ticket.id, RESIDENT, None, [later], now=NOW))
    [added] = await desk.lines(ticket.id, EventKind.ADDED)
    async with desk.database.reading() as session:
        first = await tickets.attachments_of(session, ticket.id)
        then = await tickets.attachments_of(session, ticket.id, added.id)
    assert (first, then) == ([PHOTO], [later])


async def test_a_long_text_is_kept_whole(desk: Desk) -> None:
    text = "水" * TEXT_LIMIT
    assert (await desk.ticket((await desk.file(text=text)).id)).text == text


async def test_a_photo_says_enough(desk: Desk) -> None:
    await desk.do(lambda session: arrive(session, PHOTO))
    ticket = await desk.file(text="", attachments=(PHOTO,))
    assert ticket.text == ""


@pytest.mark.parametrize(
    ("differently", "refusal"),
    [
        ({"text": "水" * (TEXT_LIMIT + 1)}, TooLong),
        ({"text": " \n "}, WordsNeeded),
        ({"place": "路" * 401}, TooLong),
        ({"attachments": (PHOTO,) * (ATTACHMENT_LIMIT + 1)}, TooMany),
        ({"category_id": 4711}, NotFound),
        ({"area_id": 4711}, NotFound),
    ],
)
async def test_refusals_leave_nothing_behind(
    desk: Desk, differently: dict[str, Any], refusal: type[Refusal]
) -> None:
    outcome = await desk.attempt(lambda session: a_ticket(session, desk.place, **differently))
    assert isinstance(outcome, refusal)
    async with desk.database.reading() as session:
        assert (await session.scalars(select(Ticket))).all() == []
        assert (await session.scalars(select(TicketMedia))).all() == []


async def test_nobody_files_for_a_whole_street(desk: Desk) -> None:
    outcome = await desk.attempt(
        lambda session: a_ticket(session, desk.place, area_id=desk.place.street.id)
    )
    assert isinstance(outcome, NotFound)


async def test_a_batch_writes_its_requests_at_once_and_reads_nothing_again(desk: Desk) -> None:
    """Tickets, clocks and lines of timelines; PostgreSQL's sequence is asked for each."""
    statements: list[str] = []
    async with desk.database.transaction() as session:
        await a_ticket(session, desk.place)
        await session.flush()
        event.listen(
            desk.database.writer.sync_engine,
            "before_cursor_execute",
            lambda *told: statements.append(told[2]),
        )
        for _one in range(10):
            await a_ticket(session, desk.place)
    asked = ("nextval", "sqlite_sequence")
    written = [each for each in statements if not any(word in each for word in asked)]
    assert [each.partition(" (")[0] for each in written] == [
        "INSERT INTO tickets",
        "INSERT INTO ticket_clocks",
        "INSERT INTO ticket_events",
    ]


async def test_files_of_others_in_a_batch_do_not_make_it_write_one_by_one(desk: Desk) -> None:
    statements: list[str] = []
    async with desk.database.transaction() as session:
        await arrive(session, PHOTO)
        await a_ticket(session, desk.place)
        await session.flush()
        event.listen(
            desk.database.writer.sync_engine,
            "before_cursor_execute",
            lambda *told: statements.append(told[2]),
        )
        for number in range(10):
            media.take_in(session, MediaKind.PHOTO, Channel.TELEGRAM, f"other-{number}", now=NOW)
            await a_ticket(session, desk.place, attachments=[PHOTO])
    assert sum("INTO tickets" in statement for statement in statements) == 1
    assert not any("INTO media" in statement for statement in statements)
