"""What is said where a request goes on as another one, by itself again, or as two."""

from collections.abc import Sequence
from functools import partial

from handlers.common.i18n import _
from handlers.common.saying import Say
from handlers.common.telling import Said, Tell, Telling
from handlers.common.times import when
from handlers.common.words import cut, esc
from handlers.tickets.pictures import with_pictures
from handlers.tickets.staff.card import card
from handlers.tickets.wording import numbered, own_words
from services import tickets
from services.tickets.merged import FROM, INTO, TOGETHER, MergedTogether
from services.tickets.recording import Line
from storage.outbox import Urgency
from storage.tables import EventKind, Matter, Ticket

BETWEEN_TWO = (EventKind.MERGED, EventKind.UNMERGED, EventKind.SPLIT)
SHOWN_TEXT = 600
LISTED = 20
SHOWN_WORDS = 60
"""Characters of each of those: twenty of them stay far below 4096."""
telling = Telling(Matter.REQUEST)


@telling.hears(MergedTogether)
async def merged_together(tell: Tell, news: MergedTogether) -> None:
    """In one message each for who filed what goes on, and for its group."""
    ticket, others = news.ticket, news.others
    author = ticket.author_id
    neighbours = {each.author_id or -each.id for each in others} - {author}
    if neighbours and author != news.by:

        def to_author() -> str:
            text = _("您说的“{what}”，又有 {count} 位邻居来反映，合在一起办了。")
            said = text.format(what=esc(own_words(ticket)), count=len(neighbours))
            return numbered(said, ticket)

        await tell.person(author, lambda: Say(to_author(), about=f"mine:{ticket.id}"))
    key = card.key(ticket.id)

    def to_group() -> Say:
        head = _("🔗 {count} 件并进来了，照片在它们的卡片下面：").format(count=len(others))
        lines = [
            f"<b>{each.number}</b> “{esc(cut(each.text, SHOWN_WORDS)) or _('（没有文字）')}”"
            for each in others[:LISTED]
        ]
        return Say("\n".join([head, *lines]), under_card=key, about=key)

    tell.group(await tickets.group_of(tell.session, ticket), to_group, Urgency.NOTICE)


async def tell_both_sides(tell: Tell, line: Line) -> None:
    """Everybody who filed or joined either hears both numbers, each in the words they know."""
    if TOGETHER in line.event.data:
        return
    ticket, other = line.ticket, await _other(tell, line)
    for person_id in await tickets.residents_who_hear(tell.session, line):
        if FROM in line.event.data and person_id == other.author_id:
            continue  # Both are theirs: the line of the other one told them.
        both_theirs = person_id == other.author_id
        words = partial(_to_residents, tell, line, ticket, other, both_theirs=both_theirs)
        await tell.person(person_id, words)


async def below_the_card(tell: Tell, line: Line) -> None:
    """In the group of what goes on, or was split: what the other one says, and shows."""
    kind, data = line.event.kind, line.event.data
    if TOGETHER in data or (FROM not in data and kind is not EventKind.SPLIT):
        return
    ticket, other = line.ticket, await _other(tell, line)
    group = await tickets.group_of(tell.session, ticket)
    is_merged = kind is EventKind.MERGED
    files = await tickets.attachments_of(tell.session, other.id) if is_merged else []
    key = card.key(ticket.id)

    def said() -> Sequence[Said]:
        text = _to_staff(kind, is_from=FROM in data).format(
            number=other.number, text=esc(cut(other.text, SHOWN_TEXT)) or _("（没有文字）")
        )
        caption = _("编号 {n}").format(n=other.number)
        return with_pictures(Say(text, under_card=key, about=key), files, caption)

    tell.group(group, said, Urgency.NOTICE)


def _to_staff(kind: EventKind, *, is_from: bool) -> str:
    """HTML to be filled in."""
    match kind:
        case EventKind.MERGED:
            return _("🔗 编号 <b>{number}</b> 并进来了：“{text}”")
        case EventKind.UNMERGED:
            return _("🔗 编号 <b>{number}</b> 分出去单独办了。")
        case _ if is_from:
            return _("✂️ 从编号 <b>{number}</b> 里分出来的：“{text}”")
        case _:
            return _("✂️ 这一部分分出去了，编号 <b>{number}</b>：“{text}”")


async def _other(tell: Tell, line: Line) -> Ticket:
    data = line.event.data
    other = await tickets.get(tell.session, data[INTO] if INTO in data else data[FROM])
    assert other is not None
    return other


def _to_residents(
    tell: Tell, line: Line, ticket: Ticket, other: Ticket, *, both_theirs: bool
) -> Said:
    text = _wording(line, both_theirs=both_theirs).format(
        what=esc(own_words(ticket)),
        other=esc(own_words(other)),
        number=ticket.number,
        other_number=other.number,
        by=when(ticket.respond_by, tell.config.zone),
    )
    return Say(text, about=f"mine:{ticket.id}")


def _wording(line: Line, *, both_theirs: bool) -> str:
    """HTML to be filled in."""
    goes_on = FROM in line.event.data
    match line.event.kind:
        case EventKind.SPLIT:
            return _(
                "您说的“{what}”里有两件事，分开来办，快一些。另一件是“{other}”，都会告诉您。\n\n"
                "编号 {number} 和编号 {other_number}"
            )
        case EventKind.MERGED if goes_on:
            return _(
                "您说的“{what}”，又有邻居来反映，合在一起办了。\n\n"
                "编号 {number}，编号 {other_number} 并进来了"
            )
        case EventKind.MERGED if both_theirs:
            return _(
                "您说的“{what}”和“{other}”是一件事，合在一起办了，有进展一样会告诉您。\n\n"
                "编号 {number}，和编号 {other_number} 一起办"
            )
        case EventKind.MERGED:
            return _(
                "您说的“{what}”和邻居说的“{other}”是一件事，合在一起办了，有进展一样会告诉您。\n\n"
                "编号 {number}，和编号 {other_number} 一起办"
            )
        case _ if goes_on:
            return _(
                "有邻居说的是另一件事，分出去单独办了。您说的“{what}”接着办。\n\n"
                "编号 {number}，编号 {other_number} 分出去了"
            )
        case _:
            return _(
                "您说的“{what}”是另一件事，分出来单独办了，最晚 {by} 给您回音。\n\n"
                "编号 {number}，不再和编号 {other_number} 一起办"
            )
