"""How a filing begins: anew, or with what was written before."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers.common import menu
from handlers.common.filters import Choice, HasMedia, HasText, Words
from handlers.common.i18n import _
from handlers.common.said import recall, remember
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.people.consent import ask_consent
from handlers.tickets.filing.content import put_in
from handlers.tickets.filing.dialogue import WAY, Filing, ask_unfinished, go_on
from handlers.tickets.filing.draft import Draft

router = Router(name="complaint: beginning")


@router.message(Command("complaint"))
@router.message(Words(menu.COMPLAINT))
async def begin(message: Message, talk: Talk) -> Reply:
    if Draft.of(talk).has_content:
        return await ask_unfinished(talk)
    return await begin_with(talk, Draft())


async def begin_with(talk: Talk, draft: Draft) -> Reply:
    """Go on with `draft` and whatever was said before it was known what that belongs to."""
    for text, attachments in recall(talk):
        put_in(draft, text, attachments)
    draft.keep(talk)
    if talk.person.consented_at is None:
        return await ask_consent(talk, then=WAY)
    return await go_on(talk)


@router.message(Filing.unfinished, Choice("go_on"))
@router.callback_query(Filing.unfinished, Choice("go_on"))
async def unfinished(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await begin_with(talk, Draft.of(talk))


@router.message(Filing.unfinished, Choice("anew"))
@router.callback_query(Filing.unfinished, Choice("anew"))
async def anew(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await begin_with(talk, Draft())


@router.message(Filing.unfinished, HasMedia())
@router.message(Filing.unfinished, HasText())
async def more(message: Message, talk: Talk) -> Reply:
    remember(talk)
    return talk.as_one(await talk.repeat(_("收到了，先记着。")))
