"""How a volunteer, or somebody who applied, sees themselves. HTML."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.i18n import _
from handlers.common.words import esc
from handlers.volunteering.words import (
    hours_in_words,
    posts_in_words,
    reach_in_words,
    standing_in_words,
    times_in_words,
)
from services import areas
from services.volunteering import teams, totals, volunteers
from storage.tables import Volunteer


async def blocked(session: AsyncSession, volunteer: Volunteer) -> str:
    area = await areas.get(session, volunteer.area_id)
    text = _("社区停用了您的志愿者身份，原因：{reason}。时长和积分都还在。").format(
        reason=esc(volunteer.reason)
    )
    phone = await areas.community_phone(session, area) if area else None
    if phone:
        text += "\n" + _("有疑问请打社区电话：{phone}").format(phone=esc(phone))
    return text


async def standing(session: AsyncSession, volunteer: Volunteer, *, now: datetime) -> str:
    """Who they are, whether they take tasks now, their hours, and what they said of themselves."""
    state = volunteers.standing(volunteer, now=now)
    minutes = await totals.minutes_of(session, [volunteer.person_id])
    lines = [
        _("🤝 {name}，谢谢您做志愿者！").format(name=esc(volunteer.name)),
        _("现在：{standing} · 累计 {hours}").format(
            standing=standing_in_words(volunteer, state),
            hours=hours_in_words(minutes.get(volunteer.person_id, 0)),
        ),
        await described(session, volunteer),
        _("看任务发 /tasks，看积分发 /points。要改什么吗？"),
    ]
    return "\n".join(lines)


async def described(session: AsyncSession, volunteer: Volunteer) -> str:
    team = await teams.get(session, volunteer.team_id)
    lines = [
        _("社区：{place}").format(place=esc(await areas.name_of(session, volunteer.area_id))),
        _("愿意做：{posts}").format(posts=esc(await posts_in_words(session, volunteer.posts))),
        _("有空：{times}").format(times=times_in_words(volunteer.times)),
        _("多远：{reach}").format(reach=reach_in_words(volunteer.reach_m)),
    ]
    if team is not None:
        lines.append(_("队伍：{team}").format(team=esc(team.name)))
    return "\n".join(lines)
