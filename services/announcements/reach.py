"""To whom announcements, their corrections and their recalls go, as broadcasts ask for it."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services import broadcasts, rows
from services.broadcasts import Progress
from services.people.subscriptions import wants
from storage.links import latest_about
from storage.media import Attachment
from storage.outbox import standing_among
from storage.tables import (
    Announcement,
    AnnouncementState,
    BroadcastRecipient,
    Chat,
    Media,
    Person,
    RecipientState,
    Topic,
)


def asked_topic(topic: Topic, *, urgent: bool) -> Topic:
    """Whose subscribers get it: what is urgent concerns everybody's safety."""
    return Topic.SAFETY if urgent else topic


async def wanted(
    session: AsyncSession,
    announcement_id: int,
    person_ids: Sequence[int],
    now: datetime,  # noqa: ARG001
) -> Collection[int]:
    """Those who still want announcements of its topic."""
    found = await rows.current(session, Announcement, announcement_id)
    if found.state is not AnnouncementState.STANDING:
        return ()
    topic = asked_topic(found.topic, urgent=found.urgent)
    wanting = await session.scalars(
        select(Person.id).where(Person.id.in_(person_ids), wants(Person.id, topic))
    )
    return set(wanting)


async def everybody(
    session: AsyncSession,  # noqa: ARG001
    announcement_id: int,  # noqa: ARG001
    person_ids: Sequence[int],
    now: datetime,  # noqa: ARG001
) -> Collection[int]:
    """A correction and a recall are for all who have it, wanted or not."""
    return person_ids


async def who_have_it(
    session: AsyncSession,
    announcement_id: int,
    /,
    *,
    after: int,
    limit: int,
    now: datetime,  # noqa: ARG001
) -> Sequence[int]:
    """The next `limit` who were sent it, or may have been, in the order of their ids."""
    found = await rows.current(session, Announcement, announcement_id)
    have_it = await session.scalars(
        select(BroadcastRecipient.person_id)
        .where(
            BroadcastRecipient.broadcast_id == found.broadcast_id,
            BroadcastRecipient.person_id > after,
            BroadcastRecipient.state.in_((RecipientState.PROMISED, RecipientState.DELIVERED)),
        )
        .order_by(BroadcastRecipient.person_id)
        .limit(limit)
    )
    return have_it.all()


async def beside(session: AsyncSession, announcement: Announcement) -> list[Attachment]:
    """The picture or file that goes with it."""
    file = await session.get(Media, announcement.media_id) if announcement.media_id else None
    return [Attachment(file.kind, file.id)] if file else []


async def had_it_since(
    session: AsyncSession, announcement_id: int, person_ids: Collection[int]
) -> dict[int, datetime]:
    """When it was sent to these people, by person."""
    found = await rows.current(session, Announcement, announcement_id)
    sent = await session.execute(
        select(BroadcastRecipient.person_id, BroadcastRecipient.promised_at).where(
            BroadcastRecipient.broadcast_id == found.broadcast_id,
            BroadcastRecipient.person_id.in_(person_ids),
            BroadcastRecipient.promised_at.is_not(None),
        )
    )
    return {person_id: at for person_id, at in sent if at is not None}


async def messages_in(
    session: AsyncSession, chats: Sequence[Chat], key: str, *, with_file: bool
) -> dict[Chat, list[int]]:
    """The messages that are the announcement in these chats: its card, and the file with it."""
    standing = await standing_among(session, [(chat, key) for chat in chats])
    found = {chat: [message_id] for (chat, _key), message_id in standing.items()}
    for chat in found if with_file else ():
        if (file := await latest_about(session, chat, key)) is not None:
            found[chat].append(file)
    return found


async def progress(
    session: AsyncSession, announcement: Announcement, *, now: datetime
) -> Progress | None:
    """How far it is; None before its time, and where it was never sent."""
    if announcement.broadcast_id is None or announcement.starts_at > now:
        return None
    return await broadcasts.progress(session, announcement.broadcast_id, now=now)
