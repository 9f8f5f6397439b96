"""What the map hands in: who reported what to be wrong, and the weekly check."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.keeps import AtNight, Job, Keeps
from services.places import checking
from services.places.figures import figures
from storage.tables import Place, PlaceReport


async def erase(session: AsyncSession, person_id: int, *, now: datetime) -> None:  # noqa: ARG001
    """That an entry may be wrong stays a task for staff; who said it, and in what words, goes."""
    await session.execute(
        update(PlaceReport)
        .where(PlaceReport.person_id == person_id)
        .values(person_id=None, words=None)
    )
    await session.execute(
        update(PlaceReport)
        .where(PlaceReport.settled_by == person_id)
        .values(settled_by=None, settled_by_name=None)
    )


async def about(session: AsyncSession, person_id: int) -> dict[str, Any]:
    """What they reported to be wrong on the map, and what they settled as staff."""
    rows = await session.execute(
        select(PlaceReport, Place.name)
        .join(Place, Place.id == PlaceReport.place_id)
        .where(or_(PlaceReport.person_id == person_id, PlaceReport.settled_by == person_id))
        .order_by(PlaceReport.id)
    )
    return {
        "place_reports": [
            {
                "place": name,
                "what": report.what.value,
                "reported_at": report.reported_at.isoformat(),
                "words": report.words if report.person_id == person_id else None,
                "reported_by_you": report.person_id == person_id,
                "verdict": report.verdict.value if report.verdict else None,
                "settled_at": report.settled_at.isoformat() if report.settled_at else None,
                "settled_by_you": report.settled_by == person_id,
            }
            for report, name in rows
        ]
    }


KEEPS = Keeps(
    erase=erase,
    about=about,
    figures=figures,
    jobs=(
        Job(
            name="place checks",
            due=checking.due,
            act=checking.ask,
            every=timedelta(minutes=10),
            when="once a week, on a working day between 9:00 and 17:00",
            to="the community's staff",
            at_night=AtNight.PUT_OFF,
            late="always: it asks about what is oldest then",
        ),
    ),
)
