"""A request that is being written: kept with the conversation until it is filed."""

from dataclasses import asdict, dataclass, field
from typing import Any

from handlers.common.talk import Talk
from services.tickets import ATTACHMENT_LIMIT, TEXT_LIMIT
from services.timeline import Attachment
from storage.tables import MediaKind

_KEY = "draft"


@dataclass(slots=True)
class Draft:
    """Each part is None until it was answered."""

    category_id: int | None = None
    answer: str | None = None
    """To the category's own question; empty when they went past it."""
    texts: list[str] = field(default_factory=list)
    files: list[list[str]] = field(default_factory=list)
    """(kind, file id) each."""
    told: bool = False
    """They said that this was all."""
    area_id: int | None = None
    place: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    private: bool | None = None
    named: bool | None = None
    compared: bool = False
    """Similar requests were shown, or there were none."""

    @classmethod
    def of(cls, talk: Talk) -> "Draft":
        kept: dict[str, Any] = talk.data.get(_KEY, {})
        return cls(**kept)

    def keep(self, talk: Talk) -> None:
        talk.data[_KEY] = asdict(self)

    @staticmethod
    def discard(talk: Talk) -> None:
        talk.data.pop(_KEY, None)

    @property
    def has_content(self) -> bool:
        return bool(self.texts or self.files)

    @property
    def text(self) -> str:
        return "\n".join(self.texts)

    @property
    def attachments(self) -> list[Attachment]:
        return [Attachment(MediaKind(kind), file_id) for kind, file_id in self.files]

    def add_text(self, text: str) -> bool:
        """Whether it still fitted."""
        if len(self.text) + len(text) + 1 > TEXT_LIMIT:
            return False
        self.texts.append(text)
        return True

    def add_file(self, attachment: Attachment) -> bool:
        """Whether there was still room."""
        if len(self.files) >= ATTACHMENT_LIMIT:
            return False
        self.files.append([attachment.kind.value, attachment.file_id])
        return True

    def put_at(
        self, area_id: int, place: str, latitude: float | None, longitude: float | None
    ) -> None:
        self.area_id, self.place = area_id, place
        self.latitude, self.longitude = latitude, longitude
        self.compared = False
