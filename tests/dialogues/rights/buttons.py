"""Every kind of button there is, read from the code."""

from enum import Enum
from typing import Any

from aiogram.filters.callback_data import CallbackData
from pydantic.fields import FieldInfo


def classes() -> list[type[CallbackData]]:
    """The classes of buttons of all conversations, by their prefixes."""
    import bot.router  # noqa: F401, PLC0415 - every conversation is known after this

    found = [
        each for each in CallbackData.__subclasses__() if each.__module__.startswith("handlers.")
    ]
    return sorted(found, key=lambda each: each.__prefix__)


def fields() -> list[tuple[type[CallbackData], str, FieldInfo]]:
    return [(each, name, field) for each in classes() for name, field in each.model_fields.items()]


def values(field: FieldInfo) -> list[str]:
    """What a button can say in this field, where that is a choice between few."""
    kind: Any = field.annotation
    if kind is bool:
        return ["1", "0"]
    if isinstance(kind, type) and issubclass(kind, Enum):
        return [str(each.value) for each in kind]
    return []
