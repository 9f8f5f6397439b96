"""Taking a break from volunteering: until a day, or until one says so."""

from datetime import date, timedelta

from aiogram import Router
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
from services.errors import Refusal
from services.volunteering import volunteers
from services.written import days
from services.written.errors import NoSuchDay, TimesUnreadable

router = Router(name="a volunteer's break")

WEEK, MONTH, OPEN = "7", "30", "open"


@router.message(Profile.what, Choice("pause"))
@router.callback_query(Profile.what, Choice("pause"))
@router.message(Profile.leaving, Choice("pause"))
@router.callback_query(Profile.leaving, Choice("pause"))
async def ask_until(event: Message | CallbackQuery, talk: Talk) -> Reply:
    text = _(
        "休息多久？休息的时候不会给您派任务；已经认领的还算数，去不了请在 /tasks 里退掉。\n"
        "也可以写回来的日子，比如“1月5日”“下周三”。"
    )
    options = [
        Option(WEEK, _("一个星期")),
        Option(MONTH, _("一个月")),
        Option(OPEN, _("等我说回来")),
    ]
    return await talk.ask(Profile.until, text, options, in_words=True)


@router.message(Profile.until, Choice())
@router.callback_query(Profile.until, Choice())
async def chosen(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    if choice == OPEN:
        return await pause(talk, None)
    return await pause(talk, today(talk) + timedelta(days=int(choice)))


@router.message(Profile.until, HasText(), ~Choice(BACK))
async def written(message: Message, talk: Talk) -> Reply:
    """They write the day on which they are back: the break ends the day before."""
    try:
        day = days.day(talk.text, today(talk))
    except NoSuchDay as refusal:
        return await talk.repeat(in_words(refusal, talk.config.zone))
    except TimesUnreadable:
        return await talk.repeat(_("这个日子我看不懂，请写成“1月5日”，或者点下面的选项。"))
    if day <= today(talk):
        return await talk.repeat(_("这一天已经过了，请写今天以后的日子。"))
    return await pause(talk, day - timedelta(days=1))


async def pause(talk: Talk, until: date | None) -> Reply:
    try:
        await volunteers.pause(talk.session, talk.user_id, until, now=talk.now)
    except Refusal as refusal:
        return await menu.home(talk, in_words(refusal, talk.config.zone))
    if until is None:
        return await menu.home(
            talk, _("好的，您先休息。想回来的时候点“🤝 志愿者”，选“恢复接任务”。")
        )
    return await menu.home(
        talk,
        _("好的，休息到 {day}，第二天自动回来。").format(day=f"{until:%Y-%m-%d}"),
    )


@router.message(Profile.what, Choice("resume"))
@router.callback_query(Profile.what, Choice("resume"))
async def resume(event: Message | CallbackQuery, talk: Talk) -> Reply:
    try:
        await volunteers.resume(talk.session, talk.user_id)
    except Refusal as refusal:
        return await menu.home(talk, in_words(refusal, talk.config.zone))
    return await showing.show(talk, _("欢迎回来！"))


@router.message(Profile.until, Choice(BACK))
@router.callback_query(Profile.until, Choice(BACK))
async def back(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await showing.show(talk)


def today(talk: Talk) -> date:
    return talk.now.astimezone(talk.config.zone).date()
