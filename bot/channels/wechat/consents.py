"""What people agreed to be sent (订阅通知), each time for one message or for as long as they like.

They agree on a page or in an article, not in the chat; WeChat tells us of it by events.
"""

from datetime import UTC, datetime

from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.wechat.notice_events import Consent
from services.rows import add_missing
from storage.tables import Chat, NoticeConsent, NoticeWay

_NEVER = datetime.min.replace(tzinfo=UTC)


async def changed(session: AsyncSession, chat: Chat, consent: Consent, at: datetime) -> None:
    """They agreed, refused or took it back at that moment, by WeChat's clock. Told of it again it
    changes nothing. To refuse one more takes nothing back of what was agreed before."""
    row = await _row(session, chat, consent.template_id)
    if row is None:
        new = {"channel": chat.channel, "chat_id": chat.id, "template_id": consent.template_id}
        await add_missing(session, NoticeConsent, [new | {"left": 0, "changed_at": _NEVER}])
        row = await _row(session, chat, consent.template_id)
    assert row is not None
    if at <= row.changed_at:
        return
    row.changed_at = at
    if consent.agreed:
        row.left += 1
    elif consent.taken_back:
        row.left = 0


async def take(session: AsyncSession, chat: Chat, template_id: str, way: NoticeWay) -> bool:
    """Whether they may be sent one, which is counted before it is."""
    row = await _row(session, chat, template_id)
    if row is None or not row.left:
        return False
    if way is NoticeWay.ONCE:
        row.left -= 1
    return True


async def give_back(session: AsyncSession, chat: Chat, template_id: str, way: NoticeWay) -> None:
    """WeChat said that it did not send it."""
    row = await _row(session, chat, template_id)
    if row is not None and way is NoticeWay.ONCE:
        row.left += 1


async def gone(session: AsyncSession, chat: Chat, template_id: str) -> None:
    """WeChat says that they do not agree, whatever we counted (43101)."""
    of_template = NoticeConsent.is_in(chat), NoticeConsent.template_id == template_id
    await session.execute(update(NoticeConsent).where(*of_template).values(left=0))


async def forget(session: AsyncSession, chat: Chat) -> None:
    """They follow no more: nothing of it counts."""
    await session.execute(delete(NoticeConsent).where(NoticeConsent.is_in(chat)))


async def _row(session: AsyncSession, chat: Chat, template_id: str) -> NoticeConsent | None:
    key = (chat.channel, chat.id, template_id)
    return await session.get(NoticeConsent, key, with_for_update=True)
