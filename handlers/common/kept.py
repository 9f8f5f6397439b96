"""What is put together over several messages: kept with the conversation until it is used."""

from dataclasses import asdict, dataclass, fields
from typing import Any, ClassVar, Self

from handlers.common.talk import Talk


@dataclass(slots=True)
class Kept:
    """Base of a dataclass whose fields all have defaults; its parts stand under KEY as JSON."""

    KEY: ClassVar[str]

    @classmethod
    def of(cls, talk: Talk) -> Self:
        """What is kept, of the parts that this version knows."""
        kept: dict[str, Any] = talk.data.get(cls.KEY, {})
        return cls(**{part.name: kept[part.name] for part in fields(cls) if part.name in kept})

    def keep(self, talk: Talk) -> None:
        talk.data[self.KEY] = asdict(self)

    @classmethod
    def discard(cls, talk: Talk) -> None:
        talk.data.pop(cls.KEY, None)
