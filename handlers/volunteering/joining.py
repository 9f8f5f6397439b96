"""/volunteer: becoming one, from a community's or a team's QR code or from the menu."""

from aiogram import F, Router
from aiogram.filters import Command, CommandObject, CommandStart
from aiogram.types import CallbackQuery, Message

from handlers.common import menu
from handlers.common.filters import Choice, HasText, Words
from handlers.common.i18n import _
from handlers.common.places import HERE, ask_below, ask_found
from handlers.common.questions import BACK, Option
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import esc
from handlers.people.consent import after_consent, ask_consent
from handlers.volunteering import showing
from handlers.volunteering.application import Draft, Joining
from handlers.volunteering.toggles import ask_posts
from services import areas
from services.volunteering import admission, preferences, teams, volunteers
from storage.tables import Area, Level

router = Router(name="joining the volunteers")

LINK = "v_"
"""Before a team's or an area's code in the deep link that its QR code carries."""


@router.message(CommandStart(deep_link=True, magic=F.args.startswith(LINK)))
async def scanned(message: Message, command: CommandObject, talk: Talk) -> Reply:
    draft = Draft.of(talk)
    draft.code = (command.args or "").removeprefix(LINK)
    draft.keep(talk)
    area = await areas.by_code(talk.session, draft.code)
    if area is not None and area.level in (Level.COMPOUND, Level.BUILDING):
        # The code hangs where they live, most likely: /start asks whether they do.
        talk.data["building"] = area.code
    return await arrive(talk)


@router.message(Command("volunteer"))
@router.message(Words(menu.VOLUNTEER))
async def volunteer(message: Message, talk: Talk) -> Reply:
    return await arrive(talk)


@after_consent("volunteer")
async def arrive(talk: Talk) -> Reply:
    """To the application, or to who they are as a volunteer if they are one."""
    if talk.person.consented_at is None:
        return await ask_consent(talk, then="volunteer")
    talk.data.pop("building", None)
    standing = await showing.show(talk, await join_team(talk))
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
    team = await teams.by_code(talk.session, draft.code)
    area = await areas.by_code(talk.session, draft.code)
    home = await talk.session.get(Area, talk.person.home_id) if talk.person.home_id else None
    at = await talk.session.get(Area, team.area_id) if team else area or home
    community = await areas.of_level(talk.session, at, Level.COMMUNITY) if at else None
    draft.team_id = team.id if team else None
    draft.area_id = community.id if community else None
    draft.keep(talk)
    if community is None:
        return await ask_below(talk, Joining.where, None)
    return await ask_name(talk)


@router.message(Joining.where, Choice())
@router.callback_query(Joining.where, Choice())
async def picked(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    area = await talk.session.get(Area, int(choice.removeprefix(HERE)))
    community = await areas.of_level(talk.session, area, Level.COMMUNITY) if area else None
    if community is None:
        return await ask_below(talk, Joining.where, area)
    draft = Draft.of(talk)
    draft.area_id = community.id
    draft.keep(talk)
    return await ask_name(talk)


@router.message(Joining.where, Choice(BACK))
@router.callback_query(Joining.where, Choice(BACK))
@router.message(Joining.name, Choice(BACK))
@router.callback_query(Joining.name, Choice(BACK))
async def not_now(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await menu.home(talk, _("好的，想做志愿者的时候再点“🤝 志愿者”。"))


@router.message(Joining.where, HasText())
async def where_in_words(message: Message, talk: Talk) -> Reply:
    asked = await ask_found(talk, Joining.where, talk.text)
    return asked or await talk.repeat(_("没有找到这个社区。请从名单里选，或者换个写法试试。"))


async def ask_name(talk: Talk, before: str = "") -> Reply:
    draft = Draft.of(talk)
    area = await talk.session.get_one(Area, draft.area_id)
    text = _(
        "欢迎来<b>{place}</b>做志愿者！几个小问题，一分钟就好。\n\n"
        "怎么称呼您？这个称呼会写在任务卡上，邻居们看得到。点下面的，或者打字写一个。"
    ).format(place=esc(area.name))
    options = [Option("name", talk.person.name)] if talk.person.name else []
    return await talk.ask(
        Joining.name, f"{before}\n\n{text}" if before else text, options, in_words=True
    )


@router.message(Joining.name, Choice("name"))
@router.callback_query(Joining.name, Choice("name"))
async def name_as_it_is(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await named(talk, talk.person.name or "")


@router.message(Joining.name, HasText(), ~Choice(BACK))
async def name_written(message: Message, talk: Talk) -> Reply:
    return await named(talk, talk.line)


async def named(talk: Talk, name: str) -> Reply:
    draft = Draft.of(talk)
    draft.name = name
    if len(draft.name) > admission.NAME_LIMIT:
        return await talk.repeat(
            _("这个称呼太长了，最多 {limit} 个字。").format(limit=admission.NAME_LIMIT)
        )
    draft.keep(talk)
    return await ask_posts(talk, Joining.posts, draft.posts)
