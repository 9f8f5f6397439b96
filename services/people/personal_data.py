"""What is kept about one person, for them to take along."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services import areas
from services.people import addresses
from services.subjects import SUBJECTS
from storage import media
from storage.tables import (
    Person,
)


async def everything_about(session: AsyncSession, person_id: int) -> dict[str, Any]:
    """All that is kept about a person and that they may see, ready for JSON; times in ISO 8601.

    Beside their profile, which is empty for those we do not know, and unsent_files (of what they
    have begun to write) whatever the subjects keep.
    """
    everything: dict[str, Any] = {"profile": await _profile(session, person_id)}
    for keeps in SUBJECTS:
        if keeps.about is not None:
            everything |= await keeps.about(session, person_id)
    everything["unsent_files"] = [
        {"kind": file.kind.value, "sent_at": file.created_at.isoformat()}
        for file in await media.kept_by(session, person_id)
    ]
    return everything


async def _profile(session: AsyncSession, person_id: int) -> dict[str, Any]:
    person = await session.get(Person, person_id)
    if person is None:
        return {}
    home = await areas.home_of(session, person)
    return {
        "id": person.id,
        "addresses": await _addresses(session, person_id),
        "name": person.name,
        "language": person.language,
        "big_print": person.big_print,
        "asked_later": person.asked_later,
        "surveyed": person.surveyed,
        "home": await areas.title(session, home) if home else None,
        "consented_at": _iso(person.consented_at),
        "created_at": _iso(person.created_at),
    }


async def _addresses(session: AsyncSession, person_id: int) -> list[dict[str, Any]]:
    """Under what each channel knows them."""
    found = await addresses.known(session, person_id)
    return [
        {
            "channel": each.channel,
            "id": each.external_id,
            "used_at": each.seen_at.isoformat(),
            "stopped_at": _iso(each.blocked_at),
        }
        for each in (found.addresses if found else [])
    ]


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
