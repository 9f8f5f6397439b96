"""What residents are told about their requests: the author, and those who joined."""

from collections.abc import Sequence
from functools import partial

from handlers.common.i18n import _
from handlers.common.saying import Button, Buttons, Say
from handlers.common.telling import Said, Tell, Telling
from handlers.common.times import when
from handlers.common.words import esc
from handlers.tickets import between, later
from handlers.tickets.asking import ask_whether_it_helped
from handlers.tickets.between import BETWEEN_TWO, below_the_card, tell_both_sides
from handlers.tickets.mine import AboutMine, Wish
from handlers.tickets.pictures import with_pictures
from handlers.tickets.staff import clocks
from handlers.tickets.staff import notices as staff
from handlers.tickets.timeline import promised_by
from handlers.tickets.wording import numbered, own_words
from services import areas, tickets
from services.tickets.merged import own_parts
from services.tickets.recording import Line
from services.tickets.succession import LIVES_ON
from services.tickets.transitions import IN_WORK
from services.tickets.urgency import night_of
from storage.outbox import Night
from storage.tables import EventKind, Matter

telling = Telling(Matter.REQUEST)
TELLINGS = (telling, between.telling, staff.telling, clocks.telling)


@telling.hears(Line)
async def what_happened(tell: Tell, line: Line) -> None:
    """The residents hear of it first, then the group that has the request."""
    if line.event.kind in (EventKind.FOLLOW_UP_ASKED, EventKind.REMINDED):
        # The office has a to-do to ring those who are not with us.
        if not line.event.data.get("by_phone"):
            await ask_whether_it_helped(tell, line)
    elif line.event.kind in BETWEEN_TWO:
        await tell_both_sides(tell, line)
        await below_the_card(tell, line)
    elif line.event.kind is EventKind.ASKED_LATER:
        await later.ask(tell, line)
    else:
        await _tell_residents(tell, line)
    if line.by_clock:
        await clocks.say(tell, line)
    else:
        await staff.say(tell, line)


async def _tell_residents(tell: Tell, line: Line) -> None:
    """The author of what is urgent hears it at once, neighbours in the morning."""
    if not _is_worth_telling(line):
        return
    ticket = line.ticket
    group = await tickets.group_of(tell.session, ticket)
    area = await areas.get(tell.session, ticket.area_id)
    phone = await areas.community_phone(tell.session, area) if area else None
    of_urgent, zone = night_of(ticket), tell.config.zone
    own = await own_parts(tell.session, ticket)
    matter = Matter.QUESTION if line.event.kind is EventKind.ASKED else None

    def said(person_id: int, is_author: bool) -> Sequence[Said]:
        part = own.get(person_id, ticket) if not is_author else ticket
        text = _wording(line, is_author, has_phone=phone is not None).format(
            what=esc(own_words(part)),
            text=esc(line.event.text),
            group=esc(group.title) if group else _("值班人员"),
            by=promised_by(line.event, zone) or when(ticket.respond_by, zone),
            phone=esc(phone),
        )
        text = numbered(text, part, ticket)
        if line.event.kind is EventKind.ASKED:
            message = Say(text, _answer_button(ticket.id), about=f"question:{ticket.id}")
        else:
            message = Say(text, about=f"mine:{ticket.id}")
        return with_pictures(message, line.attachments)

    for person_id in await tickets.residents_who_hear(tell.session, line):
        is_author = person_id == ticket.author_id
        night = of_urgent if is_author else Night.WAITS
        words = partial(said, person_id, is_author)
        await tell.person(person_id, words, night=night, matter=matter)


def _is_worth_telling(line: Line) -> bool:
    """One message for one event: what goes a level up is told once, as that; so is a whistle."""
    if line.by_clock:
        return line.event.kind is EventKind.OVERDUE and not line.event.internal
    if line.event.kind is EventKind.REOPENED and line.event.data.get("escalated"):
        return False
    if line.event.kind is EventKind.RETURNED and "whistles" in line.event.data:
        return False
    if line.event.kind is EventKind.WHISTLED and line.event.data.get("adds"):
        return False
    if line.event.kind is EventKind.BROKEN and line.ticket.state not in IN_WORK:
        return False
    return line.event.kind in _TOLD or LIVES_ON in line.event.data


_TOLD = frozenset(
    {
        EventKind.TAKEN,
        EventKind.REASSIGNED,
        EventKind.RETURNED,
        EventKind.WHISTLED,
        EventKind.ASKED,
        EventKind.RESOLVED,
        EventKind.DECLINED,
        EventKind.OVERDUE,
        EventKind.REOPENED,
        EventKind.ESCALATED,
        EventKind.PROMISED,
        EventKind.BROKEN,
    }
)


def _wording(line: Line, is_author: bool, *, has_phone: bool) -> str:  # noqa: C901 - a list, not logic
    """HTML to be filled in: what it is about first, then who does what."""
    match line.event.kind:
        case _ if LIVES_ON in line.event.data:
            return _lives_on(is_author)
        case EventKind.TAKEN if has_phone:
            return _("您说的“{what}”，有人去办了：{group}。\n有话要说，请打社区电话 {phone}。")
        case EventKind.TAKEN:
            return _("您说的“{what}”，有人去办了：{group}。")
        case EventKind.REASSIGNED:
            return _("您说的“{what}”，转给{group}来办，他们更对口。")
        case EventKind.RETURNED:
            return _("您说的“{what}”，换{group}来办。")
        case EventKind.WHISTLED:
            return _("您说的“{what}”，几家一起来办，由{group}牵头。")
        case EventKind.ASKED:
            return _(
                "关于您说的“{what}”，社区想问您一句：\n\n“{text}”\n\n直接写下来就行，拍照、说话也可以。"
            )
        case EventKind.RESOLVED if is_author:
            return _("您说的“{what}”，办好了：\n\n“{text}”\n\n过一阵子来问您，是不是真的好了。")
        case EventKind.RESOLVED:
            return _("您说的“{what}”，办好了：\n\n“{text}”")
        case EventKind.DECLINED if has_phone:
            return _(
                "抱歉，您说的“{what}”我们办不了：\n\n“{text}”\n\n不清楚的，请打社区电话 {phone}。"
            )
        case EventKind.DECLINED:
            return _("抱歉，您说的“{what}”我们办不了：\n\n“{text}”")
        case EventKind.OVERDUE if has_phone:
            return _(
                "抱歉，您说的“{what}”还没有人去办，我们催了{group}。急的话请打社区电话 {phone}。"
            )
        case EventKind.OVERDUE:
            return _("抱歉，您说的“{what}”还没有人去办，我们催了{group}。")
        case EventKind.PROMISED:
            return _("社区答应您：“{what}”，{by}前办好。")
        case EventKind.BROKEN if has_phone:
            return _(
                "对不起，“{what}”答应您{by}前办好，没有做到。我们催了{group}，请他们尽快办。"
                "急的话请打社区电话 {phone}。"
            )
        case EventKind.BROKEN:
            return _("对不起，“{what}”答应您{by}前办好，没有做到。我们催了{group}，请他们尽快办。")
        case EventKind.REOPENED if "later" in line.event.data:
            return _("“{what}”又坏了，由{group}重新办，最晚 {by} 给您回音。")
        case EventKind.REOPENED:
            return _("“{what}”没有办好，由{group}重新办，最晚 {by} 给您回音。")
        case _:
            return _("“{what}”两次没有办好，现在由{group}来办，最晚 {by} 给您回音。")


def _lives_on(is_author: bool) -> str:
    if is_author:
        return _(
            "“{what}”原来是一位邻居反映的，他退出了。您也遇到这件事，我们接着为您办。"
            "以后社区有话要问，都会找您。"
        )
    return _("“{what}”原来是一位邻居反映的，他退出了。您也遇到这件事，我们接着为您办。")


def _answer_button(ticket_id: int) -> Buttons:
    data = AboutMine(wish=Wish.ANSWER, ticket=ticket_id).pack()
    return Buttons([[Button(_("回答"), data)]])
