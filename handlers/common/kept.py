"""What is put together over several messages: kept with the conversation until it is used."""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from pydantic import TypeAdapter, ValidationError

from handlers.common.talk import Talk


class Kept:
    """Base of a dataclass whose fields all have defaults; its parts stand under KEY as JSON."""

    __slots__ = ()

    KEY: ClassVar[str]

    @classmethod
    def of(cls, talk: Talk) -> Self:
        """What is kept, of the parts that this version knows; nothing of what it cannot read."""
        return cls.kept_in(talk.data)

    @classmethod
    def kept_in(cls, data: Mapping[str, Any]) -> Self:
        """The same of a conversation's `data`."""
        try:
            kept: Self = _json_of(cls).validate_python(data.get(cls.KEY, {}))
        except ValidationError:
            return cls()
        return kept

    def keep(self, talk: Talk) -> None:
        talk.data[self.KEY] = _json_of(type(self)).dump_python(self, mode="json")

    def as_part(self, part: str, said: str) -> Any:
        """What an option means as this part, by its type: an id, a day, a member of an enum."""
        return getattr(_json_of(type(self)).validate_python({part: said}), part, said)

    @classmethod
    def discard(cls, talk: Talk) -> None:
        talk.data.pop(cls.KEY, None)


_ADAPTERS: dict[type[Kept], TypeAdapter[Any]] = {}


def _json_of(kept: type[Kept]) -> TypeAdapter[Any]:
    """Built at the first use: pydantic takes milliseconds for one."""
    if kept not in _ADAPTERS:
        _ADAPTERS[kept] = TypeAdapter(kept)
    return _ADAPTERS[kept]
