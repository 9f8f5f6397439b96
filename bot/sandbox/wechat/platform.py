"""The platform: one official account, its followers, and all that WeChat keeps of them."""

import asyncio
from typing import Literal

from bot.sandbox.wechat.account import Account
from bot.sandbox.wechat.callbacks import Callback, Deliver, Poster
from bot.sandbox.wechat.crypto import Seal
from bot.sandbox.wechat.follower import Follower
from bot.sandbox.wechat.media import MediaStore
from bot.sandbox.wechat.replies import ReplyReader
from bot.sandbox.wechat.screen import UNAVAILABLE, Bubble
from bot.sandbox.wechat.times import Clock, seconds
from bot.sandbox.wechat.xml import Value

_FIRST_MESSAGE = 24_900_000_000_000_000

_HEARD_BY_NOBODY = {"VIEW", "LOCATION", "unsubscribe", "TEMPLATESENDJOBFINISH"}
"""Events that nobody waits for an answer to: no word of the account's being out of order.
Assumed, as for all events named subscribe_msg_….
"""


class Platform:
    """See the package's docstring. clock: the time, aware. public_url: where PicUrl and video_url
    lead, which is where `add_wechat` serves the platform.
    """

    def __init__(
        self,
        clock: Clock,
        account: Account | None = None,
        public_url: str = "http://wechat.sandbox",
    ) -> None:
        self.clock = clock
        self.account = account or Account()
        self.public_url = public_url
        self.msgmenu_ids: Literal["kept", "zero", "missing"] = "kept"
        self.people: dict[str, Follower] = {}
        self.media = MediaStore(clock)
        self.callbacks: list[Callback] = []
        seal = Seal(self.account.aes_key, self.account.appid) if self.account.aes_key else None
        reader = ReplyReader(self.account, seal, self.media, clock)
        self._poster = Poster(self.account, clock, seal, reader)
        self._messages = _FIRST_MESSAGE
        self._beside: set[asyncio.Task[Callback]] = set()

    @property
    def deliver(self) -> Deliver | None:
        """How the product is reached; None: messages and events are heard by nobody."""
        return self._poster.deliver

    @deliver.setter
    def deliver(self, deliver: Deliver | None) -> None:
        self._poster.deliver = deliver

    @property
    def patience(self) -> float:
        """Seconds until the platform stops waiting for an answer."""
        return self._poster.patience

    @patience.setter
    def patience(self, patience: float) -> None:
        self._poster.patience = patience

    def add_person(self, name: str) -> Follower:
        """A phone, whose owner does not follow yet. The name is never told to the account."""
        person = Follower(self, name, len(self.people) + 1)
        self.people[person.openid] = person
        return person

    async def check_callback(self) -> bool:
        """Whether the product proves that the address is its own, as when it is entered."""
        return await self._poster.check()

    async def send(self, openid: str, kind: str, **fields: Value) -> Callback:
        """A message (kind: its MsgType) from a person; returns when it was answered or given up."""
        self._messages += 1
        return await self._send(openid, {"MsgType": kind, **fields, "MsgId": self._messages})

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
        await self._poster.post(callback)
        person = self.people[callback.openid]
        if callback.reply:
            person.show(callback.reply)
        elif callback.outcome in {"odd", "unanswered"} and _is_awaited(callback):
            person.show(Bubble(self.clock(), "system", "", "text", UNAVAILABLE))
        return callback


def _is_awaited(callback: Callback) -> bool:
    event = str(callback.fields.get("Event", ""))
    return event not in _HEARD_BY_NOBODY and not event.startswith("subscribe_msg_")
