"""What happens to a task happens to the round, the alert, the order or the request behind it."""

import asyncio
from typing import Any

import pytest

from services import tickets
from services.errors import AlreadySettled, AlreadyTaken, NotYourGroup, Refusal, WrongState
from services.helps import HelpPast
from services.helps.news import HelperFound, HelperGone, HelpReturned
from services.meals import alerts, care, rounds
from services.meals.kitchen_errors import RoundOver
from services.tickets import Member
from services.volunteering import claims, looking, passing_on, tasks
from services.volunteering.errors import AlreadyATask
from services.volunteering.looking import LIVING
from storage.engine import Database
from storage.tables import (
    CareCause,
    CareOutcome,
    EventKind,
    HelpState,
    MealRound,
    Mode,
    RoundState,
    TaskSource,
    TaskState,
    Ticket,
    TicketEvent,
)
from tests.services.factories import NOW, a_ticket, member
from tests.services.meals.kitchen_desk import AFTER, open_kitchen
from tests.services.volunteering.switchboard import Switchboard, open_switchboard
from tests.services.volunteering.volunteer_factories import SECOND, VOLUNTEER

ROUND, CARE, HELP, TICKET = (
    TaskSource.ROUND,
    TaskSource.CARE,
    TaskSource.HELP,
    TaskSource.TICKET,
)


@pytest.fixture
async def desk(database: Database) -> Switchboard:
    return await open_switchboard(await open_kitchen(database))


@pytest.fixture
async def a_round(desk: Switchboard) -> MealRound:
    await desk.kitchen.books(21, Mode.DELIVERY)
    await desk.kitchen.cut_off()
    return (await desk.kitchen.rounds())[0]


@pytest.fixture
def canteen(desk: Switchboard) -> Member:
    return member(desk.kitchen.kitchen.group)


async def round_now(desk: Switchboard) -> MealRound:
    return (await desk.kitchen.rounds())[0]


async def test_whoever_claims_a_round_carries_it(
    desk: Switchboard, a_round: MealRound, canteen: Member
) -> None:
    task = await desk.passed_on(desk.new(ROUND, a_round.id), canteen)
    assert (await round_now(desk)).task_id == task.id
    await desk.claimed(task)
    found = await round_now(desk)
    assert (found.state, found.carrier_id) == (RoundState.TAKEN, VOLUNTEER)


async def test_a_round_given_back_waits_again(
    desk: Switchboard, a_round: MealRound, canteen: Member
) -> None:
    task = await desk.passed_on(desk.new(ROUND, a_round.id), canteen)
    await desk.claimed(task)
    await desk.released(task)
    assert (await round_now(desk)).state is RoundState.OPEN
    await desk.claimed(task, SECOND)
    assert (await round_now(desk)).carrier_id == SECOND


async def test_a_round_goes_on_to_whoever_waits(
    desk: Switchboard, a_round: MealRound, canteen: Member
) -> None:
    task = await desk.passed_on(desk.new(ROUND, a_round.id), canteen)
    await desk.claimed(task)
    await desk.claimed(task, SECOND)
    await desk.released(task)
    assert (await round_now(desk)).carrier_id == SECOND


async def test_a_round_that_staff_took_meanwhile_is_not_claimed(
    desk: Switchboard, a_round: MealRound, canteen: Member
) -> None:
    task = await desk.passed_on(desk.new(ROUND, a_round.id), canteen)
    await desk.do(lambda session: rounds.take(session, a_round.id, 7, "食堂管理员", now=AFTER))
    refused = await desk.attempt(lambda session: claims.claim(session, task.id, VOLUNTEER, now=NOW))
    assert isinstance(refused, AlreadyTaken)
    async with desk.kitchen.database.reading() as session:
        assert await looking.claims_of(session, task.id) == []


async def test_who_does_not_carry_the_round_any_more_can_still_leave_the_task(
    desk: Switchboard, a_round: MealRound, canteen: Member
) -> None:
    task = await desk.passed_on(desk.new(ROUND, a_round.id), canteen)
    await desk.claimed(task)
    await desk.do(lambda session: rounds.give_back(session, a_round.id, VOLUNTEER, now=NOW))
    await desk.do(lambda session: rounds.take(session, a_round.id, 7, "食堂管理员", now=AFTER))
    await desk.released(task)
    assert (await round_now(desk)).carrier_id == 7


async def test_calling_a_rounds_task_off_frees_the_round(
    desk: Switchboard, a_round: MealRound, canteen: Member
) -> None:
    task = await desk.passed_on(desk.new(ROUND, a_round.id), canteen)
    await desk.claimed(task)
    await desk.do(lambda session: tasks.call_off(session, task.id, "自己送", now=NOW))
    found = await round_now(desk)
    assert (found.state, found.carrier_id, found.task_id) == (RoundState.OPEN, None, None)
    await desk.passed_on(desk.new(ROUND, a_round.id), canteen)


async def test_staff_who_take_a_round_themselves_call_the_volunteers_back(
    desk: Switchboard, a_round: MealRound, canteen: Member
) -> None:
    task = await desk.passed_on(desk.new(ROUND, a_round.id), canteen)
    await desk.do(lambda session: rounds.take(session, a_round.id, 7, "食堂管理员", now=AFTER))
    await desk.do(
        lambda session: passing_on.call_back(session, ROUND, a_round.id, "自己送", now=NOW)
    )
    async with desk.kitchen.database.reading() as session:
        assert (await looking.get(session, task.id)).state is TaskState.CANCELLED
    assert (await round_now(desk)).carrier_id == 7


async def test_only_the_canteens_group_passes_its_round_on(
    desk: Switchboard, a_round: MealRound
) -> None:
    refused = await desk.attempt(
        lambda session: passing_on.check(session, ROUND, a_round.id, desk.staff)
    )
    assert isinstance(refused, NotYourGroup)


async def test_a_round_under_way_is_not_passed_on(
    desk: Switchboard, a_round: MealRound, canteen: Member
) -> None:
    await desk.do(lambda session: rounds.take(session, a_round.id, 7, "食堂管理员", now=AFTER))
    refused = await desk.attempt(
        lambda session: passing_on.check(session, ROUND, a_round.id, canteen)
    )
    assert isinstance(refused, AlreadyTaken | RoundOver)


async def an_alert(desk: Switchboard) -> int:
    booked = await desk.kitchen.books(22)
    raised = await desk.do(
        lambda session: alerts.raise_alert(session, booked, CareCause.MISSED_MEAL, now=NOW)
    )
    return int(raised.id)


async def test_whoever_claims_an_alert_goes_to_look(desk: Switchboard) -> None:
    alert_id = await an_alert(desk)
    task = await desk.passed_on(desk.new(CARE, alert_id))
    await desk.claimed(task)
    async with desk.kitchen.database.reading() as session:
        found = await care.get(session, alert_id)
    assert (found.taken_by, found.task_id) == (VOLUNTEER, task.id)
    await desk.released(task)
    async with desk.kitchen.database.reading() as session:
        assert (await care.get(session, alert_id)).taken_by is None


async def test_a_settled_alert_is_not_passed_on(desk: Switchboard) -> None:
    alert_id = await an_alert(desk)
    await desk.do(
        lambda session: care.settle(session, alert_id, desk.staff, CareOutcome.SAFE, None, now=NOW)
    )
    refused = await desk.attempt(
        lambda session: passing_on.pass_on(session, desk.new(CARE, alert_id), desk.staff, now=NOW)
    )
    assert isinstance(refused, AlreadySettled)


async def test_an_order_is_offered_claimed_given_back_and_returned(desk: Switchboard) -> None:
    order = await desk.order()
    task = await desk.passed_on(desk.new(HELP, order.id))
    assert (await desk.helped(order.id)).state is HelpState.OFFERED
    claim = await desk.claimed(task)
    assert desk.heard(HelperFound) == [HelperFound(order.id, claim.id)]
    await desk.released(task)
    assert desk.heard(HelperGone) == [HelperGone(order.id)]
    await desk.do(lambda session: tasks.finish(session, task.id, now=NOW))
    assert (await desk.helped(order.id)).state is HelpState.OPEN
    assert desk.heard(HelpReturned) == [HelpReturned(order.id)]
    again = await desk.passed_on(desk.new(HELP, order.id))
    assert again.id != task.id


async def test_an_order_that_is_over_stays_over_when_its_task_ends(desk: Switchboard) -> None:
    order = await desk.order()
    task = await desk.passed_on(desk.new(HELP, order.id))
    await desk.do(
        lambda session: passing_on.withdraw_help(
            session, order.id, order.person_id or 0, "不用了", now=NOW
        )
    )
    assert (await desk.helped(order.id)).state is HelpState.WITHDRAWN
    async with desk.kitchen.database.reading() as session:
        found = await looking.get(session, task.id)
    assert (found.state, found.reason) == (TaskState.CANCELLED, "不用了")
    assert desk.heard(HelpReturned) == []


async def test_two_who_pass_one_order_on_make_one_task(desk: Switchboard) -> None:
    order = await desk.order()

    def passing(person_id: int) -> Any:
        who = member(desk.kitchen.groups.staff, person_id)
        new = desk.new(HELP, order.id)
        return lambda session: passing_on.pass_on(session, new, who, now=NOW)

    outcomes = await asyncio.gather(*(desk.attempt(passing(n)) for n in range(10)))
    refusals = [outcome for outcome in outcomes if isinstance(outcome, Refusal)]
    assert len(refusals) == 9
    assert all(isinstance(refusal, HelpPast | AlreadyATask) for refusal in refusals)


async def test_withdrawing_while_it_is_claimed_leaves_nobody_on_the_way(desk: Switchboard) -> None:
    """In whichever order the two arrive, the order is withdrawn and the claim is over."""
    order = await desk.order()
    task = await desk.passed_on(desk.new(HELP, order.id))
    await asyncio.gather(
        desk.attempt(lambda session: claims.claim(session, task.id, VOLUNTEER, now=NOW)),
        desk.attempt(
            lambda session: passing_on.withdraw_help(
                session, order.id, order.person_id or 0, "不用了", now=NOW
            )
        ),
    )
    assert (await desk.helped(order.id)).state is HelpState.WITHDRAWN
    async with desk.kitchen.database.reading() as session:
        assert (await looking.get(session, task.id)).state is TaskState.CANCELLED
        assert await looking.claims_of(session, task.id, *LIVING) == []


async def a_taken_ticket(desk: Switchboard) -> Ticket:
    ticket: Ticket = await desk.do(lambda session: a_ticket(session, desk.kitchen.place))
    await desk.do(lambda session: tickets.take(session, ticket.id, desk.staff, now=NOW))
    return ticket


async def test_a_requests_timeline_tells_staff_what_became_of_its_task(desk: Switchboard) -> None:
    ticket = await a_taken_ticket(desk)
    task = await desk.passed_on(desk.new(TICKET, ticket.id))
    await desk.claimed(task)
    await desk.released(task)
    await desk.do(lambda session: tasks.call_off(session, task.id, "自己修好了", now=NOW))
    notes = await notes_of(desk, ticket)
    assert [note.data["volunteers"] for note in notes] == ["claimed", "released", "cancelled"]
    assert all(note.internal and note.text is None for note in notes)


async def notes_of(desk: Switchboard, ticket: Ticket) -> list[TicketEvent]:
    async with desk.kitchen.database.reading() as session:
        lines = await tickets.timeline(session, ticket.id, internal=True)
    return [line for line in lines if line.kind is EventKind.NOTE]


async def test_only_the_taker_passes_a_request_on(desk: Switchboard) -> None:
    ticket = await a_taken_ticket(desk)
    colleague = member(desk.kitchen.groups.staff, 102)
    refused = await desk.attempt(
        lambda session: passing_on.check(session, TICKET, ticket.id, colleague)
    )
    assert isinstance(refused, AlreadyTaken)
    waiting: Ticket = await desk.do(lambda session: a_ticket(session, desk.kitchen.place))
    refused = await desk.attempt(
        lambda session: passing_on.check(session, TICKET, waiting.id, desk.staff)
    )
    assert isinstance(refused, WrongState)


async def test_a_request_has_one_living_task(desk: Switchboard) -> None:
    ticket = await a_taken_ticket(desk)
    task = await desk.passed_on(desk.new(TICKET, ticket.id))
    refused = await desk.attempt(
        lambda session: passing_on.check(session, TICKET, ticket.id, desk.staff)
    )
    assert isinstance(refused, AlreadyATask)
    assert refused.task_id == task.id
    await desk.do(lambda session: tasks.call_off(session, task.id, "换个时间", now=NOW))
    await desk.passed_on(desk.new(TICKET, ticket.id))
