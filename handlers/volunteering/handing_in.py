"""The rest of the application: posts, times, how far, the team; looked over and handed in."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.common import menu
from handlers.common.filters import Choice, HasText
from handlers.common.i18n import _
from handlers.common.questions import BACK, Option
from handlers.common.sending import Reply, every
from handlers.common.talk import Talk
from handlers.common.words import esc
from handlers.volunteering import arriving, joining
from handlers.volunteering.application import Draft, Joining
from handlers.volunteering.refusals import in_words
from handlers.volunteering.toggles import (
    ALL,
    DONE,
    ask_posts,
    ask_times,
    not_a_choice,
    several,
    turned,
)
from handlers.volunteering.words import posts_in_words, reach_in_words, times_in_words
from services.errors import Refusal
from services.volunteering import admission, preferences, teams
from services.volunteering.admission import Application
from storage.tables import Area

router = Router(name="an application to volunteer")

NOBODY = "none"
"""Of teams: none."""


@router.message(Joining.posts, Choice(DONE))
@router.callback_query(Joining.posts, Choice(DONE))
async def posts_chosen(event: Message | CallbackQuery, talk: Talk) -> Reply:
    draft = Draft.of(talk)
    if not draft.posts:
        return await ask_posts(talk, Joining.posts, [], _("请至少选一样。"))
    return await ask_times(talk, Joining.times, draft.groups)


@router.message(Joining.posts, Choice())
@router.callback_query(Joining.posts, Choice())
async def post_turned(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    return await posts_are(talk, turned(Draft.of(talk).posts, choice))


@router.message(Joining.posts, HasText(), ~Choice(BACK))
async def posts_in_numbers(message: Message, talk: Talk) -> Reply:
    posts = several(talk)
    return await posts_are(talk, posts) if posts else await talk.repeat(not_a_choice())


async def posts_are(talk: Talk, posts: list[str]) -> Reply:
    draft = Draft.of(talk)
    draft.posts = posts
    draft.keep(talk)
    return await ask_posts(talk, Joining.posts, posts)


@router.message(Joining.times, Choice(DONE))
@router.callback_query(Joining.times, Choice(DONE))
async def times_chosen(event: Message | CallbackQuery, talk: Talk) -> Reply:
    if not Draft.of(talk).groups:
        return await ask_times(talk, Joining.times, [], _("请至少选一样。"))
    return await ask_reach(talk)


@router.message(Joining.times, Choice())
@router.callback_query(Joining.times, Choice())
async def time_turned(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    if choice == ALL:
        await times_are(talk, list(preferences.GROUPS))
        return await ask_reach(talk)
    return await times_are(talk, turned(Draft.of(talk).groups, choice))


@router.message(Joining.times, HasText(), ~Choice(BACK))
async def times_in_numbers(message: Message, talk: Talk) -> Reply:
    groups = several(talk)
    return await times_are(talk, groups) if groups else await talk.repeat(not_a_choice())


async def times_are(talk: Talk, groups: list[str]) -> Reply:
    draft = Draft.of(talk)
    draft.groups = groups
    draft.keep(talk)
    return await ask_times(talk, Joining.times, groups)


async def ask_reach(talk: Talk) -> Reply:
    options = [
        Option(str(index), reach_in_words(metres))
        for index, metres in enumerate(preferences.REACHES)
    ]
    return await talk.ask(Joining.reach, _("离家多远的任务您愿意去？"), options)


@router.message(Joining.reach, Choice())
@router.callback_query(Joining.reach, Choice())
async def reach_chosen(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    draft = Draft.of(talk)
    draft.reach_m = preferences.REACHES[int(choice)]
    draft.keep(talk)
    return await ask_team(talk) or await look_over(talk)


async def ask_team(talk: Talk) -> Reply:
    """Nothing where there is none to choose, or the QR code said which."""
    draft = Draft.of(talk)
    assert draft.area_id is not None
    known = await teams.of_community(talk.session, draft.area_id)
    if not known or (draft.code and draft.team_id is not None):
        return None
    options = [Option(str(team.id), team.name) for team in known]
    options.append(Option(NOBODY, _("不参加队伍")))
    return await talk.ask(
        Joining.team, _("您是哪支志愿队的？单位来双报到的，请选自己的单位。"), options
    )


@router.message(Joining.team, Choice())
@router.callback_query(Joining.team, Choice())
async def team_chosen(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    draft = Draft.of(talk)
    draft.team_id = None if choice == NOBODY else int(choice)
    draft.keep(talk)
    return await look_over(talk)


async def look_over(talk: Talk) -> Reply:
    draft = Draft.of(talk)
    area = await talk.session.get_one(Area, draft.area_id)
    team = await teams.get(talk.session, draft.team_id)
    lines = [
        _("称呼：{name}").format(name=esc(draft.name)),
        _("社区：{place}").format(place=esc(area.name)),
        _("愿意做：{posts}").format(posts=esc(await posts_in_words(talk.session, draft.posts))),
        _("有空：{times}").format(times=times_in_words(preferences.times_of(draft.groups))),
        _("多远：{reach}").format(reach=reach_in_words(draft.reach_m)),
    ]
    if team is not None:
        lines.append(_("队伍：{team}").format(team=esc(team.name)))
    text = "\n".join(lines)
    text += "\n\n" + _(
        "社区的人会看一看，同意了马上告诉您。随时可以改、休息或者退出。这样交上去吗？"
    )
    options = [Option("send", _("交上去")), Option("again", _("重新填"))]
    return await talk.ask(Joining.check, text, options)


@router.message(Joining.check, Choice("again"))
@router.callback_query(Joining.check, Choice("again"))
async def again(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await joining.ask_name(talk)


@router.message(Joining.check, Choice("send"))
@router.callback_query(Joining.check, Choice("send"))
async def hand_in(event: Message | CallbackQuery, talk: Talk) -> Reply:
    draft = Draft.of(talk)
    assert draft.area_id is not None
    application = Application(
        person_id=talk.user_id,
        name=draft.name,
        area_id=draft.area_id,
        team_id=draft.team_id,
        posts=tuple(draft.posts),
        times=preferences.times_of(draft.groups),
        reach_m=draft.reach_m,
    )
    try:
        await admission.apply(talk.session, application, now=talk.now)
    except Refusal as refusal:
        return await menu.home(talk, in_words(refusal, talk.config.zone))
    Draft.discard(talk)
    done = await menu.home(talk, _("交上去了，谢谢您！社区同意以后会马上告诉您，就可以接任务了。"))
    return [done, *every(await arriving.go_on(talk))]


@router.message(Joining.posts, Choice(BACK))
@router.callback_query(Joining.posts, Choice(BACK))
async def back_to_name(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await joining.ask_name(talk)


@router.message(Joining.times, Choice(BACK))
@router.callback_query(Joining.times, Choice(BACK))
async def back_to_posts(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await ask_posts(talk, Joining.posts, Draft.of(talk).posts)


@router.message(Joining.reach, Choice(BACK))
@router.callback_query(Joining.reach, Choice(BACK))
async def back_to_times(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await ask_times(talk, Joining.times, Draft.of(talk).groups)


@router.message(Joining.team, Choice(BACK))
@router.callback_query(Joining.team, Choice(BACK))
async def back_to_reach(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await ask_reach(talk)


@router.message(Joining.check, Choice(BACK))
@router.callback_query(Joining.check, Choice(BACK))
async def back_to_team(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await ask_team(talk) or await ask_reach(talk)
