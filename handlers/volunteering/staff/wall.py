"""心愿墙: the wishes nobody has claimed yet, those that waited longest first."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.common.filters import Choice
from handlers.common.i18n import _
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.times import when
from handlers.common.words import cut, esc
from handlers.groups.members import InGroupFor
from handlers.volunteering.staff.asked import WALL, Overview
from services import wishes
from storage.tables import Area, Group, Purpose, Task, Wish

router = Router(name="the wall of wishes")

SHOWN = 15
"""Wishes in one message; what is claimed makes room for the next."""
TEXT = 120


@router.message(Overview.what, InGroupFor(Purpose.STAFF, Purpose.VOLUNTEERS), Choice(WALL))
@router.callback_query(Overview.what, InGroupFor(Purpose.STAFF, Purpose.VOLUNTEERS), Choice(WALL))
async def wall(event: Message | CallbackQuery, talk: Talk, group: Group) -> Reply:
    await talk.leave()
    area = await talk.session.get_one(Area, group.area_id)
    found = await wishes.wall(talk.session, area)
    if not found:
        return talk.say(_("心愿墙上现在没有等人认领的心愿。"))
    lines = [_("🌟 <b>心愿墙</b>，等得久的在前。私聊我发 /tasks 就能认领。")]
    lines += [_line(wish, task, talk) for wish, task in found[:SHOWN]]
    if len(found) > SHOWN:
        lines.append(_("另有 {count} 个没有列出。").format(count=len(found) - SHOWN))
    return talk.say("\n".join(lines))


def _line(wish: Wish, task: Task, talk: Talk) -> str:
    return _("• “{text}”（{by} 前认领）").format(
        text=esc(cut(wish.text, TEXT)), by=when(task.claim_by, talk.config.zone)
    )
