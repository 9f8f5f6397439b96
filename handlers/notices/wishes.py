"""What wishers, granters and the office hear of small wishes."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from aiogram.methods import SendMessage
from aiogram.types import InlineKeyboardMarkup
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.config import Config
from handlers.common.i18n import SOURCE, _, speaking
from handlers.common.sending import Sending, outgoing
from handlers.common.times import when
from handlers.common.words import esc
from handlers.notices.helps import to_office
from handlers.staff.volunteers import help_buttons, help_card
from handlers.wishes.buttons import for_granted
from services import areas, people, wishes
from services.news import News, Subject
from services.volunteering import volunteers
from services.wishes.news import (
    GranterFound,
    GranterGone,
    WishApproved,
    WishCard,
    WishDeclined,
    WishGranted,
    WishQuiet,
)
from storage.outbox import Outgoing, Urgency
from storage.tables import Area, TaskClaim

Words = Callable[[], str]
"""What is said (HTML), in the language that is then spoken."""
Keyboard = Callable[[], InlineKeyboardMarkup]


async def _told(
    session: AsyncSession, person_id: int | None, words: Words, keyboard: Keyboard | None = None
) -> list[Outgoing]:
    person = await people.get(session, person_id) if person_id else None
    if person is None or person.blocked_at is not None:
        return []
    with speaking(person.language):
        message = SendMessage(
            chat_id=person.id, text=words(), reply_markup=keyboard() if keyboard else None
        )
        return list(outgoing(message, person.id, Urgency.NOTICE))


async def drawn(session: AsyncSession, subject: WishCard, config: Config) -> list[Outgoing]:
    wish = await wishes.get(session, subject.wish_id)
    granter = await wishes.granter(session, wish.id)
    place = await areas.title(session, await session.get_one(Area, wish.area_id))
    with speaking(SOURCE):
        text = help_card.of_wish(wish, place, await _name_of(session, granter), config.zone)
        keyboard = help_buttons.for_wish(wish, has_granter=granter is not None)
    card = Sending(
        method=SendMessage(chat_id=0, text=text, reply_markup=keyboard),
        card=help_card.wish_key(wish.id),
    )
    return await to_office(session, wish.area_id, card, config)


async def _name_of(session: AsyncSession, person_id: int | None) -> str | None:
    volunteer = await volunteers.get(session, person_id) if person_id else None
    return volunteer.name if volunteer else None


async def approved(session: AsyncSession, news: WishApproved, _config: Config) -> list[Outgoing]:
    wish = await wishes.get(session, news.wish_id)
    return await _told(
        session,
        wish.person_id,
        lambda: _("🌟 您的心愿上墙了：“{text}”。有人来圆梦，马上告诉您。").format(
            text=esc(wish.text)
        ),
    )


async def declined(session: AsyncSession, news: WishDeclined, _config: Config) -> list[Outgoing]:
    wish = await wishes.get(session, news.wish_id)
    return await _told(
        session,
        wish.person_id,
        lambda: _("您的心愿“{text}”没能上墙：\n\n“{reason}”\n\n可以换一个再许，发 /wish。").format(
            text=esc(wish.text), reason=esc(wish.reason)
        ),
    )


async def found(session: AsyncSession, news: GranterFound, config: Config) -> list[Outgoing]:
    """The wisher hears who it is, the granter by when to be in touch."""
    wish = await wishes.get(session, news.wish_id)
    claim = await session.get_one(TaskClaim, news.claim_id)
    by = when(wish.contact_by, config.zone) if wish.contact_by else ""

    def keyboard() -> InlineKeyboardMarkup:
        return for_granted(wish.id)

    return [
        *await _told(
            session,
            wish.person_id,
            lambda: _(
                "🌟 有人来圆您的心愿了：志愿者 <b>{name}</b>，{by} 以前会跟您联系。\n"
                "心愿圆了，请点一下“已圆梦”。"
            ).format(name=esc(claim.person_name), by=by),
            keyboard,
        ),
        *await _told(
            session,
            claim.person_id,
            lambda: _(
                "🌟 谢谢您来圆梦：“{text}”。请在 {by} 以前联系许愿的人，约个时间；"
                "联系不上，请社区帮您约。\n心愿圆了，请点一下“已圆梦”。"
            ).format(text=esc(wish.text), by=by),
            keyboard,
        ),
    ]


async def gone(session: AsyncSession, news: GranterGone, _config: Config) -> list[Outgoing]:
    wish = await wishes.get(session, news.wish_id)
    return await _told(
        session,
        wish.person_id,
        lambda: _("认领您心愿的志愿者有事来不了，心愿又上墙了。有人来圆梦，马上告诉您。"),
    )


async def granted(session: AsyncSession, news: WishGranted, _config: Config) -> list[Outgoing]:
    """Whoever did not say so themselves."""
    wish = await wishes.get(session, news.wish_id)
    granter = await wishes.granter(session, wish.id)
    others = [person_id for person_id in (wish.person_id, granter) if person_id != news.by]
    return [
        message
        for person_id in others
        for message in await _told(
            session,
            person_id,
            lambda: _("🌟 心愿圆了：“{text}”。谢谢大家！").format(text=esc(wish.text)),
        )
    ]


async def quiet(session: AsyncSession, news: WishQuiet, config: Config) -> list[Outgoing]:
    """Under the office's card, and to the granter."""
    wish = await wishes.get(session, news.wish_id)
    with speaking(SOURCE):
        text = _("⏰ 认领七天了，还没有说圆梦。请问问两边；不成就点卡片上的“换人圆梦”。")
    said = Sending(method=SendMessage(chat_id=0, text=text), under_card=help_card.wish_key(wish.id))
    return [
        *await to_office(session, wish.area_id, said, config),
        *await _told(
            session,
            await wishes.granter(session, wish.id),
            lambda: _(
                "⏰ 您七天前认领了心愿：“{text}”。还没联系的话，请今天联系一下；"
                "圆了请点“已圆梦”；来不了请退出，让别人来。"
            ).format(text=esc(wish.text)),
            lambda: for_granted(wish.id),
        ),
    ]


Composer = Callable[[AsyncSession, Any, Config], Awaitable[list[Outgoing]]]

HEARD: Mapping[type[News], Composer] = {
    WishApproved: approved,
    WishDeclined: declined,
    GranterFound: found,
    GranterGone: gone,
    WishGranted: granted,
    WishQuiet: quiet,
}
DRAWN: Mapping[type[Subject], Composer] = {WishCard: drawn}
