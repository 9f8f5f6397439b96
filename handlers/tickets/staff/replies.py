"""Replies in groups that no conversation took: none of them is met with silence."""

from typing import Any

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import Message

from handlers.common.i18n import _
from handlers.common.members import InBoundGroup
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import esc
from handlers.tickets.staff.card import card, note_on
from handlers.tickets.staff.look import is_look, number_in
from services import tickets
from services.groups import routing
from storage.tables import Group, Purpose

router = Router(name="replies, after the conversations")


class RepliesToUs(Filter):
    """A reply to a message of ours. Hands over `replied`, what that message reads."""

    async def __call__(self, message: Message, talk: Talk) -> dict[str, Any] | bool:
        replied = message.reply_to_message
        if not talk.replied_to_us or replied is None:
            return False
        return {"replied": replied.text or replied.caption or ""}


@router.message(RepliesToUs(), InBoundGroup())
async def not_placed(message: Message, talk: Talk, replied: str, group: Group) -> Reply:
    """A card still says which request it is when nothing else does; words to it are a note."""
    if talk.replied_about and group.purpose is Purpose.VOLUNTEERS:
        return None  # Volunteers talk about a task below its card.
    number = number_in(replied)
    ticket = await tickets.in_group(talk.session, number, group.id) if number else None
    if ticket is None:
        return talk.as_one(talk.say(_what_to_do(group.purpose)))
    if is_look(replied):
        return await note_on(talk, ticket.id)
    text = f"{esc(ticket.number)}：{_what_to_do(group.purpose)}"
    return talk.say(text, under_card=card.key(ticket.id))


@router.message(RepliesToUs())
async def not_bound(message: Message, talk: Talk) -> Reply:
    return talk.as_one(talk.say(_("本群还没有绑定，请管理员发 /bind。")))


def _what_to_do(purpose: Purpose) -> str:
    if purpose in routing.DESKS:
        return _(
            "这条回复没有记下来，我认不出它说的是哪一件。记备注，请回复那件事的卡片；"
            "要办别的，请再点一次卡片上的按钮，然后回复我新发的那一条。"
        )
    return _(
        "这条回复没有记下来，我认不出它说的是哪一件。"
        "请再点一次那件事的按钮，然后回复我新发的那一条。"
    )
