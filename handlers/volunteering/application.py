"""Applying as a volunteer: where, the name, the team; then handed in.

What they like to do, when and how far is chosen later, in the profile: until then it is anything.
"""

from aiogram.types import Message

from handlers.common import menu
from handlers.common.filters import Choice, HasText
from handlers.common.forms import Again, Form
from handlers.common.i18n import _
from handlers.common.places import HERE, below, meant
from handlers.common.questions import BACK, Ask, Option
from handlers.common.sending import Reply, every
from handlers.common.talk import Talk
from handlers.common.words import esc
from handlers.volunteering import claiming
from handlers.volunteering.steps import NO_TEAM, Draft, team_options
from services import areas
from services.volunteering import admission, preferences, teams, volunteers
from services.volunteering.admission import Application
from storage.clean_text import one_line
from storage.tables import Level

applying = Form(Draft, "Joining")
applying.refused(menu.refused)


@applying.left
async def not_now(talk: Talk, draft: Draft) -> Reply:
    return await menu.home(talk, _("好的，想做志愿者的时候再点“🤝 志愿者”。"))


@applying.step(part="area_id")
async def where(talk: Talk, draft: Draft) -> Ask | None:
    """Nothing where the QR code, their home or they themselves said it."""
    return await below(talk, None) if draft.area_id is None else None


@where.choice()
async def picked(talk: Talk, draft: Draft, choice: str) -> Reply:
    area = await areas.get(talk.session, int(choice.removeprefix(HERE)))
    community = await areas.of_level(talk.session, area, Level.COMMUNITY) if area else None
    if community is None:
        return await applying.put(talk, draft, "where", await below(talk, area))
    draft.area_id = community.id
    return await applying.ask(talk, draft, "name")


@applying.message(applying.state("where"), HasText(), ~Choice(), ~Choice(BACK))
async def where_in_words(message: Message, talk: Talk) -> Reply:
    ask = await meant(talk, talk.text)
    if ask is None:
        return await talk.repeat(_("没有找到这个社区。请从名单里选，或者换个写法试试。"))
    return await applying.put(talk, Draft.of(talk), "where", ask)


def a_name(said: str, talk: Talk) -> str:
    name = one_line(said)
    if len(name) > admission.NAME_LIMIT:
        raise Again(_("这个称呼太长了，最多 {limit} 个字。").format(limit=admission.NAME_LIMIT))
    return name


@applying.step(a_name)
async def name(talk: Talk, draft: Draft) -> Ask:
    text = _(
        "欢迎来<b>{place}</b>做志愿者！\n\n"
        "怎么称呼您？这个称呼会写在任务卡上，邻居们看得到。点下面的，或者打字写一个。"
    ).format(place=esc(await areas.name_of(talk.session, draft.area_id)))
    return Ask(text, [Option("name", talk.person.name)] if talk.person.name else [])


@name.choice("name")
async def name_as_it_is(talk: Talk, draft: Draft, choice: str) -> Reply:
    return await named(talk, draft, a_name(talk.person.name or "", talk))


@name.taken
async def named(talk: Talk, draft: Draft, said: str) -> Reply:
    draft.name = said
    return await applying.ask(talk, draft, "team")


@applying.step(part="team_id")
async def team(talk: Talk, draft: Draft) -> Ask | None:
    """Nothing where there is none to choose, or the QR code said which."""
    assert draft.area_id is not None
    options = await team_options(talk, draft.area_id)
    if len(options) == 1 or (draft.code and draft.team_id is not None):
        return None
    return Ask(_("您是哪支志愿队的？单位来双报到的，请选自己的单位。"), options)


@team.choice()
async def team_chosen(talk: Talk, draft: Draft, choice: str) -> Reply:
    draft.team_id = None if choice == NO_TEAM else int(choice)
    return await applying.ask(talk, draft, "check")


@applying.step()
async def check(talk: Talk, draft: Draft) -> Ask:
    team = await teams.get(talk.session, draft.team_id)
    lines = [
        _("称呼：{name}").format(name=esc(draft.name)),
        _("社区：{place}").format(place=esc(await areas.name_of(talk.session, draft.area_id))),
    ]
    if team is not None:
        lines.append(_("队伍：{team}").format(team=esc(team.name)))
    lines += ["", _("社区的人会看一看，同意了马上告诉您。随时可以改、休息或者退出。这样交上去吗？")]
    return Ask("\n".join(lines), [Option("send", _("交上去")), Option("again", _("重新填"))])


@check.choice("again")
async def again(talk: Talk, draft: Draft, choice: str) -> Reply:
    return await applying.ask(talk, draft, "name")


@check.choice("send")
async def hand_in(talk: Talk, draft: Draft, choice: str) -> Reply:
    if draft.area_id is None:
        return None
    application = Application(
        person_id=talk.user_id,
        name=draft.name or "",
        area_id=draft.area_id,
        team_id=draft.team_id,
        posts=tuple(post.key for post in await volunteers.posts(talk.session)),
        times=preferences.times_of(preferences.GROUPS),
        reach_m=None,
    )
    await admission.apply(talk.session, application, now=talk.now)
    Draft.discard(talk)
    text = _(
        "交上去了，谢谢您！社区同意以后会马上告诉您，就可以接任务了。\n"
        "想做哪些事、什么时候有空、能走多远，发 /volunteer 随时可以选；不选就是都可以。"
    )
    done = await menu.home(talk, text)
    return [done, *every(await claiming.arrive(talk))]
