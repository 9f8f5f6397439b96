"""What can be read of lists of visits: how far they are, who goes, which go on."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services import rows
from storage.tables import Visit, VisitGoer, VisitRound, VisitState


@dataclass(frozen=True, slots=True)
class Progress:
    """How many doors of a list are in which state, and of how many something was filed."""

    doors: int
    seen: int
    nobody: int
    """Nobody at home, whether it is tried again or not."""
    again: int
    """Of these, at how many it is tried again when their time comes."""
    found: int

    @property
    def left(self) -> int:
        """Doors at which nobody has stood yet, or that have come again."""
        return self.doors - self.seen - self.nobody

    @property
    def to_go(self) -> int:
        """Doors to which somebody has to go, now or when they come again."""
        return self.left + self.again


async def get(session: AsyncSession, round_id: int) -> VisitRound:
    """As it is at this moment. Raises NotFound."""
    return await rows.current(session, VisitRound, round_id)


async def going(session: AsyncSession, round_id: int) -> list[VisitGoer]:
    """Who goes, as it was drawn."""
    found = await session.scalars(
        select(VisitGoer).where(VisitGoer.round_id == round_id).order_by(VisitGoer.person_id)
    )
    return list(found)


async def progress(session: AsyncSession, round_id: int) -> Progress:
    """Counted in the tables."""
    counted = await session.execute(
        select(Visit.state, func.count(), func.count(Visit.again_at), func.count(Visit.ticket_id))
        .where(Visit.round_id == round_id)
        .group_by(Visit.state)
    )
    doors: Counter[VisitState] = Counter()
    again = found = 0
    for state, of_state, come_again, filed in counted:
        doors[state] = of_state
        again += come_again
        found += filed
    return Progress(
        doors=doors.total(),
        seen=doors[VisitState.SEEN],
        nobody=doors[VisitState.NOBODY],
        again=again,
        found=found,
    )


async def by_goer(session: AsyncSession, round_id: int) -> list[tuple[str, int]]:
    """Those who go, by name, with how many doors each went to last."""
    counted = await session.execute(
        select(VisitGoer.name, func.count(Visit.id))
        .outerjoin(
            Visit,
            (Visit.round_id == VisitGoer.round_id) & (Visit.done_by == VisitGoer.person_id),
        )
        .where(VisitGoer.round_id == round_id)
        .group_by(VisitGoer.person_id, VisitGoer.name)
        .order_by(VisitGoer.person_id)
    )
    return [(name, doors) for name, doors in counted]


async def open_in(session: AsyncSession, area_id: int) -> list[VisitRound]:
    """The office's lists that go on, the latest first."""
    found = await session.scalars(
        select(VisitRound)
        .where(VisitRound.area_id == area_id, VisitRound.ended_at.is_(None))
        .order_by(VisitRound.created_at.desc(), VisitRound.id.desc())
    )
    return list(found)
