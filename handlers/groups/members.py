"""Who belongs to a group: those who come, write in it, and leave."""

from datetime import datetime

from aiogram import F, Router
from aiogram.types import ChatMemberUpdated, Message, User
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.i18n import _
from handlers.common.saying import Say
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import handle_of, name_of
from services.groups import binding as groups
from services.groups import reach as group_reach
from services.groups.reach import Obstacle
from services.people import addresses
from storage.tables import Chat, Group

router = Router(name="members")


@router.message(F.new_chat_members)
async def joined(message: Message, talk: Talk) -> Reply:
    group = await groups.by_chat(talk.session, talk.chat)
    for user in message.new_chat_members or []:
        if group is not None and not user.is_bot:
            await _seen(talk.session, group, user, now=talk.now)
    return None


@router.message(F.new_chat_title)
async def renamed(message: Message, talk: Talk) -> Reply:
    group = await groups.by_chat(talk.session, talk.chat)
    if group is not None:
        await groups.renamed(talk.session, group, talk.chat_title)
    return None


@router.message(F.forum_topic_reopened)
async def topic_reopened(message: Message, talk: Talk) -> Reply:
    group = await groups.by_chat(talk.session, talk.chat)
    if group is not None and group.muted_at and group.topic_id == talk.topic_id:
        await group_reach.speaks_again(talk.session, group, now=talk.now)
    return None


@router.message(F.left_chat_member)
async def left(message: Message, talk: Talk) -> Reply:
    group, user = await groups.by_chat(talk.session, talk.chat), message.left_chat_member
    if group is not None and user is not None:
        await _left(talk.session, group, user, now=talk.now)
    return None


@router.my_chat_member(F.new_chat_member.status.in_({"left", "kicked"}))
@router.my_chat_member(F.new_chat_member.is_member.is_(False))
async def removed(
    event: ChatMemberUpdated, chat: Chat, session: AsyncSession, now: datetime
) -> Reply:
    await group_reach.lost(session, chat, now=now)
    return None


@router.my_chat_member(F.new_chat_member.can_send_messages.is_(False))
async def silenced(
    event: ChatMemberUpdated, chat: Chat, session: AsyncSession, now: datetime
) -> Reply:
    await group_reach.muted(session, chat, Obstacle.NOT_ALLOWED, now=now)
    return None


@router.my_chat_member()
async def may_write(
    event: ChatMemberUpdated, chat: Chat, session: AsyncSession, now: datetime
) -> Reply:
    """Added, let write again, or made an administrator."""
    group = await groups.by_chat(session, chat)
    if group is not None and group.muted_at is not None:
        await group_reach.speaks_again(session, group, now=now)
    if group is not None or event.old_chat_member.status not in ("left", "kicked"):
        return None
    text = _("大家好，我是近邻。请管理员在这里发 /bind，选好社区和用途，我就开始干活。")
    return Say(text)


@router.chat_member(F.new_chat_member.status.in_({"left", "kicked"}))
@router.chat_member(F.new_chat_member.is_member.is_(False))
async def gone(event: ChatMemberUpdated, chat: Chat, session: AsyncSession, now: datetime) -> Reply:
    """Large groups have no line that says who left; this comes where the bot administers them."""
    group = await groups.by_chat(session, chat)
    if group is not None:
        await _left(session, group, event.new_chat_member.user, now=now)
    return None


@router.chat_member(F.old_chat_member.status.in_({"left", "kicked"}))
async def came(event: ChatMemberUpdated, chat: Chat, session: AsyncSession, now: datetime) -> Reply:
    group, user = await groups.by_chat(session, chat), event.new_chat_member.user
    if group is not None and not user.is_bot:
        await _seen(session, group, user, now=now)
    return None


@router.message(F.migrate_to_chat_id)
async def became_supergroup(message: Message, talk: Talk) -> Reply:
    if message.migrate_to_chat_id:
        await groups.moved(talk.session, talk.chat, message.migrate_to_chat_id)
    return None


async def _seen(session: AsyncSession, group: Group, user: User, *, now: datetime) -> None:
    person_id = await addresses.met(session, handle_of(group.channel, user), now=now)
    await groups.saw(session, group, person_id, name_of(user), now=now)


async def _left(session: AsyncSession, group: Group, user: User, *, now: datetime) -> None:
    """Somebody whom we do not know had nothing in hand."""
    known = await addresses.behind(session, handle_of(group.channel, user))
    if known is not None:
        await groups.left(session, group, known.id, now=now)
