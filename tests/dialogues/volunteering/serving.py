"""Volunteers and tasks for dialogues that begin where these are there already."""

from datetime import datetime, timedelta
from typing import Any

from services import areas
from services.volunteering import claims, tasks
from services.volunteering.new_task import NewTask
from storage.tables import Task, Volunteer, VolunteerState
from tests.dialogues.phones import Desk, Phone

COMMUNITY = "350102004001"
LATITUDE, LONGITUDE = 26.0876, 119.3001
POST = "elders"


async def volunteers(desk: Desk, phone: Phone, name: str = "热心邻居") -> None:
    """Admitted already."""
    person_id = await phone.person_id()
    async with desk.app.work.unit() as work:
        area = await areas.by_code(work.session, COMMUNITY)
        assert area is not None
        work.session.add(
            Volunteer(
                person_id=person_id,
                name=name,
                area_id=area.id,
                state=VolunteerState.ACTIVE,
                posts=[POST],
                times=[],
                applied_at=desk.clock(),
                admitted_at=desk.clock(),
            )
        )


async def task(desk: Desk, /, **differently: Any) -> Task:
    """In an hour, for an hour and a half, with a position, organised by nobody."""
    starts: datetime = differently.get("starts_at", desk.clock() + timedelta(hours=1))
    async with desk.app.work.unit() as work:
        area = await areas.by_code(work.session, COMMUNITY)
        assert area is not None
        told: dict[str, Any] = {
            "area_id": area.id,
            "post": POST,
            "title": "陪老人买菜",
            "place": "军门新村门口",
            "private": "3号楼，敲门",
            "latitude": LATITUDE,
            "longitude": LONGITUDE,
            "starts_at": starts,
            "ends_at": starts + timedelta(minutes=90),
            "claim_by": starts,
            "organiser_id": None,
            "organiser_name": "社工甲",
        }
        made = await tasks.create(work.session, NewTask(**(told | differently)), now=work.now)
    await desk.sends_off()
    return made


async def claimed(desk: Desk, phone: Phone, /, **differently: Any) -> Task:
    """A task that they hold a place of."""
    made = await task(desk, **differently)
    person_id = await phone.person_id()
    async with desk.app.work.unit() as work:
        await claims.claim(work.session, made.id, person_id, now=work.now)
    await desk.sends_off()
    return made
