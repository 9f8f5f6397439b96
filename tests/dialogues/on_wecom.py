"""The desk on WeCom: a robot's line at work against the sandbox's gateway."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from sqlalchemy import select, update

from bot.app import App
from bot.channels.stand_in import stand_in
from bot.channels.wecom.arrivals import Arrivals
from bot.channels.wecom.connection import ACK_WITHIN
from bot.channels.wecom.courier import WecomCourier
from bot.channels.wecom.downloads import Loaded, NotLoadedError, decipher
from bot.channels.wecom.errors import NotConnectedError, RefusedError
from bot.channels.wecom.in_order import Frame, InOrder
from bot.channels.wecom.received import Received
from bot.channels.wecom.taps import Taps
from bot.line import Line
from bot.sandbox.wecom import Chat, Gateway, Limits
from bot.work import Clock
from services.people import named_chats
from storage.engine import Database
from storage.outbox_rows import IS_WAITING
from storage.tables import Channel, Group, OutboxMessage, Purpose

BOT_ID, SECRET, NAME = "aib-desk", "a-secret", "近邻"
ADMIN = "admin"
"""The userid of who may bind groups."""
PAGE = "http://desk.invalid/"
NO_HURRY = Limits(a_minute=10_000, an_hour=10_000)
"""The clock stands still while people write."""


class InProcess:
    """The gateway without a network between; what `Robot.ask` is in production."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway
        self._acks: list[Frame] = []
        self.arrived: InOrder | None = None

    def connect(self) -> None:
        self._connection = self._gateway.connect(self._comes)
        subscribe = {"bot_id": BOT_ID, "secret": SECRET}
        self._connection.receive(
            {"cmd": "aibot_subscribe", "headers": {"req_id": "1"}, "body": subscribe}
        )

    def disconnect(self) -> None:
        self._connection.close()

    def _comes(self, frame: Frame) -> None:
        if "cmd" not in frame:
            self._acks.append(frame)
        elif self.arrived is not None:
            self.arrived.put(frame)

    async def ask(
        self,
        cmd: str,
        body: dict[str, Any],
        *,
        to: str | None = None,
        within: float = ACK_WITHIN,  # noqa: ARG002
    ) -> dict[str, Any]:
        if not self._connection.open:
            raise NotConnectedError
        self._acks.clear()
        self._connection.receive({"cmd": cmd, "headers": {"req_id": to or "2"}, "body": body})
        ack = self._acks.pop()
        if ack["errcode"]:
            raise RefusedError(ack["errcode"], ack["errmsg"])
        return dict(ack.get("body", {}))


class OnWecom:
    """A robot's line in a running desk, and the groups of staff there."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.gateway = Gateway(clock, NO_HURRY)
        self.gateway.add_robot(BOT_ID, SECRET, NAME)
        self.groups: dict[str, Chat] = {}
        """By title."""
        self.link = InProcess(self.gateway)
        self._clock = clock
        self._line: Line | None = None
        self._app: App | None = None
        self.is_over(database)

    def is_over(self, database: Database) -> None:
        """What another process than before works with."""
        self._database = database
        self._taps = Taps(self._clock)
        self._received = Received(self._download, self._clock)
        self.bot = stand_in(Channel.WECOM, self._received)
        self.courier = WecomCourier(
            database, self.link.ask, self._received.load, self._taps, PAGE, self._clock
        )

    async def moves_here(self, chats: Mapping[str, int]) -> None:
        """Groups that are bound on Telegram are on WeCom instead, where somebody has written: not
        those of volunteers, who are no members of the enterprise."""
        async with self._database.reading() as session:
            stay = set(
                await session.scalars(
                    select(Group.chat_id).where(Group.purpose == Purpose.VOLUNTEERS)
                )
            )
        moving = {title: number for title, number in chats.items() if number not in stay}
        for title, number in moving.items():
            group = self.gateway.add_group(title, [])
            group.opened.add(BOT_ID)
            self.groups[title] = group
            chat = await named_chats.chat_of(
                self._database, Channel.WECOM, group.id, is_group=True, now=self._clock()
            )
            async with self._database.transaction() as session:
                await session.execute(
                    update(Group)
                    .where(Group.chat_id == number)
                    .values(channel=chat.channel, chat_id=chat.id)
                )

    @asynccontextmanager
    async def at_work(self, app: App) -> AsyncIterator[None]:
        async with AsyncExitStack() as self._work:
            await self._begins(app)
            yield

    async def restarts(self, app: App) -> None:
        """In another process, which connects in place of this one."""
        await self._work.aclose()
        self.link.disconnect()
        await self._begins(app)

    async def _begins(self, app: App) -> None:
        self._app = app
        self._line = next(each for each in app.lines if each.channel == Channel.WECOM)
        arrivals = Arrivals(
            Channel.WECOM,
            NAME,
            self._database,
            self._line.intake.submit,
            self.link.ask,
            self._received,
            self._taps,
            self._line.sender.wake,
            self._clock,
        )
        self.link.arrived = InOrder(arrivals.take)
        self.link.connect()
        await self._work.enter_async_context(self._line.taking_in())

    async def settle(self) -> None:
        """Until all that came is taken in, and nothing is left to say there that is due."""
        assert self._line is not None
        assert self.link.arrived is not None
        await self.link.arrived.finish(10)
        waiting, before = await self._waiting(), None
        # What is due and does not leave is held back, such as by a gateway that is away.
        while waiting and waiting != before:
            before = waiting
            await self._line.sender.work_off()
            waiting = await self._waiting()

    async def _waiting(self) -> list[tuple[int, int]]:
        """What is due: rows, and how often they were tried."""
        assert self._app is not None
        due = select(OutboxMessage.id, OutboxMessage.attempts).where(
            IS_WAITING,
            OutboxMessage.channel == Channel.WECOM,
            OutboxMessage.not_before <= self._app.clock(),
        )
        async with self._app.database.reading() as session:
            return [(row.id, row.attempts) for row in await session.execute(due)]

    async def _download(self, part: Mapping[str, Any]) -> Loaded:
        link = self.gateway.download(str(part["url"]).rpartition("/")[2])
        if link is None:
            raise NotLoadedError("too late")
        return Loaded(link.name, decipher(link.data, part["aeskey"]))
