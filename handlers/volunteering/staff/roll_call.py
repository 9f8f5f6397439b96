"""The attendance list at work: who came, how long, and the code to check in with.

It stands in the office's group and with the organiser; who may judge is the services' to say.
"""

import asyncio
from datetime import timedelta
from enum import StrEnum
from typing import Any

from aiogram import Bot
from aiogram.enums import ChatType
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message

from handlers.common.button_data import RowId
from handlers.common.cards import Card
from handlers.common.filters import RepliesTo
from handlers.common.i18n import _, mark
from handlers.common.members import InBoundGroup
from handlers.common.questions import goes_back
from handlers.common.saying import Button, Buttons, File, Picture, Say
from handlers.common.scan_codes import ScanCode
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.telling import Tell
from handlers.common.words import cut, esc
from handlers.volunteering.hours_refusals import in_words
from handlers.volunteering.staff.roll_look import LISTED, SHOWN, Row, look
from services.errors import Refusal
from services.volunteering import attendance, checking, codes, judging, looking, records
from services.volunteering.hours_errors import MinutesOutOfRange
from services.volunteering.hours_news import RollCall
from services.written.minutes import minutes_in
from storage.deep_links import to_bot
from storage.outbox import Urgency
from storage.tables import CheckHow, ClaimState, RecordState, Task, TaskState

MINUTES = "minutes"
"""What a prompt for minutes is about, before the claim's id."""
CODE = "check_in"
"""How a task's code is drawn, see `Subject.codes`."""
NAME = 12
"""Characters of a volunteer's name on a button; the list above has it whole."""


class Judge(StrEnum):
    """What the organiser says of one claim."""

    CAME = "came"
    WENT = "went"
    ABSENT = "absent"
    CONFIRM = "confirm"
    ALTER = "alter"


class OnRoll(CallbackData, prefix="roll"):
    judge: Judge
    claim: RowId


class OnCode(CallbackData, prefix="rollcode"):
    """Show the check-in code of this minute."""

    task: RowId


class WhereItStands(InBoundGroup):
    """A bound group, or the organiser's own chat."""

    async def __call__(self, event: Message | CallbackQuery, talk: Talk) -> dict[str, Any] | bool:
        message = event if isinstance(event, Message) else event.message
        if message is not None and message.chat.type == ChatType.PRIVATE:
            return True
        return await super().__call__(event, talk)


roll = Card[Row](OnRoll, WhereItStands(), id_of=lambda row: row.claim.id, refusals=in_words)


def key(task_id: int) -> str:
    return f"roll:{task_id}"


async def show(tell: Tell, subject: RollCall) -> None:
    """The list as it looks now, for the office and for an organiser who is not in its group."""
    task = await looking.get(tell.session, subject.task_id)
    claims = await looking.claims_of(tell.session, task.id, *LISTED)
    if not claims:
        return
    made = await records.of_claims(tell.session, [claim.id for claim in claims])
    rows = [Row(claim, made.get(claim.id)) for claim in claims]

    def drawn() -> Say:
        text = look(task, rows, tell.config.zone)
        card = key(task.id)
        return Say(text, keyboard(task, rows), card=card, to_the_end=subject.to_the_end)

    tell.group(await judging.office_of(tell.session, task.area_id), drawn)
    await tell.person(await judging.organiser_outside(tell.session, task), drawn, Urgency.CARD)


def keyboard(task: Task, rows: list[Row]) -> Buttons:
    """What can be said of each claim at this point; nothing once it is judged."""
    code = [Button(_("📱 签到码"), OnCode(task=task.id))] if task.state is TaskState.OPEN else []
    return Buttons([code, *(roll.buttons(row) for row in rows[:SHOWN])])


def _name(row: Row) -> str:
    return cut(row.claim.person_name or "", NAME)


def _is_pending(row: Row) -> bool:
    return row.record is not None and row.record.state is RecordState.PENDING


def _is_awaited(row: Row) -> bool:
    return row.claim.state is ClaimState.HELD and row.claim.in_at is None


@roll.button(
    Judge.CAME, label=lambda row: _("{name} 来了").format(name=_name(row)), when=_is_awaited
)
async def came(talk: Talk, claim_id: int) -> Reply:
    record = await attendance.there(talk.session, claim_id, talk.user_id, now=talk.now)
    if record is None:
        return talk.toast(_("签到好了。做完了再点“做完了”。"))
    return talk.toast(_("记下了，按计划的时间。请再确认分钟数。"))


@roll.button(
    Judge.WENT,
    label=lambda row: _("{name} 做完了").format(name=_name(row)),
    when=lambda row: row.claim.state is ClaimState.HELD and row.claim.in_at is not None,
)
async def went(talk: Talk, claim_id: int) -> Reply:
    how = CheckHow.ORGANISER
    await checking.check_out(talk.session, claim_id, how, by=talk.user_id, now=talk.now)
    return talk.toast(_("记下了，请再确认分钟数。"))


@roll.button(
    Judge.CONFIRM,
    label=lambda row: _("✅ {name} {minutes} 分钟").format(
        name=_name(row), minutes=row.record.minutes if row.record else 0
    ),
    when=_is_pending,
)
async def confirm(talk: Talk, claim_id: int) -> Reply:
    await records.confirm(talk.session, claim_id, talk.user_id, talk.name, now=talk.now)
    return talk.toast(_("确认好了，本人已经知道。"))


async def ask_minutes(talk: Talk, claim_id: int, before: str = "") -> Reply:
    task, claim = await judging.current(talk.session, claim_id)
    await judging.check_judge(talk.session, task, claim, talk.user_id)
    text = _(
        "“{title}”，{name} 服务了多少分钟？请回复这条消息，比如 90，或者 1小时30分。\n"
        "不改了就回复“0”。"
    ).format(title=esc(task.title), name=esc(claim.person_name))
    asked = "\n\n".join(filter(None, [before, text]))
    return Say(asked, about=f"{MINUTES}:{claim_id}", awaits_reply=True)


roll.button(Judge.ALTER, label=mark("改时长"), when=_is_pending)(ask_minutes)


@roll.message(RepliesTo(MINUTES), WhereItStands())
async def minutes_told(message: Message, talk: Talk, about: int) -> Reply:
    if goes_back(talk.text):
        return talk.say(_("好的，没有动。"))
    minutes = minutes_in(talk.text) or 0
    try:
        record = await records.confirm(
            talk.session, about, talk.user_id, talk.name, minutes, now=talk.now
        )
    except MinutesOutOfRange as refusal:
        return await ask_minutes(talk, about, in_words(refusal, talk.config.zone))
    except Refusal as refusal:
        return talk.say(in_words(refusal, talk.config.zone))
    claim = await looking.get_claim(talk.session, record.claim_id)
    text = _("确认了 {minutes} 分钟，本人已经知道。").format(minutes=minutes)
    return talk.say(text, under_card=key(claim.task_id))


@roll.button(
    Judge.ABSENT, label=mark("没来"), when=lambda row: _is_pending(row) or _is_awaited(row)
)
async def absent(talk: Talk, claim_id: int) -> Reply:
    await attendance.absent(talk.session, claim_id, talk.user_id, now=talk.now)
    return talk.toast(_("记下了，没来。会告诉本人。"))


@roll.callback_query(OnCode.filter(), WhereItStands())
async def code_wanted(query: CallbackQuery, talk: Talk, callback_data: OnCode, bot: Bot) -> Reply:
    """The code of this minute, to be scanned from or read off the organiser's telephone."""
    from handlers.volunteering import check_in_code

    try:
        task = await judging.for_organiser(talk.session, callback_data.task, talk.user_id)
    except Refusal as refusal:
        return talk.toast(in_words(refusal, talk.config.zone), alert=True)
    code = codes.code_of(task, talk.now)
    username = (await bot.me()).username
    until = f"{codes.valid_until(talk.now).astimezone(talk.config.zone):%H:%M:%S}"
    again = Buttons([[Button(_("🔄 新的码"), OnCode(task=task.id))]])
    caption = _(
        "“{title}”的签到码：<b>{code}</b>，{until} 前有效。\n"
        "请志愿者扫一扫，或者点“签到”后输入这六位数字。"
    ).format(title=esc(task.title), code=code, until=until)
    told = f"in_{task.id}_{code}"
    words = {"title": task.title, "code": code, "until": until}
    if username is None and talk.config.scanned_by_wechat:
        lasts = max(codes.valid_until(talk.now) - talk.now, timedelta(minutes=1))
        return Picture(ScanCode(told, lasts, CODE, words), caption, again)
    if username is None:
        # A messenger without deep links: there is nothing to scan, the digits are typed.
        text = _(
            "“{title}”的签到码：<b>{code}</b>，{until} 前有效。\n"
            "请志愿者点“签到”，再输入这六位数字。"
        )
        return talk.say(text.format(title=esc(task.title), code=code, until=until), again)
    link = to_bot(username, told)
    drawn = await asyncio.to_thread(check_in_code.draw, words, link)
    return Picture(File("code.jpg", drawn), caption, again)
