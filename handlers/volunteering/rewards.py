"""Rewards: what points buy near here, reserving one, the codes to fetch it with, giving it back."""

from aiogram import Router
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.common.choices import on_choice
from handlers.common.i18n import _
from handlers.common.lists import Listing
from handlers.common.questions import Ask, Option
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.times import when
from handlers.common.words import esc
from handlers.volunteering import points
from handlers.volunteering.points import RESERVED, REWARDS, Points
from services.volunteering import ledger, rewards
from services.volunteering.rewards import Redeemed

YES = "yes"


class Rewards(StatesGroup):
    which = State()
    sure = State()
    reserved = State()
    give_back = State()


offered = Listing("rewards", Rewards.which, Rewards.sure, key="wanted reward")
reserved = Listing("reserved rewards", Rewards.reserved, Rewards.give_back, key="wanted reward")
reserved.refused(points.show)
router = Router(name="rewards")
router.include_routers(offered, reserved)


@offered.left
@reserved.left
async def back(talk: Talk) -> Reply:
    return await points.show(talk)


@on_choice(offered, Points.home, REWARDS)
async def begin(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await offered.list_all(talk)


@offered.rows
async def in_stock(talk: Talk, before: str) -> Ask | Reply:
    """Everything, with what it costs; what is too dear is shown, too."""
    found = await rewards.offered_to(talk.session, talk.person)
    if not found:
        nothing = _("现在没有可以换的东西，过些日子再来看看。您的积分一直留着。")
        return await points.show(talk, "\n\n".join(filter(None, [before, nothing])))
    have = await ledger.spendable(talk.session, talk.user_id)
    text = _("您能用的积分：<b>{points} 分</b>。想换什么？").format(points=have)
    label = _("{name} · {points} 分 · 还有 {stock} 份")
    options = [
        Option(str(each.id), label.format(name=each.name, points=each.points, stock=each.stock))
        for each in found
    ]
    return Ask(text, options)


@offered.look
async def sure(talk: Talk, reward_id: int) -> Ask:
    reward = await rewards.get(talk.session, reward_id)
    await rewards.check_affords(talk.session, talk.user_id, reward)
    text = _("用 <b>{points} 分</b>换“{name}”？\n领取：{where}\n给您留两个星期。").format(
        points=reward.points, name=esc(reward.name), where=esc(reward.where)
    )
    return Ask(text, [Option(YES, _("换"))])


@offered.choice(YES)
async def redeem(talk: Talk, reward_id: int) -> Reply:
    taken = await rewards.redeem(talk.session, reward_id, talk.user_id, now=talk.now)
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


@on_choice(reserved, Points.home, RESERVED)
async def show_reserved(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await reserved.list_all(talk)


@reserved.rows
async def tickets(talk: Talk, before: str) -> Ask | Reply:
    taken = await rewards.reserved_by(talk.session, talk.user_id)
    if not taken:
        return await points.show(talk, _("现在没有等您去领的东西。"))
    text = _("{tickets}\n\n把领取码给工作人员看就行。不想要了，点下面退回，积分马上还您。").format(
        tickets="\n\n".join(ticket(each, talk) for each in taken)
    )
    options = [
        Option(str(each.redemption.id), _("退回：{name}").format(name=each.reward.name))
        for each in taken
    ]
    return Ask(text, options)


@reserved.look
async def ask_whether_to_give_back(talk: Talk, redemption_id: int) -> Ask:
    return Ask(_("真的退回吗？东西让给别人，积分还给您。"), [Option(YES, _("退回"))])


@reserved.choice(YES)
async def give_back(talk: Talk, redemption_id: int) -> Reply:
    returned = await rewards.give_back(talk.session, redemption_id, talk.user_id, now=talk.now)
    return await points.show(
        talk, _("退回了，{points} 分还给您了。").format(points=returned.points)
    )
