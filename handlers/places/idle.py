"""What the map makes of words nothing waited for: “附近的药店”."""

from aiogram import Router
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery, Message

from handlers.common.i18n import _, current_language
from handlers.common.idle import Idle, Turn, on_answer, words_so_far
from handlers.common.questions import Option
from handlers.common.said import recall, together
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.places.seeking import begin_with_words
from services import places

router = Router(name="words about places")
idle = Idle(turn=Turn.LIKE_WORDS)

FIND_OR_FILE = State("find_or_file", group_name="Unclear")


@idle.takes
async def a_place(talk: Talk) -> Reply:
    words = words_so_far(talk)
    asked = await places.asked_for(talk.session, words) if words else None
    if asked is None:
        return None
    if asked.sure:
        recall(talk)
        return await begin_with_words(talk, words)
    kind = asked.kinds[0].name(current_language())
    options = [
        Option("find", _("找附近的{kind}").format(kind=kind)),
        Option("file", _("反映问题")),
    ]
    return await talk.ask(FIND_OR_FILE, _("您是想找地方，还是反映问题？"), options, back=False)


@on_answer(router, FIND_OR_FILE)
async def find_or_file(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    if choice == "file":
        return await idle.pass_on(talk)
    words, _files = together(recall(talk))
    return await begin_with_words(talk, words)
