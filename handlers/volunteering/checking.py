"""Checking in and out: a position shared near the place, or the code that the organiser shows."""

import re
import unicodedata
from typing import Any

from aiogram import F, Router
from aiogram.filters import CommandObject, CommandStart, StateFilter
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.common import menu
from handlers.common.choices import on_choice
from handlers.common.filters import Choice, HasLocation, HasText
from handlers.common.i18n import _
from handlers.common.questions import BACK, Ask, Option
from handlers.common.saying import Buttons
from handlers.common.sending import Reply, every
from handlers.common.talk import Talk
from handlers.common.times import when
from handlers.common.words import esc
from handlers.volunteering import joining
from handlers.volunteering.buttons import OnDoing, Step, doing
from handlers.volunteering.hours_refusals import in_words
from services.errors import Refusal
from services.volunteering import checking, looking
from services.volunteering.hours_errors import (
    AlreadyIn,
    NoPosition,
    PlaceNotHeld,
    TooFar,
    WrongCode,
)
from storage.tables import CheckHow, ClaimState, ServiceRecord, Task, TaskClaim

router = Router(name="checking in and out")

CODE_LINK = re.compile(r"in_([0-9]{1,9})_([0-9]{6})")
"""The deep link in the organiser's QR code: the task and the code of that minute."""
DIGITS = re.compile(r"[0-9 ]{4,12}")
KEPT = "doing"
"""Key of the step and the claim in the conversation's data."""


class Doing(StatesGroup):
    where = State()
    code = State()


@router.callback_query(OnDoing.filter())
async def tapped(query: CallbackQuery, talk: Talk, callback_data: OnDoing) -> Reply:
    step, claim_id = callback_data.step, callback_data.claim
    coming = step is Step.IN
    try:
        task = await checking.check_may(
            talk.session, claim_id, talk.user_id, coming=coming, now=talk.now
        )
    except Refusal as refusal:
        return talk.say(in_words(refusal, talk.config.zone))
    talk.data[KEPT] = [step.value, claim_id]
    on_map = talk.locations and task.latitude is not None
    return await (ask_where(talk, task, step) if on_map else ask_code(talk))


async def ask_where(talk: Talk, task: Task, step: Step) -> Reply:
    if step is Step.IN:
        text = _(
            "到了“{title}”的地方（{place}）？请点下面的“📍 发送我的位置”。\n"
            "位置只用来签到，看一眼就好，不保存。"
        )
    else:
        text = _(
            "“{title}”做完了？请在原地（{place}）点下面的“📍 发送我的位置”，给您签退。\n"
            "位置只用来签退，看一眼就好，不保存。"
        )
    options = [
        Option("location", _("📍 发送我的位置"), asks_location=True),
        Option("code", _("🔢 输入签到码")),
    ]
    words = text.format(title=esc(task.title), place=esc(task.place))
    return await talk.ask(Doing.where, words, options, typed=True)


async def ask_code(talk: Talk, before: str = "") -> Reply:
    text = _("请看组织的人手机上的签到码，把那六位数字发给我。不方便的话，请他直接帮您签。")
    return await talk.put(Doing.code, Ask(text), before)


@on_choice(router, Doing, BACK)
async def back(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await menu.home(talk, _("好的，还没有签。需要的时候发 /tasks，再点签到或者签退。"))


@router.message(Doing.where, Choice("location"))
async def how_to_send_a_location(message: Message, talk: Talk) -> Reply:
    """A number or a label cannot bring the location along."""
    text = _(
        "请点输入框旁边的 {sign}，选“位置”发给我。发不了就选“输入签到码”，或者请组织的人帮您签。"
    )
    return await talk.repeat(text.format(sign=talk.attach))


@on_choice(router, Doing.where, "code")
async def rather_a_code(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await ask_code(talk)


@router.message(StateFilter(Doing), HasLocation())
async def located(message: Message, talk: Talk, latitude: float, longitude: float) -> Reply:
    return await check(talk, CheckHow.PLACE, latitude=latitude, longitude=longitude)


@router.message(StateFilter(Doing), HasText())
async def typed(message: Message, talk: Talk) -> Reply:
    if not DIGITS.fullmatch(unicodedata.normalize("NFKC", talk.text).strip()):
        wanted = _("这里要六位数字的签到码。想退出，发 0。")
        if talk.locations:
            wanted = _("这里要发位置，或者六位数字的签到码。想退出，发 0。")
        return await talk.repeat(wanted)
    return await check(talk, CheckHow.CODE, code=talk.text)


@router.message(CommandStart(deep_link=True, magic=F.args.regexp(f"^{CODE_LINK.pattern}$")))
async def scanned(message: Message, command: CommandObject, talk: Talk) -> Reply:
    """The organiser's QR code; who has no place is led to the task, who is there stays in."""
    found = CODE_LINK.fullmatch(command.args or "")
    assert found is not None
    claim = await looking.claim_of(talk.session, int(found[1]), talk.user_id)
    if claim is None:
        return await joining.come_to(talk, int(found[1]))
    if claim.state is not ClaimState.HELD:
        return talk.say(in_words(PlaceNotHeld(), talk.config.zone))
    if claim.in_at is not None:
        words = in_words(AlreadyIn(claim.in_at), talk.config.zone)
        return talk.say(words, Buttons([doing(claim)]))
    talk.data[KEPT] = [Step.IN.value, claim.id]
    return await check(talk, CheckHow.CODE, code=found[2])


async def check(talk: Talk, how: CheckHow, **shown: Any) -> Reply:
    """Check in or out with what was shown; what can be mended is asked for again."""
    step, claim_id = talk.data[KEPT]
    act = checking.check_in if step == Step.IN else checking.check_out
    try:
        done = await act(talk.session, claim_id, how, by=talk.user_id, now=talk.now, **shown)
    except (TooFar, WrongCode, NoPosition) as refusal:
        words = in_words(refusal, talk.config.zone)
        if talk.question is None or isinstance(refusal, NoPosition):
            return await ask_code(talk, words)
        return await talk.repeat(words)
    except Refusal as refusal:
        return await menu.refused(talk, refusal, in_words)
    return await (went(talk, done) if isinstance(done, ServiceRecord) else came(talk, done))


async def came(talk: Talk, claim: TaskClaim) -> Reply:
    task = await looking.get(talk.session, claim.task_id)
    text = _("✅ 签到好了，{at}。“{title}”辛苦您了！").format(
        at=when(talk.now, talk.config.zone), title=esc(task.title)
    )
    after = talk.say(_("做完要走的时候，点这里："), Buttons([doing(claim)]))
    return [*every(await menu.home(talk, text)), after]


async def went(talk: Talk, record: ServiceRecord) -> Reply:
    _claim, task = await looking.with_task(talk.session, record.claim_id)
    text = _(
        "✅ 签退好了，“{title}”服务 {minutes} 分钟。\n"
        "组织的人确认以后，时长和积分就记上了，会告诉您。发 /points 随时查看。"
    ).format(title=esc(task.title), minutes=record.minutes)
    return await menu.home(talk, text)
