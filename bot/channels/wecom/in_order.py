"""What arrives is handed over in order within a chat, and at once in different chats."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

log = logging.getLogger(__name__)

Frame = dict[str, Any]
Take = Callable[[Frame], Awaitable[None]]


def chat_of(frame: Frame) -> str:
    """The group, or the member of a single chat, whose events may name a chat too."""
    body = frame["body"]
    if body.get("chattype") == "group":
        return str(body.get("chatid"))
    sender = body.get("from")
    return str(sender.get("userid")) if isinstance(sender, dict) else ""


class InOrder:
    """take: called with one frame of a chat at a time. What it raises is logged."""

    def __init__(self, take: Take) -> None:
        self._take = take
        self._waiting: dict[str, deque[Frame]] = {}
        self._working: set[asyncio.Task[None]] = set()

    def put(self, frame: Frame) -> None:
        chat = chat_of(frame)
        if chat in self._waiting:
            self._waiting[chat].append(frame)
            return
        self._waiting[chat] = deque([frame])
        task = asyncio.create_task(self._work(chat))
        self._working.add(task)
        task.add_done_callback(self._working.discard)

    async def finish(self, within: float) -> None:
        """Wait, `within` seconds at most, until all of it was taken: WeCom sends nothing again."""
        if not self._working:
            return
        _, late = await asyncio.wait(self._working, timeout=within)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    async def _work(self, chat: str) -> None:
        waiting = self._waiting[chat]
        try:
            while waiting:
                await self._hand_over(waiting.popleft())
        finally:
            del self._waiting[chat]

    async def _hand_over(self, frame: Frame) -> None:
        try:
            await self._take(frame)
        except Exception:  # The next one is handed over all the same.
            log.exception("a frame of WeCom was not taken")
