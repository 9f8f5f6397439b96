"""A request as those see it who filed or joined it: where it stands and what has happened."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.i18n import _, current_language
from handlers.common.labels import satisfaction_name, still_name, where_it_stands
from handlers.common.times import until, when
from handlers.common.words import cut, esc
from services import tickets
from services.tickets import categories
from services.tickets.merged import goes_on_as
from services.tickets.succession import LIVES_ON
from services.tickets.transitions import IN_WORK
from storage.tables import (
    EventKind,
    Satisfaction,
    Still,
    Ticket,
    TicketEvent,
    TicketState,
    VisitKind,
)

SHOWN_TEXT = 600
SHOWN_LINE = 160
SHOWN_LINES = 12
"""The latest; with the text they stay below a message's 4096 characters."""

_WORDS: dict[EventKind, Callable[[], str]] = {
    EventKind.FILED: lambda: _("已提交"),
    EventKind.JOINED: lambda: _("有邻居也遇到"),
    EventKind.ADDED: lambda: _("补充：{text}"),
    EventKind.TAKEN: lambda: _("有人去办了"),
    EventKind.REASSIGNED: lambda: _("转给了合适的人"),
    EventKind.RETURNED: lambda: _("换了办事的人"),
    EventKind.WHISTLED: lambda: _("请了几家一起来办"),
    EventKind.ASKED: lambda: _("社区问：{text}"),
    EventKind.ANSWERED: lambda: _("回答：{text}"),
    EventKind.RESOLVED: lambda: _("办好了：{text}"),
    EventKind.DECLINED: lambda: _("办不了：{text}"),
    EventKind.NUDGED: lambda: _("催了一次"),
    EventKind.OVERDUE: lambda: _("超过了答应的时间，催了办事的人"),
    EventKind.WITHDRAWN: lambda: _("撤回了"),
    EventKind.FOLLOW_UP_ASKED: lambda: _("问解决了没有"),
    EventKind.REMINDED: lambda: _("又问了一次"),
    EventKind.RATED: lambda: _("评价：{rating}"),
    EventKind.REOPENED: lambda: _("没有办好，重新办：{text}"),
    EventKind.ESCALATED: lambda: _("交给上一级办"),
    EventKind.CLOSED: lambda: _("办完了"),
    EventKind.ASKED_LATER: lambda: _("问了是不是还好"),
    EventKind.ANSWERED_LATER: lambda: _("回答：{later}"),
    EventKind.PROMISED: lambda: _("答应您{by}前办好"),
    EventKind.KEPT: lambda: _("在答应的时间里办好了"),
    EventKind.BROKEN: lambda: _("没有在答应的时间里办好"),
    EventKind.MERGED: lambda: _("和邻居反映的同一件事合在一起办了"),
    EventKind.UNMERGED: lambda: _("分开单独办了"),
    EventKind.SPLIT: lambda: _("分成两件来办了"),
    EventKind.CONFIRMED: lambda: _("本人确认说得对"),
    EventKind.CORRECTED: lambda: _("本人更正：{text}"),
}
_SHOWN: dict[EventKind, Callable[[], str]] = {
    EventKind.ADDED: lambda: _("补充了照片、语音等"),
    EventKind.ANSWERED: lambda: _("用照片、语音等回答"),
    EventKind.REOPENED: lambda: _("没有办好，重新办"),
    EventKind.CORRECTED: lambda: _("本人更正了"),
}
"""Where no words came with it."""
_FOUND_ON: dict[str, dict[EventKind, Callable[[], str]]] = {
    VisitKind.VISIT: {EventKind.FILED: lambda: _("走访时发现的，已提交")},
    VisitKind.INSPECTION: {EventKind.FILED: lambda: _("巡查时发现的，已提交")},
}
_OTHERS: dict[EventKind, Callable[[], str]] = {
    EventKind.ADDED: lambda: _("有邻居补充了情况"),
    EventKind.ASKED: lambda: _("社区在向反映的人了解情况"),
    EventKind.ANSWERED: lambda: _("反映的人回答了"),
    EventKind.RATED: lambda: _("反映的人评价了"),
    EventKind.ANSWERED_LATER: lambda: _("反映的人回答了"),
    EventKind.REOPENED: lambda: _("没有办好，重新办"),
    EventKind.CORRECTED: lambda: _("本人更正了"),
}
"""What neighbours say is for those who do the work; other neighbours only learn that they did."""


async def story(session: AsyncSession, ticket: Ticket, reader_id: int, zone: ZoneInfo) -> str:
    """HTML: the request and the latest lines of its timeline, oldest first."""
    category = await categories.of(session, ticket)
    head = _("“{text}”\n{category} · {place}\n<b>{state}</b>\n编号 {number}").format(
        number=ticket.number,
        state=await _stands(session, ticket),
        category=esc(category.name(current_language())),
        place=esc(cut(ticket.place, SHOWN_LINE)),
        text=esc(cut(ticket.text, SHOWN_TEXT)),
    )
    lines = await tickets.timeline(session, ticket.id, internal=False)
    told = [line for line in lines if line.kind in _WORDS or LIVES_ON in line.data]
    may_read = [tickets.may_read(line, ticket, reader_id) for line in told]
    # What happened a dozen times in a minute, as where many are merged into it, is said once.
    said = [*dict.fromkeys(map(partial(_told, zone), told, may_read))]
    return "\n".join([f"{head}\n", *said[-SHOWN_LINES:]])


async def _stands(session: AsyncSession, ticket: Ticket) -> str:
    """HTML: where it stands and with whom. The names of staff stay among them."""
    group = await tickets.group_of(session, ticket)
    state = where_it_stands(ticket.state)
    if ticket.state is TicketState.MERGED:
        number = (await goes_on_as(session, ticket)).number
        return _("{state}：编号 {number}").format(state=state, number=number)
    if ticket.state not in IN_WORK or group is None:
        return state
    return _("{state}：{group}").format(state=state, group=esc(group.title))


def _told(zone: ZoneInfo, line: TicketEvent, whole: bool) -> str:
    wording = _WORDS if line.text else _WORDS | _SHOWN
    wording = wording if whole else wording | _OTHERS
    wording = wording | _FOUND_ON.get(line.data.get("found_on", ""), {})
    left = LIVES_ON in line.data
    words = (_("反映的人退出了，接着办") if left else wording[line.kind]()).format(
        text=esc(cut(line.text or "", SHOWN_LINE)),
        rating=_rating(line),
        by=promised_by(line, zone),
        later=_later(line),
    )
    return f"• {when(line.at, zone)} {words}"


def promised_by(line: TicketEvent, zone: ZoneInfo) -> str:
    """By when it is promised, in the line of a promise; empty in others."""
    by = line.data.get("by")
    return until(datetime.fromisoformat(by), zone) if by else ""


def _later(line: TicketEvent) -> str:
    answer = line.data.get("answer") if line.kind is EventKind.ANSWERED_LATER else None
    return still_name(Still(answer)) if answer else ""


def _rating(line: TicketEvent) -> str:
    """What the line of a rating says of it, as the author sees it."""
    if line.data.get("solved") is False:
        return _("没有解决")
    content = line.data.get("satisfaction")
    return satisfaction_name(Satisfaction(content) if content else None)
