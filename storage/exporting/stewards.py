"""Who answers for which area, and who did, as CSV in the form in which it is imported."""

from typing import Literal

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage import sheets
from storage.importing import stewards as sheet
from storage.tables import Area, SaidHow, Steward

_ROLE = {role: word for word, role in sheets.ROLES.items()}
_SHOWN_BY = {how: word for word, how in sheet.SHOWN_BY.items()}


async def export_stewards(session: AsyncSession) -> bytes:
    """In the order of the tree; those who were erased have no name and are left out."""
    found = await session.execute(
        select(Steward, Area.code)
        .join(Area, Area.id == Steward.area_id)
        .where(Steward.name != "")
        .order_by(Area.path, Steward.role, Steward.since, Steward.id)
    )
    rows = [
        (
            code,
            _ROLE[each.role],
            each.name,
            each.phone,
            _SHOWN_BY[_shown_by(each)],
            each.phone_said_on.isoformat() if each.phone_shown and each.phone_said_on else None,
            each.since.isoformat(),
            each.until.isoformat() if each.until else None,
        )
        for each, code in found
    ]
    return sheets.write(sheet.HEADINGS, rows)


def _shown_by(steward: Steward) -> SaidHow | Literal[False]:
    return steward.phone_said_how or False if steward.phone_shown else False
