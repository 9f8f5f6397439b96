"""What needs make of words nothing waited for: “我希望社区开个书法班”."""

from aiogram import Router
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery, Message

from handlers.common.filters import Words
from handlers.common.i18n import _, mark
from handlers.common.idle import on_answer, words_so_far
from handlers.common.questions import Option
from handlers.common.said import recall
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import comparable
from handlers.needs.saying import begin, idle
from services.needs.reading import Meant, meant

router = Router(name="words about needs")

CALLED = Words(mark("需求"), mark("提需求"), mark("需求清单"), mark("我也要"))
"""What means the list where nothing else was asked."""
NEED, TROUBLE = "need", "trouble"
NEED_OR_TROUBLE = State("need_or_trouble", group_name="Unclear")


@idle.takes
async def a_need(talk: Talk) -> Reply:
    """In doubt it is asked: a complaint has a clock, and waits for nobody."""
    words = words_so_far(talk)
    if comparable(words) in CALLED.words:
        recall(talk)
        return await begin(talk)
    match await meant(words):
        case Meant.NEED:
            return await begin(talk)
        case Meant.UNCLEAR:
            options = [
                Option(TROUBLE, _("🔧 报修、投诉")),
                Option(NEED, _("🙋 建议、需求")),
            ]
            text = _("这是要报修、投诉，还是建议、需求？")
            return await talk.ask(NEED_OR_TROUBLE, text, options, back=False)
        case None:
            return None


@on_answer(router, NEED_OR_TROUBLE)
async def need_or_trouble(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    if choice == TROUBLE:
        return await idle.pass_on(talk)
    return await begin(talk)
