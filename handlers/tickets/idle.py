"""What requests make of words nothing waited for: an answer, 又坏了, or something new."""

from aiogram import Router
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.common import menu
from handlers.common.i18n import _
from handlers.common.idle import Idle, on_answer
from handlers.common.places import name_of, spot
from handlers.common.questions import Option
from handlers.common.refusals import in_words
from handlers.common.said import heard, recall, together
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import unmarked
from handlers.tickets import again
from handlers.tickets import filing as complaint
from handlers.tickets.mine.looking import Looking
from services import tickets
from services.errors import Refusal

router = Router(name="words about requests")


class Unclear(StatesGroup):
    again_or_new = State()
    answer_or_new = State()


answers = Idle(Looking)
"""A question of the community may be waiting for an answer."""
broken_again = Idle()
"""What was done before may be meant."""
something_new = Idle()
"""Whatever nobody else takes is a request."""


@answers.takes
async def ask_whether_answer(talk: Talk) -> Reply:
    asked = await tickets.pending_question(talk.session, talk.user_id)
    if asked is None:
        return None
    talk.data["ticket"] = asked.id
    return await talk.ask(
        Unclear.answer_or_new,
        _("这是回答社区关于编号 <b>{number}</b> 的问题吗？").format(number=asked.number),
        [Option("answer", _("是的，转给社区")), Option("new", _("不是，是新的事"))],
        back=False,
    )


@on_answer(router, Unclear.answer_or_new)
async def answer_or_new(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    if choice == "new":
        return await answers.pass_on(talk)
    words, files = together(recall(talk))
    try:
        await tickets.answer(
            talk.session, talk.data["ticket"], talk.user_id, words, files, now=talk.now
        )
    except Refusal as refusal:
        return await menu.home(talk, in_words(refusal, talk.config.zone))
    return await menu.home(talk, _("您的回答转过去了，谢谢。"))


@broken_again.takes
async def ask_whether_again(talk: Talk) -> Reply:
    words, _files = together(heard(talk))
    meant = await tickets.meant_by(talk.session, talk.user_id, unmarked(words), now=talk.now)
    if not meant:
        return None
    text = _("您说的是以前反映过的这件事吗？")
    return await talk.ask(Unclear.again_or_new, text, again.options(meant), back=False)


@on_answer(router, Unclear.again_or_new)
async def again_or_new(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    if choice == again.NEW:
        return await broken_again.pass_on(talk)
    return await again.go_back_to(talk, int(choice))


@something_new.takes
async def file(talk: Talk) -> Reply:
    """A draft that was left is not mixed up with what was said unasked."""
    draft = complaint.Draft.of(talk)
    if draft.has_content:
        return await complaint.ask_unfinished(talk)
    return await complaint.begin_with(talk, draft)


async def located(talk: Talk, latitude: float, longitude: float) -> Reply:
    """A place before the words: keep it for the request that is likely to follow."""
    found = await spot(talk, latitude, longitude)
    if found is None:
        return talk.say(_("这个位置不在我们服务的社区里。要反映事情，请直接写下来。"))
    draft = complaint.Draft.of(talk)
    draft.put_at(found.area.id, await name_of(talk, found), latitude, longitude)
    return await complaint.begin_with(talk, draft)
