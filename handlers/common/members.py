"""Who acts for a group: those who press or write in it."""

from typing import Any

from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message

from handlers.common.talk import Acting, Talk
from services.groups import binding as groups
from services.groups.authority import is_member
from services.people import addresses
from services.tickets import Member
from storage.tables import Group, Purpose


class InBoundGroup(Filter):
    """The chat is bound, for whatever. Hands over `member` and its `group`."""

    async def __call__(self, event: Message | CallbackQuery, talk: Talk) -> dict[str, Any] | bool:
        return await InGroupFor(*Purpose)(event, talk)


class InGroupFor(Filter):
    """The chat is bound for one of these purposes. Hands over `member` and its `group`.

    A messenger lets only members write; to press, it is enough to see the group. So a tap in a
    public one counts only from somebody who was seen to write or to be there.
    """

    def __init__(self, *purposes: Purpose) -> None:
        self.purposes = purposes

    async def __call__(self, event: Message | CallbackQuery, talk: Talk) -> dict[str, Any] | bool:
        group = await groups.by_chat(talk.session, talk.chat)
        if group is None or group.purpose not in self.purposes:
            return False
        writes = isinstance(event, Message)
        if (
            not writes
            and _is_public(event)
            and not await is_member(talk.session, group, talk.user_id)
        ):
            return False
        await addresses.keep(talk.session, talk.user_id, now=talk.now)
        await groups.saw(talk.session, group, talk.user_id, talk.name, now=talk.now, is_back=writes)
        await groups.renamed(talk.session, group, talk.chat_title)
        talk.acting = Acting(Member(talk.user_id, talk.name, group.id), group)
        return {"member": talk.member, "group": group}


async def group_acted_in(message: Message, talk: Talk) -> Group | None:
    """The bound group in which somebody wrote to us, a member of it from then on."""
    return talk.group if await InBoundGroup()(message, talk) else None


def _is_public(event: Message | CallbackQuery) -> bool:
    """Whether everybody can find and read the group."""
    chat = event.chat if isinstance(event, Message) else event.message and event.message.chat
    return bool(chat and chat.username)
