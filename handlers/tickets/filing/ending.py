"""How a filing ends: a number, or joining a neighbour's request."""

from handlers.common.i18n import _
from handlers.common.talk import Talk
from handlers.common.times import when
from handlers.common.words import esc
from handlers.tickets.filing.draft import Draft
from services import areas, tickets
from services.tickets.similar import similar
from storage.tables import Ticket


async def file(talk: Talk, draft: Draft) -> Ticket:
    return await tickets.file(
        talk.session,
        tickets.NewTicket(
            category_id=draft.category_id or 0,
            author_id=talk.user_id,
            author_name=talk.person.name if draft.named else None,
            private=bool(draft.private),
            text=draft.text,
            answer=draft.answer or None,
            area_id=draft.area_id or 0,
            place=draft.place or "",
            latitude=draft.latitude,
            longitude=draft.longitude,
            attachments=draft.attachments,
        ),
        now=talk.now,
        zone=talk.config.zone,
    )


async def receipt(talk: Talk, ticket: Ticket) -> str:
    """HTML: the number, who has it now, by when one will hear."""
    group = await tickets.group_of(talk.session, ticket)
    text = _(
        "提交好了，编号 <b>{number}</b>。\n现在在：{holder}\n最晚 {by} 给您回音。\n\n"
        "想看进展、补充或者催办，点“📋 我的诉求”。"
    ).format(
        number=ticket.number,
        holder=esc(group.title) if group else _("社区值班人员"),
        by=when(ticket.respond_by, talk.config.zone),
    )
    area = await areas.get(talk.session, ticket.area_id)
    phone = await areas.community_phone(talk.session, area) if area else None
    return text + "\n" + _("急事请打社区电话 {phone}。").format(phone=phone) if phone else text


async def find_similar(talk: Talk, draft: Draft) -> list[Ticket]:
    area = await areas.get(talk.session, draft.area_id or 0)
    if area is None or draft.category_id is None:
        return []
    return await similar(
        talk.session,
        category_id=draft.category_id,
        area=area,
        latitude=draft.latitude,
        longitude=draft.longitude,
        person_id=talk.user_id,
    )


async def join(talk: Talk, draft: Draft, ticket_id: int) -> Ticket:
    """Join (附议), adding what was written. Raises as `tickets.join` and `tickets.add` do."""
    ticket = await tickets.join(talk.session, ticket_id, talk.user_id, now=talk.now)
    await tickets.add(
        talk.session, ticket_id, talk.user_id, draft.text, draft.attachments, now=talk.now
    )
    return ticket


def joined(ticket: Ticket) -> str:
    return _(
        "已经把您加到编号 <b>{number}</b>，一共 {affected} 人遇到。"
        "您写的也转给办事的人了，有进展会告诉您。\n\n"
        "还想补充，点“📋 我的诉求”。"
    ).format(number=ticket.number, affected=ticket.affected)
