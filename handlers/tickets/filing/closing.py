"""The end of a filing: who may see it, whether a neighbour filed it already, the review."""

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.types import CallbackQuery, Message

from handlers.common.filters import Choice, HasText
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.tickets.filing.content import ONLY_TAPPED, taken_in
from handlers.tickets.filing.dialogue import (
    JOIN,
    Filing,
    ask_all_categories,
    ask_privacy,
    ask_what,
    ask_where,
    go_on,
)
from handlers.tickets.filing.draft import Draft
from handlers.tickets.filing.ending import file_draft, join_instead

router = Router(name="complaint: closing")


@router.message(Filing.privacy, Choice())
@router.callback_query(Filing.privacy, Choice())
async def privacy(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    draft = Draft.of(talk)
    draft.private = choice.startswith("private")
    draft.named = choice.endswith(":named")
    draft.keep(talk)
    return await go_on(talk)


@router.message(Filing.similar, Choice("different"))
@router.callback_query(Filing.similar, Choice("different"))
async def different(event: Message | CallbackQuery, talk: Talk) -> Reply:
    draft = Draft.of(talk)
    draft.compared = True
    draft.keep(talk)
    return await go_on(talk)


@router.message(Filing.similar, Choice())
@router.callback_query(Filing.similar, Choice())
async def me_too(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    return await join_instead(talk, int(choice.removeprefix(JOIN)))


@router.message(Filing.review, Choice("file"))
@router.callback_query(Filing.review, Choice("file"))
async def file(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await file_draft(talk)


@router.message(Filing.review, Choice())
@router.callback_query(Filing.review, Choice())
async def change(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    draft = Draft.of(talk)
    match choice:
        case "category":
            return await ask_all_categories(talk)
        case "what":
            return await ask_what(talk, draft)
        case "where":
            return await ask_where(talk)
        case _:
            return await ask_privacy(talk)


@router.message(StateFilter(*ONLY_TAPPED), HasText())
async def said_besides(message: Message, talk: Talk, raw_state: str) -> Reply:
    """Words where a tap was awaited: people say what they forgot."""
    return await taken_in(talk, raw_state)
