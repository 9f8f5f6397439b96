"""Staff who edit what they wrote: what was first taken counts, and they are told so.

Only where it was taken as something, or was meant to be: small talk is theirs. However often they
edit, one message says it.
"""

from typing import Any

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import Message

from handlers.common.filters import RepliesTo
from handlers.common.i18n import _
from handlers.common.members import InBoundGroup
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.tickets.staff.card import ASK, DECLINE, RESOLVE
from services import tickets
from storage.tables import EventKind

router = Router(name="edited by staff")

_TAKEN_AS = (EventKind.ASKED, EventKind.RESOLVED, EventKind.DECLINED, EventKind.NOTE)


class TakenAs(Filter):
    """A reply that became a line of a request's timeline. Hands over its `kind`."""

    async def __call__(self, message: Message, talk: Talk, about: int) -> dict[str, Any] | bool:
        line = await tickets.line_from(
            talk.session, talk.user_id, message.date, _TAKEN_AS, ticket_id=about
        )
        return {"kind": line.kind} if line is not None else False


@router.edited_message(RepliesTo("ticket", ASK, RESOLVE, DECLINE), TakenAs(), InBoundGroup())
async def words(message: Message, talk: Talk, kind: EventKind) -> Reply:
    return _once(talk, _what_counts(kind))


@router.edited_message(RepliesTo(ASK, RESOLVE, DECLINE), InBoundGroup())
async def not_taken(message: Message, talk: Talk) -> Reply:
    """It was refused at first, as too long or without words; the edit is not read either."""
    return _once(talk, _("改过的话我看不到。请回复我那条消息，重新写一遍。"))


def _what_counts(kind: EventKind) -> str:
    match kind:
        case EventKind.ASKED:
            return _("居民看到的是您原来问的，改过的没有转。要改，请再点一次“问居民”。")
        case EventKind.NOTE:
            return _("备注里记的是您原来写的。要改，请回复卡片再记一条。")
        case _:
            return _(
                "居民看到的是您原来写的，改过的没有转。要更正，请打电话告诉居民，再回复卡片记一笔。"
            )


def _once(talk: Talk, text: str) -> Reply:
    return talk.say(text, card=f"edited:{talk.message.message_id}")
