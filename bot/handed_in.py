"""Files for what somebody is asked in a group, where files reach us in the single chat alone."""

from dataclasses import replace

from aiogram.fsm.context import FSMContext

from bot import replies
from bot.channels.capabilities import capabilities_of
from handlers.common.i18n import _
from handlers.common.said import hold_files
from handlers.common.saying import Say
from handlers.common.talk import Talk
from handlers.common.words import esc
from services.groups import authority
from storage.tables import Purpose


async def for_group(talk: Talk) -> Say | None:
    """Have what came wait for the words that its sender is asked for in their group.

    None where they are asked for nothing that takes files, or are in the middle of something here.
    """
    if talk.chat.is_group or capabilities_of(talk.channel).group_files or not talk.brings_files:
        return None
    if await talk.state.get_state() is not None:
        return None
    group = await authority.last_seen_in(talk.session, talk.user_id, [*Purpose])
    if group is None or group.channel != talk.channel:
        return None
    key = replace(talk.state.key, chat_id=group.chat_id)
    there = FSMContext(storage=talk.state.storage, key=key)
    data = await there.get_data()
    prompt = replies.expected_with_files(data, talk.now)
    if prompt is None:
        return None
    held = hold_files(data, prompt, talk.attachments)
    replies.expect_on(data, prompt, talk.now, takes_files=True)
    await there.set_data(data)
    text = _("照片等 {count} 个收到了。请回到“{group}”，@ 我写几个字说明，就一起发出去。")
    return talk.say(text.format(count=held, group=esc(group.title)))
