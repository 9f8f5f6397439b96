"""A request as those see it who filed or joined it: where it stands and what has happened."""

from collections.abc import Callable
from functools import partial
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.i18n import _, current_language
from handlers.common.labels import satisfaction_name, state_name
from handlers.common.times import when
from handlers.common.words import cut, esc
from services import tickets
from services.tickets import categories
from services.tickets.succession import LIVES_ON
from storage.tables import EventKind, Satisfaction, Ticket, TicketEvent

EXCERPT = 40
SHOWN_TEXT = 600
SHOWN_LINE = 160
SHOWN_LINES = 12
"""The latest; with the text they stay below a message's 4096 characters."""

_WORDS: dict[EventKind, Callable[[], str]] = {
    EventKind.FILED: lambda: _("已提交"),
    EventKind.JOINED: lambda: _("有邻居也遇到"),
    EventKind.ADDED: lambda: _("补充：{text}"),
    EventKind.TAKEN: lambda: _("有人接单"),
    EventKind.REASSIGNED: lambda: _("已转派"),
    EventKind.ASKED: lambda: _("社区问：{text}"),
    EventKind.ANSWERED: lambda: _("回答：{text}"),
    EventKind.RESOLVED: lambda: _("办结：{text}"),
    EventKind.DECLINED: lambda: _("不予受理：{text}"),
    EventKind.NUDGED: lambda: _("已催办"),
    EventKind.OVERDUE: lambda: _("超过了答应的时间"),
    EventKind.WITHDRAWN: lambda: _("已撤回"),
    EventKind.FOLLOW_UP_ASKED: lambda: _("回访"),
    EventKind.REMINDED: lambda: _("再次回访"),
    EventKind.RATED: lambda: _("评价：{satisfaction}"),
    EventKind.REOPENED: lambda: _("重新办理"),
    EventKind.ESCALATED: lambda: _("提到上一级"),
    EventKind.CLOSED: lambda: _("结束"),
}
_OTHERS: dict[EventKind, Callable[[], str]] = {
    EventKind.ADDED: lambda: _("有邻居补充了情况"),
    EventKind.ASKED: lambda: _("社区在向反映的人了解情况"),
    EventKind.ANSWERED: lambda: _("反映的人回答了"),
    EventKind.RATED: lambda: _("反映的人评价了"),
}
"""What neighbours say is for those who do the work; other neighbours only learn that they did."""


def own_words(ticket: Ticket) -> str:
    """What people know a request by: nobody remembers a number."""
    return cut(ticket.text.partition("\n")[0] or ticket.place, EXCERPT)


async def story(session: AsyncSession, ticket: Ticket, reader_id: int, zone: ZoneInfo) -> str:
    """HTML: the request and the latest lines of its timeline, oldest first."""
    category = await categories.of(session, ticket)
    head = _("编号 <b>{number}</b> · {state}\n{category} · {place}\n“{text}”").format(
        number=ticket.number,
        state=state_name(ticket.state),
        category=esc(category.name(current_language())),
        place=esc(cut(ticket.place, SHOWN_LINE)),
        text=esc(cut(ticket.text, SHOWN_TEXT)),
    )
    lines = await tickets.timeline(session, ticket.id, internal=False)
    told = [line for line in lines if line.kind in _WORDS or LIVES_ON in line.data][-SHOWN_LINES:]
    may_read = [tickets.may_read(line, ticket, reader_id) for line in told]
    return f"{head}\n\n" + "\n".join(map(partial(_told, zone), told, may_read))


def _told(zone: ZoneInfo, line: TicketEvent, whole: bool) -> str:
    rated = line.data.get("satisfaction")
    wording = _WORDS if whole else _WORDS | _OTHERS
    left = LIVES_ON in line.data
    words = (_("反映的人退出了，接着办") if left else wording[line.kind]()).format(
        text=esc(cut(line.text or "", SHOWN_LINE)),
        satisfaction=satisfaction_name(Satisfaction(rated) if rated else None),
    )
    return f"• {when(line.at, zone)} {words}"
