"""What residents are told about their requests: the author, and those who joined."""

from collections.abc import Callable, Sequence
from functools import partial

from handlers.common.i18n import _, current_language
from handlers.common.saying import Button, Buttons, Files, Say
from handlers.common.telling import Said, Tell, Telling
from handlers.common.times import when
from handlers.common.words import esc
from handlers.tickets.mine import AboutMine, Wish
from handlers.tickets.rating import ask_whether_it_helped
from handlers.tickets.staff import notices as staff
from handlers.tickets.timeline import own_words
from services import tickets
from services.tickets import categories
from services.tickets.recording import Line
from services.tickets.succession import LIVES_ON
from services.tickets.urgency import night_of
from storage.outbox import Night
from storage.tables import EventKind

telling = Telling()
TELLINGS = (telling, staff.telling)


@telling.hears(Line)
async def what_happened(tell: Tell, line: Line) -> None:
    """The residents hear of it first, then the group that has the request."""
    if line.event.kind in (EventKind.FOLLOW_UP_ASKED, EventKind.REMINDED):
        await ask_whether_it_helped(tell, line)
    else:
        await _tell_residents(tell, line)
    await staff.say(tell, line)


async def _tell_residents(tell: Tell, line: Line) -> None:
    """The author of what is urgent hears it at once, neighbours in the morning."""
    words = _lives_on if LIVES_ON in line.event.data else _WORDS.get(line.event.kind)
    if words is None:
        return
    ticket, event = line.ticket, line.event
    group = await tickets.group_of(tell.session, ticket)
    category = await categories.of(tell.session, ticket)
    of_urgent = night_of(ticket)

    def said(is_author: bool) -> Sequence[Said]:
        text = words().format(
            number=ticket.number,
            text=esc(event.text),
            group=esc(group.title) if group else _("值班人员"),
            by=when(ticket.respond_by, tell.config.zone),
        )
        if event.kind is EventKind.RESOLVED and is_author:
            text += "\n\n" + _("过一阵子我们会来问您，是不是真的解决了。")
        if words is _lives_on and is_author:
            text += "\n\n" + _("以后社区有话要问、办结以后回访，都会找您。")
        text += f"\n\n📌 {esc(category.name(current_language()))} · {esc(own_words(ticket))}"
        if event.kind is EventKind.ASKED:
            message = Say(text, _answer_button(ticket.id), about=f"question:{ticket.id}")
        else:
            message = Say(text, about=f"mine:{ticket.id}")
        return [message, Files(line.attachments)]

    for person_id in await tickets.residents_who_hear(tell.session, line):
        is_author = person_id == ticket.author_id
        night = of_urgent if is_author else Night.WAITS
        await tell.person(person_id, partial(said, is_author), night=night)


def _lives_on() -> str:
    return _("编号 <b>{number}</b> 原来反映的人退出了。您也遇到这件事，我们接着为您办。")


_WORDS: dict[EventKind, Callable[[], str]] = {
    EventKind.TAKEN: lambda: _("您的编号 <b>{number}</b> 有人接单了，正在处理。"),
    EventKind.REASSIGNED: lambda: _("您的编号 <b>{number}</b> 转给了更合适的人：{group}。"),
    EventKind.ASKED: lambda: _(
        "社区想问您一句，关于编号 <b>{number}</b>：\n\n“{text}”\n\n"
        "请点“回答”，或者直接回复这条消息，文字照片都可以。"
    ),
    EventKind.RESOLVED: lambda: _("您的编号 <b>{number}</b> 办结了：\n\n“{text}”"),
    EventKind.DECLINED: lambda: _(
        "抱歉，您的编号 <b>{number}</b> 我们办不了：\n\n“{text}”\n\n"
        "有不清楚的，请打社区电话：发 /phone 查看。"
    ),
    EventKind.OVERDUE: lambda: _(
        "抱歉，您的编号 <b>{number}</b> 到现在还没有人接单，我们已经催了{group}。"
        "急的话请打社区电话：发 /phone 查看。"
    ),
    EventKind.REOPENED: lambda: _("编号 <b>{number}</b> 重新办理，最晚 {by} 给您回音。"),
    EventKind.ESCALATED: lambda: _("编号 <b>{number}</b> 现在由 {group} 来办。"),
}


def _answer_button(ticket_id: int) -> Buttons:
    data = AboutMine(wish=Wish.ANSWER, ticket=ticket_id).pack()
    button = Button(_("回答"), data)
    return Buttons([[button]])
