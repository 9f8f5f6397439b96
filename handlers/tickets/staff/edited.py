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
from handlers.tickets.behalf.ringing import CORRECTION, MISSING
from handlers.tickets.staff.called import REPORT
from handlers.tickets.staff.card import ASK, DECLINE, NOTE, RESOLVE
from handlers.tickets.staff.promising import PROMISE
from handlers.tickets.staff.splitting import SPLIT
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


@router.edited_message(RepliesTo(SPLIT), InBoundGroup())
async def edited_part(message: Message, talk: Talk, about: int) -> Reply:
    """Of what is split off: it was taken, and is in work or waits for its kind; or was refused."""
    line = await tickets.line_from(
        talk.session, talk.user_id, message.date, (EventKind.SPLIT,), ticket_id=about
    )
    if line is not None:
        text = _("分出来的那一件写的是您原来的话，改过的没有转。要更正，请回复那一件的卡片记一笔。")
    else:
        text = _("改过的话我看不到。要改，请再点一次“拆分”，重新写一遍。")
    return talk.say(text, card=f"edited:{message.message_id}")


@router.edited_message(RepliesTo(CORRECTION, MISSING), InBoundGroup())
async def edited_call(message: Message, talk: Talk, about: int) -> Reply:
    """What somebody said on the telephone."""
    text = _("改过的话我看不到。原来写的要是已经记下了，请回复那件诉求的卡片，把更正记一笔。")
    return talk.say(text, card=f"edited:{message.message_id}")


@router.edited_message(RepliesTo("question"), InBoundGroup())
async def edited_reason(message: Message, talk: Talk, about: int) -> Reply:
    """Why a request was passed on or given back."""
    line = await tickets.line_from(
        talk.session, talk.user_id, message.date, (EventKind.REASSIGNED, EventKind.RETURNED)
    )
    if line is None:
        return None
    text = _("原因写的是您原来的话，改过的没有转。要补充，请在那个群里回复卡片，或者打电话说一声。")
    return talk.say(text, card=f"edited:{message.message_id}")


@router.edited_message(
    RepliesTo("ticket", ASK, RESOLVE, DECLINE, PROMISE, REPORT, NOTE), InBoundGroup()
)
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
