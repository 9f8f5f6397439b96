"""What a resident may do with a request, and what they get to see of it."""

from datetime import timedelta

import pytest

from services import tickets
from services.errors import NotFound, NotYours, OwnTicket, TooLong, TooSoon, WordsNeeded, WrongState
from storage.tables import EventKind, TicketState
from tests.services.conftest import Desk
from tests.services.factories import NEIGHBOUR, NOW, RESIDENT, STRANGER, member


async def test_nobody_joins_their_own_request(desk: Desk) -> None:
    ticket = await desk.file()
    with pytest.raises(OwnTicket):
        await desk.do(lambda session: tickets.join(session, ticket.id, RESIDENT, now=NOW))


async def test_a_private_request_is_not_there_for_others(desk: Desk) -> None:
    ticket = await desk.file(private=True)
    with pytest.raises(NotFound):
        await desk.do(lambda session: tickets.join(session, ticket.id, NEIGHBOUR, now=NOW))


async def test_who_joined_may_add_and_strangers_may_not(desk: Desk) -> None:
    ticket = await desk.file()
    await desk.do(lambda session: tickets.join(session, ticket.id, NEIGHBOUR, now=NOW))
    await desk.do(lambda session: tickets.add(session, ticket.id, NEIGHBOUR, "我家也是", now=NOW))
    [added] = await desk.lines(ticket.id, EventKind.ADDED)
    assert (added.actor_id, added.text) == (NEIGHBOUR, "我家也是")
    with pytest.raises(NotYours):
        await desk.do(lambda session: tickets.add(session, ticket.id, STRANGER, "哦", now=NOW))


async def test_adding_nothing_is_refused(desk: Desk) -> None:
    ticket = await desk.file()
    with pytest.raises(WordsNeeded):
        await desk.do(lambda session: tickets.add(session, ticket.id, RESIDENT, " ", now=NOW))


async def test_nudging_again_is_possible_after_a_day(desk: Desk) -> None:
    ticket = await desk.file()
    tomorrow = NOW + timedelta(hours=24)
    await desk.do(lambda session: tickets.nudge(session, ticket.id, RESIDENT, now=NOW))
    with pytest.raises(TooSoon) as refused:
        await desk.do(
            lambda session: tickets.nudge(
                session, ticket.id, RESIDENT, now=tomorrow - timedelta(seconds=1)
            )
        )
    assert refused.value.until == tomorrow
    await desk.do(lambda session: tickets.nudge(session, ticket.id, RESIDENT, now=tomorrow))


async def test_a_withdrawn_request_says_so_to_whoever_comes_late(desk: Desk) -> None:
    ticket = await desk.file()
    await desk.do(lambda session: tickets.withdraw(session, ticket.id, RESIDENT, now=NOW))
    with pytest.raises(WrongState) as refused:
        await desk.do(lambda session: tickets.join(session, ticket.id, NEIGHBOUR, now=NOW))
    assert refused.value.state is TicketState.WITHDRAWN


async def test_whoever_joins_in_too_many_words_has_not_joined(desk: Desk) -> None:
    ticket = await desk.file()
    refusal = await desk.attempt(
        lambda session: tickets.join(
            session, ticket.id, NEIGHBOUR, "黑" * (tickets.TEXT_LIMIT + 1), now=NOW
        )
    )
    assert isinstance(refusal, TooLong)
    assert (await desk.ticket(ticket.id)).affected == 1


async def test_what_whoever_joins_wrote_goes_to_staff(desk: Desk) -> None:
    ticket = await desk.file()
    await desk.do(lambda session: tickets.join(session, ticket.id, NEIGHBOUR, "我家也黑", now=NOW))
    joined, added = (await desk.lines(ticket.id))[-2:]
    assert (joined.kind, added.kind, added.text) == (
        EventKind.JOINED,
        EventKind.ADDED,
        "我家也黑",
    )


async def test_questions_are_answered_the_last_asked_first(desk: Desk) -> None:
    who = member(desk.groups.staff)
    first, second = await desk.file(), await desk.file()

    async def pending() -> list[int]:
        async with desk.database.reading() as session:
            found = await tickets.pending_questions(session, RESIDENT, now=NOW)
            return [each.id for each in found]

    async with desk.database.transaction() as session:
        for minutes, ticket in enumerate((second, first)):
            now = NOW + timedelta(minutes=minutes)
            await tickets.take(session, ticket.id, who, now=now)
            await tickets.ask(session, ticket.id, who, "几楼?", now=now)
    assert await pending() == [first.id, second.id]
    await desk.do(lambda session: tickets.answer(session, first.id, RESIDENT, "三楼", now=NOW))
    assert await pending() == [second.id]
    await desk.do(lambda session: tickets.withdraw(session, second.id, RESIDENT, now=NOW))
    assert await pending() == []


async def test_mine_are_those_filed_and_those_joined_newest_first(desk: Desk) -> None:
    own = await desk.file(author_id=NEIGHBOUR)
    joined = await desk.file(now=NOW + timedelta(hours=1))
    await desk.file(author_id=STRANGER)
    await desk.do(lambda session: tickets.join(session, joined.id, NEIGHBOUR, now=NOW))
    async with desk.database.reading() as session:
        mine = await tickets.mine(session, NEIGHBOUR)
    assert [ticket.id for ticket in mine] == [joined.id, own.id]
