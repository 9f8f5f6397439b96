"""From an outbox row to a Bot API call, with the parameters as they stand in the row.

They are serialised once, when they leave. aiogram's models say only which parameters a method has.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from aiogram import methods
from aiogram.client.default import Default
from aiogram.methods import TelegramMethod
from aiogram.types import BufferedInputFile

from bot.media.store import Name
from storage.media import filled_in, ids_in
from storage.outbox import file_of
from storage.outbox_rows import OutboxRow

_CAPTIONED = ("sendAnimation", "sendAudio", "sendDocument", "sendPhoto", "sendVideo", "sendVoice")
_CAPTION = {"parse_mode": Default("parse_mode")}


def _methods_by_name() -> dict[str, type[TelegramMethod[Any]]]:
    exported: list[Any] = [getattr(methods, name) for name in methods.__all__]
    return {each.__api_method__: each for each in exported if "__returning__" in vars(each)}


_METHODS = _methods_by_name()


class UnsendableError(Exception):
    """The row is no Bot API call and never will be. Its text names parameters, not their values."""


@dataclass(frozen=True, slots=True)
class Call:
    """A method of the Bot API and its parameters: what is plain JSON, and files."""

    method: str
    params: dict[str, Any]

    def has(self, parameter: str) -> bool:
        """Whether the method knows such a parameter."""
        return parameter in _METHODS[self.method].model_fields

    def written(self) -> TelegramMethod[Any]:
        """For aiogram's bot; what it returns is the Bot API's JSON."""
        values: dict[str, Any] = _defaults(self.method) | self.params
        return _kind(self.method).model_construct(None, **values)


@cache
def _kind(method: str) -> type[TelegramMethod[Any]]:
    """A method without fields: what it is given is taken as it is."""
    names = {"__api_method__": method, "__returning__": Any, "__module__": __name__}
    return type(method, (TelegramMethod,), names)


@cache
def _defaults(method: str) -> dict[str, Default]:
    """What the bot's own defaults fill in."""
    fields = _METHODS[method].model_fields.items()
    return {name: field.default for name, field in fields if isinstance(field.default, Default)}


@cache
def _needed(method: str) -> frozenset[str]:
    fields = _METHODS[method].model_fields.items()
    return frozenset(name for name, field in fields if field.is_required())


def rebuild(row: OutboxRow, names: Mapping[str, Name]) -> Call:
    """The call that `row` holds, to the chat the row names: a group's id may have changed since.

    `names` are what the channel calls the files it sends, by our ids. Raises `UnsendableError`
    for a file that has none, for a method aiogram does not know or that lacks what it needs.
    """
    if row.method not in _METHODS:
        raise UnsendableError("no such method")
    if not ids_in(row.params) <= names.keys():
        raise UnsendableError("a file is gone")
    params = {name: _file(value) for name, value in filled_in(row.params, names).items()}
    if isinstance(media := params.get("media"), list):
        params["media"] = [_CAPTION | each for each in media]
    call = Call(row.method, params)
    if call.has("chat_id"):
        params["chat_id"] = row.chat_id
    if missing := _needed(row.method) - params.keys():
        raise UnsendableError(f"without {', '.join(sorted(missing))}")
    return call


def _file(param: Any) -> Any:
    """`param`, or the file it stands for."""
    file = file_of(param)
    return BufferedInputFile(file[1], filename=file[0]) if file else param


def as_reply(call: Call, message_id: int) -> Call:
    """`call` as a reply to that message, sent all the same if the message is gone."""
    reply = {"message_id": message_id, "allow_sending_without_reply": True}
    return Call(call.method, call.params | {"reply_parameters": reply})


def as_edit(post: Call, message_id: int) -> Call | None:
    """The edit that makes an earlier message look like `post`; None where the Bot API has none."""
    if "inline_keyboard" not in post.params.get("reply_markup", {"inline_keyboard": []}):
        return None
    if post.method == "sendMessage":
        return _edit("editMessageText", post, message_id)
    if post.method in _CAPTIONED:
        return _edit("editMessageCaption", post, message_id)
    return None


def _edit(method: str, post: Call, message_id: int) -> Call:
    shared = {name: value for name, value in post.params.items() if Call(method, {}).has(name)}
    return Call(method, shared | {"message_id": message_id})


def as_post(edit: OutboxRow) -> dict[str, Any]:
    """Parameters of the sendMessage that says what this editMessageText was to say."""
    post = Call("sendMessage", {})
    return {name: value for name, value in edit.params.items() if post.has(name)}


def messages_in(row: OutboxRow) -> int:
    """How many messages Telegram counts for it: every picture of an album is one."""
    media = row.params.get("media")
    return max(1, len(media)) if isinstance(media, list) else 1
