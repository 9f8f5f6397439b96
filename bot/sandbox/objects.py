"""Bot API objects, built with python-telegram-bot's types."""

import datetime
import inspect
from typing import Any

from telegram import (
    Chat,
    ChatMember,
    ChatMemberAdministrator,
    ChatMemberBanned,
    ChatMemberLeft,
    ChatMemberMember,
    ChatMemberOwner,
    ChatMemberRestricted,
    Message,
    TelegramObject,
    User,
)

_MESSAGE_FIELDS = tuple(
    name
    for name in inspect.signature(Message.__init__).parameters
    if name not in {"self", "api_kwargs"}
)
# The parts of a message that make up its content, as copying and forwarding take them along.
CONTENT_FIELDS = (
    "text",
    "entities",
    "caption",
    "caption_entities",
    "photo",
    "document",
    "voice",
    "video",
    "sticker",
    "location",
    "venue",
    "contact",
)
_SERVICE_FIELDS = (
    "new_chat_members",
    "left_chat_member",
    "new_chat_title",
    "forum_topic_created",
    "forum_topic_closed",
    "forum_topic_reopened",
    "group_chat_created",
    "supergroup_chat_created",
    "migrate_to_chat_id",
    "migrate_from_chat_id",
    "pinned_message",
)
# python-telegram-bot writes these into every message, Telegram only where they are true.
_NOT_WHEN_FALSE = (
    "channel_chat_created",
    "delete_chat_photo",
    "group_chat_created",
    "supergroup_chat_created",
)
_EPOCH = datetime.datetime.fromtimestamp(0, datetime.UTC)


def as_json(found: TelegramObject) -> dict[str, Any]:
    """As Telegram would write it."""
    return _tidied(found.to_dict())


def _tidied(written: dict[str, Any]) -> dict[str, Any]:
    for name in _NOT_WHEN_FALSE:
        if written.get(name) is False:
            del written[name]
    for value in written.values():
        if isinstance(value, dict):
            _tidied(value)
    return written


def changed(message: Message, **fields: Any) -> Message:
    """A copy with these fields set; messages themselves are immutable."""
    kept = {name: value for name in _MESSAGE_FIELDS if (value := getattr(message, name))}
    return Message(**(kept | fields))


def content(message: Message) -> dict[str, Any]:
    """What would be sent again if this message were copied."""
    return {name: value for name in CONTENT_FIELDS if (value := getattr(message, name))}


def is_service(message: Message) -> bool:
    """A line of the chat's own ("… joined"), not something somebody wrote."""
    return any(getattr(message, name) for name in _SERVICE_FIELDS)


def quoted(message: Message) -> Message:
    """As it appears in another message's reply_to_message: without a reply of its own."""
    return changed(message, reply_to_message=None) if message.reply_to_message else message


def in_topic(topic_id: int | None) -> dict[str, Any]:
    """Message's fields for a message in a topic of a forum."""
    return {"message_thread_id": topic_id, "is_topic_message": True} if topic_id else {}


def private_chat(user: User) -> Chat:
    return Chat(
        user.id,
        Chat.PRIVATE,
        first_name=user.first_name,
        last_name=user.last_name,
        username=user.username,
    )


def chat_member(user: User, status: str) -> ChatMember:
    """status: one of ChatMember's constants; administrators get every usual right."""
    match status:
        case ChatMember.OWNER:
            return ChatMemberOwner(user, is_anonymous=False)
        case ChatMember.ADMINISTRATOR:
            return _administrator(user)
        case ChatMember.MEMBER:
            return ChatMemberMember(user)
        case ChatMember.RESTRICTED:
            return _restricted(user)
        case ChatMember.BANNED:
            return ChatMemberBanned(user, until_date=_EPOCH)
        case _:
            return ChatMemberLeft(user)


def _restricted(user: User) -> ChatMember:
    """In the chat, and may only read."""
    return ChatMemberRestricted(
        user,
        is_member=True,
        can_change_info=False,
        can_invite_users=False,
        can_pin_messages=False,
        can_send_messages=False,
        can_send_polls=False,
        can_send_other_messages=False,
        can_add_web_page_previews=False,
        can_manage_topics=False,
        until_date=_EPOCH,
        can_send_audios=False,
        can_send_documents=False,
        can_send_photos=False,
        can_send_videos=False,
        can_send_video_notes=False,
        can_send_voice_notes=False,
        can_edit_tag=False,
        can_react_to_messages=False,
    )


def _administrator(user: User) -> ChatMember:
    return ChatMemberAdministrator(
        user,
        can_be_edited=False,
        is_anonymous=False,
        can_manage_chat=True,
        can_delete_messages=True,
        can_manage_video_chats=True,
        can_restrict_members=True,
        can_promote_members=False,
        can_change_info=True,
        can_invite_users=True,
        can_post_stories=False,
        can_edit_stories=False,
        can_delete_stories=False,
        can_pin_messages=True,
        can_manage_topics=False,
        # Of a newer Bot API than python-telegram-bot's; aiogram will not read it without.
        api_kwargs={"can_send_welcome_messages": False},
    )
