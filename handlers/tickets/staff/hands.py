"""What a request's card says of the groups whose hands it went through."""

import html

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.i18n import _
from handlers.common.times import when
from handlers.common.words import cut, esc, telegram_length
from services import calendar
from services.groups import known
from services.tickets import joint, passing
from services.tickets.merged import goes_on_as
from services.tickets.transitions import IN_WORK
from storage import clean_text
from storage.tables import EventKind, JointPart, Ticket, TicketState

SHOWN_TITLE = 60
SHOWN_REPORT = 80
"""Characters; all of it stands below the lead's card."""
ROOM = 900
"""What called groups may take of a card, as Telegram counts: with a long text, a result and what is
missing beside them it stays below 4096."""


async def hands(session: AsyncSession, ticket: Ticket) -> list[str]:
    """HTML lines: what it goes on as; who is called to it; who passed it on, who took it first."""
    if ticket.state is TicketState.MERGED:
        number = (await goes_on_as(session, ticket)).number
        return [_("🔗 和编号 <b>{number}</b> 一起办").format(number=number)]
    if ticket.called:
        return await _together(session, ticket)
    if not ticket.moves or ticket.state not in IN_WORK:
        return []
    lines = []
    came = await passing.arrival(session, ticket)
    if came is not None and came.text:
        group = await title(session, came.data["from_group"])
        text = (
            _("↩️ {group}退回：“{why}”")
            if came.kind is EventKind.RETURNED
            else _("↪️ {group}转来：“{why}”")
        )
        lines.append(text.format(group=group, why=esc(came.text)))
    if ticket.first_group_id not in (None, ticket.group_id):
        first = await title(session, ticket.first_group_id)
        lines.append(_("🥇 首接：{group}").format(group=first))
    return lines


async def _together(session: AsyncSession, ticket: Ticket) -> list[str]:
    """Who leads, and what each of the others has done."""
    lead = await title(session, ticket.group_id)
    first = ticket.first_group_id == ticket.group_id
    text = _("🤝 几家一起办，{group}牵头（首接）") if first else _("🤝 几家一起办，{group}牵头")
    lines = [text.format(group=lead)]
    parts = await joint.parts_of(session, ticket)
    said = await joint.reports_of(session, parts)
    left = ROOM
    for at, part in enumerate(parts):
        words = esc(cut(clean_text.one_line(said.get(part.id, "")), SHOWN_REPORT))
        line = await _part(session, ticket, part, words)
        left -= telegram_length(html.unescape(line))
        if left < 0:
            rest = _("……还有 {count} 家，卡片上写不下")
            return [*lines, rest.format(count=len(parts) - at)]
        lines.append(line)
    return lines


async def _part(session: AsyncSession, ticket: Ticket, part: JointPart, words: str) -> str:
    group = await known.get(session, part.group_id)
    name = await title(session, part.group_id)
    if part.reported_at is not None:
        return _("✅ {group}：“{words}”").format(group=name, words=words)
    if ticket.state not in IN_WORK:
        return _("➖ {group}没有报到").format(group=name)
    if group is None or group.lost_at is not None:
        return _("⚠️ {group}的群不在了，请另外联系").format(group=name)
    by = when(part.report_by, calendar.ZONE)
    return _("⏳ {group}请在 {by} 前报到").format(group=name, by=by)


async def title(session: AsyncSession, group_id: int | None) -> str:
    """HTML: a group's name, also of one that is gone."""
    group = await known.get(session, group_id) if group_id else None
    return esc(cut(group.title, SHOWN_TITLE)) if group else _("值班人员")
