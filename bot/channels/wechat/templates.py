"""Whether an account has the templates that were imported (`import wechat-templates`)."""

from sqlalchemy import select

from bot.channels.wechat.client import Wechat
from storage.engine import Database
from storage.importing.wechat_templates import WAYS
from storage.tables import Channel, NoticeTemplate, NoticeWay

_KINDS = {way: word for word, way in WAYS.items()}
"""As the file calls them."""
_Theirs = dict[str, tuple[NoticeWay, frozenset[str]]]


async def wrong_templates(
    database: Database, channel: Channel, wechat: Wechat
) -> dict[str, str] | None:
    """What is wrong, by which template it is; None where none was imported. Raises WechatError."""
    async with database.reading() as session:
        of_account = select(NoticeTemplate).where(NoticeTemplate.channel == channel)
        imported = (await session.scalars(of_account)).all()
    if not imported:
        return None
    theirs = await _theirs(wechat, {each.way for each in imported})
    found = {
        f"{each.matter} ({_KINDS[each.way]})": _what_is_wrong(theirs, each)
        for each in sorted(imported, key=lambda each: (each.matter, each.way))
    }
    return {what: why for what, why in found.items() if why}


async def _theirs(wechat: Wechat, ways: set[NoticeWay]) -> _Theirs:
    """An account is only asked for what is used: it may have no right to the other."""
    found: _Theirs = {}
    if NoticeWay.TEMPLATE in ways:
        for template_id, fields in (await wechat.templates()).items():
            found[template_id] = NoticeWay.TEMPLATE, fields
    if ways - {NoticeWay.TEMPLATE}:
        for template_id, (stands, fields) in (await wechat.subscriptions()).items():
            found[template_id] = NoticeWay.STANDING if stands else NoticeWay.ONCE, fields
    return found


def _what_is_wrong(theirs: _Theirs, ours: NoticeTemplate) -> str:
    if ours.template_id not in theirs:
        return "the account has no template of that id"
    way, fields = theirs[ours.template_id]
    if way is not ours.way:
        return f"the account has that template for {_KINDS[way]}"
    if fields == frozenset(ours.fields):
        return ""
    return f"its fields are {_named(fields)}; the file has {_named(ours.fields)}"


def _named(fields: frozenset[str] | dict[str, str]) -> str:
    return ", ".join(sorted(fields))
