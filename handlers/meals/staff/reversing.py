"""冲正 in the canteen's group: taking a charge of a closed month back, saying why."""

from handlers.common.forms import Again
from handlers.common.i18n import _
from handlers.common.labels import meal_name
from handlers.common.prompts import prompt
from handlers.common.questions import Ask, Option
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import cut
from handlers.meals.refusals import of_canteens
from handlers.meals.staff.canteen import IN_CANTEEN, canteen_of
from handlers.meals.staff.monthly import Chosen, month_name, monthly
from handlers.meals.words import day_words, yuan
from services.meals import accounts, month
from services.meals.month import Line

TITLE = 60


@monthly.aside("what")
async def reverse(talk: Talk, chosen: Chosen) -> Reply:
    await talk.leave()
    return await whose.put(talk, int(chosen.month.replace("-", "")))


@prompt(monthly, "reverse whose", IN_CANTEEN, refusals=of_canteens)
async def whose(talk: Talk, about: int) -> str:
    """`about` is a month: 202611."""
    text = _("冲正{month}谁的账？请回复这条消息，发姓名。")
    return text.format(month=month_name(_month_of(about)))


def _month_of(about: int) -> str:
    return f"{about // 100:04d}-{about % 100:02d}"


@whose.taken
async def of_them(talk: Talk, about: int) -> Reply:
    chosen = Chosen(named=_month_of(about), name=talk.line)
    if not await _charges(talk, chosen):
        text = _("{month}没有这个人能冲正的账。")
        raise Again(text.format(month=month_name(chosen.month)))
    return await monthly.ask(talk, chosen, "charge")


async def _charges(talk: Talk, chosen: Chosen) -> list[Line]:
    canteen = await canteen_of(talk)
    return await month.reversible(talk.session, canteen.id, chosen.month, chosen.name)


@monthly.aside("reverse")
async def charge(talk: Talk, chosen: Chosen) -> Ask:
    label = _("{day}{meal} {name}")
    options = [
        Option(
            str(line.charge_id),
            cut(
                label.format(
                    day=day_words(line.meal_session.day),
                    meal=meal_name(line.meal_session.meal),
                    name=line.diner.name,
                ),
                TITLE,
            ),
        )
        for line in await _charges(talk, chosen)
    ]
    return Ask(_("冲正哪一笔？"), options)


@charge.choice()
async def which_charge(talk: Talk, chosen: Chosen, choice: str) -> Reply:
    await talk.leave()
    return await why.put(talk, int(choice))


@prompt(monthly, "reverse why", IN_CANTEEN, refusals=of_canteens)
async def why(talk: Talk, charge_id: int) -> str:
    return _("请回复这条消息，写一句为什么冲正。")


@why.taken
async def reversed_(talk: Talk, charge_id: int) -> Reply:
    reversal = await accounts.reverse(
        talk.session, charge_id, talk.member, talk.text, now=talk.now, zone=talk.config.zone
    )
    return talk.say(
        _("冲正好了：{money}，记在{month}的账上。").format(
            money=yuan(-reversal.paid_fen), month=month_name(reversal.month)
        )
    )
