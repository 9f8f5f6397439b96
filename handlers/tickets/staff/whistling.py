"""吹哨: an office calls several groups to a request, and says which of them leads."""

from dataclasses import dataclass, field
from typing import ClassVar

from handlers.common.i18n import _, mark
from handlers.common.kept import Kept
from handlers.common.questions import Ask, Option
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import cut, esc
from handlers.tickets.staff.asking import TITLE, group_form, over
from handlers.tickets.staff.card import Action, card, is_in_work
from handlers.tickets.staff.noting import noted
from services.groups import known
from services.tickets import joint
from storage.tables import Group, Purpose, Ticket

CHOSEN = "chosen"


@dataclass
class Whistling(Kept):
    KEY: ClassVar[str] = "whistling"

    ticket: int = 0
    ticked: list[int] = field(default_factory=list)
    groups: list[int] | None = None
    lead: int | None = None


whistling = group_form(Whistling, "Whistling", mark("好的，没有动。"))


@card.button(
    Action.WHISTLE,
    label=mark("吹哨"),
    when=is_in_work,
    further=True,
    may=lambda talk: talk.group.purpose is Purpose.STAFF,
)
async def begin(talk: Talk, ticket_id: int) -> Reply:
    """Raises Refusal where the member may not whistle."""
    await joint.check_may_whistle(talk.session, ticket_id, talk.member)
    return await whistling.go_on(talk, Whistling(ticket_id))


@whistling.step()
async def groups(talk: Talk, draft: Whistling) -> Ask:
    """Groups to tick one after another; what ends the ticking stands first."""
    ticket = await joint.check_may_whistle(talk.session, draft.ticket, talk.member)
    options = [Option(CHOSEN, _("👉 选好了"))] if draft.ticked else []
    for group in await joint.callable_groups(talk.session, ticket):
        title = cut(group.title, TITLE)
        options.append(Option(str(group.id), f"✅ {title}" if group.id in draft.ticked else title))
    text = _(
        "{name}，编号 <b>{number}</b> 请哪几家一起来办？"
        "一家一家地点，再点一下取消，点完点“选好了”。"
    ).format(name=esc(talk.name), number=ticket.number)
    return Ask(text, options, as_one=True)


@groups.choice()
async def toggle(talk: Talk, draft: Whistling, choice: str) -> Reply:
    draft.ticked = sorted({*draft.ticked} ^ {int(choice)})
    return await whistling.ask(talk, draft, "groups")


@groups.choice(CHOSEN)
async def that_is_all(talk: Talk, draft: Whistling, choice: str) -> Reply:
    ticket = await joint.check_may_whistle(talk.session, draft.ticket, talk.member)
    draft.groups = draft.ticked
    return await _whistle(talk, draft, None) if ticket.called else None


@whistling.step()
async def lead(talk: Talk, draft: Whistling) -> Ask:
    """The default first: who took it first, else who has it."""
    ticket = await joint.check_may_whistle(talk.session, draft.ticket, talk.member)
    assert draft.groups is not None
    usual = joint.lead_of(ticket, draft.groups)
    ids = dict.fromkeys([usual, ticket.group_id, *draft.groups])
    found = [await known.get(talk.session, group_id) for group_id in ids if group_id]
    options = [Option(str(group.id), _called(group, ticket)) for group in found if group]
    text = _("由哪一家牵头？牵头的负责办结，别的各自报到。")
    return Ask(text, options, as_one=True)


def _called(group: Group, ticket: Ticket) -> str:
    title = cut(group.title, TITLE)
    return _("{group}（首接）").format(group=title) if group.id == ticket.first_group_id else title


@lead.taken
async def led_by(talk: Talk, draft: Whistling, group_id: int) -> Reply:
    return await _whistle(talk, draft, group_id)


async def _whistle(talk: Talk, draft: Whistling, lead_id: int | None) -> Reply:
    assert draft.groups is not None
    ticket_id = draft.ticket
    await over(talk, Whistling)
    await joint.whistle(talk.session, ticket_id, talk.member, draft.groups, lead_id, now=talk.now)
    return noted(talk, _("吹哨了，几家都收到了。"), under_card=f"ticket:{ticket_id}")
