"""/helps: the answers of an order, from top to bottom as the dialogue goes."""

from collections.abc import Sequence

from aiogram import Router
from aiogram.filters import Command, StateFilter
from aiogram.types import CallbackQuery, Message

from handlers.common import menu
from handlers.common.filters import Choice, HasText, Words
from handlers.common.i18n import _
from handlers.common.questions import BACK
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import cut, esc
from handlers.helps import place
from handlers.helps.dialogue import (
    MINE,
    NOTHING,
    ORDER,
    WISH,
    OrderingHelp,
    ask_kind,
    ask_note,
    ask_summary,
    ask_theme,
    ask_wanted,
    ask_where,
)
from handlers.helps.draft import Draft
from handlers.helps.mine import mine
from handlers.helps.refusals import in_words
from handlers.helps.words import too_long
from handlers.people.consent import GREETING, ask_consent
from handlers.wishes import dialogue as wishing
from services import helps
from services.errors import Refusal
from services.helps.orders import WANTED_LIMIT, WORDS_LIMIT
from storage.tables import HelpKind

router = Router(name="helps")
router.include_router(place.router)

SAID = 40
"""Characters of what was said, repeated where it was not understood."""


@router.message(Command("helps"))
@router.message(Words(menu.HELPS))
async def begin(message: Message, talk: Talk) -> Reply:
    if talk.person.consented_at is None:
        return await ask_consent(talk, then=GREETING)
    Draft.discard(talk)
    return await ask_theme(talk)


@router.message(StateFilter(OrderingHelp), Choice(BACK))
@router.callback_query(StateFilter(OrderingHelp), Choice(BACK))
async def back(event: Message | CallbackQuery, talk: Talk, raw_state: str) -> Reply:
    draft = Draft.of(talk)
    match raw_state.rpartition(":")[2]:
        case "theme":
            Draft.discard(talk)
            return await menu.home(talk, _("好的，没有订。"))
        case "where":
            return await ask_wanted(talk, await helps.kind(talk.session, draft.kind or ""))
        case "pick" | "note":
            return await ask_where(talk)
        case "summary":
            return await ask_note(talk)
        case _:
            return await ask_theme(talk)


@router.message(OrderingHelp.theme, Choice(MINE))
@router.callback_query(OrderingHelp.theme, Choice(MINE))
async def my_orders(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await mine.list_all(talk)


@router.message(OrderingHelp.theme, Choice(WISH))
@router.callback_query(OrderingHelp.theme, Choice(WISH))
async def my_wish(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await wishing.begin(talk)


@router.message(OrderingHelp.theme, Choice())
@router.callback_query(OrderingHelp.theme, Choice())
async def theme(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    return await narrow(talk, await helps.kinds(talk.session, choice))


async def begin_with_words(talk: Talk, words: str) -> Reply:
    """Order what `words` name; None where they name nothing that can be ordered."""
    found = await helps.kinds_meant(talk.session, words)
    return await narrow(talk, found) if found else None


async def narrow(talk: Talk, kinds: Sequence[HelpKind]) -> Reply:
    if len(kinds) == 1:
        return await order_one(talk, kinds[0])
    return await ask_kind(talk, kinds) if kinds else await ask_theme(talk)


@router.message(OrderingHelp.kind, Choice())
@router.callback_query(OrderingHelp.kind, Choice())
async def kind(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    return await order_one(talk, await helps.kind(talk.session, choice))


@router.message(StateFilter(OrderingHelp.theme, OrderingHelp.kind), HasText())
async def kind_in_words(message: Message, talk: Talk) -> Reply:
    said = esc(cut(talk.line, SAID))
    return await begin_with_words(talk, talk.text) or await talk.repeat(
        _("没有找到“{words}”。换个说法，或者从下面选一个。").format(words=said)
    )


async def order_one(talk: Talk, kind: HelpKind) -> Reply:
    Draft(kind=kind.key).keep(talk)
    return await ask_wanted(talk, kind)


@router.message(OrderingHelp.wanted, Choice())
@router.callback_query(OrderingHelp.wanted, Choice())
async def one_of_the_times(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    question = talk.question
    labels = {option.value: option.label for option in question.options} if question else {}
    return await at_time(talk, labels[choice])


@router.message(OrderingHelp.wanted, HasText())
async def time_in_words(message: Message, talk: Talk) -> Reply:
    if len(talk.line) > WANTED_LIMIT:
        return await talk.repeat(too_long(WANTED_LIMIT))
    return await at_time(talk, talk.line)


async def at_time(talk: Talk, wanted: str) -> Reply:
    draft = Draft.of(talk)
    draft.wanted = wanted
    draft.keep(talk)
    return await ask_where(talk)


@router.message(OrderingHelp.note, Choice(NOTHING))
@router.callback_query(OrderingHelp.note, Choice(NOTHING))
async def nothing_else(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await noted(talk, "")


@router.message(OrderingHelp.note, HasText())
async def note(message: Message, talk: Talk) -> Reply:
    if len(talk.text) > WORDS_LIMIT:
        return await talk.repeat(too_long(WORDS_LIMIT))
    return await noted(talk, talk.words)


async def noted(talk: Talk, words: str) -> Reply:
    draft = Draft.of(talk)
    draft.words = words
    draft.keep(talk)
    return await ask_summary(talk, draft)


@router.message(OrderingHelp.summary, Choice(ORDER))
@router.callback_query(OrderingHelp.summary, Choice(ORDER))
async def order(event: Message | CallbackQuery, talk: Talk) -> Reply:
    draft = Draft.of(talk)
    if draft.area_id is None:
        return await ask_where(talk)
    new = helps.NewOrder(
        kind=draft.kind or "",
        person_id=talk.user_id,
        person_name=talk.person.name,
        area_id=draft.area_id,
        place=draft.place or "",
        wanted=draft.wanted or "",
        words=draft.words,
    )
    try:
        await helps.order(talk.session, new, now=talk.now)
    except Refusal as refusal:
        return await ask_theme(talk, in_words(refusal, talk.config.zone))
    Draft.discard(talk)
    return await menu.home(
        talk,
        _("✅ 告诉社区了。安排好了，在这里告诉您谁来、什么时候来。\n要看办到哪一步，发 /helps。"),
    )
