"""Importing when places are shut for a while: repairs, holidays of their own, a flood."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.importing.changes import Changes
from storage.importing.files import refuse_if, refuse_repeated, rows_of
from storage.reading import Book
from storage.tables import Place, PlaceClosure

CODE, FROM, UNTIL, REASON = "编码", "开始", "结束", "原因"
HEADINGS = (CODE, FROM, UNTIL, REASON)
REASON_LIMIT = 80
"""The column's length."""


async def import_place_closures(session: AsyncSession, book: Book) -> Changes:
    """Add and change closures, known by place and first day; those not in the file stay.

    Both days are included, in the community's zone. Raises ImportRefused, nothing written.
    """
    rows, problems = rows_of(book, HEADINGS)
    named = select(Place).where(Place.code.in_({row.cells[CODE] for row in rows}))
    places = {place.code: place.id for place in await session.scalars(named)}
    wanted = []
    for row in rows:
        code, first, last = row.code(CODE), row.day(FROM), row.day(UNTIL)
        if code not in places:
            row.refuse(CODE, f"没有编码是“{code}”的地方")
        if last < first:
            row.refuse(UNTIL, "比开始的日子还早")
        wanted.append((places.get(code, 0), first, last, row.text(REASON, REASON_LIMIT)))
    refuse_repeated(rows, FROM, [(place_id, first) for place_id, first, *_rest in wanted])
    refuse_if(problems)
    stored = await session.scalars(select(PlaceClosure))
    known = {(closure.place_id, closure.starts_on): closure for closure in stored}
    changes = Changes()
    for place_id, first, last, reason in wanted:
        if closure := known.get((place_id, first)):
            changes.note(closure, ends_on=last, reason=reason)
        else:
            session.add(
                PlaceClosure(place_id=place_id, starts_on=first, ends_on=last, reason=reason)
            )
            changes.added += 1
    await session.flush()
    return changes
