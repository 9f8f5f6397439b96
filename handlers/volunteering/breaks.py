"""Leaving the volunteers, or taking a break from it: until a day, or until one says so."""

from datetime import date, timedelta

from handlers.common import menu
from handlers.common.forms import Again
from handlers.common.i18n import _
from handlers.common.questions import Ask, Option
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.volunteering.profile import applied, profile, show, what
from handlers.volunteering.steps import Draft
from services.volunteering import leaving as volunteers_leaving
from services.volunteering import volunteers
from services.written import days
from services.written.errors import NoSuchDay, TimesUnreadable

__all__ = ["profile"]

WEEK, MONTH, OPEN = "7", "30", "open"


@what.choice("leave")
async def ask_to_leave(talk: Talk, draft: Draft, choice: str) -> Reply:
    return await profile.ask(talk, draft, "leaving")


@profile.aside("what")
async def leaving(talk: Talk, draft: Draft) -> Ask:
    text = _(
        "退出以后，您还没开始的任务会让给别人；时长、积分和证明都还是您的，想回来随时再报名。\n\n"
        "只想歇一歇的话，选“休息一阵”就行。"
    )
    return Ask(text, [Option("pause", _("休息一阵")), Option("yes", _("退出"))])


@leaving.choice("yes")
@applied.choice("leave")
async def leave(talk: Talk, draft: Draft, choice: str) -> Reply:
    await volunteers_leaving.leave(talk.session, talk.user_id, now=talk.now)
    return await menu.home(talk, _("办好了，谢谢您做过的一切。想回来再点“🤝 志愿者”。"))


@what.choice("pause")
@leaving.choice("pause")
async def ask_until(talk: Talk, draft: Draft, choice: str) -> Reply:
    return await profile.ask(talk, draft, "until")


def the_day_before(said: str, talk: Talk) -> date:
    """They write the day on which they are back: the break ends the day before."""
    try:
        day = days.day(said, talk.today)
    except NoSuchDay:
        raise
    except TimesUnreadable:
        raise Again(_("这个日子我看不懂，请写成“1月5日”，或者点下面的选项。")) from None
    if day <= talk.today:
        raise Again(_("这一天已经过了，请写今天以后的日子。"))
    return day - timedelta(days=1)


@profile.aside("what", the_day_before)
async def until(talk: Talk, draft: Draft) -> Ask:
    text = _(
        "休息多久？休息的时候不会给您派任务；已经认领的还算数，去不了请在 /tasks 里退掉。\n"
        "也可以写回来的日子，比如“1月5日”“下周三”。"
    )
    options = [
        Option(WEEK, _("一个星期")),
        Option(MONTH, _("一个月")),
        Option(OPEN, _("等我说回来")),
    ]
    return Ask(text, options)


@until.choice()
async def chosen(talk: Talk, draft: Draft, choice: str) -> Reply:
    last = None if choice == OPEN else talk.today + timedelta(days=int(choice))
    return await pause(talk, draft, last)


@until.taken
async def pause(talk: Talk, draft: Draft, last: date | None) -> Reply:
    """Up to and with that day, or until they say so."""
    await volunteers.pause(talk.session, talk.user_id, last, now=talk.now)
    if last is None:
        text = _("好的，您先休息。想回来的时候点“🤝 志愿者”，选“恢复接任务”。")
        return await menu.home(talk, text)
    text = _("好的，休息到 {day}，第二天自动回来。").format(day=f"{last:%Y-%m-%d}")
    return await menu.home(talk, text)


@what.choice("resume")
async def resume(talk: Talk, draft: Draft, choice: str) -> Reply:
    await volunteers.resume(talk.session, talk.user_id)
    return await show(talk, _("欢迎回来！"))
