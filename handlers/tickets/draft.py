"""A request that is being written: kept with the conversation until it is filed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import ClassVar

from handlers.common.i18n import _
from handlers.common.kept import Kept
from handlers.common.leaving import on_expiry, on_leaving
from handlers.common.talk import Talk
from handlers.common.times import when
from handlers.common.words import cut, esc, telegram_length
from services import areas
from services.tickets import ATTACHMENT_LIMIT, TEXT_LIMIT, NewTicket
from services.tickets.understanding import Understood
from services.tickets.urgency import sounds_urgent
from storage.media import Attachment
from storage.tables import MediaKind, Person

FULL_MESSAGE = 4095
"""Clients cut a long text after 4,096 UTF-16 units, one before if that would halve an emoji."""


FOR_OTHERS = "files for others"
"""In the conversation's data: for which staff group, or None, somebody begins to file for another
who is asked first what becomes of a draft that they left."""
KEPT_FOR = timedelta(days=1)
EXCERPT = 120
"""Characters by which people know again what they wrote."""


class Full(Enum):
    """There was no more room for some of what came."""

    FILES = auto()
    TEXT = auto()


@dataclass(slots=True)
class Draft(Kept):
    """Each part is None until it was answered."""

    KEY: ClassVar = "draft"

    on_behalf: bool | None = None
    """代办: it is filed for somebody else."""
    for_group: int | None = None
    """The staff group for which a colleague files it; without one they do it by their role."""
    for_name: str | None = None
    for_phone: str | None = None
    """Empty where they have none."""
    category_id: int | None = None
    answer: str | None = None
    """To the category's own question, which is asked only where they want to say more."""
    texts: list[str] = field(default_factory=list)
    files: list[list[str]] = field(default_factory=list)
    """(kind, our id) each."""
    told: bool | None = None
    """What came is enough to go on with."""
    area_id: int | None = None
    place: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    private: bool | None = None
    named: bool | None = None
    calm: bool | None = None
    """Of words that sound urgent: whether they said that it is not, or that it is."""
    compared: bool | None = None
    """Similar requests were shown, or there were none."""
    kept_at: datetime | None = None
    """When something was last said to it."""
    guessed: list[str] = field(default_factory=list)
    """The parts that were read from their words or taken from before, until they change them."""

    def __post_init__(self) -> None:
        """Earlier versions kept False for what was not answered yet."""
        self.told = self.told or None
        self.compared = self.compared or None

    def keep(self, talk: Talk) -> None:
        self.kept_at = talk.now
        Kept.keep(self, talk)

    @property
    def has_content(self) -> bool:
        return bool(self.texts or self.files)

    @property
    def is_told(self) -> bool:
        """What is the matter and of which kind: the rest was guessed or is asked next."""
        return self.told is not None and self.category_id is not None

    @property
    def is_whole(self) -> bool:
        """Nothing is left to ask: it only has to be looked over and filed."""
        return self.is_told and self.place is not None and self.private is not None

    async def fill_in(self, talk: Talk, understood: Understood) -> None:
        """Fill what is missing with guesses, which the review marks."""
        if self.category_id is None and understood.category_id is not None:
            self.category_id = understood.category_id
            self.guessed.append("category")
        if self.place is None and understood.place is not None:
            area, spot = understood.place.area, understood.place.spot
            title = await areas.title(talk.session, area)
            place = _("{place}（{words}）").format(place=title, words=spot) if spot else title
            self.put_at(area.id, place, area.latitude, area.longitude)
            self.guessed.append("place")
        if self.private is None:
            self.private, self.named = understood.shown.private, understood.shown.named

    def make_their_own(self) -> None:
        """It is for nobody else after all, or that was another time; what was written stays."""
        self.on_behalf = self.for_group = self.for_name = self.for_phone = None

    @property
    def text(self) -> str:
        """As it was written; what a client cut into full messages is put together again."""
        pieces = [
            piece if telegram_length(piece) >= FULL_MESSAGE else f"{piece}\n"
            for piece in self.texts
        ]
        return "".join(pieces).removesuffix("\n")

    @property
    def attachments(self) -> list[Attachment]:
        return [Attachment(MediaKind(kind), media_id) for kind, media_id in self.files]

    def put_in(self, text: str, attachments: Sequence[Attachment]) -> Full | None:
        """Add what came, as far as there is room."""
        full = None
        if not all(self.add_file(attachment) for attachment in attachments):
            full = Full.FILES
        if text and not self.add_text(text):
            full = Full.TEXT
        return full

    def add_text(self, text: str) -> bool:
        """Whether it still fitted."""
        if sum(map(len, self.texts)) + len(text) > TEXT_LIMIT:
            return False
        self.texts.append(text)
        if sounds_urgent(text):
            self.calm = None
        return True

    @property
    def sounds_urgent(self) -> bool:
        """Somebody is in danger, as far as their words tell."""
        return any(map(sounds_urgent, [*self.texts, self.answer or ""]))

    @property
    def is_urgent(self) -> bool:
        return self.sounds_urgent and not self.calm

    def choose(self, category_id: int) -> None:
        """An answer to another category's question stays, as words."""
        self._is_sure_of("category")
        if category_id == self.category_id:
            return
        if self.answer:
            self.add_text(self.answer)
        self.category_id, self.answer, self.compared = category_id, None, None

    def add_file(self, attachment: Attachment) -> bool:
        """Whether there was still room."""
        if len(self.files) >= ATTACHMENT_LIMIT:
            return False
        self.files.append([attachment.kind.value, attachment.media_id])
        return True

    def as_filed_by(self, person: Person) -> NewTicket:
        return NewTicket(
            category_id=self.category_id or 0,
            author_id=person.id,
            author_name=(self.for_name or person.name) if self.named else None,
            private=bool(self.private),
            urgent=self.is_urgent,
            text=self.text,
            answer=self.answer or None,
            area_id=self.area_id or 0,
            place=self.place or "",
            latitude=self.latitude,
            longitude=self.longitude,
            attachments=self.attachments,
        )

    def put_at(
        self, area_id: int, place: str, latitude: float | None, longitude: float | None
    ) -> None:
        self._is_sure_of("place")
        self.area_id, self.place = area_id, place
        self.latitude, self.longitude = latitude, longitude
        self.compared = None

    def _is_sure_of(self, part: str) -> None:
        self.guessed = [guess for guess in self.guessed if guess != part]


@on_expiry("Filing")
def expired(talk: Talk) -> str:
    """Nobody remembers what they began days ago; before they agreed, their words only wait."""
    draft = Draft.of(talk)
    if talk.person.consented_at is None or draft.kept_at is None:
        return ""
    if talk.now < draft.kept_at + KEPT_FOR:
        return ""
    Draft.discard(talk)
    if not draft.has_content:
        return ""
    text = _("您 {day} 写的“{text}”一直没有提交，已经清掉了。还要反映的话，再发一遍就行。")
    words = esc(cut(draft.text, EXCERPT)) or _("（没有文字）")
    return text.format(day=when(draft.kept_at, talk.config.zone), text=words)


@on_leaving("Filing", "Asked", "Start", None)
def unfinished(talk: Talk) -> str:
    """What is written before the consent, or before the home is known, is kept here as well."""
    if not Draft.of(talk).has_content:
        return ""
    return _("您写了一半的东西还留着，点“📮 我要反映”可以接着写。")
