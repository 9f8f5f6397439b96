"""Erasing a person from volunteering, at their wish.

That somebody gave these hours stays: teams and the community go on counting them. Who it was, what
they said, what was done for them and what only they may know goes. Points go with the person.
"""

from datetime import datetime

from sqlalchemy import delete, func, literal, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.errors import Refusal
from services.news import draw, tell
from services.volunteering import hand_over, leaving, rewards, wanted
from services.volunteering.hours_news import RollCall
from services.volunteering.news import TaskCard
from services.volunteering.people_news import VolunteerCardLeft
from storage.outbox import forget_unsent
from storage.tables import (
    Card,
    Certificate,
    Feedback,
    HelpOrder,
    MessageLink,
    PointsBalance,
    PointsEntry,
    Redemption,
    ServiceRecord,
    Task,
    TaskClaim,
    TaskSeries,
    Volunteer,
    Wish,
)
from storage.tables.base import UtcDateTime

PROMPTS = ("decline volunteer", "block volunteer", "draft")
"""What messages to staff are about, before a person's id."""


async def erase(session: AsyncSession, person_id: int, *, now: datetime) -> None:
    """What they hold goes to those who wait, what was wanted for them ends, their name goes."""
    await _let_go(session, person_id, now)
    await wanted.end(session, person_id, now)
    await _unname_deeds(session, person_id, now)
    await _unname_work(session, person_id)
    await _erase_points(session, person_id, now)
    await _erase_volunteer(session, person_id)


async def _let_go(session: AsyncSession, person_id: int, now: datetime) -> None:
    await leaving.give_back(session, person_id, now=now)
    offered = await session.scalars(
        select(TaskClaim.id).where(TaskClaim.handed_to == person_id).order_by(TaskClaim.id)
    )
    for claim_id in list(offered):
        try:
            await hand_over.decline(session, claim_id, person_id)
        except Refusal:
            continue
    await session.execute(
        update(TaskClaim).where(TaskClaim.handed_to == person_id).values(handed_to=None)
    )


async def _unname_deeds(session: AsyncSession, person_id: int, now: datetime) -> None:
    """Places they held, hours they gave, what they said and what was said of them."""
    theirs = TaskClaim.person_id == person_id
    for task_id in await wanted.ids(session, select(TaskClaim.task_id).where(theirs).distinct()):
        draw(session, TaskCard(task_id))
        if await session.scalar(select(Card.chat_id).where(Card.key == f"roll:{task_id}").limit(1)):
            draw(session, RollCall(task_id))
    of_them = select(TaskClaim.id).where(theirs)
    await session.execute(update(Feedback).where(Feedback.claim_id.in_(of_them)).values(words=None))
    await session.execute(
        update(Feedback).where(Feedback.from_id == person_id).values(from_id=None, words=None)
    )
    await session.execute(update(TaskClaim).where(theirs).values(person_id=None, person_name=None))
    await session.execute(
        update(ServiceRecord).where(ServiceRecord.person_id == person_id).values(person_id=None)
    )
    await session.execute(
        update(Certificate)
        .where(Certificate.person_id == person_id)
        .values(
            person_id=None,
            name=None,
            revoked_at=func.coalesce(Certificate.revoked_at, literal(now, UtcDateTime())),
        )
    )


async def _unname_work(session: AsyncSession, person_id: int) -> None:
    """What they did as staff or as an organiser stays done, by nobody."""
    for column, name in (
        (Task.organiser_id, "organiser_name"),
        (ServiceRecord.approved_by, "approved_by_name"),
        (Redemption.ended_by, "ended_by_name"),
        (HelpOrder.handled_by, "handled_by_name"),
        (TaskSeries.created_by, None),
        (Feedback.settled_by, None),
        (Volunteer.admitted_by, None),
        (Wish.handled_by, None),
    ):
        values = {column.key: None} | ({name: None} if name else {})
        await session.execute(update(column.class_).where(column == person_id).values(**values))


async def _erase_points(session: AsyncSession, person_id: int, now: datetime) -> None:
    """What they had reserved goes back on the shelf; the ledger's lines stay, nobody's."""
    for redeemed in await rewards.reserved_by(session, person_id):
        await rewards.give_back(session, redeemed.redemption.id, person_id, now=now)
    await session.flush()
    await session.execute(
        update(Redemption).where(Redemption.person_id == person_id).values(person_id=None)
    )
    await session.execute(
        update(PointsEntry).where(PointsEntry.person_id == person_id).values(person_id=None)
    )
    await session.execute(delete(PointsBalance).where(PointsBalance.person_id == person_id))


async def _erase_volunteer(session: AsyncSession, person_id: int) -> None:
    """Their application, too, in the office's chat: its key holds their id, so it goes at once."""
    key = f"volunteer:{person_id}"
    for card in await session.scalars(select(Card).where(Card.key == key)):
        tell(session, VolunteerCardLeft(card.chat, card.message_id))
    await session.execute(delete(Card).where(Card.key == key))
    about = [f"{kind}:{person_id}" for kind in PROMPTS]
    await session.execute(delete(MessageLink).where(MessageLink.about.in_(about)))
    await forget_unsent(session, [key])
    await session.execute(delete(Volunteer).where(Volunteer.person_id == person_id))
