"""常用答复 below the prompts of a request's card."""

from collections.abc import Sequence

from handlers.common.offers import Offer
from handlers.common.talk import Talk
from services import tickets
from services.tickets import canned
from storage.tables import CannedFor


async def after_resolving(talk: Talk, ticket_id: int) -> Sequence[Offer]:
    return await _offered(talk, ticket_id, CannedFor.RESOLVE)


async def after_asking(talk: Talk, ticket_id: int) -> Sequence[Offer]:
    return await _offered(talk, ticket_id, CannedFor.ASK)


async def _offered(talk: Talk, ticket_id: int, used_for: CannedFor) -> Sequence[Offer]:
    ticket = await tickets.get(talk.session, ticket_id)
    if ticket is None:
        return ()
    found = await canned.offered(
        talk.session, ticket, used_for, now=talk.now, zone=talk.config.zone
    )
    return [Offer(*each) for each in found]
