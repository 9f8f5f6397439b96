"""How a volunteer, or somebody who applied, sees themselves. HTML."""

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.i18n import _
from handlers.common.words import esc
from handlers.volunteering.words import (
    posts_in_words,
    reach_in_words,
    times_in_words,
)
from services import areas
from services.volunteering import teams
from storage.tables import Volunteer


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
