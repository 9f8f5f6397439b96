"""How a volunteer, or somebody who applied, sees themselves."""

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common import menu
from handlers.common.i18n import _
from handlers.common.questions import Option
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import esc
from handlers.volunteering.application import Profile
from handlers.volunteering.words import (
    hours_in_words,
    posts_in_words,
    reach_in_words,
    standing_in_words,
    times_in_words,
)
from services import areas
from services.volunteering import teams, totals, volunteers
from services.volunteering.volunteers import THERE
from storage.tables import Area, Volunteer, VolunteerState


async def show(talk: Talk, before: str = "") -> Reply:
    """Nothing for those who are none; they may apply."""
    volunteer = await volunteers.get(talk.session, talk.user_id)
    if volunteer is None:
        return None
    match volunteer.state:
        case VolunteerState.APPLIED:
            return await show_application(talk, volunteer)
        case VolunteerState.BLOCKED:
            return await menu.home(talk, await blocked(talk, volunteer))
        case state if state in THERE:
            return await show_volunteer(talk, volunteer, before)
    return None


async def blocked(talk: Talk, volunteer: Volunteer) -> str:
    area = await talk.session.get_one(Area, volunteer.area_id)
    text = _("社区停用了您的志愿者身份，原因：{reason}。时长和积分都还在。").format(
        reason=esc(volunteer.reason)
    )
    phone = await areas.community_phone(talk.session, area)
    if phone:
        text += "\n" + _("有疑问请打社区电话：{phone}").format(phone=esc(phone))
    return text


async def show_application(talk: Talk, volunteer: Volunteer) -> Reply:
    text = _("您报的名社区还在看，同意了马上告诉您。\n\n{who}").format(
        who=await described(talk.session, volunteer)
    )
    options = [Option("again", _("重新填")), Option("leave", _("不报了"))]
    return await talk.ask(Profile.applied, text, options)


async def show_volunteer(talk: Talk, volunteer: Volunteer, before: str = "") -> Reply:
    state = volunteers.standing(volunteer, now=talk.now)
    minutes = (await totals.minutes_of(talk.session, [talk.user_id])).get(talk.user_id, 0)
    lines = [
        _("🤝 {name}，谢谢您做志愿者！").format(name=esc(volunteer.name)),
        _("现在：{standing} · 累计 {hours}").format(
            standing=standing_in_words(volunteer, state), hours=hours_in_words(minutes)
        ),
        await described(talk.session, volunteer),
        _("看任务发 /tasks，看积分发 /points。要改什么吗？"),
    ]
    paused = state is VolunteerState.PAUSED
    options = [
        Option("change", _("改我的资料")),
        Option("resume", _("恢复接任务")) if paused else Option("pause", _("休息一阵")),
        Option("honour", _("从光荣榜下来") if volunteer.honour else _("上光荣榜")),
        Option("leave", _("退出志愿者")),
    ]
    text = "\n".join(lines)
    return await talk.ask(Profile.what, f"{before}\n\n{text}" if before else text, options)


async def described(session: AsyncSession, volunteer: Volunteer) -> str:
    area = await session.get_one(Area, volunteer.area_id)
    team = await teams.get(session, volunteer.team_id)
    lines = [
        _("社区：{place}").format(place=esc(area.name)),
        _("愿意做：{posts}").format(posts=esc(await posts_in_words(session, volunteer.posts))),
        _("有空：{times}").format(times=times_in_words(volunteer.times)),
        _("多远：{reach}").format(reach=reach_in_words(volunteer.reach_m)),
    ]
    if team is not None:
        lines.append(_("队伍：{team}").format(team=esc(team.name)))
    return "\n".join(lines)
