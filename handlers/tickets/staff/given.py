"""Whom a request was given to by the group's rota (派单), on its card."""

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.i18n import _
from handlers.common.telling import Tell
from handlers.common.words import esc, mention
from services.groups import binding as groups
from services.people import addresses
from services.tickets.assigning import is_assigned
from storage.tables import Group, Ticket, TicketState


async def given(session: AsyncSession, ticket: Ticket) -> list[str]:
    """HTML lines, while it waits for them to take it."""
    if ticket.state is not TicketState.OPEN or not is_assigned(ticket):
        return []
    assert ticket.group_id is not None
    assert ticket.assignee_id is not None
    name = await groups.name_in(session, ticket.group_id, ticket.assignee_id)
    return [_("👤 派给 {name}").format(name=esc(name))] if name else []


async def given_to(tell: Tell, ticket: Ticket, group: Group) -> str:
    """HTML: the same person, pointed out to them; empty where they are not known any more."""
    person_id = ticket.assignee_id
    name = await groups.name_in(tell.session, group.id, person_id) if person_id else None
    if person_id is None or not name:
        return ""
    users = await addresses.user_ids(tell.session, [person_id], group.channel)
    return mention(users.get(person_id), name)
