"""What residents and the office hear of orders of helps."""

from handlers.common.i18n import SOURCE, _, current_language, mark
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

telling = Telling()


@telling.draws(HelpCard)
async def drawn(tell: Tell, subject: HelpCard) -> None:
    await _show(tell, subject.order_id)


async def _show(tell: Tell, order_id: int, *, to_the_end: bool = False) -> None:
    order = await helps.get(tell.session, order_id)
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


async def _resident(tell: Tell, order_id: int, text: str) -> None:
    """Who ordered hears `text`, marked for translation, with the help's name and answer in it."""
    order = await helps.get(tell.session, order_id)
    kind = await helps.kind(tell.session, order.kind)
    await tell.person(
        order.person_id,
        lambda: _(text).format(kind=esc(kind.name(current_language())), answer=esc(order.answer)),
    )


@telling.hears(HelpArranged)
async def arranged(tell: Tell, news: HelpArranged) -> None:
    text = mark(
        "🛎 您订的“{kind}”安排好了：\n\n“{answer}”\n\n办好了，或者不用了，发 /helps 点一下。"
    )
    await _resident(tell, news.order_id, text)


@telling.hears(HelpDeclined)
async def declined(tell: Tell, news: HelpDeclined) -> None:
    text = mark(
        "抱歉，您订的“{kind}”社区办不了：\n\n“{answer}”\n\n"
        "有不清楚的，请打社区电话：发 /phone 查看。"
    )
    await _resident(tell, news.order_id, text)


@telling.hears(HelperFound)
async def found(tell: Tell, news: HelperFound) -> None:
    """Who comes, by the name they chose to be called, and when."""
    claim, task = await looking.with_task(tell.session, news.claim_id)
    order = await helps.get(tell.session, news.order_id)
    kind = await helps.kind(tell.session, order.kind)

    def words() -> str:
        return _(
            "🤝 您订的“{kind}”有人来帮忙了：志愿者 <b>{name}</b>，{when} 来。\n"
            "帮好了，或者不用了，发 /helps 点一下。"
        ).format(
            kind=esc(kind.name(current_language())),
            name=esc(claim.person_name),
            when=when(task.starts_at, tell.config.zone),
        )

    await tell.person(order.person_id, words)


@telling.hears(HelperGone)
async def gone(tell: Tell, news: HelperGone) -> None:
    text = mark("您订的“{kind}”，原来的志愿者来不了，我们再找一位，找到了告诉您。")
    await _resident(tell, news.order_id, text)


@telling.hears(HelpReturned)
async def returned(tell: Tell, news: HelpReturned) -> None:
    """The office sees its card again, at the end of what was said; the resident is not left."""
    await _show(tell, news.order_id, to_the_end=True)
    text = mark("您订的“{kind}”这次没有找到志愿者，社区再来安排，安排好了告诉您。")
    await _resident(tell, news.order_id, text)


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
