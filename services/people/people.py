"""The people who talk to us: what they chose, what is kept about them, and erasing it."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.people.erasure import erase
from services.people.personal_data import everything_about
from storage.clean_text import one_line
from storage.tables import Person

NAME_LIMIT = 140
"""First and last name have at most 64 characters each in Telegram."""

__all__ = [
    "NAME_LIMIT",
    "consent",
    "erase",
    "everything_about",
    "get",
    "load",
    "met",
    "move_home",
    "set_big_print",
    "set_language",
    "stopped",
]


async def get(session: AsyncSession, person_id: int) -> Person | None:
    return await session.get(Person, person_id)


async def reachable(session: AsyncSession, person_id: int | None) -> Person | None:
    """Whom we can write to: they have written to us, and neither were erased nor stopped us."""
    person = await get(session, person_id) if person_id else None
    return person if person is not None and person.blocked_at is None else None


async def met(session: AsyncSession, person_id: int, language: str, *, now: datetime) -> Person:
    """The person who has just written to us, known from now on.

    `language` is only for those we did not know: who chose one keeps it. Nothing that names
    them is kept before they consent.
    """
    person = await session.get(Person, person_id)
    if person is None:
        dialect = session.get_bind().dialect.name
        statement = (sqlite_insert if dialect == "sqlite" else postgresql_insert)(Person)
        # Two workers may meet the same person in the same second.
        await session.execute(
            statement.values(
                id=person_id, language=language, big_print=False, created_at=now
            ).on_conflict_do_nothing()
        )
        person = await session.get_one(Person, person_id)
    if person.blocked_at is not None:
        person.blocked_at = None
    return person


async def load(session: AsyncSession, person_ids: Collection[int]) -> None:
    """Read these people at once, so that `met` and `get` find them without a statement each."""
    await session.scalars(select(Person).where(Person.id.in_(person_ids)))


async def stopped(session: AsyncSession, person_id: int, *, now: datetime) -> None:
    """They blocked the bot or left the messenger: nothing can be sent until they write again."""
    person = await session.get(Person, person_id)
    if person is not None and person.blocked_at is None:
        person.blocked_at = now


async def consent(
    session: AsyncSession, person: Person, name: str | None, *, now: datetime
) -> None:
    """Note that `person` agreed to what is kept; from then on their name may be."""
    person.name = one_line(name or "")[:NAME_LIMIT] or None
    person.consented_at = now
    session.add(person)


async def move_home(session: AsyncSession, person: Person, area_id: int | None) -> None:
    """Where `person` lives: a building, a compound or a community."""
    person.home_id = area_id
    session.add(person)


async def set_language(session: AsyncSession, person: Person, language: str) -> None:
    """`language` is a catalogue's name: zh, zh_Hant or en."""
    person.language = language
    session.add(person)


async def set_big_print(session: AsyncSession, person: Person, on: bool) -> None:
    person.big_print = on
    session.add(person)
