"""Everything a person can send."""

from bot.sandbox.wechat.callbacks import Callback
from bot.sandbox.wechat.phone import Phone
from bot.sandbox.wechat.xml import Value

_NO_PICTURE = b"\xff\xd8\xff\xd9"


class Writing(Phone):
    """Each returns when the product has answered, or WeChat has given up. PhoneError for who does
    not follow.
    """

    async def say(self, text: str) -> Callback:
        self._write("text", text)
        return await self._platform.send(self.openid, "text", Content=text)

    async def send_photo(self, jpeg: bytes) -> Callback:
        media = self._platform.media.add("image", jpeg, "image/jpeg")
        self._write("image", media=media)
        address = self._platform.address(media)
        return await self._platform.send(self.openid, "image", PicUrl=address, MediaId=media.id)

    async def send_voice(self, amr: bytes) -> Callback:
        """AMR-NB, as phones record it. `Recognition` was withdrawn and comes empty."""
        media = self._platform.media.add("voice", amr, "audio/amr")
        self._write("voice", media=media)
        return await self._platform.send(
            self.openid, "voice", MediaId=media.id, Format="amr", Recognition=""
        )

    async def send_video(self, mp4: bytes) -> Callback:
        return await self._send_video("video", mp4)

    async def send_short_video(self, mp4: bytes) -> Callback:
        """Recorded in the conversation itself."""
        return await self._send_video("shortvideo", mp4)

    async def send_location(
        self, latitude: float, longitude: float, label: str = "", scale: int = 15
    ) -> Callback:
        """GCJ-02, degrees. scale: the map's zoom."""
        self._write("location", label, place=(latitude, longitude))
        place: dict[str, Value] = {
            "Location_X": latitude,
            "Location_Y": longitude,
            "Scale": scale,
            "Label": label,
        }
        return await self._platform.send(self.openid, "location", **place)

    async def send_link(self, title: str, description: str, url: str) -> Callback:
        """An article or a page, passed on to the account."""
        self._write("link", title, url=url)
        return await self._platform.send(
            self.openid, "link", Title=title, Description=description, Url=url
        )

    async def _send_video(self, kind: str, mp4: bytes) -> Callback:
        media = self._platform.media.add("video", mp4, "video/mp4")
        thumb = self._platform.media.add("thumb", _NO_PICTURE, "image/jpeg")
        self._write(kind, media=media)
        return await self._platform.send(self.openid, kind, MediaId=media.id, ThumbMediaId=thumb.id)
