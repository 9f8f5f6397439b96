"""Words and pictures a moment after a request: more about it, or something new."""

from aiogram import Router
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.common import menu
from handlers.common.i18n import _, current_language
from handlers.common.idle import Idle, Turn, on_answer
from handlers.common.questions import Option
from handlers.common.refusals import in_words
from handlers.common.said import heard, recall, together
from handlers.common.sending import Reply, every
from handlers.common.talk import Talk
from handlers.common.words import esc, unmarked
from handlers.tickets.about import is_of_another_kind
from services import tickets
from services.errors import Refusal
from services.tickets import categories
from services.tickets.stray import says_anything

router = Router(name="more about what was just filed")

NEW = "new"


class JustFiled(StatesGroup):
    more_or_new = State()


more = Idle(turn=Turn.JUST_TOLD)


@more.takes
async def ask_whether_more(talk: Talk) -> Reply:
    """Nothing is added unasked: it may be the next thing that is broken."""
    words, files = together(heard(talk))
    if not (files or says_anything(words)):
        return None
    ticket = await tickets.just_told(talk.session, talk.user_id, now=talk.now)
    if ticket is None or is_of_another_kind(talk, ticket, unmarked(words)):
        return None
    kind = (await categories.of(talk.session, ticket)).name(current_language())
    text = _("加到刚才的“{kind}”吗？").format(kind=esc(kind))
    options = [Option(str(ticket.id), _("加上去")), Option(NEW, _("是另一件事"))]
    return await talk.ask(JustFiled.more_or_new, text, options, columns=2, back=False)


@on_answer(router, JustFiled.more_or_new, yes_or_no=True)
async def more_or_new(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    if choice == NEW:
        return await more.pass_on(talk)
    words, files = together(heard(talk))
    try:
        await tickets.add(talk.session, int(choice), talk.user_id, words, files, now=talk.now)
    except Refusal as refusal:
        # It ended meanwhile, or there is no room: what they sent is not lost.
        why = talk.say(in_words(refusal, talk.config.zone))
        return [why, *every(await more.pass_on(talk))]
    recall(talk)
    return await menu.home(talk, _("加上去了，办事的人看得到。"))
