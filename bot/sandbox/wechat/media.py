"""Temporary media: what people send and what the account uploads, kept three days."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.sandbox.wechat.errors import refusal
from bot.sandbox.wechat.times import Clock

KEPT = timedelta(days=3)


@dataclass(frozen=True)
class Media:
    """kind: image, voice, video or thumb. until: when its id stops working."""

    id: str
    kind: str
    data: bytes
    content_type: str
    until: datetime


class MediaStore:
    """Media by id; an id may be used any number of times before its end."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.by_id: dict[str, Media] = {}

    def add(self, kind: str, data: bytes, content_type: str) -> Media:
        media = Media(secrets.token_urlsafe(48), kind, data, content_type, self._clock() + KEPT)
        self.by_id[media.id] = media
        return media

    def get(self, media_id: str, kind: str | None = None) -> Media:
        """Raises ApiError 40007 for what is unknown, of another kind, or older than three days."""
        media = self.by_id.get(media_id)
        if media is None or self._clock() >= media.until or kind not in {None, media.kind}:
            raise refusal(40007)
        return media
