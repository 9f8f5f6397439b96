"""What a resident's words say already, so that only what is missing has to be asked."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services import areas
from services.areas_in_words import Named, place_in
from services.tickets.theirs import Shown, shown_before
from storage.tables import Person

Clear = Callable[[str], int | None]
"""The category that words speak clearly of; see `services.tickets.suggest.Suggester.clear`."""


@dataclass(frozen=True, slots=True)
class Understood:
    """Guesses, each None where the words leave it open; they are shown before anything is filed."""

    category_id: int | None
    place: Named | None
    shown: Shown


async def understand(
    session: AsyncSession, words: str, person: Person, clear: Clear, *, now: datetime
) -> Understood:
    """What `words` are about and where; who sees it, as the person's last request was shown."""
    home = await areas.home_of(session, person)
    return Understood(
        clear(words),
        await place_in(session, words, home),
        await shown_before(session, person.id, now=now),
    )
