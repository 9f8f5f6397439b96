"""Staff do themselves what volunteers were asked to do as well: a round, a look at a door.

The person who acts is judged first, then volunteers of whom none has it yet are called back, then
it is taken. A volunteer's claim holds the task's roles before the round or the alert, and so does
calling them back: two who act at once meet in one order, and the second hears who has it.
"""

from contextlib import suppress
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.errors import Refusal
from services.meals import care, rounds
from services.meals.authority import check_works_for
from services.tickets import Member
from services.volunteering import claims, passing_on, sources
from storage.tables import CareAlert, CareOutcome, MealRound, TaskSource


async def take_round(
    session: AsyncSession, round_id: int, member: Member, reason: str, *, now: datetime
) -> MealRound:
    """我来送, in the canteen's group; volunteers who were asked are told `reason`.

    Raises NotFound, NotYourGroup, NotAMember, AlreadyTaken, RoundOver.
    """
    await check_works_for(session, await rounds.canteen_id(session, round_id), member)
    await sources.check_round_waits(session, round_id)
    await passing_on.call_back(session, TaskSource.ROUND, round_id, reason, now=now)
    return await rounds.take(session, round_id, member.person_id, member.name, now=now)


async def give_back_round(
    session: AsyncSession, round_id: int, person_id: int, *, now: datetime
) -> None:
    """Its carrier, staff or a volunteer, cannot go on; a volunteer's place goes back too.

    Volunteers who have checked in already keep that. Raises NotFound, NotYourRound, RoundOver.
    """
    task = await sources.living_task(session, TaskSource.ROUND, round_id)
    if task is not None:
        with suppress(Refusal):
            await claims.release(session, task.id, person_id, now=now)
    if (await rounds.get(session, round_id)).carrier_id == person_id or task is None:
        await rounds.give_back(session, round_id, person_id, now=now)


async def take_alert(
    session: AsyncSession, alert_id: int, member: Member, reason: str, *, now: datetime
) -> CareAlert:
    """我去看看, in the office's group; volunteers who were asked are told `reason`.

    Raises NotFound, NotYourGroup, NotAMember, AlreadyTaken, AlreadySettled.
    """
    await care.check_looks_after(session, await care.get(session, alert_id), member)
    await _call_back(session, alert_id, reason, now=now)
    return await care.take_as_staff(session, alert_id, member, now=now)


async def settle_alert(
    session: AsyncSession,
    alert_id: int,
    member: Member,
    outcome: CareOutcome,
    words: str | None,
    reason: str,
    *,
    now: datetime,
) -> CareAlert:
    """What was found; volunteers of whom none has gone yet are told `reason`.

    Raises as `care.settle` does, before volunteers are called back.
    """
    await care.check_settles(session, alert_id, member, outcome, words)
    await _call_back(session, alert_id, reason, now=now)
    return await care.settle(session, alert_id, member, outcome, words, now=now)


async def _call_back(session: AsyncSession, alert_id: int, reason: str, *, now: datetime) -> None:
    alert = await care.get(session, alert_id)
    if alert.task_id is not None and alert.taken_at is None and alert.settled_at is None:
        await passing_on.call_back(session, TaskSource.CARE, alert_id, reason, now=now)
