"""Whether those who took something are still there: in large groups nobody tells us who left."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from services.news import News, tell


@dataclass(frozen=True, slots=True)
class InDoubt(News):
    """The messenger has to be asked whether a person is still in a group."""

    group_id: int
    person_id: int


def ask_whether_there(session: AsyncSession, group_id: int | None, person_id: int | None) -> None:
    """If they are gone, the answer leads to `groups.left`, and a colleague takes over."""
    if group_id is not None and person_id is not None:
        tell(session, InDoubt(group_id, person_id))
