"""QR codes that carry a scene.

https://developers.weixin.qq.com/doc/service/api/qrcode/qrcodes/api_createqrcode.html
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.sandbox.errors import PhoneError
from bot.sandbox.wechat.errors import refusal
from bot.sandbox.wechat.times import Clock

LONGEST = timedelta(days=30)
_LONGEST_SCENE = 64


@dataclass(frozen=True)
class Scene:
    """url: what the code reads as. until: None for a permanent one."""

    text: str
    ticket: str
    url: str
    until: datetime | None


class Scenes:
    """All codes of the account. limit: how many permanent ones there may be."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.by_url: dict[str, Scene] = {}
        self.limit = 100_000

    def create(self, text: object, life: timedelta | None) -> Scene:
        """A code for this scene_str. life: None for a permanent one; a permanent scene that is
        there already is given again (assumed). Raises ApiError 40053, 45029.
        """
        if not isinstance(text, str) or not 1 <= len(text) <= _LONGEST_SCENE:
            raise refusal(40053)
        permanent = [scene for scene in self.by_url.values() if scene.until is None]
        if life is None:
            for scene in permanent:
                if scene.text == text:
                    return scene
            if len(permanent) >= self.limit:
                raise refusal(45029)
        until = self._clock() + life if life else None
        url = f"http://weixin.qq.com/q/{secrets.token_urlsafe(16)}"
        scene = Scene(text, f"gQ{secrets.token_urlsafe(60)}", url, until)
        self.by_url[url] = scene
        return scene

    def read(self, url: str) -> Scene:
        """What a camera finds. Raises PhoneError for what is not the account's, or has ended."""
        scene = self.by_url.get(url)
        if scene is None:
            raise PhoneError("This code is not the account's.")
        if scene.until and self._clock() >= scene.until:
            raise PhoneError("This code has expired.")
        return scene
