"""Reading what arrives: each update by itself, before a batch begins, cleaned in one place."""

import logging
import re
from typing import Any, NamedTuple

from aiogram import Bot
from aiogram.types import Message, Update
from pydantic import ValidationError
from pydantic_core import ErrorDetails

log = logging.getLogger(__name__)

LARGEST_ID = 2**63 - 2
"""The id after it still has to fit in 64 bits: it is what polling asks for next."""
DEEPEST = 64
"""Objects and lists within one another; the deepest kinds of update have about twenty."""

_UNFIT = re.compile("[\0\ud800-\udfff]")
"""PostgreSQL cannot store the first; the others are halves of a character, which no UTF-8 has."""


class MalformedError(ValueError):
    """What arrived is no update of the Bot API, and sent again it would be none either."""


class Arrival(NamedTuple):
    """An update that was read."""

    update_id: int
    raw: dict[str, Any]
    """Cleaned."""
    update: Update | None
    """None where aiogram's model refuses it: it is noted as seen, and nothing else happens."""


def build_models() -> None:
    """Have what an update is read with before one comes (bot/lazy_models.py).

    The message first: an update and the Bot API's answers then refer to what was built for it.
    """
    for model in (Message, Update):
        model.model_rebuild()


def read(raw: object, bot: Bot) -> Arrival:
    """Raises MalformedError."""
    update_id = update_id_of(raw)
    if update_id is None:
        raise MalformedError("no update_id")
    kept = _cleaned(raw, DEEPEST)
    return Arrival(update_id, kept, _modelled(kept, bot))


def update_id_of(raw: object) -> int | None:
    """The id of `raw`, which nobody has checked; None where it is no update."""
    update_id = raw.get("update_id") if isinstance(raw, dict) else None
    if type(update_id) is not int or not 0 <= update_id <= LARGEST_ID:
        return None
    return update_id


def chat_id_of(raw: object) -> object:
    """The chat in which the unchecked `raw` happened; None where it names none."""
    match raw:
        case (
            {"message": {"chat": {"id": chat_id}}}
            | {"edited_message": {"chat": {"id": chat_id}}}
            | {"my_chat_member": {"chat": {"id": chat_id}}}
            | {"chat_member": {"chat": {"id": chat_id}}}
            | {"callback_query": {"message": {"chat": {"id": chat_id}}}}
        ):
            return chat_id
    return None


def sender_of(raw: object) -> int | None:
    """Who wrote or tapped, in the unchecked `raw`; None where nobody did."""
    match raw:
        case (
            {"message": {"from": {"id": int(sender)}}}
            | {"edited_message": {"from": {"id": int(sender)}}}
            | {"callback_query": {"from": {"id": int(sender)}}}
        ):
            return sender
    return None


def _cleaned(value: Any, depth: int) -> Any:
    """`value` with only such text as can be stored and sent on."""
    if isinstance(value, str):
        return value if value.isascii() and "\0" not in value else _UNFIT.sub("", value)
    if not isinstance(value, dict | list):
        return value
    if depth == 0:
        raise MalformedError("nested too deeply")
    if isinstance(value, dict):
        return {_cleaned(key, 1): _cleaned(part, depth - 1) for key, part in value.items()}
    return [_cleaned(part, depth - 1) for part in value]


def _modelled(raw: dict[str, Any], bot: Bot) -> Update | None:
    """As aiogram's model; a message loses the fields that the model refuses.

    Older servers of the Bot API send some kinds in another shape (polls). Without them there is
    still somebody to answer.
    """
    context = {"bot": bot}
    try:
        return Update.model_validate(raw, context=context)
    except ValidationError as refused:
        lesser = _without_refused(raw, refused.errors(include_input=False))
    try:
        return Update.model_validate(lesser, context=context)
    except ValidationError as refused:
        fields = {".".join(map(str, error["loc"])) for error in refused.errors()}
        log.warning("update %s cannot be read: %s", raw["update_id"], ", ".join(sorted(fields)))
        return None


def _without_refused(raw: dict[str, Any], refused: list[ErrorDetails]) -> dict[str, Any]:
    locations = [error["loc"] for error in refused if "InaccessibleMessage" not in error["loc"]]
    match raw:
        case {"message": dict(message)}:
            return raw | {"message": _all_but(locations, 1, message)}
        case {"callback_query": {"message": dict(message)} as query}:
            return raw | {"callback_query": query | {"message": _all_but(locations, 3, message)}}
    return raw


def _all_but(
    locations: list[tuple[int | str, ...]], position: int, message: dict[str, Any]
) -> dict[str, Any]:
    """`message` without the fields that stand at `position` of `locations`."""
    refused = {location[position] for location in locations if len(location) > position}
    return {field: part for field, part in message.items() if field not in refused}
