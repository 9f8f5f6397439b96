"""The group chats in which staff work: binding them, losing them, following them."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, exists, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from services import rows
from services.groups import known
from services.news import draw
from services.tickets.recording import TicketCard
from services.tickets.rehoming import (
    give_back_all,
    hand_parts_on,
    held_by,
    homeless,
    send_home,
    show_parts,
)
from storage import held
from storage.clean_text import one_line
from storage.outbox import move_chat, move_to_topic
from storage.remembered import remembered
from storage.tables import Chat, Conversation, Group, GroupMember, MessageLink, Purpose, SilentLevel

NAME_LIMIT = 140
TITLE_LIMIT = 255
"""The columns' lengths; messengers allow less."""


async def bind(
    session: AsyncSession,
    *,
    chat: Chat,
    topic_id: int | None = None,
    title: str,
    area_id: int,
    purpose: Purpose,
    by: int | None,
    now: datetime,
) -> Group:
    """绑定: the chat serves `area_id` for `purpose` from now on.

    It takes the place of the group that did so before; bound again, a chat changes what it is
    for. Tickets without a living group come to it where the routing says so, and those of a chat
    that serves another area now go where they belong; each gets a REASSIGNED line.
    """
    before = await session.scalar(select(Group.topic_id).where(Group.is_in(chat)))
    group = await _upsert(
        session,
        chat=chat,
        topic_id=topic_id,
        title=title,
        area_id=area_id,
        purpose=purpose,
        by=by,
        now=now,
    )
    await held.release(session, chat, now)
    await session.execute(delete(SilentLevel).where(SilentLevel.area_id == area_id))
    if before != topic_id:
        await move_to_topic(session, chat, topic_id)
        for ticket in await held_by(session, group):
            draw(session, TicketCard(ticket))
    for older in await _replaced_by(session, group, now):
        await held.forget(session, older.chat)
        for ticket in await held_by(session, older):
            await send_home(session, ticket.id, group, now=now)
        await hand_parts_on(session, older, group, now=now)
    for ticket in await homeless(session, group):
        await send_home(session, ticket.id, now=now)
    await show_parts(session, group)
    return group


async def get(session: AsyncSession, group_id: int) -> Group | None:
    return await known.get(session, group_id)


async def by_chat(session: AsyncSession, chat: Chat) -> Group | None:
    """The group bound to this chat; None when there is none or it was lost."""
    found: Group | None = await session.scalar(
        select(Group).where(Group.is_in(chat), Group.lost_at.is_(None)),
        # What waits to be written is about what goes on in a group, not about which it is.
        execution_options={"autoflush": False},
    )
    return found


async def title_of(session: AsyncSession, chat: Chat) -> str | None:
    """As the messenger showed it last, also of a group that is lost; None of other chats."""
    title: str | None = await session.scalar(select(Group.title).where(Group.is_in(chat)))
    return title


@remembered(Group)
async def topics(session: AsyncSession) -> Mapping[Chat, int]:
    """The topics that bound groups have, by chat."""
    living = [each for each in (await known.every(session)).values() if each.lost_at is None]
    return {each.chat: each.topic_id for each in living if each.topic_id is not None}


async def renamed(session: AsyncSession, group: Group, title: str) -> None:
    """The group is called `title` now, wherever people read of it."""
    called = one_line(title)[:TITLE_LIMIT]
    if called and group.title != called:
        group.title = called
        session.add(group)


async def saw(
    session: AsyncSession,
    group: Group,
    person_id: int,
    name: str,
    *,
    now: datetime,
    is_back: bool = True,
) -> None:
    """Somebody acted in the group, so they are a member of it.

    Without `is_back`, who left it stays out: where a group can be read by everybody, those who are
    no members press its buttons all the same.
    """
    dialect = session.get_bind().dialect.name
    statement = (sqlite_insert if dialect == "sqlite" else postgresql_insert)(GroupMember).values(
        group_id=group.id, person_id=person_id, name=one_line(name)[:NAME_LIMIT], seen_at=now
    )
    newer = statement.excluded
    seen = {"name": newer.name, "seen_at": newer.seen_at}
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=["group_id", "person_id"],
            set_=seen | {"left_at": None} if is_back else seen,
        ),
        execution_options={"autoflush": False},
    )


async def name_in(session: AsyncSession, group_id: int, person_id: int) -> str | None:
    """How somebody who was seen in the group is called there; None for others."""
    member = await session.get(GroupMember, (group_id, person_id))
    return member.name if member else None


async def left(session: AsyncSession, group: Group, person_id: int, *, now: datetime) -> None:
    """Somebody left the group and does not act for it any more; a colleague takes over."""
    await give_back_all(session, person_id, group, now=now)
    await session.execute(
        update(GroupMember)
        .where(GroupMember.group_id == group.id, GroupMember.person_id == person_id)
        .values(left_at=now)
    )


async def moved(session: AsyncSession, old: Chat, new_chat_id: int) -> None:
    """The group became a supergroup with another chat id; told twice, nothing more happens.

    What has yet to be sent goes to the new chat, and so do conversations. Messages are numbered
    from the beginning there and cannot be edited across: what replies refer to is forgotten, and
    the cards of what is in work are posted again. Where
    somebody has already bound the new chat, both bindings stay: nothing can be sent to the old
    chat, which is how it will be found lost.
    """
    new = Chat(old.channel, new_chat_id)
    bound = aliased(Group)
    group = await rows.change(
        session, Group, Group.is_in(old), ~exists().where(bound.is_in(new)), chat_id=new.id
    )
    await move_chat(session, old, new)
    there = select(Conversation.person_id).where(Conversation.is_in(new))
    of_old = Conversation.is_in(old)
    await session.execute(delete(Conversation).where(of_old, Conversation.person_id.in_(there)))
    await session.execute(update(Conversation).where(of_old).values(chat_id=new.id))
    await session.execute(delete(MessageLink).where(MessageLink.is_in(old)))
    for ticket in await held_by(session, group) if group else []:
        draw(session, TicketCard(ticket))


async def _upsert(
    session: AsyncSession,
    *,
    chat: Chat,
    topic_id: int | None,
    title: str,
    area_id: int,
    purpose: Purpose,
    by: int | None,
    now: datetime,
) -> Group:
    dialect = session.get_bind().dialect.name
    values = {
        "topic_id": topic_id,
        "title": one_line(title)[:TITLE_LIMIT],
        "area_id": area_id,
        "purpose": purpose,
        "bound_by": by,
        "bound_at": now,
        "lost_at": None,
        "muted_at": None,
    }
    statement = (sqlite_insert if dialect == "sqlite" else postgresql_insert)(Group)
    bound = await session.scalars(
        statement.values(channel=chat.channel, chat_id=chat.id, **values)
        .on_conflict_do_update(index_elements=["channel", "chat_id"], set_=values)
        .returning(Group),
        execution_options={"populate_existing": True},
    )
    return bound.one()


async def _replaced_by(session: AsyncSession, group: Group, now: datetime) -> list[Group]:
    """Mark what served the same area and purpose before as lost."""
    return await rows.change_all(
        session,
        Group,
        Group.area_id == group.area_id,
        Group.purpose == group.purpose,
        Group.id != group.id,
        Group.lost_at.is_(None),
        lost_at=now,
    )
