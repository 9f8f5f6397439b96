"""How it works, and the community's telephone for those who would rather call."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import Message

from handlers.common import menu
from handlers.common.filters import Words
from handlers.common.i18n import _
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import esc
from services import areas

router = Router(name="guide")


@router.message(Command("help"))
@router.message(Words(menu.HELP))
async def how(message: Message, talk: Talk) -> Reply:
    return await explain(talk)


async def explain(talk: Talk) -> Reply:
    """Everything there is, as one would say it: commands mean nothing to most who read this."""
    return talk.say(
        _(
            "<b>怎么用近邻</b>\n\n"
            "<b>有事</b>：直接写下来，或者拍张照片、说段语音发来。我写好了请您看一遍，"
            "点“提交”就有人管，办得怎么样都会告诉您。\n"
            "<b>📋 我的诉求</b>：看办到哪一步，补充、催一催、撤回。\n"
            "<b>🍚 订餐</b>：长者食堂的饭，自己吃、替老人订、天天订都行。\n"
            "<b>📍 附近服务</b>：写“量血压”“配钥匙”，告诉您最近的在哪里。\n"
            "<b>🛎 社区帮忙</b>：理发、陪诊、买米买油，还有微心愿和留言板。\n"
            "<b>➕ 更多服务</b>：做志愿者、社区电话、设置（大字、语言、住处、您的资料）。\n\n"
            "选项点一下就行，回它的号码也行，回 0 是返回。不想办了，写“退出”。"
        )
    )


@router.message(Command("phone"))
@router.message(Words(menu.PHONE))
async def phone(message: Message, talk: Talk) -> Reply:
    return await tell_phone(talk)


async def tell_phone(talk: Talk) -> Reply:
    home = await areas.home_of(talk.session, talk.person)
    number = await areas.community_phone(talk.session, home) if home else None
    if home is None or number is None:
        return talk.say(
            _("您住在哪里还没有告诉我：写“设置”，选“改住处”。市里的热线是 <b>12345</b>。")
        )
    return talk.say(
        _("{place} 的社区电话：<b>{phone}</b>\n市里的热线：<b>12345</b>").format(
            place=esc(await areas.title(talk.session, home)), phone=esc(number)
        )
    )
