"""Groups where more has changed than can be shown soon."""

from collections.abc import Iterable

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.sender.hooks import Hooks
from bot.sender.outcomes import Sent
from bot.sender.refusals import tell
from storage.keys import one_of
from storage.outbox import Urgency
from storage.outbox_rows import IS_WAITING, rows_where
from storage.tables import Chat, OutboxMessage


async def tell_of_crowds(
    session: AsyncSession, sent: Iterable[Sent], hooks: Hooks, a_minute: int
) -> None:
    """Have a digest told where more redraws wait than leave a group in `a_minute`.

    Asked when a redraw has left. What was told of leaves as room allows, after what was not.
    """
    groups = {
        each.row.chat
        for each in sent
        if each.row.chat.is_group and each.row.urgency in (Urgency.REDRAW, Urgency.LISTED)
    }
    if not groups:
        return
    place = (OutboxMessage.channel, OutboxMessage.chat_id)
    crowded = await session.execute(
        select(*place)
        .where(IS_WAITING, one_of(place, groups), OutboxMessage.urgency == int(Urgency.REDRAW))
        .group_by(*place)
        .having(func.count() > a_minute)
    )
    for channel, chat_id in crowded.all():
        await _tell_of(session, Chat(channel, chat_id), hooks)


async def _tell_of(session: AsyncSession, chat: Chat, hooks: Hooks) -> None:
    of_chat = (IS_WAITING, OutboxMessage.is_in(chat))
    redraws = OutboxMessage.urgency.in_((int(Urgency.REDRAW), int(Urgency.LISTED)))
    waiting = await rows_where(session, *of_chat, redraws)
    await tell(session, hooks.crowded(session, chat, waiting))
    await session.execute(
        update(OutboxMessage)
        .where(*of_chat, OutboxMessage.urgency == int(Urgency.REDRAW))
        .values(urgency=int(Urgency.LISTED)),
        execution_options={"synchronize_session": False},
    )
