"""Volunteers and tasks for tests: many who are ready, and tasks to claim."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services.volunteering import claims, looking, tasks
from services.volunteering.new_task import NewTask
from storage.tables import Task, TaskClaim, Volunteer, VolunteerPost, VolunteerState
from tests.services.conftest import Desk
from tests.services.factories import NOW, Neighbourhood

ORGANISER = 900
POST = "elders"
TOMORROW = NOW + timedelta(days=1)


async def a_post(session: AsyncSession) -> None:
    names = {"zh": "助老守望", "zh_Hant": "助老守望", "en": "Looking after elders"}
    session.add(VolunteerPost(key=POST, position=1, names=names))
    await session.flush()


async def volunteer(
    session: AsyncSession,
    place: Neighbourhood,
    person_id: int,
    *,
    state: VolunteerState = VolunteerState.ACTIVE,
    now: datetime = NOW,
) -> None:
    session.add(
        Volunteer(
            person_id=person_id,
            name=f"志愿者{person_id}",
            area_id=place.community.id,
            state=state,
            posts=[POST],
            times=[],
            honour=False,
            applied_at=now,
            admitted_at=now,
        )
    )
    await session.flush()


async def ready(desk: Desk, person_ids: Iterable[int]) -> None:
    """The post, and these people as volunteers."""

    async def prepare(session: AsyncSession) -> None:
        await a_post(session)
        for person_id in person_ids:
            await volunteer(session, desk.place, person_id)

    await desk.do(prepare)


def new_task(place: Neighbourhood, /, **differently: Any) -> NewTask:
    starts_at = differently.pop("starts_at", TOMORROW)
    wanted: dict[str, Any] = {
        "area_id": place.community.id,
        "post": POST,
        "title": "陪老人散步",
        "details": "请穿运动鞋。",
        "private": "3号楼 501",
        "place": "军门新村",
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=2),
        "claim_by": starts_at,
        "organiser_id": ORGANISER,
        "organiser_name": "社工甲",
    }
    return NewTask(**(wanted | differently))


async def put_up(desk: Desk, /, *, now: datetime = NOW, **differently: Any) -> Task:
    task: Task = await desk.do(
        lambda session: tasks.create(session, new_task(desk.place, **differently), now=now)
    )
    return task


async def claim(
    desk: Desk, task: Task, person_id: int, *, now: datetime = NOW, role_id: int | None = None
) -> Any:
    """The claim, or why not."""
    return await desk.attempt(
        lambda session: claims.claim(session, task.id, person_id, role_id, now=now)
    )


async def release(desk: Desk, task: Task, person_id: int, *, now: datetime = NOW) -> Any:
    return await desk.attempt(lambda session: claims.release(session, task.id, person_id, now=now))


async def claims_of(desk: Desk, task: Task, *states: Any) -> list[TaskClaim]:
    async with desk.database.reading() as session:
        return await looking.claims_of(session, task.id, *states)
