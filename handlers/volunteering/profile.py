"""Who somebody is as a volunteer, and everything about it that they can change."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.common import menu
from handlers.common.filters import Choice
from handlers.common.i18n import _
from handlers.common.questions import BACK, Option
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.volunteering import changing, joining, showing
from handlers.volunteering.application import Draft, Profile
from handlers.volunteering.refusals import in_words
from services.errors import Refusal
from services.volunteering import leaving, preferences, volunteers

router = Router(name="a volunteer's profile")


@router.message(Profile.applied, Choice("again"))
@router.callback_query(Profile.applied, Choice("again"))
async def apply_again(event: Message | CallbackQuery, talk: Talk) -> Reply:
    volunteer = await volunteers.get(talk.session, talk.user_id)
    if volunteer is None:
        return await joining.begin(talk)
    Draft(
        area_id=volunteer.area_id,
        team_id=volunteer.team_id,
        name=volunteer.name,
        posts=volunteer.posts,
        groups=preferences.groups_of(volunteer.times),
    ).keep(talk)
    return await joining.ask_name(talk)


@router.message(Profile.what, Choice("change"))
@router.callback_query(Profile.what, Choice("change"))
async def change(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await changing.ask_what(talk)


@router.message(Profile.what, Choice("honour"))
@router.callback_query(Profile.what, Choice("honour"))
async def honour(event: Message | CallbackQuery, talk: Talk) -> Reply:
    volunteer = await volunteers.get(talk.session, talk.user_id)
    on = volunteer is not None and not volunteer.honour
    try:
        await preferences.stand_on_honour_roll(talk.session, talk.user_id, on)
    except Refusal as refusal:
        return await menu.home(talk, in_words(refusal, talk.config.zone))
    said = (
        _("好的，社区发光荣榜的时候会写上您的称呼和时长。")
        if on
        else _("好的，光荣榜上不再写您的称呼，时长照样算。")
    )
    return await showing.show(talk, said)


@router.message(Profile.what, Choice("leave"))
@router.callback_query(Profile.what, Choice("leave"))
async def ask_to_leave(event: Message | CallbackQuery, talk: Talk) -> Reply:
    text = _(
        "退出以后，您还没开始的任务会让给别人；时长、积分和证明都还是您的，想回来随时再报名。\n\n"
        "只想歇一歇的话，选“休息一阵”就行。"
    )
    options = [
        Option("pause", _("休息一阵")),
        Option("yes", _("退出")),
    ]
    return await talk.ask(Profile.leaving, text, options)


@router.message(Profile.leaving, Choice("yes"))
@router.callback_query(Profile.leaving, Choice("yes"))
@router.message(Profile.applied, Choice("leave"))
@router.callback_query(Profile.applied, Choice("leave"))
async def leave(event: Message | CallbackQuery, talk: Talk) -> Reply:
    try:
        await leaving.leave(talk.session, talk.user_id, now=talk.now)
    except Refusal as refusal:
        return await menu.home(talk, in_words(refusal, talk.config.zone))
    return await menu.home(talk, _("办好了，谢谢您做过的一切。想回来再点“🤝 志愿者”。"))


@router.message(Profile.leaving, Choice(BACK))
@router.callback_query(Profile.leaving, Choice(BACK))
async def stay(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await showing.show(talk)


@router.message(Profile.applied, Choice(BACK))
@router.callback_query(Profile.applied, Choice(BACK))
@router.message(Profile.what, Choice(BACK))
@router.callback_query(Profile.what, Choice(BACK))
async def done(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await menu.home(talk, _("好的。"))
