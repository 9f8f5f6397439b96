"""The Bot API's methods: what each is called on the wire, and the function that does it.

A function takes the World and the call's Params, and returns something JSON-able; it refuses by
BotApiError. https://core.telegram.org/bots/api#available-methods
"""

from collections.abc import Callable, Mapping
from typing import Any

from bot.sandbox.methods import (
    albums,
    callbacks,
    chats,
    commands,
    copies,
    edits,
    media,
    messages,
    pins,
    updates,
)

_METHODS: Mapping[str, Callable[..., Any]] = {
    "getMe": chats.get_me,
    "getUpdates": updates.get_updates,
    "setWebhook": updates.set_webhook,
    "deleteWebhook": updates.delete_webhook,
    "getWebhookInfo": updates.get_webhook_info,
    "sendMessage": messages.send_message,
    "sendLocation": messages.send_location,
    "sendVenue": messages.send_venue,
    "sendContact": messages.send_contact,
    "sendChatAction": messages.send_chat_action,
    "deleteMessage": messages.delete_message,
    "deleteMessages": messages.delete_messages,
    "sendPhoto": media.send_photo,
    "sendDocument": media.send_document,
    "sendVoice": media.send_voice,
    "sendVideo": media.send_video,
    "sendSticker": media.send_sticker,
    "getFile": media.get_file,
    "sendMediaGroup": albums.send_media_group,
    "forwardMessage": copies.forward_message,
    "copyMessage": copies.copy_message,
    "editMessageText": edits.edit_message_text,
    "editMessageCaption": edits.edit_message_caption,
    "editMessageMedia": edits.edit_message_media,
    "editMessageReplyMarkup": edits.edit_message_reply_markup,
    "answerCallbackQuery": callbacks.answer_callback_query,
    "pinChatMessage": pins.pin_chat_message,
    "unpinChatMessage": pins.unpin_chat_message,
    "unpinAllChatMessages": pins.unpin_all_chat_messages,
    "getChat": chats.get_chat,
    "getChatMember": chats.get_chat_member,
    "getChatMemberCount": chats.get_chat_member_count,
    "getChatAdministrators": chats.get_chat_administrators,
    "leaveChat": chats.leave_chat,
    "setMyCommands": commands.set_my_commands,
    "getMyCommands": commands.get_my_commands,
    "deleteMyCommands": commands.delete_my_commands,
}

# Telegram does not mind how a method's name is capitalised.
METHODS = {name.lower(): function for name, function in _METHODS.items()}
