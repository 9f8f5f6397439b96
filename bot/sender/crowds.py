"""Groups where more has changed than can be shown soon."""

from collections.abc import Iterable

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.sender.hooks import Hooks
from bot.sender.limits import GROUP_A_MINUTE
from bot.sender.outcomes import Sent
from bot.sender.queue import IS_WAITING
from bot.sender.refusals import tell
from storage.outbox import Urgency
from storage.tables import OutboxMessage


async def tell_of_crowds(session: AsyncSession, sent: Iterable[Sent], hooks: Hooks) -> None:
    """Have a digest told where more redraws wait than leave a group in a minute.

    Asked when a redraw has left. What was told of leaves as room allows, after what was not.
    """
    groups = {
        each.row.chat_id
        for each in sent
        if each.row.chat_id < 0 and each.row.urgency in (Urgency.REDRAW, Urgency.LISTED)
    }
    if not groups:
        return
    of_groups = (IS_WAITING, OutboxMessage.chat_id.in_(groups))
    crowded = await session.scalars(
        select(OutboxMessage.chat_id)
        .where(*of_groups, OutboxMessage.urgency == int(Urgency.REDRAW))
        .group_by(OutboxMessage.chat_id)
        .having(func.count() > GROUP_A_MINUTE)
    )
    for chat_id in crowded.all():
        await _tell_of(session, chat_id, hooks)


async def _tell_of(session: AsyncSession, chat_id: int, hooks: Hooks) -> None:
    of_chat = (IS_WAITING, OutboxMessage.chat_id == chat_id)
    waiting = await session.scalars(
        select(OutboxMessage)
        .where(*of_chat, OutboxMessage.urgency.in_((int(Urgency.REDRAW), int(Urgency.LISTED))))
        .order_by(OutboxMessage.id)
    )
    await tell(session, hooks.crowded(session, chat_id, waiting.all()))
    await session.execute(
        update(OutboxMessage)
        .where(*of_chat, OutboxMessage.urgency == int(Urgency.REDRAW))
        .values(urgency=int(Urgency.LISTED)),
        execution_options={"synchronize_session": False},
    )
