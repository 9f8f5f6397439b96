"""A year of announcements as a workbook, each with what came of it."""

import asyncio

from handlers.announcements.words import topic_name
from handlers.common.i18n import _
from handlers.common.saying import Document, File
from handlers.common.talk import Talk
from services import areas
from services.announcements import outcomes
from services.announcements.outcomes import A_BOOK, Outcome
from storage.excel import Cell, Column, Look, Page, book
from storage.tables import Announcement, AnnouncementState


async def of(talk: Talk) -> Document:
    """Of the office's area and of those below it, the newest first."""
    area = await areas.of_group(talk.session, talk.group)
    found = await outcomes.latest(talk.session, area, now=talk.now, limit=A_BOOK)
    came_of_it = await outcomes.of(talk.session, found)
    titles = await areas.titles(talk.session, {each.area_id for each in found})
    rows = [_row(each, came_of_it[each.id], titles[each.area_id], talk) for each in found]
    line = _("发过的通知，新的在前面；数字都是人数")
    page = Page(_("通知"), line, _columns(), rows)
    content = await asyncio.to_thread(book, [page], _("通知"))
    return Document(File(_("通知 {day}.xlsx").format(day=talk.today.isoformat()), content))


def _columns() -> list[Column]:
    return [
        Column(_("什么时候"), Look.MOMENT, 16),
        Column(_("哪里发的"), Look.TEXT, 24),
        Column(_("类别"), Look.TEXT, 12),
        Column(_("急"), Look.TEXT, 6),
        Column(_("内容"), Look.TEXT, 40),
        Column(_("状态"), Look.TEXT, 12),
        Column(_("要发给")),
        Column(_("发到")),
        Column(_("发不到")),
        Column(_("不收了")),
        Column(_("点开再看")),
        Column(_("问“我符合吗？”"), width=14),
        Column(_("撤回时收了回来"), width=14),
        Column(_("谁写的"), Look.TEXT, 12),
        Column(_("谁同意的"), Look.TEXT, 12),
    ]


def _row(announcement: Announcement, outcome: Outcome, place: str, talk: Talk) -> list[Cell]:
    return [
        announcement.starts_at.astimezone(talk.config.zone).replace(tzinfo=None),
        place,
        topic_name(announcement.topic),
        _("急") if announcement.urgent else "",
        announcement.text,
        _state(announcement, talk),
        outcome.total,
        outcome.sent,
        outcome.failed,
        outcome.not_wanted,
        outcome.read,
        outcome.asked,
        outcome.taken_back,
        announcement.created_by_name or "",
        announcement.agreed_by_name or "",
    ]


def _state(announcement: Announcement, talk: Talk) -> str:
    match announcement.state:
        case AnnouncementState.PROPOSED:
            return _("等同意")
        case AnnouncementState.DROPPED:
            return _("没有发")
        case AnnouncementState.RECALLED:
            return _("撤回了")
        case AnnouncementState.STANDING:
            return _("还没到时候") if announcement.starts_at > talk.now else _("发了")
