"""What needs are about and what is offered for them, in the form in which it is imported."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage import sheets
from storage.importing import needs as need_sheet
from storage.tables import Area, NeedCategory, Resource

_SOURCE = {source: word for word, source in sheets.RESOURCE_SOURCES.items()}


async def export_need_categories(session: AsyncSession) -> bytes:
    """In the order in which people are offered them."""
    found = await session.scalars(
        select(NeedCategory).order_by(NeedCategory.position, NeedCategory.key)
    )
    rows = [
        (
            each.key,
            each.position,
            *(each.names.get(language) for language in need_sheet.NAMES),
            "、".join(each.words),
        )
        for each in found
    ]
    return sheets.write(need_sheet.CATEGORY_HEADINGS, rows)


async def export_resources(session: AsyncSession) -> bytes:
    """What came by a file; what was offered in chat has no code, and stands in the workbook."""
    found = await session.execute(
        select(Resource, Area.code)
        .join(Area, Area.id == Resource.area_id)
        .where(Resource.code.is_not(None))
        .order_by(Resource.id)
    )
    rows = [
        (
            each.code,
            area,
            _SOURCE[each.source],
            each.category,
            each.unit,
            each.what,
            each.a_month,
            each.until.isoformat() if each.until else "",
            each.contact,
        )
        for each, area in found
    ]
    return sheets.write(need_sheet.RESOURCE_HEADINGS, rows)
