"""The ledger of points (积分流水): lines are added, never changed, and a balance is their sum.

Points come from approved records alone, and from each at most once: an earning that was taken
back may be earned again when the complaint turns out unfounded. Every change first locks the
person's balance, so that what it judges by holds until the commit, on PostgreSQL too.

An earning can only be taken back while its points are still there. Where they were spent, they
are owed: they cannot be spent a second time, and the earning is taken back, exactly, as soon as
enough has come in.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from services import rows
from services.errors import NotFound
from services.volunteering import rules
from services.volunteering.hours_errors import TooFewPoints
from storage.tables import (
    PointsBalance,
    PointsEntry,
    PointsKind,
    RecordState,
    Redemption,
    ServiceRecord,
)


async def balance(session: AsyncSession, person_id: int) -> int:
    """What they have, owed points among them."""
    points = await session.scalar(
        select(PointsBalance.points).where(PointsBalance.person_id == person_id)
    )
    return points or 0


async def spendable(session: AsyncSession, person_id: int) -> int:
    """What they can redeem: the balance without what is owed, at least nothing."""
    owed = sum(entry.points for entry in await _owed(session, person_id))
    return max(0, await balance(session, person_id) - owed)


async def earn(session: AsyncSession, record: ServiceRecord, *, now: datetime) -> int:
    """Post what an approved record is worth, once; returns the points.

    Nothing is posted for who was erased, where no rule is in force, and for too few minutes to
    make a point.
    """
    if record.person_id is None or record.state is not RecordState.APPROVED:
        return 0
    rule = await rules.rule_on(session, record.area_id, rules.day_of(record.started_at))
    points = rules.points_of(rule, record.post, record.minutes) if rule else 0
    if rule is None or points == 0:
        return 0
    await lock(session, record.person_id)
    if await _standing_earning(session, record.id) is not None:
        return 0
    await _post(
        session,
        PointsEntry(
            person_id=record.person_id,
            at=now,
            kind=PointsKind.EARNED,
            points=points,
            record_id=record.id,
            rule_id=rule.id,
        ),
    )
    await _take_back_owed(session, record.person_id, now=now)
    return points


async def reverse(session: AsyncSession, record: ServiceRecord, *, now: datetime) -> None:
    """Take back exactly what a record that is no longer approved earned, now or when it is there.

    Write the record's new state before.
    """
    if record.person_id is None:
        return
    await lock(session, record.person_id)
    await _take_back_owed(session, record.person_id, now=now)


async def spend(session: AsyncSession, redemption: Redemption, *, now: datetime) -> None:
    """Take the points of a redemption. Raises TooFewPoints; lock first, then it cannot happen."""
    assert redemption.person_id is not None
    await _post(
        session,
        PointsEntry(
            person_id=redemption.person_id,
            at=now,
            kind=PointsKind.REDEEMED,
            points=-redemption.points,
            redemption_id=redemption.id,
        ),
    )


async def give_back(session: AsyncSession, redemption: Redemption, *, now: datetime) -> None:
    """The points of a redemption that came to nothing, exactly; nothing for who was erased."""
    spent = await session.scalar(
        select(PointsEntry).where(
            PointsEntry.redemption_id == redemption.id, PointsEntry.kind == PointsKind.REDEEMED
        )
    )
    if spent is None:
        raise NotFound
    if redemption.person_id is None:
        return
    await _post(
        session,
        PointsEntry(
            person_id=redemption.person_id,
            at=now,
            kind=PointsKind.RETURNED,
            points=-spent.points,
            redemption_id=redemption.id,
            reverses_id=spent.id,
        ),
    )
    await _take_back_owed(session, redemption.person_id, now=now)


async def lock(session: AsyncSession, person_id: int) -> int:
    """Keep others from the balance until the commit; returns it."""
    await rows.add_missing(session, PointsBalance, [{"person_id": person_id, "points": 0}])
    points = await session.scalar(
        select(PointsBalance.points).where(PointsBalance.person_id == person_id).with_for_update()
    )
    return points or 0


async def _post(session: AsyncSession, entry: PointsEntry) -> None:
    """A line and the balance, together. Raises TooFewPoints, having written nothing."""
    changed = await rows.change(
        session,
        PointsBalance,
        PointsBalance.person_id == entry.person_id,
        PointsBalance.points + entry.points >= 0,
        points=PointsBalance.points + entry.points,
    )
    if changed is None:
        assert entry.person_id is not None
        raise TooFewPoints(await balance(session, entry.person_id), -entry.points)
    session.add(entry)
    await session.flush()


async def _take_back_owed(session: AsyncSession, person_id: int, *, now: datetime) -> None:
    """Reverse the earnings of records that are not approved, oldest first, as far as it goes."""
    for earning in await _owed(session, person_id):
        if await balance(session, person_id) >= earning.points:
            await _post(
                session,
                PointsEntry(
                    person_id=person_id,
                    at=now,
                    kind=PointsKind.REVERSED,
                    points=-earning.points,
                    record_id=earning.record_id,
                    reverses_id=earning.id,
                ),
            )


async def _owed(session: AsyncSession, person_id: int) -> list[PointsEntry]:
    """Earnings that stand though their records are not approved, oldest first."""
    found = await session.scalars(
        select(PointsEntry)
        .join(ServiceRecord, ServiceRecord.id == PointsEntry.record_id)
        .where(
            PointsEntry.person_id == person_id,
            PointsEntry.kind == PointsKind.EARNED,
            ServiceRecord.state != RecordState.APPROVED,
            _not_reversed(),
        )
        .order_by(PointsEntry.id)
    )
    return list(found)


async def _standing_earning(session: AsyncSession, record_id: int) -> PointsEntry | None:
    found: PointsEntry | None = await session.scalar(
        select(PointsEntry).where(
            PointsEntry.record_id == record_id,
            PointsEntry.kind == PointsKind.EARNED,
            _not_reversed(),
        )
    )
    return found


def _not_reversed() -> ColumnElement[bool]:
    reversal = aliased(PointsEntry)
    return ~exists().where(reversal.reverses_id == PointsEntry.id)
