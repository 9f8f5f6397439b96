"""What residents and the office hear of orders of helps."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from aiogram.methods import SendMessage
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.config import Config
from handlers.common.i18n import SOURCE, _, speaking
from handlers.common.sending import Sending, outgoing
from handlers.common.times import when
from handlers.common.words import esc
from handlers.notices.admins import to_admins
from handlers.staff.volunteers import help_buttons, help_card
from services import helps, people
from services.helps.news import (
    HelpArranged,
    HelpCard,
    HelpDeclined,
    HelperFound,
    HelperGone,
    HelpReturned,
    HelpWithdrawn,
)
from services.news import News, Subject
from services.routing import office
from storage.outbox import Outgoing, Urgency
from storage.tables import Area, HelpOrder, Task, TaskClaim


async def drawn(session: AsyncSession, subject: HelpCard, config: Config) -> list[Outgoing]:
    return await _card(session, await helps.get(session, subject.order_id), config)


async def _card(
    session: AsyncSession, order: HelpOrder, config: Config, *, to_the_end: bool = False
) -> list[Outgoing]:
    kind = await helps.kind(session, order.kind)
    with speaking(SOURCE):
        text = help_card.of_help(order, kind, config.zone)
        keyboard = help_buttons.for_help(order)
    card = Sending(
        method=SendMessage(chat_id=0, text=text, reply_markup=keyboard),
        card=help_card.help_key(order.id),
        to_the_end=to_the_end,
    )
    return await to_office(session, order.area_id, card, config)


async def to_office(
    session: AsyncSession, area_id: int, card: Sending, config: Config
) -> list[Outgoing]:
    """`card`, whose message names no chat yet, for the office around the area, else for admins."""
    assert isinstance(card.method, SendMessage)
    group = await office(session, await session.get_one(Area, area_id))
    if group is not None:
        method = card.method.model_copy(update={"chat_id": group.chat_id})
        sending = Sending(
            method=method, card=card.card, to_the_end=card.to_the_end, under_card=card.under_card
        )
        return list(outgoing(sending, group.chat_id, Urgency.CARD))
    with speaking(SOURCE):
        nobody = _("⚠️ 没有群可以接收这件事。请在工作群里发 /bind，绑定社区和用途。")
    return to_admins(f"{nobody}\n\n{card.method.text}", config)


Words = Callable[[str], str]
"""What was ordered, in the language that is spoken (HTML) → what is said (HTML)."""


async def _told(session: AsyncSession, order: HelpOrder, words: Words) -> list[Outgoing]:
    """For whoever ordered, in their language."""
    person = await people.get(session, order.person_id) if order.person_id else None
    if person is None or person.blocked_at is not None:
        return []
    kind = await helps.kind(session, order.kind)
    with speaking(person.language):
        message = SendMessage(chat_id=person.id, text=words(esc(kind.name(person.language))))
        return list(outgoing(message, person.id, Urgency.NOTICE))


async def arranged(session: AsyncSession, news: HelpArranged, _config: Config) -> list[Outgoing]:
    order = await helps.get(session, news.order_id)

    def words(kind: str) -> str:
        return _(
            "🛎 您订的“{kind}”安排好了：\n\n“{answer}”\n\n办好了，或者不用了，发 /helps 点一下。"
        ).format(kind=kind, answer=esc(order.answer))

    return await _told(session, order, words)


async def declined(session: AsyncSession, news: HelpDeclined, _config: Config) -> list[Outgoing]:
    order = await helps.get(session, news.order_id)

    def words(kind: str) -> str:
        return _(
            "抱歉，您订的“{kind}”社区办不了：\n\n“{answer}”\n\n"
            "有不清楚的，请打社区电话：发 /phone 查看。"
        ).format(kind=kind, answer=esc(order.answer))

    return await _told(session, order, words)


async def found(session: AsyncSession, news: HelperFound, config: Config) -> list[Outgoing]:
    """Who comes, by the name they chose to be called, and when."""
    order = await helps.get(session, news.order_id)
    claim = await session.get_one(TaskClaim, news.claim_id)
    task = await session.get_one(Task, claim.task_id)

    def words(kind: str) -> str:
        return _(
            "🤝 您订的“{kind}”有人来帮忙了：志愿者 <b>{name}</b>，{when} 来。\n"
            "帮好了，或者不用了，发 /helps 点一下。"
        ).format(kind=kind, name=esc(claim.person_name), when=when(task.starts_at, config.zone))

    return await _told(session, order, words)


async def gone(session: AsyncSession, news: HelperGone, _config: Config) -> list[Outgoing]:
    order = await helps.get(session, news.order_id)

    def words(kind: str) -> str:
        return _("您订的“{kind}”，原来的志愿者来不了，我们再找一位，找到了告诉您。").format(
            kind=kind
        )

    return await _told(session, order, words)


async def returned(session: AsyncSession, news: HelpReturned, config: Config) -> list[Outgoing]:
    """The office sees its card again, at the end of what was said; the resident is not left."""
    order = await helps.get(session, news.order_id)

    def words(kind: str) -> str:
        return _("您订的“{kind}”这次没有找到志愿者，社区再来安排，安排好了告诉您。").format(
            kind=kind
        )

    return [
        *await _card(session, order, config, to_the_end=True),
        *await _told(session, order, words),
    ]


async def withdrawn(session: AsyncSession, news: HelpWithdrawn, config: Config) -> list[Outgoing]:
    order = await helps.get(session, news.order_id)
    kind = await helps.kind(session, order.kind)
    with speaking(SOURCE):
        text = _("↩️ {name} 说不用了：{kind}。已经约好的，请跟对方说一声。").format(
            name=esc(order.person_name) or _("居民"), kind=esc(kind.name(SOURCE))
        )
    said = Sending(
        method=SendMessage(chat_id=0, text=text), under_card=help_card.help_key(order.id)
    )
    return await to_office(session, order.area_id, said, config)


Composer = Callable[[AsyncSession, Any, Config], Awaitable[list[Outgoing]]]

HEARD: Mapping[type[News], Composer] = {
    HelpArranged: arranged,
    HelpDeclined: declined,
    HelperFound: found,
    HelperGone: gone,
    HelpReturned: returned,
    HelpWithdrawn: withdrawn,
}
DRAWN: Mapping[type[Subject], Composer] = {HelpCard: drawn}
