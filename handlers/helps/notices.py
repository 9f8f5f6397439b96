"""What residents and the office hear of orders of helps."""

from collections.abc import Callable

from handlers.common.i18n import SOURCE, _, current_language
from handlers.common.saying import Say
from handlers.common.telling import Tell, Telling
from handlers.common.times import when
from handlers.common.words import esc
from handlers.helps.card import card, look
from services import helps
from services.helps.news import (
    HelpArranged,
    HelpCard,
    HelpDeclined,
    HelperFound,
    HelperGone,
    HelpReturned,
    HelpWithdrawn,
)
from services.volunteering import looking
from storage.tables import HelpOrder

telling = Telling()

Words = Callable[[str], str]
"""What was ordered, in the language that is spoken (HTML) → what is said (HTML)."""


@telling.draws(HelpCard)
async def drawn(tell: Tell, subject: HelpCard) -> None:
    await _show(tell, await helps.get(tell.session, subject.order_id))


async def _show(tell: Tell, order: HelpOrder, *, to_the_end: bool = False) -> None:
    kind = await helps.kind(tell.session, order.kind)
    await tell.office(
        order.area_id,
        lambda: Say(
            look(order, kind, tell.config.zone),
            card.keyboard(order),
            card=card.key(order.id),
            to_the_end=to_the_end,
        ),
    )


async def _resident(tell: Tell, order: HelpOrder, words: Words) -> None:
    """The one who ordered hears it."""
    kind = await helps.kind(tell.session, order.kind)
    await tell.person(order.person_id, lambda: words(esc(kind.name(current_language()))))


@telling.hears(HelpArranged)
async def arranged(tell: Tell, news: HelpArranged) -> None:
    order = await helps.get(tell.session, news.order_id)

    def words(kind: str) -> str:
        return _(
            "🛎 您订的“{kind}”安排好了：\n\n“{answer}”\n\n办好了，或者不用了，发 /helps 点一下。"
        ).format(kind=kind, answer=esc(order.answer))

    await _resident(tell, order, words)


@telling.hears(HelpDeclined)
async def declined(tell: Tell, news: HelpDeclined) -> None:
    order = await helps.get(tell.session, news.order_id)

    def words(kind: str) -> str:
        return _(
            "抱歉，您订的“{kind}”社区办不了：\n\n“{answer}”\n\n"
            "有不清楚的，请打社区电话：发 /phone 查看。"
        ).format(kind=kind, answer=esc(order.answer))

    await _resident(tell, order, words)


@telling.hears(HelperFound)
async def found(tell: Tell, news: HelperFound) -> None:
    """Who comes, by the name they chose to be called, and when."""
    order = await helps.get(tell.session, news.order_id)
    claim, task = await looking.with_task(tell.session, news.claim_id)

    def words(kind: str) -> str:
        return _(
            "🤝 您订的“{kind}”有人来帮忙了：志愿者 <b>{name}</b>，{when} 来。\n"
            "帮好了，或者不用了，发 /helps 点一下。"
        ).format(
            kind=kind, name=esc(claim.person_name), when=when(task.starts_at, tell.config.zone)
        )

    await _resident(tell, order, words)


@telling.hears(HelperGone)
async def gone(tell: Tell, news: HelperGone) -> None:
    order = await helps.get(tell.session, news.order_id)

    def words(kind: str) -> str:
        return _("您订的“{kind}”，原来的志愿者来不了，我们再找一位，找到了告诉您。").format(
            kind=kind
        )

    await _resident(tell, order, words)


@telling.hears(HelpReturned)
async def returned(tell: Tell, news: HelpReturned) -> None:
    """The office sees its card again, at the end of what was said; the resident is not left."""
    order = await helps.get(tell.session, news.order_id)
    await _show(tell, order, to_the_end=True)

    def words(kind: str) -> str:
        return _("您订的“{kind}”这次没有找到志愿者，社区再来安排，安排好了告诉您。").format(
            kind=kind
        )

    await _resident(tell, order, words)


@telling.hears(HelpWithdrawn)
async def withdrawn(tell: Tell, news: HelpWithdrawn) -> None:
    order = await helps.get(tell.session, news.order_id)
    kind = await helps.kind(tell.session, order.kind)

    def words() -> Say:
        text = _("↩️ {name} 说不用了：{kind}。已经约好的，请跟对方说一声。").format(
            name=esc(order.person_name) or _("居民"), kind=esc(kind.name(SOURCE))
        )
        return Say(text, under_card=card.key(order.id))

    await tell.office(order.area_id, words)
