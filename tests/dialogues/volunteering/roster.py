"""Volunteers and tasks for dialogues, put in place without the talk that leads there."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from services.volunteering import tasks
from services.volunteering.new_task import NewTask
from storage.importing import COMMUNITY_CODE
from storage.tables import (
    Area,
    ClaimState,
    RecordState,
    ServiceRecord,
    Task,
    TaskClaim,
    TaskRole,
    TaskState,
    Volunteer,
    VolunteerState,
)
from tests.dialogues.phones import Desk, Phone

ALL_TIMES = [f"{day}{part}" for day in range(1, 8) for part in "mae"]


async def admitted(desk: Desk, phone: Phone, name: str, /, **differently: Any) -> None:
    """The person is a volunteer of the demo community, free for every post at any time."""
    person_id = await phone.person_id()
    async with desk.app.database.transaction() as session:
        area = await _community(session)
        values: dict[str, Any] = {
            "person_id": person_id,
            "name": name,
            "area_id": area.id,
            "state": VolunteerState.ACTIVE,
            "posts": ["elders", "patrol"],
            "times": ALL_TIMES,
            "reach_m": None,
            "honour": False,
            "applied_at": desk.clock(),
            "admitted_at": desk.clock(),
        }
        session.add(Volunteer(**(values | differently)))


async def put_up(
    desk: Desk, title: str, /, *, days: int = 1, places: int = 1, **differently: Any
) -> Task:
    """A task at this hour in so many days, with a door in its private details."""
    starts: datetime = desk.clock() + timedelta(days=days)
    async with desk.app.database.transaction() as session:
        area = await _community(session)
        values: dict[str, Any] = {
            "area_id": area.id,
            "post": "elders",
            "title": title,
            "private": "3号楼 502",
            "place": "军门新村门口",
            "starts_at": starts,
            "ends_at": starts + timedelta(hours=2),
            "claim_by": starts,
            "roles": (("", places),),
            "organiser_id": None,
            "organiser_name": "社工甲",
        }
        return await tasks.create(session, NewTask(**(values | differently)), now=desk.clock())


async def served(desk: Desk, person_id: int | None, minutes: int, **differently: Any) -> None:
    """So many minutes a moment ago, confirmed."""
    task = await put_up(desk, "做过的事", days=6)
    async with desk.app.database.transaction() as session:
        role = (await session.scalars(select(TaskRole).where(TaskRole.task_id == task.id))).one()
        claim = TaskClaim(
            task_id=task.id,
            role_id=role.id,
            person_id=person_id,
            person_name="做过的人",
            state=ClaimState.DONE,
            claimed_at=desk.clock(),
        )
        session.add(claim)
        (await session.get_one(Task, task.id)).state = TaskState.DONE
        await session.flush()
        values: dict[str, Any] = {
            "claim_id": claim.id,
            "person_id": person_id,
            "area_id": task.area_id,
            "post": task.post,
            "started_at": desk.clock(),
            "minutes": minutes,
            "state": RecordState.APPROVED,
        }
        session.add(ServiceRecord(**(values | differently)))


async def _community(session: Any) -> Area:
    found = await session.scalars(select(Area).where(Area.code == COMMUNITY_CODE))
    area: Area = found.one()
    return area
