"""What volunteering keeps about one person, for them to take along."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services import areas
from services.volunteering import teams
from storage.tables import (
    Base,
    Certificate,
    Feedback,
    HelpOrder,
    PointsBalance,
    PointsEntry,
    Redemption,
    Reward,
    ServiceRecord,
    Task,
    TaskClaim,
    TaskSeries,
    Volunteer,
    Wish,
)


async def about(session: AsyncSession, person_id: int) -> dict[str, Any]:
    """Ready for JSON, below "volunteering"; times in ISO 8601.

    Keys: profile (empty for who is no volunteer), claims, records, points, rewards, certificates,
    feedback, helps, wishes, organised. What others said of them and what staff decided about
    others is told by what it was, without words.
    """
    return {
        "volunteering": {
            "profile": await _profile(session, person_id),
            "claims": await _claims(session, person_id),
            "records": await _records(session, person_id),
            "points": await _points(session, person_id),
            "rewards": await _rewards(session, person_id),
            "certificates": await _rows(
                session,
                select(Certificate).where(Certificate.person_id == person_id),
                *("number", "name", "minutes", "services", "from_day", "until_day", "issued_at"),
                "revoked_at",
            ),
            "feedback": await _rows(
                session,
                select(Feedback).where(
                    or_(Feedback.from_id == person_id, Feedback.settled_by == person_id)
                ),
                *("stars", "complaint", "at", "settled_at", "upheld"),
                own={"words": "from_id"},
                person_id=person_id,
            ),
            "helps": await _rows(
                session,
                select(HelpOrder).where(
                    or_(HelpOrder.person_id == person_id, HelpOrder.handled_by == person_id)
                ),
                *("kind", "state", "ordered_at", "ended_at"),
                own=dict.fromkeys(
                    ("person_name", "place", "wanted", "words", "answer"), "person_id"
                ),
                person_id=person_id,
            ),
            "wishes": await _rows(
                session,
                select(Wish).where(or_(Wish.person_id == person_id, Wish.handled_by == person_id)),
                *("state", "posted_at", "granted_at"),
                own=dict.fromkeys(("person_name", "text", "reason"), "person_id"),
                person_id=person_id,
            ),
            "organised": await _organised(session, person_id),
        }
    }


async def _profile(session: AsyncSession, person_id: int) -> dict[str, Any]:
    volunteer = await session.get(Volunteer, person_id)
    if volunteer is None:
        return {}
    area = await areas.one(session, volunteer.area_id)
    team = await teams.get(session, volunteer.team_id)
    told = ("name", "state", "posts", "times", "reach_m", "honour", "offers_from")
    when = ("offered_at", "applied_at", "admitted_at", "paused_until", "ended_at")
    return {
        "community": area.name,
        "team": team.name if team else None,
        **_told(volunteer, *told, *when, "reason"),
    }


async def _claims(session: AsyncSession, person_id: int) -> list[dict[str, Any]]:
    """Places held or waited for, and offered to them."""
    found = await session.execute(
        select(TaskClaim, Task.title, Task.starts_at)
        .join(Task, Task.id == TaskClaim.task_id)
        .where(or_(TaskClaim.person_id == person_id, TaskClaim.handed_to == person_id))
        .order_by(TaskClaim.id)
    )
    told = ("state", "claimed_at", "released_at", "late", "in_at", "in_how", "out_at", "out_how")
    return [
        {"task": title, "starts_at": starts_at.isoformat(), "offered": True}
        if claim.person_id != person_id
        else {"task": title, "starts_at": starts_at.isoformat(), **_told(claim, *told)}
        for claim, title, starts_at in found
    ]


async def _records(session: AsyncSession, person_id: int) -> list[dict[str, Any]]:
    """Their own service, and what they confirmed for others."""
    found = await session.execute(
        select(ServiceRecord, Task.title)
        .join(TaskClaim, TaskClaim.id == ServiceRecord.claim_id)
        .join(Task, Task.id == TaskClaim.task_id)
        .where(or_(ServiceRecord.person_id == person_id, ServiceRecord.approved_by == person_id))
        .order_by(ServiceRecord.id)
    )
    return [
        {
            "task": title,
            "yours": record.person_id == person_id,
            "confirmed_by_you": record.approved_by == person_id,
            **_told(record, "post", "started_at", "minutes", "state", "approved_at"),
        }
        for record, title in found
    ]


async def _points(session: AsyncSession, person_id: int) -> dict[str, Any]:
    balance = await session.get(PointsBalance, person_id)
    lines = select(PointsEntry).where(PointsEntry.person_id == person_id)
    return {
        "balance": balance.points if balance else 0,
        "ledger": await _rows(session, lines.order_by(PointsEntry.id), "at", "kind", "points"),
    }


async def _rewards(session: AsyncSession, person_id: int) -> list[dict[str, Any]]:
    """Reserved by them, or handed out by them as staff."""
    found = await session.execute(
        select(Redemption, Reward.name)
        .join(Reward, Reward.id == Redemption.reward_id)
        .where(or_(Redemption.person_id == person_id, Redemption.ended_by == person_id))
        .order_by(Redemption.id)
    )
    return [
        {
            "reward": name,
            "yours": redemption.person_id == person_id,
            **_told(redemption, "points", "state", "reserved_at", "until", "ended_at"),
            "code": redemption.code if redemption.person_id == person_id else None,
        }
        for redemption, name in found
    ]


async def _organised(session: AsyncSession, person_id: int) -> list[dict[str, Any]]:
    """Tasks and series they put up, and tasks that were done for them."""
    series = select(TaskSeries).where(TaskSeries.created_by == person_id).order_by(TaskSeries.id)
    organised = select(Task).where(or_(Task.organiser_id == person_id, Task.helped_id == person_id))
    told = ("title", "details", "place", "starts_at", "ends_at", "state", "created_at", "ended_at")
    return [
        *await _rows(session, organised.order_by(Task.id), *told),
        *await _rows(session, series, "rule", "first_day", "created_at", "ended_at"),
    ]


async def _rows(
    session: AsyncSession,
    query: Any,
    *names: str,
    own: dict[str, str] | None = None,
    person_id: int | None = None,
) -> list[dict[str, Any]]:
    """The rows with these columns; columns of `own` only where the other they name is theirs."""
    return [
        _told(row, *names)
        | {
            name: _plain(getattr(row, name)) if getattr(row, whose) == person_id else None
            for name, whose in (own or {}).items()
        }
        for row in await session.scalars(query)
    ]


def _told(row: Base, *names: str) -> dict[str, Any]:
    return {name: _plain(getattr(row, name)) for name in names}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime | date) else value
