"""转派: to which group, and why, in two steps; the reason stands on the card there."""

from dataclasses import dataclass
from typing import ClassVar

from handlers.common.forms import Form
from handlers.common.i18n import SOURCE, _, mark, speaking
from handlers.common.kept import Kept
from handlers.common.members import InBoundGroup
from handlers.common.questions import Ask, Option
from handlers.common.readers import a_line
from handlers.common.refusals import in_words
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import cut, esc
from handlers.tickets.staff.noting import noted
from services import tickets
from services.errors import Refusal

TITLE = 60
"""Characters of a group's title on a button."""
REASONS = (mark("归他们管"), mark("在他们的片区"), mark("要他们的人手或设备"), mark("居民要找他们"))


@dataclass
class PassingOn(Kept):
    KEY: ClassVar[str] = "passing on"

    ticket: int = 0
    group: int | None = None
    reason: str | None = None


passing = Form(PassingOn, "PassingOn", InBoundGroup())


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


def reasons(usual: tuple[str, ...]) -> list[Option]:
    """As buttons; what is kept is Chinese, as everything on a group's card."""
    with speaking(SOURCE):
        return [Option(_(each), _(each)) for each in usual]


@reason.taken
async def passed_on(talk: Talk, draft: PassingOn, why: str) -> Reply:
    assert draft.group is not None
    ticket_id, group_id = draft.ticket, draft.group
    await over(talk, PassingOn)
    await tickets.reassign(talk.session, ticket_id, talk.member, group_id, why, now=talk.now)
    return noted(talk, _("转过去了。"), under_card=f"ticket:{ticket_id}")


@passing.left
async def stays(talk: Talk, draft: PassingOn) -> Reply:
    await over(talk, PassingOn)
    return noted(talk, _("好的，没有转。"))


@passing.refused
async def refused(talk: Talk, refusal: Refusal) -> Reply:
    await over(talk, PassingOn)
    return talk.say(in_words(refusal, talk.config.zone))


async def over(talk: Talk, draft: type[Kept]) -> None:
    """Nothing is asked any more, and nothing kept."""
    draft.discard(talk)
    await talk.leave()
