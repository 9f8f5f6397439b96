"""What visits hand in: households and staff that they keep, and what falls due by itself."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.keeps import AtNight, Job, Keeps
from services.visits import again, calling, repeating
from services.visits.erasing import erase
from services.visits.figures import figures
from storage.tables import Visit, VisitGoer, VisitRound


async def about(session: AsyncSession, person_id: int) -> dict[str, Any]:
    """Below "visits": the lists that they drew or go to, and what they found at doors.

    Of households no more than the door: who lives there, and what they said and was seen there,
    is theirs, and nothing about who went.
    """
    drawn = await session.scalars(
        select(VisitRound).where(VisitRound.created_by == person_id).order_by(VisitRound.id)
    )
    goes = await session.scalars(
        select(VisitRound)
        .join(VisitGoer, VisitGoer.round_id == VisitRound.id)
        .where(VisitGoer.person_id == person_id)
        .order_by(VisitRound.id)
    )
    doors = await session.scalars(
        select(Visit).where(Visit.done_by == person_id).order_by(Visit.id)
    )
    return {
        "visits": {
            "drawn": [_list(each) for each in drawn],
            "goes": [_list(each) for each in goes],
            "doors": [_door(each) for each in doors],
        }
    }


def _list(each: VisitRound) -> dict[str, Any]:
    return {
        "title": each.title,
        "kind": each.kind.value,
        "created_at": each.created_at.isoformat(),
        "due_at": each.due_at.isoformat(),
    }


def _door(visit: Visit) -> dict[str, Any]:
    return {
        "door": visit.door,
        "state": visit.state.value,
        "at": visit.done_at.isoformat() if visit.done_at else None,
    }


KEEPS = Keeps(
    erase=erase,
    about=about,
    figures=figures,
    jobs=(
        Job(
            name="nobody at home",
            due=again.due,
            act=again.act,
            every=timedelta(minutes=5),
            when="two working days after nobody was at home at a door, in another part of the day; "
            "twice at most",
            to="those who go to the list's doors",
            at_night=AtNight.PUT_OFF,
            late="as long as the list goes on",
            at_once=20,
        ),
        Job(
            name="deadlines of visits",
            due=calling.due,
            act=calling.act,
            every=timedelta(minutes=5),
            when="at nine on a list's last day, if doors are left; at its end; thirty days after "
            "it ends by itself",
            to="those who go; at its end the community's staff",
            at_night=AtNight.PUT_OFF,
            late="as long as doors are left",
            judges_silence=True,
            at_once=20,
        ),
        Job(
            name="lists that repeat",
            due=repeating.due,
            act=repeating.act,
            every=timedelta(minutes=5),
            when="the list's next day has come, or the first working day after it",
            to="those who go; its card stands in the staff's group, which hears where none follows",
            at_night=AtNight.PUT_OFF,
            late="always: what was missed meanwhile is left out",
            at_once=20,
        ),
    ),
)
