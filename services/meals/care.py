"""平安守望: who goes to look in on somebody who was not seen, and what they find.

An alert (`alerts`) is repeated until somebody goes; it ends with what was found.
"""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services import rows, written
from services.errors import AlreadySettled, AlreadyTaken, NotYourGroup
from services.groups.authority import Member, check_still_member
from services.groups.routing import office
from services.meals.alerts import area_of, get, of_booking
from services.meals.kitchen_news import CareCard, CareSettled, CareTaken
from services.news import draw, tell
from storage.tables import CareAlert, CareOutcome

__all__ = [
    "area_of",
    "check_looks_after",
    "check_settles",
    "for_staff",
    "get",
    "give_back",
    "offered",
    "seen",
    "settle",
    "take",
    "take_as_staff",
]

WORDS_LIMIT = 500


async def take_as_staff(
    session: AsyncSession, alert_id: int, member: Member, *, now: datetime
) -> CareAlert:
    """我去看看, in the office's group.

    Raises NotFound, NotYourGroup, NotAMember, AlreadyTaken, AlreadySettled.
    """
    await check_looks_after(session, await get(session, alert_id), member)
    return await take(session, alert_id, member.person_id, member.name, now=now)


async def take(
    session: AsyncSession, alert_id: int, person_id: int, name: str, *, now: datetime
) -> CareAlert:
    """Somebody goes to look, staff or a volunteer; the first who says so.

    Raises NotFound, AlreadyTaken, AlreadySettled.
    """
    taken = await rows.change(
        session,
        CareAlert,
        CareAlert.id == alert_id,
        CareAlert.taken_at.is_(None),
        CareAlert.settled_at.is_(None),
        taken_by=person_id,
        taken_by_name=name[:140],
        taken_at=now,
        nudge_at=None,
    )
    if taken is None:
        found = await get(session, alert_id)
        if found.settled_at is not None:
            raise _settled(found, person_id)
        raise AlreadyTaken(found.taken_by_name or "", yours=found.taken_by == person_id)
    tell(session, CareTaken(alert_id))
    draw(session, CareCard(alert_id))
    return taken


async def give_back(
    session: AsyncSession, alert_id: int, person_id: int, *, now: datetime
) -> CareAlert | None:
    """The person who took it cannot go: it waits for somebody again, and is told again at once.

    None where `person_id` does not have it, or it is settled.
    """
    given = await rows.change(
        session,
        CareAlert,
        CareAlert.id == alert_id,
        CareAlert.taken_by == person_id,
        CareAlert.settled_at.is_(None),
        taken_by=None,
        taken_by_name=None,
        taken_at=None,
        nudge_at=now,
    )
    if given is not None:
        draw(session, CareCard(alert_id))
    return given


async def settle(
    session: AsyncSession,
    alert_id: int,
    member: Member,
    outcome: CareOutcome,
    words: str | None,
    *,
    now: datetime,
) -> CareAlert:
    """What was found; any colleague may say it, the first who does is believed.

    `words` are needed where help is. Raises NotFound, NotYourGroup, NotAMember, AlreadySettled,
    WordsNeeded, TooLong.
    """
    said = await check_settles(session, alert_id, member, outcome, words)
    settled = await _settle(session, alert_id, outcome, said, member.person_id, member.name, now)
    if settled is None:
        raise _settled(await get(session, alert_id), member.person_id)
    return settled


async def check_settles(
    session: AsyncSession,
    alert_id: int,
    member: Member,
    outcome: CareOutcome,
    words: str | None,
) -> str | None:
    """The words to be kept, if `member` may settle it so; writes nothing. Raises as `settle`."""
    await for_staff(session, alert_id, member)
    if not words and outcome is not CareOutcome.NEEDS_HELP:
        return None
    return written.lines(words, limit=WORDS_LIMIT)


async def for_staff(session: AsyncSession, alert_id: int, member: Member) -> CareAlert:
    """The alert, for a member who may say how it turned out.

    Raises NotFound, NotYourGroup, NotAMember, AlreadySettled.
    """
    found = await get(session, alert_id)
    await check_looks_after(session, found, member)
    if found.settled_at is not None:
        raise _settled(found, member.person_id)
    return found


async def seen(
    session: AsyncSession, booking_id: int, person_id: int, name: str, *, now: datetime
) -> None:
    """`person_id` has met the diner at their door or at the counter: an open alert is settled."""
    alert = await of_booking(session, booking_id)
    if alert is not None and alert.settled_at is None:
        await _settle(session, alert.id, CareOutcome.SAFE, None, person_id, name, now)


async def offered(session: AsyncSession, alert_id: int, task_id: int) -> CareAlert:
    """The volunteers' task that asks for somebody to go; the group is reminded all the same.

    Raises NotFound, AlreadyTaken, AlreadySettled.
    """
    noted = await rows.change(
        session,
        CareAlert,
        CareAlert.id == alert_id,
        CareAlert.taken_at.is_(None),
        CareAlert.settled_at.is_(None),
        task_id=task_id,
    )
    if noted is None:
        found = await get(session, alert_id)
        if found.settled_at is not None:
            raise _settled(found, None)
        raise AlreadyTaken(found.taken_by_name or "", yours=False)
    draw(session, CareCard(alert_id))
    return noted


async def check_looks_after(session: AsyncSession, alert: CareAlert, member: Member) -> None:
    """Whether `member` acts for the office of where the diner lives.

    Raises NotYourGroup or NotAMember.
    """
    group = await office(session, await area_of(session, alert))
    if group is None or group.id != member.group_id:
        raise NotYourGroup
    await check_still_member(session, member)


async def _settle(
    session: AsyncSession,
    alert_id: int,
    outcome: CareOutcome,
    words: str | None,
    person_id: int,
    name: str,
    now: datetime,
) -> CareAlert | None:
    settled = await rows.change(
        session,
        CareAlert,
        CareAlert.id == alert_id,
        CareAlert.settled_at.is_(None),
        outcome=outcome,
        words=words,
        settled_by=person_id,
        settled_by_name=name[:140],
        settled_at=now,
        nudge_at=None,
    )
    if settled is not None:
        tell(session, CareSettled(alert_id))
        draw(session, CareCard(alert_id))
    return settled


def _settled(found: CareAlert, person_id: int | None) -> AlreadySettled:
    return AlreadySettled(found.settled_by_name or "", yours=found.settled_by == person_id)
