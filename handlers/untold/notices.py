"""The list of what nobody was told, drawn for the office that has it."""

from collections.abc import Iterable
from datetime import datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.i18n import _
from handlers.common.saying import Say
from handlers.common.telling import Tell, Telling
from handlers.untold.card import key, keyboard, look
from services import areas
from services.people import addresses
from services.untold import items
from services.untold.items import UntoldCard
from storage.tables import Untold

telling = Telling()


@telling.draws(UntoldCard)
async def drawn(tell: Tell, subject: UntoldCard) -> None:
    area_id, zone = subject.area_id, tell.config.zone
    waiting = await items.open_in(tell.session, area_id, tell.now)
    told = await items.told_since(tell.session, area_id, _midnight(tell.now, zone))
    people = await _people(tell.session, [*waiting, *told])
    await tell.office(
        area_id,
        lambda: Say(
            look(waiting, told, people, zone),
            keyboard(waiting),
            card=key(area_id),
            to_the_end=subject.to_the_end,
        ),
    )


def _midnight(now: datetime, zone: ZoneInfo) -> datetime:
    return datetime.combine(now.astimezone(zone).date(), time(), zone)


async def _people(session: AsyncSession, found: Iterable[Untold]) -> dict[int, tuple[str, str]]:
    ids = list(dict.fromkeys(item.person_id for item in found))
    await addresses.load_people(session, ids)
    people: dict[int, tuple[str, str]] = {}
    for person_id in ids:
        known = await addresses.known(session, person_id)
        person = known.person if known else None
        name = (person.name if person else None) or _("居民")
        home = await areas.title_of(session, person.home_id) if person and person.home_id else ""
        people[person_id] = (name, home)
    return people
