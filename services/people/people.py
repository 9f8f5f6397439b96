"""The people who talk to us and what they chose."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.people.reach import reachable
from storage.clean_text import one_line
from storage.tables import Person

NAME_LIMIT = 140
"""First and last name have at most 64 characters each in Telegram."""

__all__ = [
    "NAME_LIMIT",
    "consent",
    "get",
    "move_home",
    "reachable",
    "set_asked_later",
    "set_big_print",
    "set_language",
    "set_name",
    "set_surveyed",
]


async def get(session: AsyncSession, person_id: int) -> Person | None:
    return await session.get(Person, person_id)


async def consent(
    session: AsyncSession, person: Person, name: str | None, *, now: datetime
) -> None:
    """Note that `person` agreed to what is kept; from then on their name may be."""
    person.consented_at = now
    await set_name(session, person, name or "")


async def set_name(session: AsyncSession, person: Person, name: str) -> None:
    """How `person` is called; only after consent."""
    person.name = one_line(name)[:NAME_LIMIT] or None
    session.add(person)


async def move_home(session: AsyncSession, person: Person, area_id: int | None) -> None:
    """Where `person` lives: a building, a compound or a community."""
    person.home_id = area_id
    session.add(person)


async def set_language(session: AsyncSession, person: Person, language: str) -> None:
    """`language` is a catalogue's name: zh, zh_Hant or en."""
    person.language = language
    session.add(person)


async def set_asked_later(session: AsyncSession, person_id: int, *, on: bool) -> None:
    """Whether they are asked weeks later if what was solved is still all right."""
    person = await session.get_one(Person, person_id)
    person.asked_later = on
    session.add(person)


async def set_surveyed(session: AsyncSession, person: Person, on: bool) -> None:
    """Whether they are asked by surveys."""
    person.surveyed = on
    session.add(person)


async def set_big_print(session: AsyncSession, person: Person, on: bool) -> None:
    person.big_print = on
    session.add(person)
