"""Words and pictures that come in an idle chat: most likely something to complain about."""

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers import again, meals
from handlers import places as nearby
from handlers.common import menu
from handlers.common.filters import Choice, HasLocation, HasMedia, HasText
from handlers.common.forwarded import unmarked
from handlers.common.i18n import _, current_language
from handlers.common.places import name_of, spot
from handlers.common.questions import Option
from handlers.common.refusals import in_words
from handlers.common.said import heard, recall, remember, together
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.helps import ordering
from handlers.helps.mine import LOOKING as LOOKING_AT_HELPS
from handlers.people.my_data import MyData
from handlers.people.settings import Settings
from handlers.tickets import filing as complaint
from handlers.tickets.mine.looking import Looking
from handlers.volunteering import people as volunteers
from handlers.wishes.wishing import LOOKING as LOOKING_AT_WISHES
from services import helps, places, tickets
from services.errors import Refusal

router = Router(name="free text")


class Unclear(StatesGroup):
    again_or_new = State()
    answer_or_new = State()
    find_or_file = State()


IDLE = StateFilter(
    None,
    Looking,
    Settings,
    MyData.what,
    *meals.LOOKING,
    *volunteers.LOOKING,
    *LOOKING_AT_HELPS,
    LOOKING_AT_WISHES,
)
"""Nothing is being written: words and pictures are something new."""


@router.message(IDLE, HasMedia())
@router.message(IDLE, HasText())
async def came(message: Message, talk: Talk) -> Reply:
    return await take_in(talk)


async def take_in(talk: Talk) -> Reply:
    """A question may be waiting for an answer; otherwise a new request begins."""
    remember(talk)
    asked = await tickets.pending_question(talk.session, talk.user_id)
    if asked is None:
        return await begin(talk)
    talk.data["ticket"] = asked.id
    return await talk.ask(
        Unclear.answer_or_new,
        _("这是回答社区关于编号 <b>{number}</b> 的问题吗？").format(number=asked.number),
        [Option("answer", _("是的，转给社区")), Option("new", _("不是，是新的事"))],
        back=False,
    )


@router.message(Unclear.answer_or_new, Choice())
@router.callback_query(Unclear.answer_or_new, Choice())
async def sorted_out(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    if choice == "new":
        return await begin(talk)
    words, files = together(recall(talk))
    try:
        await tickets.answer(
            talk.session, talk.data["ticket"], talk.user_id, words, files, now=talk.now
        )
    except Refusal as refusal:
        return await menu.home(talk, in_words(refusal, talk.config.zone))
    return await menu.home(talk, _("您的回答转过去了，谢谢。"))


@router.message(Unclear.find_or_file, Choice())
@router.callback_query(Unclear.find_or_file, Choice())
async def found_out(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    if choice == "file":
        return await file(talk)
    words, _files = together(recall(talk))
    return await nearby.begin_with_words(talk, words)


@router.message(Unclear.again_or_new, Choice())
@router.callback_query(Unclear.again_or_new, Choice())
async def again_or_new(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    if choice == again.NEW:
        return await begin_anew(talk)
    return await again.go_back_to(talk, int(choice))


@router.message(StateFilter(Unclear), HasMedia())
@router.message(StateFilter(Unclear), HasText())
async def more(message: Message, talk: Talk) -> Reply:
    remember(talk)
    return talk.as_one(await talk.repeat(_("收到了，先记着。")))


async def begin(talk: Talk) -> Reply:
    """No answer to us: maybe about what was done before, or something new."""
    words, _files = together(heard(talk))
    meant = await tickets.meant_by(talk.session, talk.user_id, unmarked(words), now=talk.now)
    if not meant:
        return await begin_anew(talk)
    text = _("您说的是以前反映过的这件事吗？")
    return await talk.ask(Unclear.again_or_new, text, again.options(meant), back=False)


async def begin_anew(talk: Talk) -> Reply:
    """What was said is something new: a question where something is, or a request."""
    words, files = together(heard(talk))
    words = unmarked(words)
    wish = None if files else meals.wish_in(talk, words)
    if wish is not None:
        recall(talk)
        return await meals.begin_with_wish(talk, wish)
    if not files and talk.person.consented_at and await helps.wanted_in(talk.session, words):
        recall(talk)
        return await ordering.begin_with_words(talk, words)
    asked = None if files else await places.asked_for(talk.session, words)
    if asked is None:
        return await file(talk)
    if asked.sure:
        recall(talk)
        return await nearby.begin_with_words(talk, words)
    kind = asked.kinds[0].name(current_language())
    options = [
        Option("find", _("找附近的{kind}").format(kind=kind)),
        Option("file", _("反映问题")),
    ]
    return await talk.ask(
        Unclear.find_or_file, _("您是想找地方，还是反映问题？"), options, back=False
    )


async def file(talk: Talk) -> Reply:
    """A draft that was left is not mixed up with what was said unasked."""
    draft = complaint.Draft.of(talk)
    if draft.has_content:
        return await complaint.ask_unfinished(talk)
    return await complaint.begin_with(talk, draft)


@router.message(IDLE, HasLocation())
async def location(message: Message, talk: Talk, latitude: float, longitude: float) -> Reply:
    """A place before the words: keep it for the request that is likely to follow."""
    found = await spot(talk, latitude, longitude)
    if found is None:
        return talk.say(_("这个位置不在我们服务的社区里。要反映事情，请直接写下来。"))
    draft = complaint.Draft.of(talk)
    draft.put_at(found.area.id, await name_of(talk, found), latitude, longitude)
    return await complaint.begin_with(talk, draft)
