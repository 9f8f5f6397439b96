"""What happens once everything was told of a diner: on record, put right, or asked for."""

from handlers.common.i18n import _
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import esc
from handlers.meals import steps
from handlers.meals.entry import Entry
from handlers.meals.order import Order
from handlers.meals.refusals import in_words
from handlers.meals.summary import not_verified
from services.errors import Refusal
from services.meals import diners, proxies
from services.meals.diners import NewDiner
from storage.tables import Diner, ProxyState, Relation


def corrected_words(diner: Diner) -> str:
    if diner.verified_at is not None:
        return _("✅ 改好了。")
    return _("✅ 改好了，食堂会再核对一次。")


async def register(talk: Talk, entry: Entry) -> Diner:
    """Put it on record, or right. Raises what `diners.register` and `correct` raise."""
    assert entry.area_id is not None
    assert entry.born is not None
    new = NewDiner(
        name=entry.name or "",
        born_on=entry.born,
        area_id=entry.area_id,
        door=entry.door or "",
        phone=entry.phone,
        diet=entry.diet,
        person_id=talk.user_id if entry.is_own else None,
    )
    if entry.diner_id is not None:
        return await diners.correct(
            talk.session,
            entry.diner_id,
            new,
            by=talk.user_id,
            now=talk.now,
            zone=talk.config.zone,
        )
    return await diners.register(
        talk.session, new, created_by=talk.user_id, now=talk.now, zone=talk.config.zone
    )


async def registered_oneself(talk: Talk, diner: Diner) -> Reply:
    """Straight on to the first meal."""
    noted = _("登记好了。")
    if diner.verified_at is None:
        noted += "\n\n" + not_verified(diner)
    order = Order.of(talk)
    order.diner_id = diner.id
    return await steps.go_on(talk, order, noted)


async def asked_for(talk: Talk, diner: Diner, relation: Relation) -> Reply:
    """They may book once the diner or staff said yes."""
    try:
        proxy = await proxies.ask(talk.session, diner.id, talk.user_id, relation, now=talk.now)
    except Refusal as refusal:
        return await talk.repeat(in_words(refusal, talk.config.zone))
    if proxy.state is ProxyState.CONFIRMED:
        order = Order.of(talk)
        order.diner_id = diner.id
        return await steps.go_on(talk, order, _("登记好了。"))
    Order.discard(talk)
    await talk.leave()
    text = (
        _("登记好了。已经发消息请{name}点头，点头了马上告诉您，就可以替{name}订了。")
        if diner.person_id
        else _("登记好了。食堂工作人员会跟{name}核实，核实好了马上告诉您，就可以替{name}订了。")
    )
    return talk.say(text.format(name=esc(diner.name)))
