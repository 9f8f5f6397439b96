"""The least message of every kind that aiogram knows, as it would arrive."""

import types
from datetime import datetime
from enum import Enum
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from aiogram.enums import ContentType
from aiogram.types import Message
from pydantic import BaseModel


def least_of(kind: ContentType) -> dict[str, Any]:
    """The part of a message that makes it one of this kind."""
    if kind is ContentType.UNKNOWN:
        return {"telepathy": {}}
    return {kind.value: _least(Message.model_fields[kind.value].annotation)}


def _least(wanted: Any) -> Any:
    origin, arguments = get_origin(wanted), get_args(wanted)
    if origin in (Union, types.UnionType):
        return _least(next(one for one in arguments if one is not type(None)))
    if origin is Annotated:
        return _least(arguments[0])
    if origin is list:
        return [_least(arguments[0])]
    if origin is Literal:
        return arguments[0]
    if isinstance(wanted, type) and issubclass(wanted, BaseModel):
        return _least_model(wanted)
    if isinstance(wanted, type) and issubclass(wanted, Enum):
        return next(iter(wanted)).value
    return {str: "a", int: 1, float: 1.0, bool: True, datetime: 1_800_000_000}.get(wanted, "a")


def _least_model(model: type[BaseModel]) -> dict[str, Any]:
    return {
        name: _least(field.annotation)
        for field_name, field in model.model_fields.items()
        if field.is_required() or isinstance(field.default, Enum | str)
        for name in [field.alias or field_name]
    }
