"""The last question of a booking: everything that will be booked, what it costs and why."""

from aiogram.methods import SendMessage

from handlers.common.i18n import _
from handlers.common.questions import Option
from handlers.common.talk import Talk
from handlers.common.words import esc
from handlers.meals import words
from handlers.meals.dialogue import Ordering, session_name
from handlers.meals.order import Order
from services.meals import canteens, menus, pricing, sessions
from services.meals.pricing import Quote
from storage.tables import Diner, MealSession, Mode

BOOK, PORTIONS, MODE, SET = "book", "portions", "mode", "set"


async def ask_summary(talk: Talk, order: Order, diner: Diner, before: str = "") -> SendMessage:
    """Raises what `pricing.quote` raises."""
    assert order.portions is not None
    assert order.mode is not None
    entries: list[str] = []
    quotes: list[Quote] = []
    clashing = False
    for session_id in order.sessions:
        meal_session = await sessions.get(talk.session, session_id)
        meal_set = await menus.get_set(talk.session, order.sets[str(session_id)])
        quote = await pricing.quote(
            talk.session, diner, meal_set, order.portions, order.mode, beside=quotes
        )
        quotes.append(quote)
        lines = [
            _("📅 <b>{meal}</b> · {set}").format(
                meal=session_name(talk, meal_session), set=esc(meal_set.name)
            ),
            f"    {quote_words(quote)}",
            *_waits(meal_session, order.portions),
        ]
        if clash := words.clash(diner.diet, meal_set):
            lines.append(f"    {clash}")
            clashing = True
        entries.append("\n".join(lines))
    total = sum(quote.paid_fen for quote in quotes)
    canteen = await canteens.get(talk.session, meal_session.canteen_id)
    head = _("请看一遍，对的话点“就这样订”：")
    who = f"👤 {esc(words.diner_name(diner, talk.user_id))}"
    how = (
        _("🍽 送餐上门，送到登记的地址")
        if order.mode is Mode.DELIVERY
        else _("🍽 {mode}：{canteen}，{address}").format(
            mode=words.mode_name(order.mode),
            canteen=esc(canteen.name),
            address=esc(canteen.address),
        )
    )
    lines = [head, who, *entries, how]
    lines.append(
        _("<b>一共 {total}</b>。价钱订下就定了，以后调价也不变。").format(total=words.yuan(total))
    )
    if clashing:
        lines.append(_("⚠️ 忌口是照菜名看的，不一定准。照样可以订，厨房也会看到；拿不准请问食堂。"))
    if diner.verified_at is None:
        lines.append(not_verified(diner))
    if before:
        lines.insert(0, before)
    return await talk.ask(Ordering.summary, "\n\n".join(lines), _options(order))


def not_verified(diner: Diner) -> str:
    """HTML: why there is no subsidy yet, and what to do."""
    return _(
        "ℹ️ {name}的年龄和住址还没有核对，现在按全价。"
        "请带银龄福卡或者身份证到食堂，工作人员点一下，以后订的就有补贴。"
    ).format(name=esc(diner.name))


def quote_words(quote: Quote) -> str:
    """HTML: what is paid, and how it comes about."""
    parts = [
        _("{count} 份 × {price}").format(count=quote.portions, price=words.yuan(quote.price_fen))
    ]
    if quote.subsidy is not None and quote.subsidy_fen:
        parts.append(
            _("补贴 −{amount}（{name}，{source}）").format(
                amount=words.yuan(quote.subsidy_fen),
                name=esc(quote.subsidy.name),
                source=esc(quote.subsidy.source),
            )
        )
    if quote.delivery is not None:
        parts.append(delivery_words(quote.delivery_fen, quote.delivery.name))
    parts.append(_("付 <b>{paid}</b>").format(paid=words.yuan(quote.paid_fen)))
    return " · ".join(parts)


def delivery_words(fen: int, entitled_as: str) -> str:
    """HTML: what delivery costs; `entitled_as` says whom it is for at that price."""
    if fen == 0:
        return _("送餐免费（{name}）").format(name=esc(entitled_as))
    return _("送餐 +{amount}（{name}）").format(amount=words.yuan(fen), name=esc(entitled_as))


def _waits(meal_session: MealSession, portions: int) -> list[str]:
    full = meal_session.taken + portions > meal_session.portions
    if not full and not meal_session.waiting:
        return []
    return ["    " + _("⏳ 已经订满，先排候补；有人取消就轮到您，马上告诉您。")]


def _options(order: Order) -> list[Option]:
    return [
        Option(BOOK, _("✅ 就这样订")),
        Option(PORTIONS, _("改份数")),
        Option(MODE, _("改怎么吃")),
        Option(SET, _("换一套") if len(order.sessions) == 1 else _("重新挑套餐")),
    ]
