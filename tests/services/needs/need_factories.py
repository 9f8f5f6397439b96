"""Needs, offers and projects in the small neighbourhood of tests/services/factories."""

from datetime import date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services.calendar import ZONE
from services.groups.authority import Member
from services.needs import NewNeed, projects, resources, say
from services.needs.projects import NewProject
from services.needs.resources import NewResource
from storage.tables import (
    ForWhom,
    Group,
    Need,
    NeedCategory,
    NeedProject,
    Resource,
    ResourceSource,
)
from tests.services.factories import NOW, RESIDENT, Neighbourhood, member

TODAY = NOW.astimezone(ZONE).date()
DUE = date(2026, 3, 20)
"""Of the month of NOW."""
PARTNER = 31


async def categories(session: AsyncSession) -> None:
    """Three of them, once."""
    if await session.get(NeedCategory, "elders") is not None:
        return
    for position, (key, words) in enumerate(
        (("elders", ["老人", "食堂"]), ("culture", ["书法", "图书"]), ("other", []))
    ):
        names = dict.fromkeys(("zh", "zh_Hant", "en"), key)
        session.add(NeedCategory(key=key, position=position, names=names, words=words))
    await session.flush()


def new_need(place: Neighbourhood, **differently: Any) -> NewNeed:
    told: dict[str, Any] = {
        "person_id": RESIDENT,
        "person_name": "林阿姨",
        "place_id": place.building.id,
        "category": "culture",
        "for_whom": ForWhom.EVERYBODY,
        "text": "我希望社区开一个书法班",
    }
    return NewNeed(**(told | differently))


async def a_need(
    session: AsyncSession, place: Neighbourhood, *, now: datetime = NOW, **differently: Any
) -> Need:
    await categories(session)
    return await say(session, new_need(place, **differently), now=now)


def new_resource(place: Neighbourhood, **differently: Any) -> NewResource:
    told: dict[str, Any] = {
        "area_id": place.community.id,
        "source": ResourceSource.PARTNER,
        "category": "culture",
        "unit": "东街小学",
        "what": "老师周末教书法",
        "a_month": 1,
        "until": None,
        "contact": "陈老师 13900000000",
        "offered_by": PARTNER,
    }
    return NewResource(**(told | differently))


async def a_resource(
    session: AsyncSession, place: Neighbourhood, staff: Group | None = None, **differently: Any
) -> Resource:
    """Confirmed where the staff's group is given."""
    await categories(session)
    new = new_resource(place, **differently)
    offered = await resources.offer(session, new, now=NOW, today=TODAY)
    return await resources.confirm(session, offered.id, member(staff)) if staff else offered


async def a_project(
    session: AsyncSession,
    need_id: int,
    who: Member,
    resource_id: int | None = None,
    *,
    now: datetime = NOW,
    **differently: Any,
) -> NeedProject:
    told: dict[str, Any] = {
        "need_id": need_id,
        "resource_id": resource_id,
        "owner_id": None,
        "owner_name": "社工小陈",
        "due_on": DUE,
    }
    return await projects.accept(session, NewProject(**(told | differently)), who, now=now)
