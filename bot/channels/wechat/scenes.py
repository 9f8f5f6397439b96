"""QR codes of an account that lead people to a door or to a team, each made once and for good."""

from collections.abc import Callable, Iterable
from datetime import datetime

from bot.channels.wechat.client import Wechat
from bot.channels.wechat.errors import WechatError
from storage import scene_codes
from storage.engine import Database


class Scenes:
    """The codes of one account, by its AppID."""

    def __init__(
        self, database: Database, appid: str, wechat: Wechat, clock: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._appid = appid
        self._wechat = wechat
        self._clock = clock

    async def urls(self, scenes: Iterable[str]) -> tuple[dict[str, str], WechatError | None]:
        """What to draw for each scene (1 to 64 characters); and why some have nothing, if so.

        Each is kept as soon as it is there: next time only those that are missing are asked for.
        """
        async with self._database.reading() as session:
            known = await scene_codes.known(session, self._appid)
        found: dict[str, str] = {}
        for scene in scenes:
            try:
                found[scene] = known.get(scene) or await self._make(scene)
            except WechatError as error:
                return found, error
        return found, None

    async def _make(self, scene: str) -> str:
        url = await self._wechat.qr_code(scene)
        async with self._database.transaction() as session:
            await scene_codes.keep(session, self._appid, scene, url, now=self._clock())
        return url
