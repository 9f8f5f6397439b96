"""又坏了, 还是没修好: the request that is meant is opened again, or a new one names it."""

from collections.abc import Sequence

from handlers.common import menu
from handlers.common.i18n import SOURCE, _, speaking
from handlers.common.questions import Option
from handlers.common.refusals import in_words
from handlers.common.said import recall, together
from handlers.common.sending import Reply, every
from handlers.common.talk import Talk
from handlers.tickets import filing as complaint
from handlers.tickets.rating.dialogue import own_words
from services import tickets
from services.errors import Refusal
from services.tickets import follow_up
from services.tickets.words import PLACE_LIMIT
from storage.tables import Ticket, TicketState

NEW = "new"


def options(meant: Sequence[Ticket]) -> list[Option]:
    """Which of these, or something new."""
    return [
        *(Option(str(each.id), f"{each.number} · {own_words(each)}") for each in meant),
        Option(NEW, _("不是，是新的事")),
    ]


async def go_back_to(talk: Talk, ticket_id: int) -> Reply:
    """Open it again while it awaits a rating; what is closed stays closed, and is named."""
    ticket = await tickets.seen_by(talk.session, ticket_id, talk.user_id)
    if ticket is None:
        return await menu.home(talk, _("没有找到这件事。"))
    if ticket.state is not TicketState.RESOLVED:
        return await file_with_number(talk, ticket)
    words, files = together(recall(talk))
    try:
        await follow_up.not_over(
            talk.session, ticket_id, talk.user_id, now=talk.now, zone=talk.config.zone
        )
        await tickets.add(talk.session, ticket_id, talk.user_id, words, files, now=talk.now)
    except Refusal as refusal:
        return await menu.home(talk, in_words(refusal, talk.config.zone))
    text = _("对不起，没有办好。编号 <b>{number}</b> 重新打开了，会换人来办。您写的也转过去了。")
    return await menu.home(talk, text.format(number=ticket.number))


async def file_with_number(talk: Talk, ticket: Ticket) -> Reply:
    """A new request at the same place, of the same kind; a draft that was left comes first."""
    if complaint.Draft.of(talk).has_content:
        return await complaint.ask_unfinished(talk)
    draft = complaint.Draft(category_id=ticket.category_id, answer="")
    draft.put_at(ticket.area_id, ticket.place[:PLACE_LIMIT], ticket.latitude, ticket.longitude)
    with speaking(SOURCE):
        draft.add_text(_("（以前反映过，编号 {number}）").format(number=ticket.number))
    text = _("编号 <b>{number}</b> 已经结束了。给您另开一件，写明了以前的编号。")
    following = await complaint.begin_with(talk, draft)
    return [talk.say(text.format(number=ticket.number)), *every(following)]
