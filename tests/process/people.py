"""Residents on the phones of a World that is served over HTTP; they wait for what they are told."""

import asyncio
import re
from collections.abc import Callable

from telegram import Message, ReplyKeyboardMarkup

from bot.sandbox.events import Event
from bot.sandbox.world import World

NUMBER = re.compile(r"编号 (\d{6}-\d+)")
WORDS = "楼下路灯不亮了"
"""What each of their requests says."""
PATIENCE = 180
"""Seconds; the bot may be started again meanwhile, on a machine that has other things to do."""


class Resident:
    def __init__(self, world: World, user_id: int, *, taps: bool) -> None:
        self.world = world
        self.user_id = user_id
        self._taps = taps
        """Others write what stands on the button."""
        self.numbers: list[str] = []
        """Of the requests that were confirmed to them."""
        self._news = asyncio.Event()
        self._read = 0
        """The latest message when they last did something."""
        world.listen(self._notice)

    @property
    def screen(self) -> list[Message]:
        """What the bot said, oldest first."""
        return [
            message
            for message in self.world.history(self.user_id, self.user_id)
            if message.from_user and message.from_user.id == self.world.bot.id
        ]

    def says(self, text: str) -> None:
        self._look_away()
        self.world.say(self.user_id, self.user_id, text)

    def taps(self, label: str, message: Message) -> None:
        self._look_away()
        assert message.reply_markup is not None
        for row in message.reply_markup.inline_keyboard:
            for button in row:
                if button.text == label:
                    assert isinstance(button.callback_data, str)
                    self.world.tap(
                        self.user_id, self.user_id, message.message_id, button.callback_data
                    )
                    return
        raise AssertionError(f"there is no button {label}")

    async def sees(self, beginning: str) -> Message:
        """The bot's first message since they last did something that begins so."""
        return await self._finds(lambda message: (message.text or "").startswith(beginning))

    async def sees_button(self, label: str, *, beginning: str = "") -> Message:
        """The same, for a message with that button under it."""
        return await self._finds(
            lambda message: _has(message, label) and (message.text or "").startswith(beginning)
        )

    async def taps_again(self, label: str) -> None:
        """A button of whatever age, once it is there."""
        self._read = 0
        self.taps(label, await self.sees_button(label))

    async def answers(self, label: str, *, beginning: str = "") -> None:
        """The message that asks has a button with that label, and begins so."""
        asked = await self.sees_button(label, beginning=beginning)
        if self._taps:
            self.taps(label, asked)
        else:
            self.says(label)

    async def files(self) -> str:
        """A street light that is out, privately; its number."""
        self.says(WORDS)
        another = await self._finds(
            lambda shown: _has(shown, "是另一件事") or _has(shown, "改地点")
        )
        if _has(another, "是另一件事"):
            await self.answers("是另一件事")
        await self.answers("改地点")
        await self.sees("在哪里？")
        keys = self.world.reply_keyboard(self.user_id, self.user_id)
        assert isinstance(keys, ReplyKeyboardMarkup)
        self.says(next(key.text for row in keys.keyboard for key in row if key.text[0] == "🏠"))
        await self.answers("改公开方式")
        await self.answers("不公开，不留名")
        await self.answers("提交")
        found = NUMBER.search((await self.sees("提交好了")).text or "")
        assert found is not None
        self.numbers.append(found[1])
        return found[1]

    async def _finds(self, wanted: Callable[[Message], bool]) -> Message:
        try:
            async with asyncio.timeout(PATIENCE):
                while True:
                    self._news.clear()
                    for message in self.screen:
                        if message.message_id > self._read and wanted(message):
                            return message
                    await self._news.wait()
        except TimeoutError:
            said = "\n---\n".join(message.text or "" for message in self.screen[-4:])
            raise AssertionError(f"the bot did not say it; the latest:\n{said}") from None

    def _look_away(self) -> None:
        history = self.world.history(self.user_id, self.user_id)
        self._read = history[-1].message_id if history else 0

    def _notice(self, event: Event) -> None:
        if event.chat_id == self.user_id:
            self._news.set()


def _has(message: Message, label: str) -> bool:
    keyboard = message.reply_markup
    rows = keyboard.inline_keyboard if keyboard else ()
    return any(button.text == label for row in rows for button in row)
