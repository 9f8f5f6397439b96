"""The bot itself, chats and their members."""

from typing import TYPE_CHECKING, Any

from telegram import AcceptedGiftTypes, ChatFullInfo, User

from bot.sandbox.errors import bad_request
from bot.sandbox.methods.targets import known_room, open_room
from bot.sandbox.objects import as_json, chat_member
from bot.sandbox.params import Params

if TYPE_CHECKING:
    from bot.sandbox.world import World


def get_me(world: "World", _: Params) -> Any:
    me = User(
        world.bot.id,
        world.bot.first_name,
        is_bot=True,
        username=world.bot.username,
        can_join_groups=True,
        can_read_all_group_messages=not world.privacy_mode,
        supports_inline_queries=False,
        can_connect_to_business=False,
        has_main_web_app=False,
    )
    return me.to_dict()


def get_chat(world: "World", p: Params) -> Any:
    """Of people also when they blocked the bot; of groups only while it is in them."""
    room = known_room(world, p)
    if not room.private:
        room = open_room(world, p)
    pinned = room.messages[room.pinned[0]] if room.pinned else None
    no_gifts = AcceptedGiftTypes(
        unlimited_gifts=False,
        limited_gifts=False,
        unique_gifts=False,
        premium_subscription=False,
        gifts_from_channels=False,
    )
    info = ChatFullInfo(
        room.id,
        room.chat.type,
        accent_color_id=0,
        max_reaction_count=11,
        accepted_gift_types=no_gifts,
        title=room.chat.title,
        username=room.chat.username,
        first_name=room.chat.first_name,
        last_name=room.chat.last_name,
        pinned_message=pinned,
    )
    return as_json(info)


def get_chat_member(world: "World", p: Params) -> Any:
    room = known_room(world, p)
    user_id = p.integer("user_id")
    if user_id not in world.users and user_id != world.bot.id:
        raise bad_request("user not found" if user_id else "invalid user_id specified")
    return chat_member(world.account(user_id), room.status(user_id)).to_dict()


def get_chat_member_count(world: "World", p: Params) -> int:
    return len(list(open_room(world, p).people()))


def get_chat_administrators(world: "World", p: Params) -> Any:
    """All administrators but other bots; the bot itself is among them if it is one."""
    room = open_room(world, p)
    if room.private:
        raise bad_request("there are no administrators in the private chat")
    administrators = (user_id for user_id in room.members if room.administers(user_id))
    return [
        chat_member(world.account(user_id), room.status(user_id)).to_dict()
        for user_id in administrators
    ]


def leave_chat(world: "World", p: Params) -> bool:
    room = open_room(world, p)
    if room.private:
        raise bad_request("chat member status can't be changed in private chats")
    world.bot_leaves(room)
    return True
