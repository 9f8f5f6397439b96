"""Whom notices about a canteen's day go to: its group, and people we can write to."""

from aiogram.methods import SendMessage
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.sending import outgoing
from services import areas
from services.groups.routing import serving
from services.people import people
from storage.outbox import Outgoing, Urgency
from storage.tables import (
    Area,
    Canteen,
    Group,
    MealSession,
    Person,
    Purpose,
)


async def reachable(session: AsyncSession, person_id: int | None) -> Person | None:
    """Whom we can write to: they have written to us, and not stopped us since."""
    person = await people.get(session, person_id) if person_id else None
    return person if person is not None and person.blocked_at is None else None


def notice(person: Person, text: str) -> list[Outgoing]:
    """A message (HTML) to one person."""
    return list(outgoing(SendMessage(chat_id=person.id, text=text), person.id, Urgency.NOTICE))


async def canteen_group(session: AsyncSession, meal_session: MealSession) -> Group | None:
    """The group of the canteen that serves the meal, if one is bound."""
    canteen = await session.get_one(Canteen, meal_session.canteen_id)
    area = await session.get_one(Area, canteen.area_id)
    return await serving(session, area, Purpose.CANTEEN)


async def buildings(session: AsyncSession, area_ids: set[int]) -> dict[int, str]:
    """How the areas with these ids are called."""
    return {
        area_id: await areas.title(session, await session.get_one(Area, area_id))
        for area_id in sorted(area_ids)
    }
