"""四周回访: who is asked, when, and what their answer does."""

import asyncio
from datetime import datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services import tickets
from services.errors import AlreadySaid, NotYours, WrongState
from services.people import erasure, people
from services.tickets import joint, later, rating
from services.tickets.results import result_of
from storage.media import Attachment
from storage.tables import (
    EventKind,
    LaterFollowUp,
    MediaKind,
    Person,
    Satisfaction,
    Still,
    Ticket,
    TicketState,
)
from tests.services.conftest import Desk
from tests.services.factories import NEIGHBOUR, NOW, RESIDENT, STRANGER, arrive, member

DAY = timedelta(hours=24)
FOUR_WEEKS = NOW + later.AFTER
PHOTO = Attachment(MediaKind.PHOTO, "a photo")


@pytest.fixture
async def desk(desk: Desk) -> Desk:
    """The resident is somebody who talks to us."""
    await desk.do(_known)
    return desk


async def _known(session: AsyncSession) -> None:
    session.add(Person(id=RESIDENT, language="zh", big_print=False, created_at=NOW))


async def is_rated(
    desk: Desk, *, solved: bool = True, now: datetime = NOW, ticket: Ticket | None = None
) -> Ticket:
    """Resolved, and closed by its author."""
    ticket = ticket or await desk.file()
    who = member(desk.groups.staff, 100 + (await desk.ticket(ticket.id)).round)
    await desk.do(partial(tickets.take, ticket_id=ticket.id, member=who, now=now))
    await desk.do(
        partial(
            tickets.resolve,
            ticket_id=ticket.id,
            member=who,
            text="修好了",
            follow_up_after=DAY,
            now=now,
        )
    )
    asked = (await desk.follow_up(ticket.id)).id
    content = Satisfaction.SATISFIED if solved else None
    await desk.do(
        partial(
            rating.answer,
            follow_up_id=asked,
            person_id=RESIDENT,
            solved=solved,
            satisfaction=content,
            now=now,
        )
    )
    return ticket


async def askings(desk: Desk) -> list[LaterFollowUp]:
    async with desk.database.reading() as session:
        return list(await session.scalars(select(LaterFollowUp).order_by(LaterFollowUp.id)))


async def run_scheduler(desk: Desk, now: datetime) -> list[int]:
    """What was due."""
    async with desk.database.reading() as session:
        due = await later.due(session, now)
    for later_id in due:
        await desk.do(partial(later.act, later_id=later_id, now=now))
    return due


async def answers(desk: Desk, said: Still, text: str = "", person: int = RESIDENT) -> None:
    [asking, *_others] = await askings(desk)
    await desk.do(
        partial(
            later.answer,
            later_id=asking.id,
            person_id=person,
            said=said,
            text=text,
            now=FOUR_WEEKS + DAY,
        )
    )


async def test_who_said_that_it_is_solved_is_asked_once_four_weeks_later(desk: Desk) -> None:
    ticket = await is_rated(desk)
    assert await run_scheduler(desk, FOUR_WEEKS - timedelta(seconds=1)) == []
    await run_scheduler(desk, FOUR_WEEKS)
    assert await run_scheduler(desk, FOUR_WEEKS + later.AFTER) == []
    [line] = await desk.lines(ticket.id, EventKind.ASKED_LATER)
    [asking] = await askings(desk)
    assert (line.data, asking.asked_at) == ({"later": asking.id}, FOUR_WEEKS)


async def test_who_is_unhappy_or_silent_is_not_asked_weeks_later(desk: Desk) -> None:
    await is_rated(desk, solved=False)
    assert await askings(desk) == []


@pytest.mark.parametrize("said", [Still.GOOD, Still.UNKNOWN])
async def test_what_is_well_stays_closed(desk: Desk, said: Still) -> None:
    ticket = await is_rated(desk)
    await run_scheduler(desk, FOUR_WEEKS)
    await answers(desk, said)
    assert (await desk.ticket(ticket.id)).state is TicketState.CLOSED
    [line] = await desk.lines(ticket.id, EventKind.ANSWERED_LATER)
    assert line.data["answer"] == said
    with pytest.raises(AlreadySaid):
        await answers(desk, Still.AGAIN)


async def test_what_came_back_is_opened_again_with_its_history(desk: Desk) -> None:
    ticket = await is_rated(desk)
    await run_scheduler(desk, FOUR_WEEKS)
    await answers(desk, Still.AGAIN, "又漏了")
    now = await desk.ticket(ticket.id)
    assert (now.state, now.round, now.closed_at) == (TicketState.OPEN, 1, None)
    assert now.previous_taker_id == 100
    assert now.respond_by > FOUR_WEEKS
    [line] = await desk.lines(ticket.id, EventKind.REOPENED)
    assert (line.text, line.data["later"]) == ("又漏了", True)
    async with desk.database.reading() as session:
        result = await result_of(session, now)
    assert result is not None
    assert (result.said, result.came_back, result.missing) == ("修好了", True, "又漏了")


async def test_the_second_time_it_goes_a_level_up_and_is_asked_about_again(desk: Desk) -> None:
    ticket = await is_rated(desk)
    await run_scheduler(desk, FOUR_WEEKS)
    await answers(desk, Still.AGAIN)
    await is_rated(desk, now=FOUR_WEEKS + 2 * DAY, ticket=ticket)
    again = FOUR_WEEKS + 2 * DAY + later.AFTER
    await run_scheduler(desk, again)
    _first, second = await askings(desk)
    await desk.do(
        partial(later.answer, later_id=second.id, person_id=RESIDENT, said=Still.AGAIN, now=again)
    )
    now = await desk.ticket(ticket.id)
    assert (now.round, now.group_id) == (2, desk.groups.street.id)


async def test_what_several_did_together_comes_back_to_the_lead(desk: Desk) -> None:
    ticket, who = await desk.file(), member(desk.groups.staff)
    called = [desk.groups.property.id]
    await desk.do(lambda session: joint.whistle(session, ticket.id, who, called, now=NOW))
    await is_rated(desk, ticket=ticket)
    await run_scheduler(desk, FOUR_WEEKS)
    await answers(desk, Still.AGAIN)
    now = await desk.ticket(ticket.id)
    assert (now.group_id, now.called) == (desk.groups.staff.id, 0)


async def test_who_does_not_want_it_is_not_asked_about_anything(desk: Desk) -> None:
    ticket, other = await is_rated(desk), await is_rated(desk)
    await run_scheduler(desk, FOUR_WEEKS)
    await answers(desk, Still.STOP)
    await run_scheduler(desk, FOUR_WEEKS + DAY)
    assert len(await desk.lines(ticket.id, EventKind.ASKED_LATER)) == 1
    assert await desk.lines(other.id, EventKind.ASKED_LATER) == []
    assert [asking.due_at for asking in await askings(desk)] == [None, None]
    async with desk.database.reading() as session:
        author = await people.get(session, RESIDENT)
    assert author is not None
    assert author.asked_later is False


async def test_one_person_is_asked_about_one_request_a_day(desk: Desk) -> None:
    filed = [await is_rated(desk) for _each in range(3)]
    asked: list[int] = []
    for day in range(3):
        await run_scheduler(desk, FOUR_WEEKS + day * DAY)
        lines = [await desk.lines(each.id, EventKind.ASKED_LATER) for each in filed]
        asked.append(sum(map(len, lines)))
    assert asked == [1, 2, 3]


async def test_what_was_opened_again_or_has_no_author_is_not_asked_about(desk: Desk) -> None:
    reopened, left = await is_rated(desk), await is_rated(desk)
    await run_scheduler(desk, FOUR_WEEKS)
    await answers(desk, Still.AGAIN)
    await desk.do(partial(erasure.erase, person_id=RESIDENT, now=FOUR_WEEKS + DAY))
    await run_scheduler(desk, FOUR_WEEKS + 2 * DAY)
    assert await desk.lines(left.id, EventKind.ASKED_LATER) == []
    assert [asking.due_at for asking in await askings(desk)] == [None, None]
    assert (await desk.ticket(reopened.id)).round == 1


async def test_only_the_author_answers_and_only_what_was_asked(desk: Desk) -> None:
    await is_rated(desk)
    with pytest.raises(WrongState):
        await answers(desk, Still.GOOD)
    await run_scheduler(desk, FOUR_WEEKS)
    for person in (NEIGHBOUR, STRANGER):
        with pytest.raises(NotYours):
            await answers(desk, Still.AGAIN, person=person)


async def test_a_picture_shows_what_came_back(desk: Desk) -> None:
    ticket = await is_rated(desk)
    await run_scheduler(desk, FOUR_WEEKS)
    await desk.do(lambda session: arrive(session, PHOTO))
    [asking] = await askings(desk)
    await desk.do(
        partial(
            later.answer,
            later_id=asking.id,
            person_id=RESIDENT,
            said=Still.AGAIN,
            attachments=[PHOTO],
            now=FOUR_WEEKS,
        )
    )
    [line] = await desk.lines(ticket.id, EventKind.REOPENED)
    async with desk.database.reading() as session:
        assert await tickets.attachments_of(session, ticket.id, line.id) == [PHOTO]


async def test_of_answers_at_once_one_counts(desk: Desk) -> None:
    ticket = await is_rated(desk)
    await run_scheduler(desk, FOUR_WEEKS)
    [asking] = await askings(desk)
    said = [Still.AGAIN, Still.GOOD, Still.AGAIN, Still.UNKNOWN]
    answering = partial(later.answer, later_id=asking.id, person_id=RESIDENT, now=FOUR_WEEKS)
    deeds = [partial(answering, said=each) for each in said]
    outcomes = await asyncio.gather(*map(desk.attempt, deeds))
    assert sum(isinstance(each, AlreadySaid) for each in outcomes) == 3
    assert len(await desk.lines(ticket.id, EventKind.ANSWERED_LATER)) == 1


async def test_two_schedulers_ask_once(desk: Desk) -> None:
    ticket = await is_rated(desk)
    [asking] = await askings(desk)
    deeds = [partial(later.act, later_id=asking.id, now=FOUR_WEEKS)] * 4
    await asyncio.gather(*map(desk.attempt, deeds))
    assert len(await desk.lines(ticket.id, EventKind.ASKED_LATER)) == 1
