"""The platform: one official account, its followers, and all that WeChat keeps of them."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Literal

from bot.sandbox.wechat.account import Account
from bot.sandbox.wechat.api import Api, Call
from bot.sandbox.wechat.api.request import Answer, Request
from bot.sandbox.wechat.callbacks import Callback, Deliver, Poster
from bot.sandbox.wechat.crypto import Seal
from bot.sandbox.wechat.errors import refusal
from bot.sandbox.wechat.follower import Follower
from bot.sandbox.wechat.media import Media, MediaStore
from bot.sandbox.wechat.menu import Button
from bot.sandbox.wechat.phone import new_openid
from bot.sandbox.wechat.replies import ReplyReader
from bot.sandbox.wechat.scenes import Scenes
from bot.sandbox.wechat.screen import UNAVAILABLE, Bubble
from bot.sandbox.wechat.snapshot import Snapshot
from bot.sandbox.wechat.templates import Template, check_template
from bot.sandbox.wechat.times import Clock, seconds
from bot.sandbox.wechat.tokens import Tokens
from bot.sandbox.wechat.xml import Value

_FIRST_ID = 24_900_000_000_000_000

_HEARD_BY_NOBODY = {"VIEW", "LOCATION", "unsubscribe", "TEMPLATESENDJOBFINISH"}
"""Events that nobody waits for an answer to: no word of the account's being out of order.
Assumed, as for all events named subscribe_msg_….
"""


class Platform:
    """See the package's docstring. clock: the time, aware. public_url: where PicUrl and video_url
    lead, which is where `add_wechat` serves the platform. path: a JSON file that keeps it between
    runs (snapshot.py); None: memory only.
    """

    def __init__(
        self,
        clock: Clock,
        account: Account | None = None,
        public_url: str = "http://wechat.sandbox",
        path: Path | None = None,
    ) -> None:
        self.clock = clock
        self.account = account or Account()
        self.public_url = public_url
        self.msgmenu_ids: Literal["kept", "zero", "missing"] = "kept"
        self.people: dict[str, Follower] = {}
        self.media = MediaStore(clock)
        self.menu: list[Button] = []
        self.scenes = Scenes(clock)
        self.templates: dict[str, Template] = {}
        self.templates_broken = False
        """True: template messages are taken, and fail by a fault of the system."""
        self.sent_once: dict[tuple[str, str], tuple[int, datetime]] = {}
        self.tokens = Tokens(clock)
        self._api = Api(self)
        self.callbacks: list[Callback] = []
        seal = Seal(self.account.aes_key, self.account.appid) if self.account.aes_key else None
        reader = ReplyReader(self.account, seal, self.media, clock)
        self._poster = Poster(self.account, clock, seal, reader)
        self.last_id = _FIRST_ID
        self._listeners: list[Callable[[str], None]] = []
        self._under_way = 0
        self._beside: set[asyncio.Task[Callback]] = set()
        self._snapshot = Snapshot(self, path) if path else None
        if self._snapshot:
            self._snapshot.load()

    @property
    def deliver(self) -> Deliver | None:
        """How the product is reached; None: messages and events are heard by nobody."""
        return self._poster.deliver

    @deliver.setter
    def deliver(self, deliver: Deliver | None) -> None:
        self._poster.deliver = deliver

    @property
    def is_waiting(self) -> bool:
        """Whether the product has still to answer something."""
        return self._under_way > 0

    @property
    def patience(self) -> float:
        """Seconds until the platform stops waiting for an answer."""
        return self._poster.patience

    @patience.setter
    def patience(self, patience: float) -> None:
        self._poster.patience = patience

    def listen(self, callback: Callable[[str], None]) -> Callable[[], None]:
        """Call back with the openid of each phone that has something new to show, or "" where
        it may be any. Returns how to stop it.
        """
        self._listeners.append(callback)
        return lambda: self._listeners.remove(callback)

    def tell(self, openid: str) -> None:
        for listener in tuple(self._listeners):
            listener(openid)
        self._keep()

    def save(self) -> None:
        """Write down now what is not written yet, if it is kept at all."""
        if self._snapshot:
            self._snapshot.save()

    def _keep(self) -> None:
        if self._snapshot:
            self._snapshot.soon()

    def lose_answers(self, times: int = 1) -> None:
        """The product's next answers do not arrive, though it has given them."""
        self._poster.lost_answers += times

    def add_person(self, name: str, openid: str = "") -> Follower:
        """A phone, whose owner does not follow yet. The name is never told to the account.
        openid: one that WeChat would not give, for those who want to know what becomes of it.
        """
        person = Follower(self, name, openid or new_openid(self.account.appid, len(self.people)))
        self.people[person.openid] = person
        self.tell("")
        return person

    def add_template(self, template: Template) -> None:
        """Raises ValueError for a field whose type WeChat does not have."""
        check_template(template)
        self.templates[template.id] = template

    async def call(
        self,
        method: str,
        path: str,
        query: Mapping[str, str],
        body: bytes = b"",
        content_type: str = "",
        *,
        ip: str = "127.0.0.1",
    ) -> Answer:
        """What the product calls at api.weixin.qq.com; path begins with its first slash."""
        answer = self._api.call(method, path, Request(query, body, content_type, ip))
        self._keep()
        return answer

    @property
    def calls(self) -> list[Call]:
        """All calls, oldest first."""
        return self._api.calls

    @property
    def daily_limits(self) -> dict[str, int]:
        """By path; a path that is not in it has none. Above it: 45009."""
        return self._api.daily_limits

    def fail(self, path: str, code: int, times: int = 1) -> None:
        """The next calls of this path are refused with this code, one of errors.py."""
        self._api.fail(path, code, times)

    def person(self, openid: object) -> Follower:
        """Raises ApiError 40003 for an openid that is not of this account."""
        person = self.people.get(openid) if isinstance(openid, str) else None
        if person is None:
            raise refusal(40003)
        return person

    def next_id(self) -> int:
        """For a message; none is given twice."""
        self.last_id += 1
        return self.last_id

    def address(self, media: Media) -> str:
        """Where the file is."""
        return f"{self.public_url}/media/{media.id}"

    async def check_callback(self) -> bool:
        """Whether the product proves that the address is its own, as when it is entered."""
        return await self._poster.check()

    async def send(self, openid: str, kind: str, **fields: Value) -> Callback:
        """A message (kind: its MsgType) from a person; returns when it was answered or given up."""
        fields = {"MsgType": kind, **fields, "MsgId": self.next_id()}
        return await self._send(openid, fields)

    async def send_event(self, openid: str, event: str, **fields: Value) -> Callback:
        """So with an event, which has no MsgId."""
        return await self._send(openid, {"MsgType": "event", "Event": event, **fields})

    def send_beside(self, openid: str, event: str, **fields: Value) -> None:
        """An event that follows on a call, and does not hold up its answer; see `settled`."""
        task = asyncio.create_task(self.send_event(openid, event, **fields))
        self._beside.add(task)
        task.add_done_callback(self._beside.discard)

    async def redeliver(self, callback: Callback) -> Callback:
        """The same message or event once more, as if WeChat had not heard the answer."""
        again = Callback(callback.openid, callback.fields)
        return await self._post(again)

    async def settled(self) -> None:
        """Until nothing is under way: events beside calls, and handlers no longer waited for.

        Raises what those handlers raised.
        """
        while self._beside:
            await asyncio.gather(*self._beside)
        await self._poster.idle()

    async def _send(self, openid: str, fields: dict[str, Value]) -> Callback:
        envelope: dict[str, Value] = {
            "ToUserName": self.account.gh_id,
            "FromUserName": openid,
            "CreateTime": seconds(self.clock()),
        }
        return await self._post(Callback(openid, envelope | fields))

    async def _post(self, callback: Callback) -> Callback:
        self.callbacks.append(callback)
        self._keep()
        self._under_way += 1
        try:
            await self._poster.post(callback)
        finally:
            self._under_way -= 1
        person = self.people[callback.openid]
        if callback.reply:
            person.show(callback.reply)
        elif callback.outcome in {"odd", "unanswered"} and _is_awaited(callback):
            person.show(Bubble(self.clock(), "system", "", "text", UNAVAILABLE))
        return callback


def _is_awaited(callback: Callback) -> bool:
    event = str(callback.fields.get("Event", ""))
    return event not in _HEARD_BY_NOBODY and not event.startswith("subscribe_msg_")
