"""What happens once everything was told of a diner: registered, put right, or asked for."""

from handlers.common.forms import Again
from handlers.common.i18n import _
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import esc
from handlers.meals.booking import ordering
from handlers.meals.entry import Entry
from handlers.meals.home import ask_what
from handlers.meals.order import Order
from handlers.meals.particulars import review
from services.errors import NotYours
from services.meals import diners, proxies
from storage.tables import Diner, ProxyState


@review.choice("yes")
async def confirmed(talk: Talk, entry: Entry, choice: str) -> Reply:
    try:
        diner = await _written_down(talk, entry)
    except NotYours:
        raise Again(
            _("这个名字和生日已经有人用自己的手机登记了。有出入的话，请打电话给食堂。")
        ) from None
    Entry.discard(talk)
    if entry.diner_id is not None:
        again = _("✅ 改好了，食堂会再核对一次。")
        return await ask_what(talk, None, _("✅ 改好了。") if diner.verified_at else again)
    if entry.relation is not None:
        proxy = await proxies.ask(
            talk.session, diner.id, talk.user_id, entry.relation, now=talk.now
        )
        if proxy.state is ProxyState.ASKED:
            return await _asked_for(talk, diner)
        return await _to_the_first_meal(talk, diner, _("登记好了。"))
    return await _to_the_first_meal(talk, diner, _("登记好了。"))


async def _written_down(talk: Talk, entry: Entry) -> Diner:
    """Raises what `diners.register` and `correct` raise."""
    new, by, zone = entry.told_by(talk.user_id), talk.user_id, talk.config.zone
    if entry.diner_id is None:
        return await diners.register(talk.session, new, created_by=by, now=talk.now, zone=zone)
    return await diners.correct(talk.session, entry.diner_id, new, by=by, now=talk.now, zone=zone)


async def _to_the_first_meal(talk: Talk, diner: Diner, noted: str) -> Reply:
    order = Order.of(talk)
    order.diner_id = diner.id
    return await ordering.go_on(talk, order, noted)


async def _asked_for(talk: Talk, diner: Diner) -> Reply:
    """They may book once the diner or staff said yes."""
    Order.discard(talk)
    await talk.leave()
    text = (
        _("登记好了。已经发消息请{name}点头，点头了马上告诉您，就可以替{name}订了。")
        if diner.person_id
        else _("登记好了。食堂工作人员会跟{name}核实，核实好了马上告诉您，就可以替{name}订了。")
    )
    return talk.say(text.format(name=esc(diner.name)))
