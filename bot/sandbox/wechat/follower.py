"""A person with a phone, who may follow the account."""

from bot.sandbox.errors import PhoneError
from bot.sandbox.wechat.callbacks import Callback
from bot.sandbox.wechat.errors import ApiError
from bot.sandbox.wechat.pressing import Pressing


class Follower(Pressing):
    """What people send is in writing.py, what they press in pressing.py, what they have in
    phone.py.
    """

    async def follow(self, scene_url: str = "") -> Callback:
        """scene_url: what the code read as that led here."""
        if self.follows:
            raise PhoneError(f"{self.name} follows already.")
        scene = self._platform.scenes.read(scene_url) if scene_url else None
        now = self._platform.clock()
        self.followed_at = now
        self.came_by = scene.text if scene else ""
        self.windows.open_by_tap(now)
        self._platform.tell(self.openid)
        if scene is None:
            return await self._platform.send_event(self.openid, "subscribe", EventKey="")
        return await self._platform.send_event(
            self.openid, "subscribe", EventKey=f"qrscene_{scene.text}", Ticket=scene.ticket
        )

    async def follow_by(self, scene: str) -> Callback:
        """By a code that carries this; "" for none. PhoneError for what no code can carry."""
        if not scene:
            return await self.follow()
        try:
            code = self._platform.scenes.create(scene, None)
        except ApiError:
            raise PhoneError("No code can carry this.") from None
        return await self.follow(code.url)

    async def unfollow(self) -> Callback:
        self._check_follows()
        self.followed_at = None
        self.windows.close()
        self._platform.tell(self.openid)
        return await self._platform.send_event(self.openid, "unsubscribe", EventKey="")

    async def scan(self, scene_url: str) -> Callback:
        """A code of the account, by what a camera reads: who does not follow yet does so by it."""
        if not self.follows:
            return await self.follow(scene_url)
        scene = self._platform.scenes.read(scene_url)
        return await self._tap("SCAN", EventKey=scene.text, Ticket=scene.ticket)

    async def report_location(
        self, latitude: float, longitude: float, precision: float = 30.0
    ) -> Callback:
        """What WeChat reports of those who allowed it, GCJ-02 and metres; opens no window."""
        self._check_follows()
        return await self._platform.send_event(
            self.openid, "LOCATION", Latitude=latitude, Longitude=longitude, Precision=precision
        )
