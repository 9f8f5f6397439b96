"""Somebody in the volunteers' group who was admitted, for dialogues about who helps."""

from services import areas
from services.volunteering import volunteers
from storage.tables import Volunteer, VolunteerState
from tests.dialogues.phones import Desk, Phone

COMMUNITY = "350102004001"


async def in_private(desk: Desk, in_the_group: Phone, name: str) -> Phone:
    """Their own chat, once they agreed to what is kept and were admitted under `name`."""
    phone = in_the_group.in_private()
    await phone.starts()
    await phone.agrees()
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
                posts=[post.key for post in await volunteers.posts(work.session)],
                times=[],
                applied_at=desk.clock(),
                admitted_at=desk.clock(),
            )
        )
    return phone
