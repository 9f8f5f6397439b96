"""Changing what a volunteer said of themselves, one thing at a time."""

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.types import CallbackQuery, Message

from handlers.common import menu
from handlers.common.filters import Choice, HasText
from handlers.common.i18n import _
from handlers.common.questions import BACK, Option
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.volunteering import showing
from handlers.volunteering.application import Profile
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
from handlers.volunteering.words import reach_in_words
from services.errors import Refusal
from services.volunteering import preferences, teams, volunteers
from services.volunteering.errors import NotAVolunteer
from storage.tables import Volunteer

router = Router(name="changing a volunteer's profile")

NOBODY = "none"
"""Of teams: none."""


async def ask_what(talk: Talk) -> Reply:
    options = [
        Option("posts", _("愿意做的事")),
        Option("times", _("有空的时候")),
        Option("reach", _("愿意走多远")),
        Option("name", _("称呼")),
        Option("team", _("队伍")),
    ]
    return await talk.ask(Profile.change, _("改哪一样？"), options, columns=2)


@router.message(Profile.change, Choice())
@router.callback_query(Profile.change, Choice())
async def which(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    volunteer = await volunteers.get(talk.session, talk.user_id)
    if volunteer is None:
        return await refused(talk, NotAVolunteer())
    match choice:
        case "posts":
            return await ask_posts(talk, Profile.posts, volunteer.posts)
        case "times":
            groups = preferences.groups_of(volunteer.times)
            return await ask_times(talk, Profile.times, groups)
        case "reach":
            options = [
                Option(str(index), reach_in_words(metres))
                for index, metres in enumerate(preferences.REACHES)
            ]
            return await talk.ask(Profile.reach, _("离家多远的任务您愿意去？"), options)
        case "name":
            return await talk.ask(Profile.name, _("以后怎么称呼您？请打字写下来。"))
        case _:
            return await ask_team(talk, volunteer)


async def ask_team(talk: Talk, volunteer: Volunteer) -> Reply:
    known = await teams.of_community(talk.session, volunteer.area_id)
    options = [Option(str(team.id), team.name) for team in known]
    options.append(Option(NOBODY, _("不参加队伍")))
    return await talk.ask(Profile.team, _("您是哪支志愿队的？"), options)


@router.message(Profile.posts, Choice(DONE))
@router.callback_query(Profile.posts, Choice(DONE))
@router.message(Profile.times, Choice(DONE))
@router.callback_query(Profile.times, Choice(DONE))
async def chosen(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await showing.show(talk, saved())


@router.message(Profile.posts, Choice())
@router.callback_query(Profile.posts, Choice())
async def post_turned(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    volunteer = await volunteers.get(talk.session, talk.user_id)
    return await posts_are(talk, turned(volunteer.posts if volunteer else [], choice))


@router.message(Profile.posts, HasText(), ~Choice(BACK))
async def posts_in_numbers(message: Message, talk: Talk) -> Reply:
    posts = several(talk)
    return await posts_are(talk, posts) if posts else await talk.repeat(not_a_choice())


async def posts_are(talk: Talk, posts: list[str]) -> Reply:
    if not posts:
        volunteer = await volunteers.get(talk.session, talk.user_id)
        kept = volunteer.posts if volunteer else []
        return await ask_posts(
            talk, Profile.posts, kept, _("请至少留一样；不想接任务可以休息一阵。")
        )
    try:
        await preferences.choose_posts(talk.session, talk.user_id, posts)
    except Refusal as refusal:
        return await refused(talk, refusal)
    return await ask_posts(talk, Profile.posts, posts)


@router.message(Profile.times, Choice())
@router.callback_query(Profile.times, Choice())
async def time_turned(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    if choice == ALL:
        await times_are(talk, list(preferences.GROUPS))
        return await showing.show(talk, saved())
    volunteer = await volunteers.get(talk.session, talk.user_id)
    groups = preferences.groups_of(volunteer.times if volunteer else [])
    return await times_are(talk, turned(groups, choice))


@router.message(Profile.times, HasText(), ~Choice(BACK))
async def times_in_numbers(message: Message, talk: Talk) -> Reply:
    groups = several(talk)
    return await times_are(talk, groups) if groups else await talk.repeat(not_a_choice())


async def times_are(talk: Talk, groups: list[str]) -> Reply:
    if not groups:
        volunteer = await volunteers.get(talk.session, talk.user_id)
        kept = preferences.groups_of(volunteer.times if volunteer else [])
        return await ask_times(
            talk, Profile.times, kept, _("请至少留一样；不想接任务可以休息一阵。")
        )
    try:
        times = preferences.times_of(groups)
        await preferences.choose_times(talk.session, talk.user_id, times)
    except Refusal as refusal:
        return await refused(talk, refusal)
    return await ask_times(talk, Profile.times, groups)


@router.message(Profile.reach, Choice())
@router.callback_query(Profile.reach, Choice())
async def reach_chosen(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    metres = preferences.REACHES[int(choice)]
    try:
        await preferences.choose_reach(talk.session, talk.user_id, metres)
    except Refusal as refusal:
        return await refused(talk, refusal)
    return await showing.show(talk, saved())


@router.message(Profile.name, HasText(), ~Choice(BACK))
async def named(message: Message, talk: Talk) -> Reply:
    try:
        await preferences.rename(talk.session, talk.user_id, talk.line)
    except NotAVolunteer as refusal:
        return await refused(talk, refusal)
    except Refusal as refusal:
        return await talk.repeat(in_words(refusal, talk.config.zone))
    return await showing.show(talk, saved())


@router.message(Profile.team, Choice())
@router.callback_query(Profile.team, Choice())
async def team_chosen(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    team_id = None if choice == NOBODY else int(choice)
    try:
        await preferences.join_team(talk.session, talk.user_id, team_id)
    except Refusal as refusal:
        return await refused(talk, refusal)
    return await showing.show(talk, saved())


@router.message(Profile.change, Choice(BACK))
@router.callback_query(Profile.change, Choice(BACK))
async def back_to_profile(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await showing.show(talk)


BACK_TO_LIST = (Profile.posts, Profile.times, Profile.reach, Profile.name, Profile.team)


@router.message(StateFilter(*BACK_TO_LIST), Choice(BACK))
@router.callback_query(StateFilter(*BACK_TO_LIST), Choice(BACK))
async def back(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await ask_what(talk)


def saved() -> str:
    return _("改好了。")


async def refused(talk: Talk, refusal: Refusal) -> Reply:
    """They are no volunteer any more: it is said, and the menu is there."""
    return await menu.home(talk, in_words(refusal, talk.config.zone))
