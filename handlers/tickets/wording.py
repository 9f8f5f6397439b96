"""What residents read of a request in more than one place: what it is called, what happens next."""

from handlers.common.i18n import _
from handlers.common.talk import Talk
from handlers.common.times import when
from handlers.common.words import cut, esc
from services import tickets
from storage.tables import Ticket

EXCERPT = 40


def own_words(ticket: Ticket) -> str:
    """What people know a request by: nobody remembers a number."""
    return cut(ticket.text.partition("\n")[0] or ticket.place, EXCERPT)


def numbered(text: str, ticket: Ticket, goes_on_as: Ticket | None = None) -> str:
    """HTML: `text` first, then the number, which is for the telephone.

    Of what was merged into another one the number of that as well.
    """
    if goes_on_as is None or goes_on_as is ticket:
        return f"{text}\n\n" + _("编号 {number}").format(number=ticket.number)
    both = _("编号 {number}，和编号 {other} 一起办")
    return f"{text}\n\n" + both.format(number=ticket.number, other=goes_on_as.number)


async def reopened(talk: Talk, ticket: Ticket, *, said_more: bool) -> str:
    """HTML: what happens with what its author had opened again."""
    group = await tickets.group_of(talk.session, ticket)
    text = (
        _("对不起，让您费心了。“{text}”由{group}重新办，您说的写在单子上了，最晚 {by} 给您回音。")
        if said_more
        else _("对不起，让您费心了。“{text}”由{group}重新办，最晚 {by} 给您回音。")
    ).format(
        text=esc(own_words(ticket)),
        group=esc(group.title) if group else _("值班人员"),
        by=when(ticket.respond_by, talk.config.zone),
    )
    return numbered(text, ticket)
