"""How a volunteer's posts, times, distances, hours and standing are called."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.i18n import _, current_language
from handlers.common.words import esc, listed
from services import areas
from services.places.walking import minutes_on_foot
from services.volunteering import preferences, teams, volunteers
from storage.tables import Volunteer, VolunteerState

QUARTER, HALF, ANYWHERE = preferences.REACHES


def group_name(group: str) -> str:
    """Of a group of times, see `preferences.times_of`."""
    match group:
        case "dm":
            return _("平时上午")
        case "da":
            return _("平时下午")
        case "de":
            return _("平时晚上")
        case "wm":
            return _("周末上午")
        case "wa":
            return _("周末下午")
        case _:
            return _("周末晚上")


def no_team() -> str:
    return _("（没有队伍）")


def times_in_words(times: Sequence[str]) -> str:
    groups = preferences.groups_of(times)
    if len(groups) == len(preferences.GROUPS):
        return _("什么时候都行")
    return listed(map(group_name, groups)) or _("还没有选")


def reach_in_words(metres: int | None) -> str:
    if metres is None:
        return _("哪里都行")
    return _("走路 {minutes} 分钟以内").format(minutes=minutes_on_foot(metres))


async def posts_in_words(session: AsyncSession, keys: Sequence[str]) -> str:
    named = {post.key: post for post in await volunteers.posts(session)}
    names = [named[key].name(current_language()) for key in named if key in keys]
    return listed(names) or _("还没有选")


def hours_in_words(minutes: int) -> str:
    """Such as 2 小时 30 分钟."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("{minutes} 分钟").format(minutes=rest)
    if not rest:
        return _("{hours} 小时").format(hours=hours)
    return _("{hours} 小时 {minutes} 分钟").format(hours=hours, minutes=rest)


def standing_in_words(volunteer: Volunteer, state: VolunteerState) -> str:
    """`state` is their state now; a pause may be over without being written down."""
    match state:
        case VolunteerState.APPLIED:
            return _("等社区同意")
        case VolunteerState.ACTIVE:
            return _("可以接任务")
        case VolunteerState.PAUSED if volunteer.paused_until:
            return _("休息到 {day}").format(day=f"{volunteer.paused_until:%Y-%m-%d}")
        case VolunteerState.PAUSED:
            return _("休息中")
        case VolunteerState.DECLINED:
            return _("没有通过")
        case VolunteerState.BLOCKED:
            return _("停用了")
        case VolunteerState.LEFT:
            return _("退出了")


async def described(session: AsyncSession, volunteer: Volunteer) -> str:
    """HTML: what they said of themselves, as they and the staff see it."""
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
