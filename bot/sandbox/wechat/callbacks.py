"""Callbacks: signed and perhaps sealed XML for the product, three tries, and what is answered.

https://developers.weixin.qq.com/doc/service/guide/product/message/Receiving_standard_messages.html
"""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Literal

from aiohttp import ClientError

from bot.sandbox.wechat.account import Account
from bot.sandbox.wechat.crypto import Seal, sign
from bot.sandbox.wechat.replies import OddReplyError, ReplyReader
from bot.sandbox.wechat.screen import Bubble
from bot.sandbox.wechat.times import Clock, seconds
from bot.sandbox.wechat.xml import Fields, write_xml

Query = dict[str, str]
HttpAnswer = tuple[int, bytes]
Deliver = Callable[[Query, bytes], Awaitable[HttpAnswer]]
"""Query and body of a request to the product's address; status and body of its answer."""

TRIES = 3
_OK = 200


@dataclass
class Try:
    """One request. answer: None when the platform stopped waiting, or nothing came back."""

    query: Query
    body: bytes
    answer: HttpAnswer | None = None


Outcome = Literal["", "unheard", "silent", "replied", "odd", "unanswered"]


@dataclass
class Callback:
    """fields: what the XML says. outcome: "" while it is tried, "unheard" where nobody listens;
    why: what was odd about the answer.
    """

    openid: str
    fields: Fields
    tries: list[Try] = field(default_factory=list)
    outcome: Outcome = ""
    why: str = ""
    reply: Bubble | None = None


class Poster:
    """Posts callbacks to the product. Set from outside: `deliver`, `patience` (seconds), and
    `lost_answers`, how many of the next answers are lost on their way.
    """

    def __init__(self, account: Account, clock: Clock, seal: Seal | None, reader: ReplyReader):
        self._account = account
        self._clock = clock
        self._seal = seal
        self._reader = reader
        self.deliver: Deliver | None = None
        self.patience = 5.0
        self.lost_answers = 0
        self._left_alone: set[asyncio.Future[HttpAnswer]] = set()

    async def post(self, callback: Callback) -> None:
        """Until it is answered, three times at most; the outcome is noted on the callback."""
        callback.outcome = "unheard" if self.deliver is None else "unanswered"
        if self.deliver is None:
            return
        for _ in range(TRIES):
            attempt = Try(*self.request(callback))
            callback.tries.append(attempt)
            attempt.answer = self._arrived(await self._answer(self.deliver, attempt))
            if attempt.answer and attempt.answer[0] == _OK:
                self._judge(callback, attempt.answer[1])
                return

    async def check(self) -> bool:
        """The GET by which the address is proved to be the product's. Never sealed."""
        assert self.deliver is not None, "there is no address to check"
        echo = str(secrets.randbelow(10**18))
        status, body = await self.deliver(self._signed() | {"echostr": echo}, b"")
        return status == _OK and body.decode(errors="replace") == echo

    def request(self, callback: Callback) -> tuple[Query, bytes]:
        """A request that carries this callback, signed now."""
        query = self._signed() | {"openid": callback.openid}
        body = write_xml(callback.fields)
        if self._seal is None:
            return query, body
        sealed = self._seal.seal(body)
        signature = sign(self._account.token, query["timestamp"], query["nonce"], sealed)
        envelope = {"ToUserName": self._account.gh_id, "Encrypt": sealed}
        return query | {"encrypt_type": "aes", "msg_signature": signature}, write_xml(envelope)

    async def idle(self) -> None:
        """Until the product has ended all that the platform had stopped waiting for."""
        await asyncio.gather(*self._left_alone)

    def _signed(self) -> Query:
        timestamp, nonce = str(seconds(self._clock())), str(secrets.randbelow(10**10))
        signature = sign(self._account.token, timestamp, nonce)
        return {"signature": signature, "timestamp": timestamp, "nonce": nonce}

    async def _answer(self, deliver: Deliver, attempt: Try) -> HttpAnswer | None:
        """A server goes on with a request whose caller has left, and so does `deliver`."""
        work = asyncio.ensure_future(deliver(attempt.query, attempt.body))
        done, _ = await asyncio.wait({work}, timeout=self.patience)
        if not done:
            self._left_alone.add(work)
            work.add_done_callback(self._left_alone.discard)
            return None
        try:
            return work.result()
        except (OSError, ClientError):
            return None

    def _arrived(self, answer: HttpAnswer | None) -> HttpAnswer | None:
        if answer is None or not self.lost_answers:
            return answer
        self.lost_answers -= 1
        return None

    def _judge(self, callback: Callback, body: bytes) -> None:
        try:
            callback.reply = self._reader.read(body, callback.openid)
            callback.outcome = "replied" if callback.reply else "silent"
        except OddReplyError as error:
            callback.outcome, callback.why = "odd", str(error)
