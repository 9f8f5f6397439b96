"""What volunteers are told of a round or an alert that is passed on to them, and by when.

Everybody reads compounds, the buildings of a round, and counts. Names, doors, telephones and what
residents wrote are for those alone who claim the task.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from services import areas
from services.errors import NotFound
from services.meals import canteens, care, diners, rounds, sessions
from services.written.spans import Span
from storage.tables import Canteen, Diner, Level, MealSession

LOOKED_IN_WITHIN = timedelta(hours=2)
"""How long volunteers are asked to look in on somebody; the office is reminded all the while."""


@dataclass(frozen=True, slots=True)
class Carrying:
    """A round to carry; the doors come to the volunteer with the round."""

    area_id: int
    meal: MealSession
    canteen: Canteen
    buildings: list[str]
    """Titles in the order of the way, each once."""
    doors: int
    portions: int

    def span(self, now: datetime) -> Span:
        """While the meal is given out; one that is late has to be carried all the same."""
        until = max(self.meal.ends_at, now + LOOKED_IN_WITHIN)
        return Span(max(self.meal.starts_at, now), until)


@dataclass(frozen=True, slots=True)
class LookingIn:
    """Somebody to look in on."""

    diner: Diner
    home: str
    """The building's title: for those who claim it."""
    place: str
    """For everybody."""


async def carrying(session: AsyncSession, round_id: int) -> Carrying:
    """Raises NotFound."""
    found = await rounds.get(session, round_id)
    meal = await sessions.get(session, found.session_id)
    canteen = await canteens.get(session, meal.canteen_id)
    stops = await rounds.stops(session, round_id)
    titles = [await areas.title(session, stop.building) for stop in stops]
    return Carrying(
        area_id=stops[0].building.id if stops else canteen.area_id,
        meal=meal,
        canteen=canteen,
        buildings=list(dict.fromkeys(titles)),
        doors=len(stops),
        portions=sum(stop.booking.portions for stop in stops),
    )


async def looking_in(session: AsyncSession, alert_id: int) -> LookingIn:
    """Raises NotFound."""
    alert = await care.get(session, alert_id)
    diner = await diners.get(session, alert.diner_id)
    return LookingIn(
        diner=diner,
        home=await areas.title_of(session, diner.area_id),
        place=await public_place(session, diner.area_id),
    )


async def public_place(session: AsyncSession, area_id: int) -> str:
    """The compound around a home; nobody's building is named to everybody. Raises NotFound."""
    home = await areas.get(session, area_id)
    if home is None:
        raise NotFound
    compound = await areas.of_level(session, home, Level.COMPOUND)
    community = await areas.of_level(session, home, Level.COMMUNITY)
    return await areas.title(session, compound or community or home)
