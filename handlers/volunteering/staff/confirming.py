"""The attendance list at work: who came, how long, and the code to check in with.

It stands in the office's group and with the organiser; who may judge is the services' to say.
"""

import asyncio

from aiogram import Bot, Router
from aiogram.types import CallbackQuery, Message

from handlers.common.filters import RepliesTo
from handlers.common.i18n import _
from handlers.common.members import InBoundGroup
from handlers.common.questions import goes_back
from handlers.common.saying import Buttons, File, Picture, Say
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import esc
from handlers.volunteering import check_in_code
from handlers.volunteering.hours_refusals import in_words
from handlers.volunteering.staff import roll_buttons, roll_call
from handlers.volunteering.staff.roll_buttons import Judge, OnCode, OnRoll
from services.errors import NotFound, Refusal
from services.volunteering import attendance, checking, codes, judging, looking, records
from services.volunteering.hours_errors import MinutesOutOfRange, NotOrganiser
from services.written.minutes import minutes_in
from storage.tables import CheckHow, Task

router = Router(name="attendance in groups")
private = Router(name="attendance with the organiser")

PROMPT = "minutes"
"""What a prompt for minutes is about, before the claim's id."""


@router.callback_query(OnRoll.filter(), InBoundGroup())
@private.callback_query(OnRoll.filter())
async def judged(query: CallbackQuery, talk: Talk, callback_data: OnRoll) -> Reply:
    try:
        if callback_data.judge is Judge.ALTER:
            return await ask_minutes(talk, callback_data.claim)
        done = await judge(talk, callback_data.judge, callback_data.claim)
    except Refusal as refusal:
        return talk.toast(in_words(refusal, talk.config.zone), alert=True)
    return talk.toast(done)


async def judge(talk: Talk, said: Judge, claim_id: int) -> str:
    """Do it, and say what was done. Raises as the services do."""
    session, by, now = talk.session, talk.user_id, talk.now
    match said:
        case Judge.CAME:
            return await came(talk, claim_id)
        case Judge.WENT:
            await checking.check_out(session, claim_id, CheckHow.ORGANISER, by=by, now=now)
            return _("记下了，请再确认分钟数。")
        case Judge.ABSENT:
            await attendance.absent(session, claim_id, by, now=now)
            return _("记下了，没来。会告诉本人。")
        case _:
            record = await records.of_claim(session, claim_id)
            if record is None:
                raise NotFound
            await records.approve(session, record.id, by, talk.name, record.minutes, now=now)
            return _("确认好了，本人已经知道。")


async def came(talk: Talk, claim_id: int) -> str:
    """Before the end somebody is checked in, after it their record is made."""
    claim = await looking.get_claim(talk.session, claim_id)
    task = await looking.get(talk.session, claim.task_id)
    by, now = talk.user_id, talk.now
    if now < task.ends_at:
        await checking.check_in(talk.session, claim_id, CheckHow.ORGANISER, by=by, now=now)
        return _("签到好了。做完了再点“做完了”。")
    await attendance.came(talk.session, claim_id, by, now=now)
    return _("记下了，按计划的时间。请再确认分钟数。")


async def ask_minutes(talk: Talk, claim_id: int, before: str = "") -> Reply:
    task, claim = await judging.current(talk.session, claim_id)
    await judging.check_judge(talk.session, task, claim, talk.user_id)
    text = _(
        "“{title}”，{name} 服务了多少分钟？请回复这条消息，比如 90，或者 1小时30分。\n"
        "不改了就回复“0”。"
    ).format(title=esc(task.title), name=esc(claim.person_name))
    asked = f"{before}\n\n{text}" if before else text
    return Say(asked, about=f"{PROMPT}:{claim_id}", awaits_reply=True)


@router.message(RepliesTo(PROMPT), InBoundGroup())
@private.message(RepliesTo(PROMPT))
async def minutes_told(message: Message, talk: Talk, about: int) -> Reply:
    if goes_back(talk.text):
        return talk.say(_("好的，没有动。"))
    minutes = minutes_in(talk.text) or 0
    record = await records.of_claim(talk.session, about)
    if record is None:
        return talk.say(in_words(NotFound(), talk.config.zone))
    try:
        await records.approve(
            talk.session, record.id, talk.user_id, talk.name, minutes, now=talk.now
        )
    except MinutesOutOfRange as refusal:
        return await ask_minutes(talk, about, in_words(refusal, talk.config.zone))
    except Refusal as refusal:
        return talk.say(in_words(refusal, talk.config.zone))
    text = _("确认了 {minutes} 分钟，本人已经知道。").format(minutes=minutes)
    return talk.say(text, under_card=await _card(talk, about))


@router.callback_query(OnCode.filter(), InBoundGroup())
@private.callback_query(OnCode.filter())
async def code_wanted(query: CallbackQuery, talk: Talk, callback_data: OnCode, bot: Bot) -> Reply:
    try:
        task = await looking.get(talk.session, callback_data.task)
        if not await judging.may_judge(talk.session, task, talk.user_id):
            raise NotOrganiser
    except Refusal as refusal:
        return talk.toast(in_words(refusal, talk.config.zone), alert=True)
    return await code_picture(talk, task, bot)


async def code_picture(talk: Talk, task: Task, bot: Bot) -> Reply:
    """The code of this minute, to be scanned from or read off the organiser's telephone."""
    code = codes.code_of(task, talk.now)
    me = await bot.me()
    link = f"https://t.me/{me.username}?start=in_{task.id}_{code}"
    until = f"{codes.valid_until(talk.now).astimezone(talk.config.zone):%H:%M:%S}"
    drawn = await asyncio.to_thread(check_in_code.draw, task.title, code, link, until)
    caption = _(
        "“{title}”的签到码：<b>{code}</b>，{until} 前有效。\n"
        "请志愿者扫一扫，或者点“签到”后输入这六位数字。"
    ).format(title=esc(task.title), code=code, until=until)
    return Picture(
        File("code.jpg", drawn),
        caption,
        keyboard=Buttons([[roll_buttons.show_code(task.id, again=True)]]),
    )


async def _card(talk: Talk, claim_id: int) -> str:
    claim = await looking.get_claim(talk.session, claim_id)
    return roll_call.key(claim.task_id)
