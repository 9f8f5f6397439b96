"""不归我管: a group gives a request back, and says why."""

from dataclasses import dataclass
from typing import ClassVar

from handlers.common.i18n import _, mark
from handlers.common.kept import Kept
from handlers.common.questions import Ask
from handlers.common.readers import a_line
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import esc
from handlers.tickets.staff.asking import group_form, over, reasons
from handlers.tickets.staff.card import Action, card, is_in_work
from handlers.tickets.staff.noting import noted
from services import tickets

REASONS = (mark("不是我们的职责"), mark("不在我们的片区"), mark("要别的部门先办"))


@dataclass
class GivingBack(Kept):
    KEY: ClassVar[str] = "giving back"

    ticket: int = 0
    reason: str | None = None


giving_back = group_form(GivingBack, "GivingBack", mark("好的，没有动。"))


@card.button(Action.RETURN, label=mark("不归我管"), when=is_in_work, further=True)
async def not_ours(talk: Talk, ticket_id: int) -> Reply:
    await tickets.check_may_return(talk.session, ticket_id, talk.member)
    return await giving_back.go_on(talk, GivingBack(ticket_id))


@giving_back.step(a_line(tickets.REASON_LIMIT))
async def reason(talk: Talk, draft: GivingBack) -> Ask:
    ticket = await tickets.check_may_return(talk.session, draft.ticket, talk.member)
    text = _(
        "{name}，编号 <b>{number}</b> 为什么不归这里管？点一个，或者回复这条消息，写一行。"
        "退回一次记一次，居民看不到原因。"
    ).format(name=esc(talk.name), number=ticket.number)
    return Ask(text, reasons(REASONS), as_one=True)


@reason.taken
async def given_back(talk: Talk, draft: GivingBack, why: str) -> Reply:
    ticket_id = draft.ticket
    await over(talk, GivingBack)
    await tickets.give_back(talk.session, ticket_id, talk.member, why, now=talk.now)
    return noted(talk, _("退回去了。"), under_card=f"ticket:{ticket_id}")
