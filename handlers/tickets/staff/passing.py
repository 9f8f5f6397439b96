"""转派: to which group, and why, in two steps; the reason stands on the card there."""

from dataclasses import dataclass
from typing import ClassVar

from handlers.common.i18n import _, mark
from handlers.common.kept import Kept
from handlers.common.questions import Ask, Option
from handlers.common.readers import a_line
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import cut, esc
from handlers.tickets.staff.asking import TITLE, group_form, over, reasons
from handlers.tickets.staff.noting import noted
from services import tickets

REASONS = (mark("归他们管"), mark("在他们的片区"), mark("要他们的人手或设备"), mark("居民要找他们"))


@dataclass
class PassingOn(Kept):
    KEY: ClassVar[str] = "passing on"

    ticket: int = 0
    group: int | None = None
    reason: str | None = None


passing = group_form(PassingOn, "PassingOn", mark("好的，没有转。"))


async def begin(talk: Talk, ticket_id: int) -> Reply:
    """Raises Refusal where the member may not pass it on."""
    ticket, others = await tickets.destinations(talk.session, ticket_id, talk.member)
    if not others:
        return talk.toast(_("没有别的群可以转。"), alert=True)
    return await passing.go_on(talk, PassingOn(ticket.id))


@passing.step(part="group")
async def where(talk: Talk, draft: PassingOn) -> Ask:
    ticket, others = await tickets.destinations(talk.session, draft.ticket, talk.member)
    text = _("{name}，编号 <b>{number}</b> 要转给谁？").format(
        name=esc(talk.name), number=ticket.number
    )
    options = [Option(str(group.id), cut(group.title, TITLE)) for group in others]
    return Ask(text, options, as_one=True)


@passing.step(a_line(tickets.REASON_LIMIT))
async def reason(talk: Talk, draft: PassingOn) -> Ask:
    ticket, others = await tickets.destinations(talk.session, draft.ticket, talk.member)
    to = next((group.title for group in others if group.id == draft.group), "")
    text = _(
        "{name}，编号 <b>{number}</b> 转给{group}，为什么？点一个，或者回复这条消息，写一行。"
        "对方的卡片上会写着，居民看不到。"
    ).format(name=esc(talk.name), number=ticket.number, group=esc(cut(to, TITLE)))
    return Ask(text, reasons(REASONS), as_one=True)


@reason.taken
async def passed_on(talk: Talk, draft: PassingOn, why: str) -> Reply:
    assert draft.group is not None
    ticket_id, group_id = draft.ticket, draft.group
    await over(talk, PassingOn)
    await tickets.reassign(talk.session, ticket_id, talk.member, group_id, why, now=talk.now)
    return noted(talk, _("转过去了。"), under_card=f"ticket:{ticket_id}")
