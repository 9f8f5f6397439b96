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
    return talk.say(
        _(
            "<b>怎么用近邻</b>\n\n"
            "1. 有事直接写下来，或者拍张照片、说段语音发来。\n"
            "2. 我问几句：哪一类、在哪里。点选项、回号码都行，0 是返回。\n"
            "3. 提交以后给您一个编号。有人接单、办结，都会告诉您。\n"
            "4. 办结以后会问您解决了没有；没解决就重新办。\n\n"
            "/my 看进展 · /meals 长者食堂订餐 · /nearby 附近的服务\n"
            "/settings 大字版、语言、住处\n"
            "/mydata 查看、带走、删除您的资料 · /cancel 退出这一步"
        )
    )


@router.message(Command("phone"))
@router.message(Words(menu.PHONE))
async def phone(message: Message, talk: Talk) -> Reply:
    home = await areas.home_of(talk.session, talk.person)
    number = await areas.community_phone(talk.session, home) if home else None
    if home is None or number is None:
        return talk.say(_("先告诉我您住在哪里：发 /settings 选住处。市里的热线是 12345。"))
    return talk.say(
        _("{place} 的社区电话：<b>{phone}</b>\n市里的热线：<b>12345</b>").format(
            place=esc(await areas.title(talk.session, home)), phone=esc(number)
        )
    )
