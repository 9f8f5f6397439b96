"""What a person leaves behind in the three lists: as a resident, a volunteer and one of staff."""

from sqlalchemy.ext.asyncio import AsyncSession

from services import needs
from services.groups.authority import Member
from services.needs import projects, resources, sorting
from services.needs.projects import NewProject
from storage.tables import Group, ResourceSource
from tests.services.factories import NOW, Neighbourhood
from tests.services.needs.need_factories import DUE, a_need, a_resource


async def needs_and_offers(
    session: AsyncSession,
    place: Neighbourhood,
    staff: Group,
    person_id: int,
    neighbour_id: int,
    *,
    name: str,
    secret: str,
) -> None:
    """They say and second a need, offer something, and sort, decline and plan as staff."""
    who = Member(person_id, name, staff.id)
    own = await a_need(session, place, person_id=person_id, person_name=name, text=secret)
    theirs = await a_need(session, place, person_id=neighbour_id, person_name=None)
    await sorting.put_on_list(session, theirs.id, who, now=NOW)
    await needs.second(session, theirs.id, person_id, now=NOW)
    await sorting.decline(session, own.id, who, secret, now=NOW)
    offered = await a_resource(
        session,
        place,
        source=ResourceSource.OWN,
        unit=name,
        what=secret,
        contact=secret,
        offered_by=person_id,
    )
    await resources.decline(session, offered.id, who, secret, now=NOW)
    new = NewProject(
        need_id=theirs.id,
        resource_id=None,
        owner_id=person_id,
        owner_name=name,
        due_on=DUE,
    )
    await projects.accept(session, new, who, now=NOW)
