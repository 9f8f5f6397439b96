"""WeChat's templates as CSV, in the form that is imported."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage import sheets
from storage.importing import wechat_templates as sheet
from storage.tables import NoticeTemplate
from storage.templates import kind_of

_MATTER = {matter: word for word, matter in sheet.MATTERS.items()}
_WAY = {way: word for word, way in sheet.WAYS.items()}
_VALUE = {value.value: word for word, value in sheet.VALUES.items()}


async def export_wechat_templates(session: AsyncSession) -> bytes:
    """By account and news."""
    found = await session.scalars(select(NoticeTemplate))
    rows = sorted(
        (
            each.channel.account,
            _MATTER[each.matter],
            _WAY[each.way],
            each.template_id,
            "；".join(f"{name}={_in_words(name, what)}" for name, what in each.fields.items()),
        )
        for each in found
    )
    return sheets.write(sheet.HEADINGS, rows)


def _in_words(field: str, what: str) -> str:
    return what if kind_of(field) == "const" else _VALUE[what]
