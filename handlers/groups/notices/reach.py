"""What is said when a group cannot be written to: to the admins at once, to the group later."""

from collections.abc import Awaitable, Callable, Mapping

from aiogram.methods import SendMessage
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.admins import to_admins
from handlers.common.config import Config
from handlers.common.i18n import SOURCE, _, speaking
from handlers.common.sending import Sending, outgoing
from handlers.common.words import esc
from services.groups.reach import Obstacle, OutOfReach
from services.news import News
from storage.outbox import Outgoing, Urgency
from storage.tables import Group


async def out_of_reach(session: AsyncSession, news: OutOfReach, config: Config) -> list[Outgoing]:
    group = await session.get_one(Group, news.group_id)
    with speaking(SOURCE):
        text = "\n".join([_what_to_do(news.obstacle, esc(group.title)), *_requests(news)])
        told = to_admins(text, config)
        if group.lost_at is None:
            told += _once_it_works(group)
    return told


def _what_to_do(obstacle: Obstacle, group: str) -> str:
    match obstacle:
        case Obstacle.NOT_ALLOWED:
            return _(
                "⚠️ 我在“{group}”里没有发言权限，消息发不进去。"
                "请在群设置里允许我发消息。允许以后照常，不用再绑定。"
            ).format(group=group)
        case Obstacle.TOPIC:
            return _(
                "⚠️ “{group}”里的话题关闭了，或者删掉了，消息发不进去。"
                "请重新打开话题，或者在要用的话题里发 /bind。"
            ).format(group=group)
        case Obstacle.NOT_FOUND:
            return _(
                "⚠️ 找不到“{group}”了，可能已经解散。请在新的群里发 /bind，绑定社区和用途。"
            ).format(group=group)
        case Obstacle.REMOVED:
            return _(
                "⚠️ 我被移出了“{group}”。还要用这个群，请把我加回去，再在群里发 /bind。"
            ).format(group=group)


def _requests(news: OutOfReach) -> list[str]:
    lines = []
    if news.moved:
        lines.append(_("没办完的诉求有 {count} 件转给了别的群。").format(count=news.moved))
    if news.homeless:
        lines.append(_("没办完的诉求有 {count} 件没有群可以接收。").format(count=news.homeless))
    return lines


def _once_it_works(group: Group) -> list[Outgoing]:
    """Refused like everything else now; tried again, it finds out when writing works."""
    text = _("✅ 这个群刚才收不到我的消息，现在好了，接着发到这里。发 /list 看没办完的。")
    message = SendMessage(chat_id=group.chat_id, text=text)
    return list(outgoing(Sending(method=message, card="reach"), group.chat_id, Urgency.CARD))


HEARD: Mapping[type[News], Callable[..., Awaitable[list[Outgoing]]]] = {OutOfReach: out_of_reach}
