"""What real residents wrote, put through the whole conversation.

    python -m bench.residents_messages [--limit 2098]

About 2,100 messages to a city's government platform, real, long and odd, stand beside the project
in ../shared/data; none of them is part of it, and only figures are printed. The bot and a Telegram
with its limits run in this process. Each message has to be filed whole, shown on a card, and be
there for staff in full.
"""

import argparse
import asyncio
import csv
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import func, select
from telegram import Message

from bot.app import App, make_bot
from bot.sandbox.session import WorldSession
from bot.sandbox.world import World
from bot.settings import Settings
from handlers.common.words import telegram_length
from storage.engine import Database
from storage.importing import demo_groups, import_demo
from storage.migrate import migrate
from storage.tables import OutboxMessage, OutboxState, Ticket
from tests.dialogues.phones import Desk, MovableClock, Phone

MESSAGES = Path(__file__).parents[2] / "shared" / "data" / "residents-messages.csv"
PEOPLE = 20
"""How many write at once."""
PAUSE = timedelta(minutes=1)
"""Between two messages of one person, or they would be asked to slow down."""
MOST_STEPS = 10

ANSWERS = (
    ("收到了。您说的是哪一类事", ""),
    ("您要反映的是哪一类事", ""),
    ("在哪里？", "🏠"),
    ("请看一遍", "提交"),
    ("这是要报修、投诉，还是建议、需求", "🔧"),
    ("这是哪一类的事", ""),
    ("主要是给谁的", "大家"),
)
"""How a question begins, and the beginning of the answer to it; empty: the first there is."""
SOMETHING_ELSE = ("不是一回事，我单独反映", "是另一件事", "其实是报修、投诉")
"""The answers to what neighbours filed already, to what they filed a moment ago themselves, and to
a wish that was taken for a need."""
ADDED = "收下了，加到内容里了。\n\n"
"""What comes before a question when more words came meanwhile: a long text is two messages."""
DONE = "提交好了"


@dataclass(slots=True)
class Outcome:
    """What became of the messages. Everything but `cut` and `given_up` should be all of them."""

    messages: int = 0
    filed: int = 0
    whole: int = 0
    """Kept as they were written."""
    shown: int = 0
    """With a card in a group."""
    readable: int = 0
    """In full on the card or by 看全文."""
    cut: int = 0
    """Too long for the card."""
    longest_card: int = 0
    """In UTF-16 units, as Telegram counts."""
    given_up: int = 0
    """Calls that Telegram refused for good."""

    @property
    def fine(self) -> bool:
        good = {self.filed, self.whole, self.shown, self.readable}
        return good == {self.messages} and not self.given_up


class Town:
    """Residents who write, and somebody in each group who reads."""

    def __init__(self, desk: Desk, residents: Sequence[Phone], readers: Sequence[Phone]) -> None:
        self.outcome = Outcome()
        self._desk = desk
        self._residents = residents
        self._readers = readers

    @classmethod
    async def of(cls, desk: Desk) -> "Town":
        """With PEOPLE who have agreed and live in the demo community."""
        residents = []
        for number in range(PEOPLE):
            user = desk.world.add_user(f"居民{number}")
            resident = Phone(desk, user.id, user.id)
            await resident.starts("b_junmen-xincun-3")
            await resident.taps("同意")
            await resident.taps("是，我住这里")
            residents.append(resident)
        reader = desk.world.add_user("社工")
        for chat_id in desk.chats.values():
            desk.world.join(chat_id, reader.id)
        readers = [Phone(desk, reader.id, chat_id) for chat_id in desk.chats.values()]
        return cls(desk, residents, readers)

    async def file(self, texts: Sequence[str]) -> Outcome:
        for first in range(0, len(texts), PEOPLE):
            self._desk.clock.now += PAUSE
            now = texts[first : first + PEOPLE]
            numbers = await self._file_together(now)
            for text, number in zip(now, numbers, strict=True):
                self.outcome.messages += 1
                if number:
                    self.outcome.filed += 1
                    await self._look_up(text, number)
        async with self._desk.app.database.reading() as session:
            self.outcome.given_up = (
                await session.scalar(
                    select(func.count(OutboxMessage.id)).where(
                        OutboxMessage.state == OutboxState.GIVEN_UP
                    )
                )
                or 0
            )
        return self.outcome

    async def _file_together(self, texts: Sequence[str]) -> list[str | None]:
        """Their numbers; None for one that was not filed."""
        writing = list(zip(self._residents, texts, strict=False))
        for resident, text in writing:
            self._desk.world.say(resident.user_id, resident.chat_id, text)
        await self._desk.settle()
        for _step in range(MOST_STEPS):
            for resident, _text in writing:
                _answer(resident)
            await self._desk.settle()
        return [_number(resident.last) for resident, _text in writing]

    async def _look_up(self, text: str, number: str) -> None:
        """As staff would: the card, and the whole text if it is not on it."""
        async with self._desk.app.database.reading() as session:
            ticket = (await session.scalars(select(Ticket).where(Ticket.number == number))).one()
        self.outcome.whole += _same(ticket.text, text)
        for reader in self._readers:
            card = _card(reader, number)
            if card is not None:
                self.outcome.shown += 1
                self.outcome.longest_card = max(
                    self.outcome.longest_card, telegram_length(card.text or "")
                )
                self.outcome.readable += _same(await self._read(reader, card), text)

    async def _read(self, reader: Phone, card: Message) -> str:
        for button in reader.buttons(card):
            if button.text == "看全文":
                self.outcome.cut += 1
                self._desk.clock.move(seconds=2)
                seen = len(reader.screen)
                assert isinstance(button.callback_data, str)
                self._desk.world.tap(
                    reader.user_id, reader.chat_id, card.message_id, button.callback_data
                )
                await self._desk.settle()
                return "".join(message.text or "" for message in reader.screen[seen:])
        return (card.text or "").partition("“")[2].rpartition("”")[0]


def _answer(resident: Phone) -> None:
    """The question on the screen, if there is one that a complaint leads to."""
    asked = resident.text_of(resident.last).removeprefix(ADDED)
    if asked.startswith(DONE):
        return
    labels = [button.text for button in resident.buttons(resident.last)] or resident.keyboard()
    found = (answer for beginning, answer in ANSWERS if asked.startswith(beginning))
    wanted = next((each for each in SOMETHING_ELSE if each in labels), None) or next(found, None)
    for label in labels:
        if wanted is not None and label.startswith(wanted):
            resident.press(label)
            return


def _number(receipt: Message) -> str | None:
    text = receipt.text or ""
    return text.partition("编号 ")[2].partition("\n")[0] if text.startswith(DONE) else None


def _card(reader: Phone, number: str) -> Message | None:
    for message in reversed(reader.screen):
        if f"编号 {number} " in (message.text or ""):
            return message
    return None


def _same(shown: str, written: str) -> bool:
    """But for spaces and line ends: Telegram drops them around a message."""
    return "".join(shown.split()) == "".join(written.split())


def messages() -> list[str]:
    with MESSAGES.open(encoding="utf-8", newline="") as source:
        return [row["text"] for row in csv.DictReader(source)]


@asynccontextmanager
async def demo_desk(folder: Path) -> AsyncIterator[Desk]:
    clock = MovableClock()
    url = f"sqlite+aiosqlite:///{folder / 'jinlin.db'}"
    await migrate(url)
    database = Database(url)
    world = World(clock=clock)
    admin = world.add_user("管理员")
    chats = {
        group.title: world.add_group(group.title, [admin.id]).id for group in await demo_groups()
    }
    async with database.transaction() as session:
        await import_demo(session, now=clock(), chats=chats)
    app = App(Settings(_env_file=None), database, make_bot(world.token, WorldSession(world)), clock)
    await app.prepare()
    desk = Desk(world, app, clock, chats)
    await desk.settle()
    yield desk
    await database.close()


async def main(limit: int) -> None:
    began = time.monotonic()
    texts = messages()[:limit]
    with tempfile.TemporaryDirectory() as folder:
        async with demo_desk(Path(folder)) as desk:
            outcome = await (await Town.of(desk)).file(texts)
    print(outcome)
    print("fine" if outcome.fine else "NOT FINE", f"in {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Put real messages through the conversation.")
    parser.add_argument("--limit", type=int, default=None)
    asyncio.run(main(parser.parse_args().limit))
