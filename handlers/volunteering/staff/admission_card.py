"""Somebody who wants to volunteer, as the community's staff see it."""

from aiogram.methods import SendMessage
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.i18n import SOURCE, _, speaking
from handlers.common.sending import Sending, outgoing
from handlers.common.words import esc
from handlers.volunteering.showing import described
from handlers.volunteering.staff.people_buttons import Decision, OnVolunteer
from services.groups.routing import office
from services.volunteering import volunteers
from services.volunteering.people_news import VolunteerCard
from storage.outbox import Outgoing, Urgency
from storage.tables import Area, Volunteer, VolunteerState


def key(person_id: int) -> str:
    return f"volunteer:{person_id}"


async def draw(session: AsyncSession, subject: VolunteerCard, _config: object) -> list[Outgoing]:
    """The card as it looks now, in the office of their community; an application comes last."""
    volunteer = await volunteers.get(session, subject.person_id)
    if volunteer is None:
        return []
    group = await office(session, await session.get_one(Area, volunteer.area_id))
    if group is None:
        return []
    waits = volunteer.state is VolunteerState.APPLIED
    with speaking(SOURCE):
        message = SendMessage(
            chat_id=group.chat_id,
            text=await look(session, volunteer),
            reply_markup=keys(volunteer.person_id) if waits else None,
        )
    sending = Sending(method=message, card=key(volunteer.person_id), to_the_end=waits)
    return list(outgoing(sending, group.chat_id, Urgency.CARD))


async def look(session: AsyncSession, volunteer: Volunteer) -> str:
    """HTML."""
    lines = [
        _("🤝 <b>{name}</b> 想做志愿者").format(name=esc(volunteer.name)),
        await described(session, volunteer),
    ]
    match volunteer.state:
        case VolunteerState.APPLIED:
            lines.append(_("同意以后就能接任务，本人马上知道。"))
        case VolunteerState.DECLINED:
            lines.append(_("❌ 没有同意：{reason}").format(reason=esc(volunteer.reason)))
        case VolunteerState.BLOCKED:
            lines.append(_("⛔️ 停用了：{reason}").format(reason=esc(volunteer.reason)))
        case VolunteerState.LEFT:
            lines.append(_("👋 自己退出了"))
        case _:
            lines.append(_("✅ 同意了"))
    return "\n".join(lines)


def keys(person_id: int) -> InlineKeyboardMarkup:
    names = {Decision.ADMIT: _("同意"), Decision.DECLINE: _("不同意")}
    row = [
        InlineKeyboardButton(
            text=text, callback_data=OnVolunteer(decision=decision, person=person_id).pack()
        )
        for decision, text in names.items()
    ]
    return InlineKeyboardMarkup(inline_keyboard=[row])
