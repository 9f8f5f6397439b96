"""A Telegram that does what a test tells it, and a time that passes only when somebody sleeps."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime, timedelta
from typing import Any

from aiogram import Bot
from aiogram.client.default import Default, DefaultBotProperties
from aiogram.client.session.base import BaseSession
from aiogram.methods import TelegramMethod
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.sender import Sender
from bot.sender.delivery import BotApi
from services.groups.reach import Obstacle
from storage.engine import Database
from storage.outbox import Outgoing, Urgency, put
from storage.outbox_rows import OutboxRow
from storage.tables import Card, Channel, Chat, OutboxMessage

TOKEN = "42:TEST"
NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)


class Time:
    """Sleeping takes no time but moves both clocks."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._passed = asyncio.Event()
        self._runs = asyncio.Event()
        self._runs.set()

    def clock(self) -> datetime:
        return NOON + timedelta(seconds=self.seconds)

    def monotonic(self) -> float:
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(0)
        await self._runs.wait()
        self.seconds += seconds
        self._passed.set()

    @contextmanager
    def standing_still(self) -> Iterator[None]:
        """While a test does what takes no time."""
        self._runs.clear()
        yield
        self._runs.set()

    async def passing(self) -> None:
        """Until somebody has slept."""
        self._passed.clear()
        await self._passed.wait()


@dataclass
class Received:
    """A call as it arrived."""

    name: str
    chat_id: int
    params: dict[str, Any]
    """Without what is left to the bot's defaults."""
    parse_mode: str | None
    at: float


@dataclass
class Answer:
    """What Telegram says: by default ok with a message of the next id."""

    status: int = 200
    description: str = ""
    parameters: dict[str, int] = field(default_factory=dict)
    raises: Exception | None = None
    done: bool = False
    """It was done all the same: only the answer is lost."""
    body: dict[str, Any] | None = None


OK = Answer()


def always(answer: Answer) -> Callable[[Received], Answer]:
    def script(_: Received) -> Answer:
        return answer

    return script


def too_many(retry_after: int) -> Answer:
    return Answer(429, "Too Many Requests", {"retry_after": retry_after})


def bad_request(text: str) -> Answer:
    return Answer(400, f"Bad Request: {text}")


def forbidden(text: str) -> Answer:
    return Answer(403, f"Forbidden: {text}")


def moved_to(chat_id: int) -> Answer:
    text = "Bad Request: group chat was upgraded to a supergroup chat"
    return Answer(400, text, {"migrate_to_chat_id": chat_id})


class Telegram(BaseSession):
    """Answers by `script`, by default ok; `messages` holds what each chat shows, by message id."""

    def __init__(self, time: Time, script: Callable[[Received], Answer] = lambda _: OK) -> None:
        super().__init__()
        self.time = time
        self.script = script
        self.calls: list[Received] = []
        self.messages: dict[tuple[int, int], str] = {}
        self.hangs: asyncio.Event | None = None
        self.meanwhile: Callable[[], Awaitable[None]] | None = None
        """Happens once, while a call is under way."""
        self.done: list[str] = []
        """Texts that came to be shown, whether or not the answer reached the sender."""
        self.answered = asyncio.Event()
        self._last_id = 100

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[Any],
        timeout: int | None = None,  # noqa: ASYNC109, ARG002 - aiogram's signature
    ) -> Any:
        call = self._receive(bot, method)
        self.calls.append(call)
        if self.hangs is not None:
            await self.hangs.wait()
        if self.meanwhile is not None:
            happening, self.meanwhile = self.meanwhile, None
            await happening()
        await asyncio.sleep(0)
        answer = self.script(call)
        self.answered.set()
        if answer.raises is not None:
            if answer.done:
                self._result(call)
            raise answer.raises
        body = answer.body or self._body(call, answer)
        return self.check_response(bot, method, answer.status, self.json_dumps(body)).result

    def _receive(self, bot: Bot, method: TelegramMethod[Any]) -> Received:
        given = method.model_dump(warnings=False).items()
        params = {
            name: value
            for name, value in given
            if value is not None and not isinstance(value, Default)
        }
        parse_mode = self.prepare_value(getattr(method, "parse_mode", None), bot, {})
        chat_id = params.get("chat_id", 0)
        return Received(method.__api_method__, chat_id, params, parse_mode, self.time.seconds)

    def _body(self, call: Received, answer: Answer) -> dict[str, Any]:
        if answer.status == 200:
            return {"ok": True, "result": self._result(call)}
        body: dict[str, Any] = {"ok": False, "description": answer.description}
        return body | ({"parameters": answer.parameters} if answer.parameters else {})

    def _result(self, call: Received) -> object:
        if call.name == "answerCallbackQuery":
            return True
        if call.name == "deleteMessage":
            return self.messages.pop((call.chat_id, call.params["message_id"]), None) is not None
        if call.name == "sendMediaGroup":
            return [self._message(call) for _ in call.params["media"]]
        return self._message(call, call.params.get("message_id"))

    def _message(self, call: Received, message_id: int | None = None) -> dict[str, Any]:
        if message_id is None:
            self._last_id += 1
            message_id = self._last_id
        self.messages[call.chat_id, message_id] = call.params.get("text", "")
        self.done.append(call.params.get("text", ""))
        chat = {"id": call.chat_id, "type": "private" if call.chat_id > 0 else "supergroup"}
        return {"message_id": message_id, "date": 1, "chat": chat}

    def texts(self) -> list[str]:
        """What was to be shown, call by call."""
        return [call.params["text"] for call in self.calls if "text" in call.params]

    def shown(self, chat_id: int) -> list[str]:
        """What the chat shows now, from top to bottom."""
        return [text for (chat, _), text in sorted(self.messages.items()) if chat == chat_id]

    async def close(self) -> None:
        """Nothing is open."""

    async def stream_content(self, *_: Any, **__: Any) -> AsyncGenerator[bytes, None]:
        yield b""


@dataclass
class Told:
    """Hooks that only remember what they were told."""

    calls: list[tuple[str, Any]] = field(default_factory=list)
    held: bool = True
    """Whether what waits for a muted group is to be held for it."""
    spoken: set[int] = field(default_factory=set)
    other: Chat | None = None
    """Where else the person of a chat can be told."""

    async def blocked(self, _session: AsyncSession, chat: Chat) -> None:
        self.calls.append(("blocked", chat.id))

    async def removed(self, _session: AsyncSession, chat: Chat) -> None:
        self.calls.append(("removed", chat.id))

    async def muted(self, _session: AsyncSession, row: OutboxRow, obstacle: Obstacle) -> bool:
        self.calls.append(("muted", (row.chat_id, obstacle.value)))
        return self.held

    async def spoke(self, _session: AsyncSession, places: set[tuple[Chat, int | None]]) -> None:
        self.spoken |= {chat.id for chat, _topic in places}

    async def muted_among(self, _session: AsyncSession, groups: set[Chat]) -> set[Chat]:
        return groups

    async def member(
        self, _session: AsyncSession, chat: Chat, user_id: int, *, present: bool
    ) -> None:
        self.calls.append(("member", (chat.id, user_id, present)))

    async def moved(self, _session: AsyncSession, old: Chat, new: Chat) -> None:
        self.calls.append(("moved", (old.id, new.id)))

    async def delivered(self, _session: AsyncSession, rows: Sequence[OutboxRow]) -> None:
        self.calls.append(("delivered", [row.chat_id for row in rows]))

    async def reached(self, _session: AsyncSession, rows: Sequence[OutboxRow]) -> None:
        self.calls.append(("reached", [row.params.get("text") for row in rows]))

    async def undeliverable(self, _session: AsyncSession, row: OutboxRow, _error: str) -> None:
        self.calls.append(("undeliverable", row.params.get("text")))

    async def crowded(self, _session: AsyncSession, chat: Chat, rows: Sequence[OutboxRow]) -> None:
        self.calls.append(("crowded", (chat.id, [row.card for row in rows])))

    async def elsewhere(self, _session: AsyncSession, chat: Chat) -> Chat | None:
        self.calls.append(("elsewhere", chat.id))
        return self.other

    async def refused(self, _session: AsyncSession, row: OutboxRow, _error: str) -> None:
        self.calls.append(("refused", row.params.get("text")))

    async def incomplete(self, _session: AsyncSession, row: OutboxRow) -> None:
        self.calls.append(("incomplete", row.params.get("caption")))


class Desk:
    """A sender with everything around it faked but the database, and words to use it by."""

    def __init__(self, database: Database, time: Time | None = None) -> None:
        self.database = database
        self.time = time or Time()
        self.telegram = Telegram(self.time)
        self.told = Told()
        self.sender = self.another_sender()

    def another_sender(self) -> Sender:
        """As after a restart: it knows only what the tables hold."""
        return Sender(
            self.database,
            BotApi(
                Bot(TOKEN, session=self.telegram, default=DefaultBotProperties(parse_mode="HTML"))
            ),
            self.time.clock,
            hooks=self.told,
            monotonic=self.time.monotonic,
            sleep=self.time.sleep,
        )

    async def put(self, chat_id: int, method: str, /, **params: Any) -> None:
        """A row; `urgency`, `card`, `to_the_end`, `under_card`, `about` are the row's own."""
        own = {name: params.pop(name) for name in _ROW_FIELDS if name in params}
        row = Outgoing(
            channel=Channel.TELEGRAM,
            chat_id=chat_id,
            method=method,
            params={"chat_id": chat_id, **params} if method != "answerCallbackQuery" else params,
            **{"urgency": Urgency.ANSWER, **own},
        )
        async with self.database.transaction() as session:
            await put(session, [row], self.time.clock())

    async def say(self, chat_id: int, text: str, **own: Any) -> None:
        await self.put(chat_id, "sendMessage", text=text, **own)

    async def card(self, chat_id: int, key: str, text: str, **own: Any) -> None:
        await self.say(chat_id, text, card=key, **{"urgency": Urgency.CARD, **own})

    async def rows(self) -> list[OutboxMessage]:
        async with self.database.reading() as session:
            return list(await session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))

    async def states(self) -> list[str]:
        return [row.state.value for row in await self.rows()]

    async def received(self, calls: int) -> bool:
        return len(self.telegram.calls) >= calls

    async def later_than(self, seconds: float) -> bool:
        return self.time.seconds > seconds

    async def card_message(self, chat_id: int, key: str) -> int | None:
        async with self.database.reading() as session:
            card = await session.get(Card, (Channel.TELEGRAM, chat_id, key))
            return card.message_id if card else None


_ROW_FIELDS = tuple(field.name for field in fields(Outgoing))
