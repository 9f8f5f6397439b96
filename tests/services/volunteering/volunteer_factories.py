"""Volunteers, tasks and rewards in the small neighbourhood of `factories`."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services.groups import binding as groups
from services.volunteering import claims, tasks
from services.volunteering.new_task import NewTask
from storage.tables import (
    Group,
    Person,
    PointsRule,
    Purpose,
    Reward,
    Task,
    TaskClaim,
    Volunteer,
    VolunteerPost,
    VolunteerState,
)
from tests.chats import an_address, telegram
from tests.services.factories import LATITUDE, LONGITUDE, NOW, Neighbourhood

VOLUNTEER, SECOND, THIRD = 51, 52, 53
ORGANISER = 101
"""A member of staff."""
VOLUNTEERS_CHAT = -1004
POST = "elderly"
START = NOW + timedelta(days=2)
"""A Wednesday, nine in the morning in Fuzhou."""


async def a_person(session: AsyncSession, person_id: int, **differently: Any) -> Person:
    values: dict[str, Any] = {
        "id": person_id,
        "language": "zh",
        "big_print": False,
        "created_at": NOW,
        "consented_at": NOW,
    }
    person = Person(**(values | differently))
    session.add_all([person, an_address(person_id)])
    await session.flush()
    return person


async def a_post(session: AsyncSession, key: str = POST) -> VolunteerPost:
    found = await session.get(VolunteerPost, key)
    if found is not None:
        return found
    names = {"zh": "助老守望", "zh_Hant": "助老守望", "en": "Helping elders"}
    post = VolunteerPost(key=key, position=1, names=names)
    session.add(post)
    await session.flush()
    return post


async def a_volunteer(
    session: AsyncSession, place: Neighbourhood, person_id: int = VOLUNTEER, **differently: Any
) -> Volunteer:
    """Admitted, free for everything."""
    values: dict[str, Any] = {
        "person_id": person_id,
        "name": f"志愿者{person_id}",
        "area_id": place.community.id,
        "state": VolunteerState.ACTIVE,
        "posts": [POST],
        "times": [],
        "applied_at": NOW,
        "admitted_at": NOW,
    }
    volunteer = Volunteer(**(values | differently))
    session.add(volunteer)
    await session.flush()
    return volunteer


async def bind_volunteers(session: AsyncSession, place: Neighbourhood) -> Group:
    return await groups.bind(
        session,
        chat=telegram(VOLUNTEERS_CHAT),
        title="志愿者群",
        area_id=place.community.id,
        purpose=Purpose.VOLUNTEERS,
        by=1,
        now=NOW,
    )


def new_task(place: Neighbourhood, /, **differently: Any) -> NewTask:
    told: dict[str, Any] = {
        "area_id": place.community.id,
        "post": POST,
        "title": "陪老人买菜",
        "details": "走得动就行",
        "private": "3号楼，门铃坏了，请敲门",
        "place": "军门新村门口",
        "latitude": LATITUDE,
        "longitude": LONGITUDE,
        "starts_at": START,
        "ends_at": START + timedelta(hours=2),
        "claim_by": START,
        "roles": [("", 1)],
        "organiser_id": ORGANISER,
        "organiser_name": "社工甲",
    }
    return NewTask(**(told | differently))


async def a_task(
    session: AsyncSession, place: Neighbourhood, /, *, now: datetime = NOW, **differently: Any
) -> Task:
    await a_post(session)
    return await tasks.create(session, new_task(place, **differently), now=now)


async def a_claim(
    session: AsyncSession,
    place: Neighbourhood,
    /,
    *,
    person_id: int = VOLUNTEER,
    now: datetime = NOW,
    **differently: Any,
) -> TaskClaim:
    """Of a task of its own, by a volunteer who is made where there is none."""
    task = await a_task(session, place, now=now, **differently)
    if await session.get(Volunteer, person_id) is None:
        await a_volunteer(session, place, person_id)
    return await claims.claim(session, task.id, person_id, now=now)


async def a_points_rule(
    session: AsyncSession, place: Neighbourhood, /, **differently: Any
) -> PointsRule:
    """An hour is a point, at most two an activity."""
    values: dict[str, Any] = {
        "area_id": place.street.id,
        "from_day": date(2026, 1, 1),
        "until_day": None,
        "minutes_a_point": 60,
        "cap_minutes": 120,
        "weights": {},
    }
    rule = PointsRule(**(values | differently))
    session.add(rule)
    await session.flush()
    return rule


async def a_reward(session: AsyncSession, place: Neighbourhood, /, **differently: Any) -> Reward:
    values: dict[str, Any] = {
        "code": "towel",
        "area_id": place.community.id,
        "name": "毛巾一条",
        "where": "志愿驿站，周一至周五",
        "points": 1,
        "stock": 1,
        "active": True,
    }
    reward = Reward(**(values | differently))
    session.add(reward)
    await session.flush()
    return reward
