"""Rewards: what points buy near here, reserving one, the codes to fetch it with, giving it back."""

from aiogram import Router
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.common.choices import on_choice
from handlers.common.i18n import _
from handlers.common.questions import BACK, Ask, Option
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.times import when
from handlers.common.words import esc
from handlers.volunteering import points
from handlers.volunteering.hours_refusals import in_words
from handlers.volunteering.points import RESERVED, REWARDS, Points
from services import areas
from services.errors import Refusal
from services.volunteering import ledger, rewards, volunteers
from services.volunteering.hours_errors import TooFewPoints
from services.volunteering.rewards import Redeemed
from storage.tables import Area, Reward

router = Router(name="rewards")

WANTED, YES = "wanted reward", "yes"
"""Key of the reward's or redemption's id in the conversation's data; the answer that wants it."""


class Rewards(StatesGroup):
    which = State()
    sure = State()
    reserved = State()
    give_back = State()


@on_choice(router, Points.home, REWARDS)
async def begin(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await ask_which(talk)


async def ask_which(talk: Talk, before: str = "") -> Reply:
    """Everything that is in stock, with what it costs; what is too dear is shown, too."""
    area = await _area(talk)
    offered = await rewards.offered(talk.session, area) if area is not None else []
    if not offered:
        nothing = _("现在没有可以换的东西，过些日子再来看看。您的积分一直留着。")
        return await points.show(talk, "\n\n".join(filter(None, [before, nothing])))
    have = await ledger.spendable(talk.session, talk.user_id)
    text = _("您能用的积分：<b>{points} 分</b>。想换什么？").format(points=have)
    options = [Option(str(reward.id), label(reward)) for reward in offered]
    return await talk.put(Rewards.which, Ask(text, options), before)


def label(reward: Reward) -> str:
    return _("{name} · {points} 分 · 还有 {stock} 份").format(
        name=reward.name, points=reward.points, stock=reward.stock
    )


@on_choice(router, Rewards, BACK)
async def back(event: Message | CallbackQuery, talk: Talk, raw_state: str) -> Reply:
    match raw_state:
        case Rewards.sure.state:
            return await ask_which(talk)
        case Rewards.give_back.state:
            return await show_reserved(talk)
        case _:
            return await points.show(talk)


@on_choice(router, Rewards.which)
async def chosen(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    reward = await rewards.get(talk.session, int(choice))
    try:
        await rewards.check_affords(talk.session, talk.user_id, reward)
    except TooFewPoints as refusal:
        return await talk.repeat(in_words(refusal, talk.config.zone))
    talk.data[WANTED] = reward.id
    text = _("用 <b>{points} 分</b>换“{name}”？\n领取：{where}\n给您留两个星期。").format(
        points=reward.points, name=esc(reward.name), where=esc(reward.where)
    )
    return await talk.ask(Rewards.sure, text, [Option(YES, _("换"))])


@on_choice(router, Rewards.sure, YES)
async def sure(event: Message | CallbackQuery, talk: Talk) -> Reply:
    try:
        taken = await rewards.redeem(talk.session, talk.data[WANTED], talk.user_id, now=talk.now)
    except Refusal as refusal:
        return await ask_which(talk, in_words(refusal, talk.config.zone))
    reward = await rewards.get(talk.session, taken.reward_id)
    text = _("🎉 换好了！\n\n{ticket}").format(ticket=ticket(Redeemed(taken, reward), talk))
    return await points.show(talk, text)


def ticket(taken: Redeemed, talk: Talk) -> str:
    """HTML: what was reserved, and what to say to get it."""
    until = taken.redemption.until
    code = taken.redemption.code
    return _("🎫 {name}\n领取码：<b>{code}</b>\n领取：{where}\n请在 {until} 前来领。").format(
        name=esc(taken.reward.name),
        code=f"{code[:4]} {code[4:]}",
        where=esc(taken.reward.where),
        until=when(until, talk.config.zone) if until is not None else "",
    )


@on_choice(router, Points.home, RESERVED)
async def reserved(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await show_reserved(talk)


async def show_reserved(talk: Talk) -> Reply:
    taken = await rewards.reserved_by(talk.session, talk.user_id)
    if not taken:
        return await points.show(talk, _("现在没有等您去领的东西。"))
    tickets = "\n\n".join(ticket(each, talk) for each in taken)
    text = _("{tickets}\n\n把领取码给工作人员看就行。不想要了，点下面退回，积分马上还您。").format(
        tickets=tickets
    )
    options = [
        Option(str(each.redemption.id), _("退回：{name}").format(name=each.reward.name))
        for each in taken
    ]
    return await talk.ask(Rewards.reserved, text, options)


@on_choice(router, Rewards.reserved)
async def ask_whether_to_give_back(
    event: Message | CallbackQuery, talk: Talk, choice: str
) -> Reply:
    talk.data[WANTED] = int(choice)
    return await talk.ask(
        Rewards.give_back, _("真的退回吗？东西让给别人，积分还给您。"), [Option(YES, _("退回"))]
    )


@on_choice(router, Rewards.give_back, YES)
async def give_back(event: Message | CallbackQuery, talk: Talk) -> Reply:
    try:
        returned = await rewards.give_back(
            talk.session, talk.data[WANTED], talk.user_id, now=talk.now
        )
    except Refusal as refusal:
        return await points.show(talk, in_words(refusal, talk.config.zone))
    text = _("退回了，{points} 分还给您了。").format(points=returned.points)
    return await points.show(talk, text)


async def _area(talk: Talk) -> Area | None:
    """Where they volunteer, else where they live."""
    volunteer = await volunteers.get(talk.session, talk.user_id)
    area_id = volunteer.area_id if volunteer is not None else talk.person.home_id
    return await areas.get(talk.session, area_id) if area_id is not None else None
