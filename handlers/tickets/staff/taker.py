"""Who took a request, pointed out to them in the group that has it."""

from handlers.common.telling import Tell
from handlers.common.words import mention
from services.people import addresses
from storage.tables import Group, Ticket


async def taker(tell: Tell, ticket: Ticket, group: Group) -> str:
    """HTML; nothing where nobody has it."""
    if ticket.taker_id is None:
        return ""
    users = await addresses.user_ids(tell.session, [ticket.taker_id], group.channel)
    return mention(users.get(ticket.taker_id), ticket.taker_name or "")
