"""What is said of groups out of reach, and what the messenger is asked about members."""

from handlers.common.i18n import _
from handlers.common.saying import Membership, Say
from handlers.common.telling import Tell, Telling
from handlers.common.words import esc
from services.groups import binding as groups
from services.groups.members import InDoubt
from services.groups.reach import Obstacle, OutOfReach
from services.people import addresses
from storage.outbox import Urgency

telling = Telling()


@telling.hears(OutOfReach)
async def out_of_reach(tell: Tell, news: OutOfReach) -> None:
    """The group is told too: refused now like everything else, it finds out when writing works."""
    group = await groups.get(tell.session, news.group_id)
    assert group is not None
    await tell.admins(
        lambda: "\n".join([_what_to_do(news.obstacle, esc(group.title)), *_requests(news)])
    )
    tell.group(group, _once_it_works)


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
        case Obstacle.NOBODY_WROTE:
            return _(
                "⚠️ 消息发不进“{group}”了。请在群里 @ 我说一句话，就接着发；"
                "我不在群里了，就先把我加回去。不用再绑定。"
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


def _once_it_works() -> Say:
    text = _("✅ 这个群刚才收不到我的消息，现在好了，接着发到这里。发 /list 看没办完的。")
    return Say(text, card="reach")


@telling.hears(InDoubt)
async def in_doubt(tell: Tell, news: InDoubt) -> None:
    """A question to the messenger; what it answers comes to `bot.hooks.SenderHooks.member`."""
    group = await groups.get(tell.session, news.group_id)
    if group is None:
        return
    users = await addresses.user_ids(tell.session, [news.person_id], group.channel)
    if news.person_id not in users:
        return
    # As a card, so that it is asked once however often somebody wonders.
    question = Membership(users[news.person_id], card=f"member:{news.person_id}")
    tell.group(group, lambda: question, Urgency.NOTICE)
