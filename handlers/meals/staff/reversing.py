"""冲正 in the canteen's group: taking a charge of a closed month back, saying why."""

from aiogram import Router
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.common.choices import on_choice
from handlers.common.filters import NeverMind, RepliesTo
from handlers.common.i18n import _
from handlers.common.questions import BACK, Option
from handlers.common.sending import Reply, Sending
from handlers.common.talk import Talk
from handlers.common.words import cut
from handlers.meals.staff.canteen import IN_CANTEEN, gave_up, prompt
from handlers.meals.staff.monthly import REVERSE, Accounts, month_name
from handlers.meals.staff.refusals import in_words
from handlers.meals.words import day_words, meal_name, yuan
from services.errors import Refusal, TooLong, WordsNeeded
from services.meals import accounts, month
from services.tickets import Member
from storage.tables import Canteen

router = Router(name="reversals")

WHOSE, WHY = "reverse whose", "reverse why"
"""What prompts are about, before a month (202611) or a charge's id."""
TITLE = 60


class Reversing(StatesGroup):
    charge = State()


@on_choice(router, Accounts.what, REVERSE, guard=IN_CANTEEN)
async def reverse(event: Message | CallbackQuery, talk: Talk) -> Reply:
    await talk.leave()
    return _ask_whose(talk, talk.data["month"])


def _ask_whose(talk: Talk, named: str, before: str = "") -> Sending:
    text = _("冲正{month}谁的账？请回复这条消息，发姓名。不办了就回复“0”。").format(
        month=month_name(named)
    )
    return prompt(talk, text, f"{WHOSE}:{named.replace('-', '')}", before)


router.message(RepliesTo(WHOSE, WHY), NeverMind())(gave_up)


@router.message(RepliesTo(WHOSE), IN_CANTEEN)
async def whose(message: Message, talk: Talk, about: int, canteen: Canteen) -> Reply:
    named = f"{about // 100:04d}-{about % 100:02d}"
    found = await month.reversible(talk.session, canteen.id, named, talk.line)
    if not found or not talk.line:
        return _ask_whose(
            talk, named, _("{month}没有这个人能冲正的账。").format(month=month_name(named))
        )
    talk.data["month"] = named
    options = [
        Option(
            str(line.charge_id),
            cut(
                _("{day}{meal} {name}").format(
                    day=day_words(line.meal_session.day),
                    meal=meal_name(line.meal_session.meal),
                    name=line.diner.name,
                ),
                TITLE,
            ),
        )
        for line in found
    ]
    return await talk.ask(Reversing.charge, _("冲正哪一笔？"), options)


@on_choice(router, Reversing.charge, BACK, guard=IN_CANTEEN)
async def another_name(event: Message | CallbackQuery, talk: Talk) -> Reply:
    await talk.leave()
    return _ask_whose(talk, talk.data["month"])


@on_choice(router, Reversing.charge, guard=IN_CANTEEN)
async def charge_chosen(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    await talk.leave()
    return _ask_why(talk, int(choice))


def _ask_why(talk: Talk, charge_id: int, before: str = "") -> Sending:
    text = _("请回复这条消息，写一句为什么冲正。不办了就回复“0”。")
    return prompt(talk, text, f"{WHY}:{charge_id}", before)


@router.message(RepliesTo(WHY), IN_CANTEEN)
async def why(message: Message, talk: Talk, about: int, member: Member) -> Reply:
    try:
        reversal = await accounts.reverse(
            talk.session, about, member, talk.text, now=talk.now, zone=talk.config.zone
        )
    except (WordsNeeded, TooLong) as refusal:
        return _ask_why(talk, about, in_words(refusal, talk.config.zone))
    except Refusal as refusal:
        return talk.say(in_words(refusal, talk.config.zone))
    return talk.say(
        _("冲正好了：{money}，记在{month}的账上。").format(
            money=yuan(-reversal.paid_fen), month=month_name(reversal.month)
        )
    )
