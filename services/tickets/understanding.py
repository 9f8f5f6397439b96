"""What a resident's words say already, so that only what is missing has to be asked."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services import areas
from services.areas_in_words import Named, place_in
from storage.tables import Person, Ticket

Clear = Callable[[str], int | None]
"""The category that words speak clearly of; see `services.tickets.suggest.Suggester.clear`."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Who sees a request: `private` is not shown to neighbours, `named` says whose it is."""

    private: bool
    named: bool


OPEN_UNNAMED = Shown(private=False, named=False)
"""公开，不留名: neighbours can join, and nobody is exposed who did not ask for it."""


@dataclass(frozen=True, slots=True)
class Understood:
    """Guesses, each None where the words leave it open; they are shown before anything is filed."""

    category_id: int | None
    place: Named | None
    shown: Shown


async def understand(session: AsyncSession, words: str, person: Person, clear: Clear) -> Understood:
    """What `words` are about and where; who sees it, as the person's last request was shown."""
    home = await areas.home_of(session, person)
    return Understood(
        clear(words), await place_in(session, words, home), await _shown_before(session, person)
    )


async def _shown_before(session: AsyncSession, person: Person) -> Shown:
    last = await session.execute(
        select(Ticket.private, Ticket.author_name)
        .where(Ticket.author_id == person.id)
        .order_by(Ticket.filed_at.desc(), Ticket.id.desc())
        .limit(1)
    )
    row = last.first()
    return Shown(row.private, row.author_name is not None) if row else OPEN_UNNAMED
