"""From an outbox row back to an aiogram method."""

from collections.abc import Mapping
from typing import Any

from aiogram import methods
from aiogram.methods import (
    EditMessageCaption,
    EditMessageText,
    SendAnimation,
    SendAudio,
    SendDocument,
    SendMessage,
    SendPhoto,
    SendVideo,
    SendVoice,
    TelegramMethod,
)
from aiogram.types import BufferedInputFile, InlineKeyboardMarkup, ReplyParameters
from pydantic import ValidationError

from storage.media import filled_in, ids_in
from storage.outbox import file_of
from storage.outbox_rows import OutboxRow

Call = TelegramMethod[Any]

_CAPTIONED = (SendAnimation, SendAudio, SendDocument, SendPhoto, SendVideo, SendVoice)


def _methods_by_name() -> dict[str, type[Call]]:
    exported: list[Any] = [getattr(methods, name) for name in methods.__all__]
    return {each.__api_method__: each for each in exported if "__returning__" in vars(each)}


_METHODS = _methods_by_name()


class UnsendableError(Exception):
    """The row is no Bot API call and never will be. Its text names fields, never their values."""


def rebuild(row: OutboxRow, names: Mapping[str, str]) -> Call:
    """The call that `row` holds, to the chat the row names: a group's id may have changed since.

    `names` are what the channel calls the files it sends, by our ids. Raises `UnsendableError`
    for a file that has none, and a method or parameters aiogram does not know.
    """
    method = _METHODS.get(row.method)
    if method is None:
        raise UnsendableError("no such method")
    if not ids_in(row.params) <= names.keys():
        raise UnsendableError("a file is gone")
    params = {name: _file(value) for name, value in filled_in(row.params, names).items()}
    if "chat_id" in method.model_fields:
        params["chat_id"] = row.chat_id
    try:
        return method.model_validate(params)
    except ValidationError as error:
        places = {".".join(map(str, each["loc"])) for each in error.errors(include_input=False)}
        raise UnsendableError(f"parameters do not fit: {', '.join(sorted(places))}") from None


def _file(param: Any) -> Any:
    """`param`, or the file it stands for."""
    file = file_of(param)
    return BufferedInputFile(file[1], filename=file[0]) if file else param


def as_reply(call: Call, message_id: int) -> Call:
    """`call` as a reply to that message, sent all the same if the message is gone."""
    reply = ReplyParameters(message_id=message_id, allow_sending_without_reply=True)
    return call.model_copy(update={"reply_parameters": reply})


def as_edit(post: Call, message_id: int) -> Call | None:
    """The edit that makes an earlier message look like `post`; None where the Bot API has none."""
    markup = getattr(post, "reply_markup", None)
    if markup is not None and not isinstance(markup, InlineKeyboardMarkup):
        return None
    if isinstance(post, SendMessage):
        return EditMessageText(**_shared(post, EditMessageText), message_id=message_id)
    if isinstance(post, _CAPTIONED):
        return EditMessageCaption(**_shared(post, EditMessageCaption), message_id=message_id)
    return None


def as_post(edit: OutboxRow) -> dict[str, Any]:
    """Parameters of the sendMessage that says what this editMessageText was to say."""
    return {name: value for name, value in edit.params.items() if name in SendMessage.model_fields}


def messages_in(row: OutboxRow) -> int:
    """How many messages Telegram counts for it: every picture of an album is one."""
    media = row.params.get("media")
    return max(1, len(media)) if isinstance(media, list) else 1


def _shared(source: Call, target: type[Call]) -> dict[str, Any]:
    return {
        name: getattr(source, name)
        for name in type(source).model_fields
        if name in target.model_fields and getattr(source, name) is not None
    }
