"""A phone: what a person does in the conversation with the account, and what they see of it."""

import base64
import hashlib
from datetime import datetime
from typing import TYPE_CHECKING

from bot.sandbox.errors import PhoneError
from bot.sandbox.wechat.callbacks import Callback
from bot.sandbox.wechat.media import Media
from bot.sandbox.wechat.screen import Bubble
from bot.sandbox.wechat.windows import Windows

if TYPE_CHECKING:
    from bot.sandbox.wechat.platform import Platform


class Follower:
    """A person who may follow the account. What they do raises PhoneError where WeChat offers no
    such thing, as writing to an account that is not followed.
    """

    def __init__(self, platform: "Platform", name: str, number: int) -> None:
        self._platform = platform
        self.name = name
        digest = hashlib.sha256(f"{platform.account.appid} {number}".encode()).digest()
        self.openid = "o" + base64.urlsafe_b64encode(digest).decode()[:27]
        self.screen: list[Bubble] = []
        self.windows = Windows()
        self.followed_at: datetime | None = None

    @property
    def follows(self) -> bool:
        return self.followed_at is not None

    @property
    def heard(self) -> list[str]:
        """The texts of all that the account, or WeChat itself, showed."""
        return [bubble.text for bubble in self.screen if bubble.by != "person"]

    def show(self, bubble: Bubble) -> None:
        """The platform's side: what reaches the phone, unless the person has left."""
        if self.follows:
            self.screen.append(bubble)

    async def follow(self) -> Callback:
        if self.follows:
            raise PhoneError(f"{self.name} follows already.")
        now = self._platform.clock()
        self.followed_at = now
        self.windows.open_by_tap(now)
        return await self._platform.send_event(self.openid, "subscribe", EventKey="")

    async def unfollow(self) -> Callback:
        self._check_follows()
        self.followed_at = None
        self.windows.close()
        return await self._platform.send_event(self.openid, "unsubscribe", EventKey="")

    async def say(self, text: str) -> Callback:
        self._write("text", text=text)
        return await self._platform.send(self.openid, "text", Content=text)

    async def send_photo(self, jpeg: bytes) -> Callback:
        media = self._platform.media.add("image", jpeg, "image/jpeg")
        self._write("image", media=media)
        return await self._platform.send(
            self.openid, "image", PicUrl=self._address(media), MediaId=media.id
        )

    async def send_voice(self, amr: bytes) -> Callback:
        """AMR-NB, as phones record it. `Recognition` was withdrawn and comes empty."""
        media = self._platform.media.add("voice", amr, "audio/amr")
        self._write("voice", media=media)
        return await self._platform.send(
            self.openid, "voice", MediaId=media.id, Format="amr", Recognition=""
        )

    async def send_video(self, mp4: bytes, kind: str = "video") -> Callback:
        media = self._platform.media.add("video", mp4, "video/mp4")
        thumb = self._platform.media.add("thumb", b"\xff\xd8\xff\xd9", "image/jpeg")
        self._write(kind, media=media)
        return await self._platform.send(self.openid, kind, MediaId=media.id, ThumbMediaId=thumb.id)

    async def send_short_video(self, mp4: bytes) -> Callback:
        """Recorded in the conversation itself."""
        return await self.send_video(mp4, "shortvideo")

    async def send_location(
        self, latitude: float, longitude: float, label: str = "", scale: int = 15
    ) -> Callback:
        """GCJ-02, degrees. scale: the map's zoom."""
        self._write("location", text=label, place=(latitude, longitude))
        return await self._platform.send(
            self.openid,
            "location",
            Location_X=latitude,
            Location_Y=longitude,
            Scale=scale,
            Label=label,
        )

    async def send_link(self, title: str, description: str, url: str) -> Callback:
        """An article or page passed on to the account."""
        self._write("link", text=title, url=url)
        return await self._platform.send(
            self.openid, "link", Title=title, Description=description, Url=url
        )

    async def report_location(
        self, latitude: float, longitude: float, precision: float = 30.0
    ) -> Callback:
        """What WeChat reports by itself of those who allowed it; opens no window."""
        self._check_follows()
        return await self._platform.send_event(
            self.openid, "LOCATION", Latitude=latitude, Longitude=longitude, Precision=precision
        )

    def _check_follows(self) -> None:
        if not self.follows:
            raise PhoneError(f"{self.name} does not follow the account.")

    def _write(
        self,
        kind: str,
        text: str = "",
        media: Media | None = None,
        place: tuple[float, float] | None = None,
        url: str = "",
    ) -> None:
        self._check_follows()
        now = self._platform.clock()
        self.windows.open_by_message(now)
        self.show(Bubble(now, "person", "", kind, text, media, place=place, url=url))

    def _address(self, media: Media) -> str:
        return f"{self._platform.public_url}/media/{media.id}"
