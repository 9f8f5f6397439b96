"""What is kept about a person; they see it, take it along, or have it erased."""

import json

from aiogram import Router
from aiogram.filters import Command
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.common import menu
from handlers.common.choices import on_choice
from handlers.common.i18n import _
from handlers.common.questions import BACK, Option
from handlers.common.saying import Document, File, NoKeys, Say
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.people.my_data_in_words import in_words
from services.people import erasure, personal_data
from storage.conversations import Conversations

router = Router(name="my data")


class MyData(StatesGroup):
    what = State()
    erasing = State()


@router.message(Command("mydata"))
async def my_data(message: Message, talk: Talk) -> Reply:
    return await ask_what(talk)


async def ask_what(talk: Talk, before: str = "") -> Reply:
    text = _(
        "我们记着您的：称呼、住处、语言；您反映过、加入过的事；订过的餐；做过的志愿服务。\n\n"
        "要看一看、带走，还是删除？"
    )
    options = [
        Option("look", _("看一看")),
        Option("take", _("发给我一份")),
        Option("erase", _("全部删除")),
    ]
    return await talk.ask(MyData.what, before or text, options)


@on_choice(router, MyData.what, "look")
async def look(event: Message | CallbackQuery, talk: Talk) -> Reply:
    kept = await personal_data.everything_about(talk.session, talk.user_id)
    return await ask_what(talk, in_words(kept))


@on_choice(router, MyData.what, "take")
async def take_along(event: Message | CallbackQuery, talk: Talk) -> Reply:
    kept = await personal_data.everything_about(talk.session, talk.user_id)
    await talk.leave()
    file = File("jinlin.json", json.dumps(kept, ensure_ascii=False, indent=2).encode())
    return Document(file, _("这是我们记着的、关于您的全部资料，可以在电脑上打开。"))


@on_choice(router, MyData.what, "erase")
async def ask_to_erase(event: Message | CallbackQuery, talk: Talk) -> Reply:
    text = _(
        "删除以后：没办完的事会撤回，订的餐会取消，认领的任务会让给别人；您的称呼、住处、"
        "写过的话和照片、积分和证明都会删掉，找不回来。\n\n真的要删除吗？"
    )
    options = [Option("no", _("不删了")), Option("yes", _("确定删除"))]
    return await talk.ask(MyData.erasing, text, options, back=False)


@on_choice(router, MyData.erasing, "yes")
async def erase(event: Message | CallbackQuery, talk: Talk) -> Reply:
    await erasure.erase(talk.session, talk.user_id, now=talk.now, told_in=talk.chat)
    Conversations.of(talk.session).forget((*talk.chat, talk.user_id))
    return Say(_("都删掉了。谢谢您用过近邻；想再用，发 /start。"), NoKeys())


@on_choice(router, MyData.erasing, "no")
@on_choice(router, MyData.what, BACK)
async def kept(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await menu.home(talk, _("好的，什么都没有动。"))
