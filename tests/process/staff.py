"""A member of staff on the phone of a World: takes what comes, and says how it was mended."""

import asyncio
import re
from collections.abc import Callable

from telegram import Message

from bot.sandbox.events import Event
from bot.sandbox.world import World
from tests.process.people import PATIENCE

RESULT = "灯泡换好了"
_OVER = "✅🏁"
"""Signs of a request that was resolved, and closed meanwhile."""
_CARD = re.compile(r"\S+ 编号 (\d{6}-\d+) · ")


class Worker:
    """In one group; answers the first of several copies, which nobody may have recorded."""

    def __init__(self, world: World, user_id: int, chat_id: int) -> None:
        self.world = world
        self.user_id = user_id
        self.chat_id = chat_id
        self._news = asyncio.Event()
        world.listen(self._notice)

    @property
    def screen(self) -> list[Message]:
        return [
            message
            for message in self.world.history(self.chat_id, self.user_id)
            if message.from_user and message.from_user.id == self.world.bot.id
        ]

    def cards(self, number: str) -> list[Message]:
        """Messages that show the request of that number: one, and its copies."""
        return [each for each in self.screen if number_shown(each) == number]

    async def resolves(self, number: str) -> None:
        await self._until(lambda: self.cards(number))
        self.taps("接单", self.cards(number)[0])
        taken = await self._until(lambda: [c for c in self.cards(number) if _has(c, "办结")])
        self.taps("办结", taken[0])
        prompts = await self._until(lambda: self._prompts(number))
        self.world.say(self.user_id, self.chat_id, RESULT, reply_to=prompts[0].message_id)
        await self._until(lambda: [c for c in self.cards(number) if (c.text or "")[0] in _OVER])

    async def sees_gone(self, message: Message) -> None:
        await self._until(lambda: [] if message in self.screen else [message])

    def taps(self, label: str, message: Message) -> None:
        data = next(data for text, data in _buttons(message) if text == label)
        self.world.tap(self.user_id, self.chat_id, message.message_id, data)

    def taps_any(self, message: Message) -> None:
        _label, data = _buttons(message)[0]
        self.world.tap(self.user_id, self.chat_id, message.message_id, data)

    def _prompts(self, number: str) -> list[Message]:
        return [
            each
            for each in self.screen
            if f"编号 {number}：" in (each.text or "") and "写下办理结果" in (each.text or "")
        ]

    async def _until(self, found: Callable[[], list[Message]]) -> list[Message]:
        try:
            async with asyncio.timeout(PATIENCE):
                while not (messages := found()):
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            seen = "\n---\n".join(message.text or "…" for message in self.screen)
            raise TimeoutError(f"in {self.chat_id} there is:\n{seen}") from None
        return messages

    def _notice(self, event: Event) -> None:
        if event.chat_id == self.chat_id:
            self._news.set()


def number_shown(message: Message) -> str | None:
    """The number of the request whose card the message is."""
    found = _CARD.match(message.text or "")
    return found[1] if found else None


def has_buttons(message: Message) -> bool:
    return bool(_buttons(message))


def _buttons(message: Message) -> list[tuple[str, str]]:
    rows = message.reply_markup.inline_keyboard if message.reply_markup else ()
    return [(button.text, str(button.callback_data)) for row in rows for button in row]


def _has(message: Message, label: str) -> bool:
    return any(text == label for text, _data in _buttons(message))
