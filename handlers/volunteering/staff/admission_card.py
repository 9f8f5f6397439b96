"""Somebody who wants to volunteer, as the community's staff see it."""

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.i18n import SOURCE, _, speaking
from handlers.common.saying import Button, Buttons, Say
from handlers.common.telling import Tell
from handlers.common.words import esc
from handlers.volunteering.showing import described
from handlers.volunteering.staff.people_buttons import Decision, OnVolunteer
from services.volunteering import judging, volunteers
from services.volunteering.people_news import VolunteerCard
from storage.tables import Volunteer, VolunteerState


def key(person_id: int) -> str:
    return f"volunteer:{person_id}"


async def draw(tell: Tell, subject: VolunteerCard) -> None:
    """The card as it looks now, in the office of their community; an application comes last."""
    volunteer = await volunteers.get(tell.session, subject.person_id)
    if volunteer is None:
        return
    waits = volunteer.state is VolunteerState.APPLIED
    with speaking(SOURCE):
        text = await look(tell.session, volunteer)

    def card() -> Say:
        keyboard = keys(subject.person_id) if waits else None
        return Say(text, keyboard, card=key(subject.person_id), to_the_end=waits)

    tell.group(await judging.office_of(tell.session, volunteer.area_id), card)


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


def keys(person_id: int) -> Buttons:
    names = {Decision.ADMIT: _("同意"), Decision.DECLINE: _("不同意")}
    row = [
        Button(text, OnVolunteer(decision=decision, person=person_id))
        for decision, text in names.items()
    ]
    return Buttons([row])
