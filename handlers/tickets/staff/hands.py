"""What a request's card says of the groups whose hands it went through."""

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.i18n import _
from handlers.common.words import cut, esc
from services.groups import known
from services.tickets import passing
from services.tickets.merged import goes_on_as
from services.tickets.transitions import IN_WORK
from storage.tables import EventKind, Ticket, TicketState

SHOWN_TITLE = 60


async def hands(session: AsyncSession, ticket: Ticket) -> list[str]:
    """HTML lines: what it goes on as; which group passed it on and why, and which took it first."""
    if ticket.state is TicketState.MERGED:
        number = (await goes_on_as(session, ticket)).number
        return [_("🔗 和编号 <b>{number}</b> 一起办").format(number=number)]
    if not ticket.moves or ticket.state not in IN_WORK:
        return []
    lines = []
    came = await passing.arrival(session, ticket)
    if came is not None and came.text:
        group = await title(session, came.data["from_group"])
        text = (
            _("↩️ {group}退回：“{why}”")
            if came.kind is EventKind.RETURNED
            else _("↪️ {group}转来：“{why}”")
        )
        lines.append(text.format(group=group, why=esc(came.text)))
    if ticket.first_group_id not in (None, ticket.group_id):
        first = await title(session, ticket.first_group_id)
        lines.append(_("🥇 首接：{group}").format(group=first))
    return lines


async def title(session: AsyncSession, group_id: int | None) -> str:
    """HTML: a group's name, also of one that is gone."""
    group = await known.get(session, group_id) if group_id else None
    return esc(cut(group.title, SHOWN_TITLE)) if group else _("值班人员")
