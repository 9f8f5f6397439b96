"""What a person leaves behind in lists of visits: as a household, and as one of those who go."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.groups.authority import Member
from services.visits import holding, rounds, walking
from services.visits.rounds import Door, NewRound
from services.visits.walking import Found
from storage.media import Attachment
from storage.tables import Group, VisitKind
from tests.services.factories import NOW, Neighbourhood
from tests.services.visits.visit_factories import LATER, a_member, doors_of


async def is_visited_and_visits(
    session: AsyncSession,
    place: Neighbourhood,
    staff: Group,
    person_id: int,
    *,
    name: str,
    secret: str,
    photo: Attachment,
) -> None:
    """`person_id` lives in the building, drew the list, went to two doors and holds a third."""
    await a_member(session, staff, person_id)
    who = Member(person_id, name, staff.id)
    new = NewRound(
        area_id=place.community.id,
        kind=VisitKind.VISIT,
        title="三月走访",
        doors=[
            Door(place.building.id, secret, name),
            Door(place.building.id, "302"),
            Door(place.building.id, "303"),
        ],
        goers=[person_id],
        due_at=LATER,
        questions=["身体好吗"],
    )
    drawn = await rounds.draw(session, new, who, now=NOW)
    theirs, other, _held = await doors_of(session, drawn)
    for visit in (theirs, other):
        await holding.next_door(session, drawn.id, person_id, now=NOW)
        words = secret if visit is theirs else "都好"
        found = Found(answers=[words], note=words, attachments=[photo])
        await walking.seen(session, visit.id, person_id, name, found, now=NOW)
    await holding.next_door(session, drawn.id, person_id, now=NOW)
