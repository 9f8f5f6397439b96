"""Below ➕ 更多服务: what is wanted less often than the six keys of the menu."""

from collections.abc import Awaitable, Callable

from aiogram import Router
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.common import menu
from handlers.common.choices import on_choice
from handlers.common.filters import Words
from handlers.common.i18n import _
from handlers.common.questions import BACK, MORE_SAID, Option
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.people import guide, settings

router = Router(name="more")


class More(StatesGroup):
    what = State()


async def _volunteering(talk: Talk) -> Reply:
    return await talk.config.ways["volunteer"].go_on(talk)


async def _who(talk: Talk) -> Reply:
    return await talk.config.ways["who"].go_on(talk)


BELOW: dict[str, Callable[[Talk], Awaitable[Reply]]] = {
    menu.VOLUNTEER: _volunteering,
    menu.PHONE: guide.tell_phone,
    menu.WHO: _who,
    menu.SETTINGS: settings.ask_what,
    menu.HELP: guide.explain,
}
"""What each of them does; in words they are the subjects' own."""


@router.message(Words(menu.MORE, *MORE_SAID))
async def more(message: Message, talk: Talk) -> Reply:
    options = [Option(label, _(label)) for label in BELOW]
    return await talk.ask(More.what, _("这里还有："), options)


@on_choice(router, More.what, *BELOW)
async def chosen(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    await talk.leave()
    return await BELOW[choice](talk)


@on_choice(router, More.what, BACK)
async def back(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await menu.home(talk, _("好的，回到菜单了。"))
