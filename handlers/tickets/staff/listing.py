"""/list: what this group still has to do; and what groups are told that nothing else understood."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers.common import menu
from handlers.common.filters import IsCommand
from handlers.common.i18n import SOURCE, _
from handlers.common.labels import state_name, what_next
from handlers.common.members import InBoundGroup
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.times import when
from handlers.common.words import CommandGiven, cut, esc
from services import tickets
from services.groups import binding as groups
from services.groups import routing
from services.tickets.categories import every

router = Router(name="lists")
last = Router(name="groups, after the conversations")

LISTED = 25
SHOWN_PLACE = 40


@router.message(Command("list"), InBoundGroup())
async def in_work(message: Message, talk: Talk, member: tickets.Member) -> Reply:
    found = await tickets.in_work_of(talk.session, member.group_id)
    if not found:
        return talk.say(_("都办完了，没有积压。"))
    categories = await every(talk.session)
    lines = [
        f"<b>{ticket.number}</b> {state_name(ticket.state)} · "
        f"{esc(categories[ticket.category_id].name(SOURCE))} · "
        f"{esc(cut(ticket.place, SHOWN_PLACE))} · {when(ticket.respond_by, talk.config.zone)}"
        for ticket in found[:LISTED]
    ]
    head = _("还没办完的，一共 {count} 件，最急的在前：").format(count=len(found))
    return talk.say("\n".join([head, "", *lines]))


@router.message(Command("list"))
async def not_bound(message: Message, talk: Talk) -> Reply:
    return talk.say(_("本群还没有绑定，请管理员发 /bind。"))


@router.message(Command("cancel"))
async def cancel(message: Message, talk: Talk) -> Reply:
    await talk.leave()
    return talk.say(_("好的，退出来了。"))


@router.message(Command("start", "help"))
async def greeting(message: Message, talk: Talk) -> Reply:
    group = await groups.by_chat(talk.session, talk.chat)
    if group is not None and group.purpose not in routing.DESKS:
        return talk.say(what_next(group.purpose))
    return talk.say(
        _("我在这里给大家派诉求卡片：点“接单”开始办，回复卡片是内部备注。发 /list 看还没办完的。")
    )


@last.message(IsCommand())
async def unknown_command(message: Message, talk: Talk, given: CommandGiven) -> Reply:
    """Without the bot's name it may be meant for another bot of the group."""
    if given.to is None:
        return None
    listed = [f"/{name} {_(words)}" for name, words in menu.GROUP_COMMANDS]
    return talk.say("\n".join([_("没有这个命令。群里可以发："), "", *listed]))


@last.callback_query()
async def not_yours(query: CallbackQuery, talk: Talk) -> Reply:
    return talk.toast(_("这个按钮不是给您的，或者已经用过了。"))
