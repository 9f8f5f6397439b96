"""What a volunteer does with a place they hold: give it back, or hand it over to another."""

from aiogram import Router
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.common import menu
from handlers.common.choices import on_choice
from handlers.common.filters import Choice, HasText
from handlers.common.i18n import _
from handlers.common.questions import BACK, Option
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import cut, esc
from handlers.volunteering.buttons import OnHeld, OnOffer, Wish
from handlers.volunteering.refusals import in_words
from services.errors import Refusal
from services.volunteering import claims, hand_over, looking
from services.volunteering.errors import AlreadyThere, NotClaimed, TaskOver
from storage.tables import ClaimState, TaskClaim

router = Router(name="held places")

HELD = "held task"
"""Under which the conversation keeps the task's id."""


class Holding(StatesGroup):
    release = State()
    whom = State()
    which = State()


@router.callback_query(OnHeld.filter())
async def pressed(query: CallbackQuery, talk: Talk, callback_data: OnHeld) -> Reply:
    talk.data[HELD] = callback_data.task
    claim = await looking.claim_of(talk.session, callback_data.task, talk.user_id)
    holds = claim is not None and claim.state is ClaimState.HELD and claim.in_at is None
    if callback_data.wish is Wish.HAND_OVER:
        return await (ask_whom(talk) if holds else not_theirs(talk, claim))
    if claim is not None and holds:
        return await ask_release(talk, claim)
    return await release(talk)


async def not_theirs(talk: Talk, claim: TaskClaim | None) -> Reply:
    refusal = AlreadyThere() if claim is not None and claim.in_at is not None else NotClaimed()
    return await menu.home(talk, in_words(refusal, talk.config.zone))


async def ask_release(talk: Talk, claim: TaskClaim) -> Reply:
    task = await looking.get(talk.session, claim.task_id)
    text = _("确定退出“{title}”吗？退出后名额让给别人。").format(title=esc(task.title))
    if talk.now > task.starts_at - claims.LATE:
        text += "\n" + _("离开始不到一天了，现在退出会记下来。能去的话，还是请您去。")
    options = [Option("yes", _("退出")), Option("no", _("不退，我会去"))]
    return await talk.ask(Holding.release, text, options, columns=2, back=False)


@on_choice(router, Holding.release, "yes")
async def sure(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await release(talk)


@on_choice(router, Holding.release, "no")
@on_choice(router, Holding.whom, BACK)
async def stays(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await menu.home(talk, _("好的，名额还是您的。到时候见。"))


async def release(talk: Talk) -> Reply:
    try:
        claim = await claims.release(talk.session, talk.data[HELD], talk.user_id, now=talk.now)
    except Refusal as refusal:
        return await menu.home(talk, in_words(refusal, talk.config.zone))
    task = await looking.get(talk.session, claim.task_id)
    return await menu.home(
        talk,
        _("“{title}”退出了，谢谢您提前说。想做别的，发 /tasks。").format(title=esc(task.title)),
    )


async def ask_whom(talk: Talk) -> Reply:
    text = _("转交给谁？请写他在志愿者里的称呼，写一两个字也行。对方同意以前，名额还是您的。")
    return await talk.ask(Holding.whom, text)


@router.message(Holding.whom, HasText())
@router.message(Holding.which, HasText(), ~Choice(), ~Choice(BACK))
async def named(message: Message, talk: Talk) -> Reply:
    task_id = talk.data[HELD]
    try:
        found = await hand_over.receivers(
            talk.session, task_id, talk.user_id, talk.line, now=talk.now
        )
    except Refusal as refusal:
        return await menu.home(talk, in_words(refusal, talk.config.zone))
    if not found:
        return await talk.repeat(
            _("没有找到叫“{name}”、能接手的志愿者。换个写法试试？").format(
                name=esc(cut(talk.line, 40))
            )
        )
    options = [Option(str(volunteer.person_id), volunteer.name) for volunteer in found]
    return await talk.ask(Holding.which, _("请选一位，我去问："), options)


@on_choice(router, Holding.which, BACK)
async def another_name(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await ask_whom(talk)


@on_choice(router, Holding.which)
async def chosen(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    try:
        await hand_over.offer(
            talk.session, talk.data[HELD], talk.user_id, int(choice), now=talk.now
        )
    except Refusal as refusal:
        return await menu.home(talk, about_them(refusal, talk))
    return await menu.home(
        talk, _("问过了，有了回话马上告诉您。对方同意以前，名额还是您的，请留着时间。")
    )


def about_them(refusal: Refusal, talk: Talk) -> str:
    """Most refusals are about the one who was asked, and theirs alone to know."""
    match refusal:
        case NotClaimed() | AlreadyThere() | TaskOver():
            return in_words(refusal, talk.config.zone)
        case _:
            return _("这一位现在接不了手，请换一位：再点一次“转交给别人”。")


@router.callback_query(OnOffer.filter())
async def answered(query: CallbackQuery, talk: Talk, callback_data: OnOffer) -> Reply:
    try:
        if callback_data.accept:
            await hand_over.accept(talk.session, callback_data.claim, talk.user_id, now=talk.now)
            return talk.toast(_("谢谢您接手！"))
        await hand_over.decline(talk.session, callback_data.claim, talk.user_id)
    except Refusal as refusal:
        return talk.toast(in_words(refusal, talk.config.zone), alert=True)
    return talk.toast(_("好的，我告诉对方。"))
