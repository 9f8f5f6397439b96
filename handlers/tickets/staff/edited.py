"""Staff who edit what they wrote: what was first taken counts, and they are told so.

Only where it was taken as something, or was meant to be: small talk is theirs. However often they
edit, one message says it.
"""

from aiogram import Router
from aiogram.types import Message

from handlers.common.filters import RepliesTo
from handlers.common.i18n import _
from handlers.common.members import InBoundGroup
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.tickets.staff.called import REPORT
from handlers.tickets.staff.card import ASK, DECLINE, RESOLVE
from handlers.tickets.staff.promising import PROMISE
from services import tickets
from storage.tables import EventKind

router = Router(name="edited by staff")

_TAKEN_AS = (
    EventKind.ASKED,
    EventKind.RESOLVED,
    EventKind.DECLINED,
    EventKind.NOTE,
    EventKind.REPORTED,
)


@router.edited_message(RepliesTo("ticket", ASK, RESOLVE, DECLINE, PROMISE, REPORT), InBoundGroup())
async def edited(message: Message, talk: Talk, about: int) -> Reply:
    line = await tickets.line_from(
        talk.session, talk.user_id, message.date, _TAKEN_AS, ticket_id=about
    )
    if line is not None:
        text = _what_counts(line.kind)
    elif talk.replied_about.startswith("ticket:"):
        return None
    else:
        # It was refused at first, as too long or without words; the edit is not read either.
        text = _("改过的话我看不到。请回复我那条消息，重新写一遍。")
    return talk.say(text, card=f"edited:{message.message_id}")


def _what_counts(kind: EventKind) -> str:
    match kind:
        case EventKind.ASKED:
            return _("居民看到的是您原来问的，改过的没有转。要改，请再点一次“问居民”。")
        case EventKind.REPORTED:
            return _("卡片上写的是您原来报到的话。要改，请回复卡片再记一条。")
        case EventKind.NOTE:
            return _("备注里记的是您原来写的。要改，请回复卡片再记一条。")
        case _:
            return _(
                "居民看到的是您原来写的，改过的没有转。要更正，请打电话告诉居民，再回复卡片记一笔。"
            )
