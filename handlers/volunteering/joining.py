"""The ways in: /volunteer, the QR code of a community or team, and a task on a group's card."""

import re

from aiogram import F, Router
from aiogram.filters import Command, CommandObject, CommandStart
from aiogram.types import CallbackQuery, Message

from handlers.common import menu
from handlers.common.choices import on_choice
from handlers.common.consent import Home, ask_consent
from handlers.common.filters import Words
from handlers.common.i18n import _
from handlers.common.sending import Reply, every
from handlers.common.talk import Talk
from handlers.common.words import esc
from handlers.volunteering import claiming, profile
from handlers.volunteering.application import applying
from handlers.volunteering.steps import Draft
from services import areas
from services.volunteering import admission, preferences, teams, volunteers
from storage.tables import Level

router = Router(name="joining the volunteers")

LINK = "v_"
"""Before a team's or an area's code in the deep link that its QR code carries."""
TASK_NUMBER = re.compile(r"[0-9]{1,9}")


@router.message(CommandStart(deep_link=True, magic=F.args.startswith(LINK)))
async def scanned(message: Message, command: CommandObject, talk: Talk) -> Reply:
    draft = Draft.of(talk)
    draft.code = (command.args or "").removeprefix(LINK)
    draft.keep(talk)
    area = await areas.by_code(talk.session, draft.code)
    if area is not None and area.level in (Level.COMPOUND, Level.BUILDING):
        # The code hangs where they live, most likely: /start asks whether they do.
        Home(scanned=area.code).keep(talk)
    return await arrive(talk)


@router.message(Command("volunteer"))
@router.message(Words(menu.VOLUNTEER))
async def volunteer(message: Message, talk: Talk) -> Reply:
    return await arrive(talk)


async def arrive(talk: Talk) -> Reply:
    """To the application, or to who they are as a volunteer if they are one."""
    if talk.person.consented_at is None:
        return await ask_consent(talk, then="volunteer")
    Home.discard(talk)
    standing = await profile.show(talk, await join_team(talk))
    return standing if standing is not None else await begin(talk)


async def join_team(talk: Talk) -> str:
    """Who is a volunteer already and scans a team's code is of that team; what to say of it."""
    draft = Draft.of(talk)
    team = await teams.by_code(talk.session, draft.code)
    volunteer = await volunteers.get(talk.session, talk.user_id)
    if team is None or volunteer is None or volunteer.state not in volunteers.THERE:
        return ""
    draft.code = ""
    draft.keep(talk)
    if volunteer.area_id != team.area_id:
        return _("{team}是别的社区的队伍，没有加进去。").format(team=esc(team.name))
    await preferences.join_team(talk.session, talk.user_id, team.id)
    return _("您现在是{team}的人了，以后的时长也算在队里。").format(team=esc(team.name))


async def begin(talk: Talk) -> Reply:
    """Where the code leads or they live, else they choose the community."""
    draft = Draft.of(talk)
    team, community = await admission.led_to(talk.session, talk.person, draft.code)
    draft.team_id = team.id if team else None
    draft.area_id = community.id if community else None
    return await applying.ask(talk, draft, "where" if community is None else "name")


@on_choice(router, profile.profile.state("applied"), "again")
async def apply_again(event: Message | CallbackQuery, talk: Talk) -> Reply:
    volunteer = await volunteers.get(talk.session, talk.user_id)
    if volunteer is None:
        return await begin(talk)
    return await applying.ask(talk, Draft.of_volunteer(volunteer), "name")


@router.message(CommandStart(deep_link=True, magic=F.args.startswith(claiming.LINK)))
async def came(message: Message, command: CommandObject, talk: Talk) -> Reply:
    number = TASK_NUMBER.fullmatch((command.args or "").removeprefix(claiming.LINK))
    return await come_to(talk, int(number[0]) if number else 0)


async def come_to(talk: Talk, task_id: int) -> Reply:
    """To a task from outside: who is no volunteer yet registers first."""
    task = await claiming.find(talk, task_id)
    if task is None:
        return await menu.home(talk, _("这个任务找不到了。发 /tasks 看看现在有什么可以做。"))
    talk.data[claiming.CAME_FOR] = task.id
    if not await volunteers.may_apply(talk.session, talk.user_id):
        return await claiming.arrive(talk)
    await talk.keep()
    text = _("您想认领“{title}”。先登记成志愿者，再接着认领。").format(title=esc(task.title))
    return [talk.say(text), *every(await arrive(talk))]
