"""Binding groups that nobody can write in: WECOM_WEBHOOKS says whom each serves."""

import logging
from collections.abc import Mapping

from pydantic import SecretStr
from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.group_webhook.account import chat_name
from bot.work import Work
from handlers.common.i18n import SOURCE, speaking
from handlers.common.labels import purpose_name
from services import areas
from services.groups import binding, reach
from services.people import named_chats
from storage.tables import Channel, Chat, Group, Purpose

log = logging.getLogger(__name__)


async def bind_groups(work: Work, webhooks: Mapping[str, SecretStr]) -> None:
    """Each key is bound once: where another group took the place since, that one stays.

    Groups whose keys are not there any more are lost.
    """
    chats = {}
    for serves, key in webhooks.items():
        name = chat_name(serves, key.get_secret_value())
        chat = await named_chats.chat_of(
            work.database, Channel.WECOM_WEBHOOK, name, is_group=True, now=work.clock()
        )
        chats[chat] = serves
    async with work.unit() as unit:
        for group in await _living(unit.session):
            if group.chat not in chats:
                await reach.lost(unit.session, group.chat, now=unit.now)
        for chat, serves in chats.items():
            if not await _was_bound(unit.session, chat):
                await _bind(unit.session, chat, serves, work)


async def _living(session: AsyncSession) -> list[Group]:
    ours = (Group.channel == Channel.WECOM_WEBHOOK, Group.lost_at.is_(None))
    return list(await session.scalars(select(Group).where(*ours)))


async def _was_bound(session: AsyncSession, chat: Chat) -> bool:
    return bool(await session.scalar(select(exists().where(Group.is_in(chat)))))


async def _bind(session: AsyncSession, chat: Chat, serves: str, work: Work) -> None:
    code, _slash, called = serves.partition("/")
    area, purpose = await areas.by_code(session, code), Purpose(called)
    if area is None:
        log.error("WECOM_WEBHOOKS: there is no area %s; its group is not bound", code)
        return
    with speaking(SOURCE):
        title = f"{area.name}{purpose_name(purpose)}"
    await binding.bind(
        session,
        chat=chat,
        title=title,
        area_id=area.id,
        purpose=purpose,
        by=None,
        now=work.clock(),
    )
    log.info("bound: %s", serves)
