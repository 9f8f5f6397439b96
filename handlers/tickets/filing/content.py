"""What it is about: the category, its own question, and what happened in words and pictures."""

from collections.abc import Sequence

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.types import CallbackQuery, Message

from handlers.common.filters import Choice, HasMedia, HasText
from handlers.common.i18n import _
from handlers.common.questions import BACK
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.tickets.filing.dialogue import (
    Filing,
    acknowledge,
    ask_all_categories,
    ask_review,
    category_of,
    go_on,
    step_back,
)
from handlers.tickets.filing.draft import Draft
from services.tickets import ATTACHMENT_LIMIT, TEXT_LIMIT
from services.tickets.recording import Attachment

router = Router(name="complaint: content")

ONLY_TAPPED = (
    Filing.category,
    Filing.all_categories,
    Filing.privacy,
    Filing.similar,
    Filing.review,
)
"""Steps whose answer is an option."""


def put_in(draft: Draft, text: str, attachments: Sequence[Attachment]) -> str:
    """Add what came to the draft; what there was no room for is said in the words returned."""
    words = ""
    if not all(draft.add_file(attachment) for attachment in attachments):
        words = _("照片、语音等最多收 {limit} 个，多出来的没有收下。").format(
            limit=ATTACHMENT_LIMIT
        )
    if text and not draft.add_text(text):
        words = _("最多 {limit} 个字，刚才这一段没有收下。").format(limit=TEXT_LIMIT)
    return words


async def keep_for_later(talk: Talk, before: str) -> Reply:
    """Something was said while something else is asked: keep it, and ask again after `before`."""
    draft = Draft.of(talk)
    refused = put_in(draft, talk.words, talk.attachments)
    draft.keep(talk)
    return talk.as_one(await talk.repeat(refused or before))


@router.message(StateFilter(Filing), Choice(BACK))
@router.callback_query(StateFilter(Filing), Choice(BACK))
async def back(event: Message | CallbackQuery, talk: Talk, raw_state: str) -> Reply:
    return await step_back(talk, raw_state)


@router.message(Filing.category, Choice("other"))
@router.callback_query(Filing.category, Choice("other"))
async def other_category(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await ask_all_categories(talk)


@router.message(StateFilter(Filing.category, Filing.all_categories), Choice())
@router.callback_query(StateFilter(Filing.category, Filing.all_categories), Choice())
async def category(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    draft = Draft.of(talk)
    draft.choose(int(choice))
    draft.keep(talk)
    return await go_on(talk)


@router.message(Filing.question, Choice("skip"))
@router.callback_query(Filing.question, Choice("skip"))
async def no_answer(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await answered(talk, "")


@router.message(Filing.question, HasText())
async def answer(message: Message, talk: Talk) -> Reply:
    return await answered(talk, talk.words)


async def answered(talk: Talk, text: str) -> Reply:
    draft = Draft.of(talk)
    draft.answer = text
    draft.keep(talk)
    return await go_on(talk)


@router.message(Filing.what, Choice("done"))
@router.callback_query(Filing.what, Choice("done"))
async def told(event: Message | CallbackQuery, talk: Talk) -> Reply:
    draft = Draft.of(talk)
    if not draft.has_content:
        return await talk.repeat(_("请至少写一句话，或者发一张照片。"))
    draft.told = True
    draft.keep(talk)
    return await go_on(talk)


@router.message(StateFilter(Filing), HasMedia())
async def file_came(message: Message, talk: Talk, raw_state: str) -> Reply:
    return await taken_in(talk, raw_state)


@router.message(Filing.what, HasText())
async def words_came(message: Message, talk: Talk, raw_state: str) -> Reply:
    return await taken_in(talk, raw_state)


async def taken_in(talk: Talk, raw_state: str) -> Reply:
    draft = Draft.of(talk)
    if raw_state == Filing.review.state:
        refused = put_in(draft, talk.words, talk.attachments)
        draft.keep(talk)
        category = await category_of(talk, draft)
        return talk.as_one(await ask_review(talk, draft, category, refused)) if category else None
    if raw_state != Filing.what.state:
        return await keep_for_later(talk, _("收下了，加到内容里了。"))
    refused = put_in(draft, talk.words, talk.attachments)
    draft.keep(talk)
    return await acknowledge(talk, draft, refused)
