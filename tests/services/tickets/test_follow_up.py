"""After 办结: asking, reminding, giving up; rating, coming back, going up."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from services import tickets
from services.errors import AlreadySaid, NotYours, OthersFirst, TooLong, WrongState
from services.groups import binding as groups
from services.groups import reach as group_reach
from services.tickets import TEXT_LIMIT, Member, follow_up, rating
from services.tickets.follow_up import LEAST_GAP
from services.tickets.rating import MISSING_WITHIN
from services.tickets.results import result_of
from services.tickets.staff import OTHERS_FIRST
from storage.tables import EventKind, FollowUp, Satisfaction, Ticket, TicketState
from tests.chats import telegram
from tests.services.conftest import Desk
from tests.services.factories import NEIGHBOUR, NOW, RESIDENT, STREET_CHAT, member

DAY = timedelta(hours=24)
HAPPY = {"solved": True, "satisfaction": Satisfaction.SATISFIED}


async def resolve(desk: Desk, ticket: Ticket, who: Member, now: Any = NOW) -> FollowUp:
    await desk.do(lambda session: tickets.take(session, ticket.id, who, now=now))
    await desk.do(
        lambda session: tickets.resolve(
            session, ticket.id, who, "修好了", follow_up_after=DAY, now=now
        )
    )
    return await desk.follow_up(ticket.id)


async def rate(desk: Desk, asking: FollowUp, now: Any = NOW, **said: Any) -> FollowUp:
    answered: FollowUp = await desk.do(
        lambda session: rating.answer(session, asking.id, RESIDENT, **said, now=now)
    )
    return answered


async def comes_back(desk: Desk, asking: FollowUp, text: str = "还是不亮", now: Any = NOW) -> None:
    await rate(desk, asking, now=now, solved=False)
    await desk.do(lambda session: rating.say_missing(session, asking.id, RESIDENT, text, now=now))


async def run_scheduler(desk: Desk, now: Any) -> None:
    async with desk.database.reading() as session:
        due = await follow_up.due(session, now)
    for follow_up_id in due:
        await desk.do(partial(follow_up.act, follow_up_id=follow_up_id, now=now))


async def test_still_broken_is_said_to_staff_with_its_words(desk: Desk, ticket: Ticket) -> None:
    await resolve(desk, ticket, member(desk.groups.staff))
    await desk.do(lambda session: rating.not_over(session, ticket.id, RESIDENT, "又黑了", now=NOW))
    kinds = [line.kind for line in await desk.lines(ticket.id)][-2:]
    assert kinds == [EventKind.RATED, EventKind.REOPENED]
    assert (await desk.lines(ticket.id))[-1].text == "又黑了"


async def test_still_broken_in_too_many_words_changes_nothing(desk: Desk, ticket: Ticket) -> None:
    await resolve(desk, ticket, member(desk.groups.staff))
    long = "黑" * (TEXT_LIMIT + 1)
    refusal = await desk.attempt(
        lambda session: rating.not_over(session, ticket.id, RESIDENT, long, now=NOW)
    )
    assert isinstance(refusal, TooLong)
    assert (await desk.ticket(ticket.id)).state is TicketState.RESOLVED


@pytest.fixture
async def ticket(desk: Desk) -> Ticket:
    return await desk.file()


async def test_asked_after_the_delay_reminded_once_then_closed_unrated(
    desk: Desk, ticket: Ticket
) -> None:
    await resolve(desk, ticket, member(desk.groups.staff))
    for days, kind in [
        (1, EventKind.FOLLOW_UP_ASKED),
        (2, EventKind.REMINDED),
        (3, EventKind.CLOSED),
    ]:
        await run_scheduler(desk, NOW + days * DAY - timedelta(seconds=1))
        assert await desk.lines(ticket.id, kind) == []
        await run_scheduler(desk, NOW + days * DAY)
        assert len(await desk.lines(ticket.id, kind)) == 1
    [closed] = await desk.lines(ticket.id, EventKind.CLOSED)
    assert closed.data == {"reason": "unrated"}
    await run_scheduler(desk, NOW + 9 * DAY)
    assert (await desk.lines(ticket.id))[-1].id == closed.id


async def test_a_late_scheduler_still_leaves_time_to_answer(desk: Desk, ticket: Ticket) -> None:
    await resolve(desk, ticket, member(desk.groups.staff))
    await run_scheduler(desk, NOW + 9 * DAY)
    assert (await desk.follow_up(ticket.id)).due_at == NOW + 10 * DAY


async def test_who_has_begun_to_answer_gets_as_long_again(desk: Desk, ticket: Ticket) -> None:
    asking = await resolve(desk, ticket, member(desk.groups.staff))
    await run_scheduler(desk, NOW + DAY)
    await run_scheduler(desk, NOW + 2 * DAY)
    begun = NOW + 3 * DAY - timedelta(minutes=1)
    await rate(desk, asking, now=begun, solved=True)

    await run_scheduler(desk, begun + DAY - timedelta(seconds=1))
    assert (await desk.ticket(ticket.id)).state is TicketState.RESOLVED
    await run_scheduler(desk, begun + DAY)
    assert (await desk.ticket(ticket.id)).state is TicketState.CLOSED


async def test_happy_answers_close_it(desk: Desk, ticket: Ticket) -> None:
    asking = await resolve(desk, ticket, member(desk.groups.staff))
    await rate(desk, asking, **HAPPY)
    assert (await desk.ticket(ticket.id)).state is TicketState.CLOSED
    [rated] = await desk.lines(ticket.id, EventKind.RATED)
    assert rated.data == {"follow_up": asking.id, "contacted": None, **HAPPY}
    [closed] = await desk.lines(ticket.id, EventKind.CLOSED)
    assert closed.data == {"reason": "rated"}


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
async def test_the_two_taps_may_come_in_any_order(
    desk: Desk, ticket: Ticket, order: tuple[int, ...]
) -> None:
    asking = await resolve(desk, ticket, member(desk.groups.staff))
    taps = list(HAPPY.items())
    for place in order:
        assert (await desk.ticket(ticket.id)).state is TicketState.RESOLVED
        await rate(desk, asking, **dict([taps[place]]))
    assert (await desk.ticket(ticket.id)).state is TicketState.CLOSED


async def test_a_tap_can_be_corrected_until_the_last_one(desk: Desk, ticket: Ticket) -> None:
    asking = await resolve(desk, ticket, member(desk.groups.staff))
    await rate(desk, asking, solved=False)
    await rate(desk, asking, solved=True)
    await rate(desk, asking, satisfaction=Satisfaction.FAIR)
    assert (await desk.ticket(ticket.id)).state is TicketState.CLOSED


async def test_a_tap_after_the_end_changes_nothing(desk: Desk, ticket: Ticket) -> None:
    asking = await resolve(desk, ticket, member(desk.groups.staff))
    await rate(desk, asking, **HAPPY)
    after = await rate(desk, asking, solved=False)
    assert after.satisfaction is Satisfaction.SATISFIED
    assert (await desk.ticket(ticket.id)).state is TicketState.CLOSED


async def test_only_the_author_rates(desk: Desk, ticket: Ticket) -> None:
    asking = await resolve(desk, ticket, member(desk.groups.staff))
    with pytest.raises(NotYours):
        await desk.do(
            lambda session: rating.answer(session, asking.id, NEIGHBOUR, solved=True, now=NOW)
        )


async def test_words_are_kept_once_and_stand_in_the_timeline(desk: Desk, ticket: Ticket) -> None:
    asking = await resolve(desk, ticket, member(desk.groups.staff))

    def say(text: str) -> Any:
        return desk.do(lambda session: rating.words(session, asking.id, RESIDENT, text, now=NOW))

    with pytest.raises(WrongState):
        await say("早了")
    await rate(desk, asking, **HAPPY)
    await say("谢谢")
    with pytest.raises(AlreadySaid):
        await say("再说")
    assert (await desk.follow_up(ticket.id)).words == "谢谢"
    [line] = await desk.lines(ticket.id, EventKind.ADDED)
    assert (line.text, line.data) == ("谢谢", {"follow_up": asking.id})


@pytest.mark.parametrize(
    "answers",
    [{"solved": False, "contacted": False}, HAPPY | {"satisfaction": Satisfaction.UNSATISFIED}],
)
async def test_not_solved_or_not_satisfied_opens_it_again_with_what_is_missing(
    desk: Desk, ticket: Ticket, answers: dict[str, Any]
) -> None:
    asking = await resolve(desk, ticket, member(desk.groups.staff))
    await rate(desk, asking, now=NOW + DAY, **answers)
    assert (await desk.ticket(ticket.id)).state is TicketState.RESOLVED
    await desk.do(
        lambda session: rating.say_missing(session, asking.id, RESIDENT, "还是不亮", now=NOW + DAY)
    )
    again = await desk.ticket(ticket.id)
    assert (again.state, again.round, again.group_id) == (
        TicketState.OPEN,
        1,
        desk.groups.staff.id,
    )
    assert (again.taker_id, again.previous_taker_id) == (None, 101)
    assert again.respond_by == NOW + DAY + timedelta(hours=2)
    async with desk.database.reading() as session:
        result = await result_of(session, again)
    assert result is not None
    assert (result.said, result.missing) == ("修好了", "还是不亮")


async def test_who_says_no_more_has_it_opened_again_after_a_while(
    desk: Desk, ticket: Ticket
) -> None:
    asking = await resolve(desk, ticket, member(desk.groups.staff))
    await rate(desk, asking, solved=False)
    await run_scheduler(desk, NOW + MISSING_WITHIN - timedelta(seconds=1))
    assert (await desk.ticket(ticket.id)).state is TicketState.RESOLVED
    await run_scheduler(desk, NOW + MISSING_WITHIN)
    assert (await desk.ticket(ticket.id)).state is TicketState.OPEN
    refusal = await desk.attempt(
        lambda session: rating.say_missing(session, asking.id, RESIDENT, "晚了", now=NOW)
    )
    assert isinstance(refusal, WrongState)


async def test_reminding_and_closing_leave_time_however_soon_people_are_asked(
    desk: Desk, ticket: Ticket
) -> None:
    who, soon = member(desk.groups.staff), timedelta(seconds=5)
    await desk.do(lambda session: tickets.take(session, ticket.id, who, now=NOW))
    await desk.do(
        lambda session: tickets.resolve(
            session, ticket.id, who, "修好了", follow_up_after=soon, now=NOW
        )
    )
    asked_at = NOW + soon
    await run_scheduler(desk, asked_at)
    for step, kind in enumerate((EventKind.REMINDED, EventKind.CLOSED), start=1):
        await run_scheduler(desk, asked_at + step * LEAST_GAP - timedelta(seconds=1))
        assert await desk.lines(ticket.id, kind) == []
        await run_scheduler(desk, asked_at + step * LEAST_GAP)
        assert len(await desk.lines(ticket.id, kind)) == 1


async def test_a_redo_is_for_others_first(desk: Desk, ticket: Ticket) -> None:
    previous, other = member(desk.groups.staff, 101), member(desk.groups.staff, 102)
    for who in (previous, other):
        await desk.do(
            partial(
                groups.saw,
                group=desk.groups.staff,
                person_id=who.person_id,
                name=who.name,
                now=NOW,
            )
        )
    await comes_back(desk, await resolve(desk, ticket, previous))
    with pytest.raises(OthersFirst) as refused:
        await desk.do(lambda session: tickets.take(session, ticket.id, previous, now=NOW))
    assert refused.value.until == NOW + OTHERS_FIRST
    await desk.do(lambda session: tickets.take(session, ticket.id, other, now=NOW))


async def test_after_two_hours_the_previous_taker_may_take_it_too(
    desk: Desk, ticket: Ticket
) -> None:
    previous = member(desk.groups.staff, 101)
    await desk.do(lambda session: groups.saw(session, desk.groups.staff, 102, "陈", now=NOW))
    await comes_back(desk, await resolve(desk, ticket, previous))
    later = NOW + OTHERS_FIRST
    await desk.do(lambda session: tickets.take(session, ticket.id, previous, now=later))


async def test_who_is_alone_in_the_group_need_not_wait(desk: Desk, ticket: Ticket) -> None:
    alone = member(desk.groups.staff, 101)
    await desk.do(lambda session: groups.saw(session, desk.groups.staff, 101, "林", now=NOW))
    await comes_back(desk, await resolve(desk, ticket, alone))
    await desk.do(lambda session: tickets.take(session, ticket.id, alone, now=NOW))


async def test_the_second_time_it_goes_to_the_level_above(desk: Desk, ticket: Ticket) -> None:
    for _time in range(2):
        await comes_back(desk, await resolve(desk, ticket, member(desk.groups.staff)))
    assert (await desk.ticket(ticket.id)).group_id == desk.groups.street.id
    [escalated] = await desk.lines(ticket.id, EventKind.ESCALATED)
    assert escalated.data == {
        "from_group": desk.groups.staff.id,
        "to_group": desk.groups.street.id,
    }


async def test_without_a_level_above_it_stays_and_the_line_says_so(
    desk: Desk, ticket: Ticket
) -> None:
    await desk.do(lambda session: group_reach.lost(session, telegram(STREET_CHAT), now=NOW))
    for _time in range(2):
        await comes_back(desk, await resolve(desk, ticket, member(desk.groups.staff)))
    assert (await desk.ticket(ticket.id)).group_id == desk.groups.staff.id
    [escalated] = await desk.lines(ticket.id, EventKind.ESCALATED)
    assert escalated.data == {"from_group": desk.groups.staff.id, "to_group": None}


async def test_each_resolution_is_rated_by_itself(desk: Desk, ticket: Ticket) -> None:
    first = await resolve(desk, ticket, member(desk.groups.staff))
    await comes_back(desk, first)
    second = await resolve(desk, ticket, member(desk.groups.staff))
    await rate(desk, second, **HAPPY)
    assert (first.round, second.round) == (0, 1)
    assert len(await desk.lines(ticket.id, EventKind.RATED)) == 2
