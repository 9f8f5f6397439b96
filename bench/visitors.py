"""People who file a street light that is out: what Telegram tells the bot of them."""

import asyncio
import itertools
from collections.abc import Iterator, Sequence
from typing import Any

from bot.sandbox.core import BOT_ID

HOME = "🏠 就在我家：军门社区 · 军门新村 · 3号楼"
STEPS = 8
"""Updates of one filing, with ours as with the plain bot."""

RawUpdate = dict[str, Any]

_update_ids = itertools.count(1)
"""Never the same twice: aiogram keeps caches by update."""


class Visitor:
    """One person in their private chat with the bot."""

    def __init__(self, user_id: int) -> None:
        self.user_id = user_id
        self.steps = itertools.chain.from_iterable(self.files() for _again in itertools.count())
        self.buttons: dict[str, str] = {}
        """Callback data by the labels on the screen."""
        self.begins = False
        """Whether the update that came of them last begins a filing."""
        self.answered = asyncio.Event()
        """Set when they see a message; what only takes buttons away is none."""
        self._message_ids = itertools.count(1)
        name = {"first_name": f"居民{user_id}"}
        self._chat = {"id": user_id, "type": "private"} | name
        self._sender = {"id": user_id, "is_bot": False, "language_code": "zh-hans"} | name

    def sees(self, buttons: Sequence[tuple[str, str]]) -> None:
        """Look at the latest message; the buttons on the screen are those of the last that had any.

        `buttons` are labels and callback data.
        """
        self.answered.set()
        if buttons:
            self.buttons = dict(buttons)

    def files(self) -> Iterator[RawUpdate]:
        """The STEPS of a filing with ours, by somebody who adds and changes as much as they can."""
        self.begins = True
        yield self.writes("楼下路灯不亮了")
        self.begins = False
        yield self.photographs()
        yield self.writes("3号楼东侧第二盏")
        yield self.taps("改类别")
        yield self.taps("路灯不亮")
        yield self.taps("改公开方式")
        yield self.taps("不公开，可以叫我的称呼")
        yield self.taps("提交")

    def writes(self, text: str) -> RawUpdate:
        entities = [{"type": "bot_command", "offset": 0, "length": len(text.split(maxsplit=1)[0])}]
        return self._message(text=text, **({"entities": entities} if text[0] == "/" else {}))

    def photographs(self) -> RawUpdate:
        sizes = [
            {
                "file_id": f"photo-{self.user_id}-{side}",
                "file_unique_id": f"{self.user_id}-{side}",
                "width": side,
                "height": side,
            }
            for side in (90, 320, 1280)
        ]
        return self._message(photo=sizes)

    def taps(self, label: str) -> RawUpdate:
        sent = {
            "message_id": next(self._message_ids),
            "date": 1_795_000_000,
            "chat": self._chat,
            "from": {"id": BOT_ID, "is_bot": True, "first_name": "近邻"},
            "text": "?",
        }
        query = {
            "id": f"{self.user_id}-{sent['message_id']}",
            "from": self._sender,
            "chat_instance": str(self.user_id),
            "message": sent,
            "data": self.buttons[label],
        }
        return {"update_id": next(_update_ids), "callback_query": query}

    def _message(self, **content: Any) -> RawUpdate:
        message = {
            "message_id": next(self._message_ids),
            "date": 1_795_000_000,
            "chat": self._chat,
            "from": self._sender,
        }
        return {"update_id": next(_update_ids), "message": message | content}


class PlainVisitor(Visitor):
    """One who is asked for everything in turn, as the plain bot does."""

    def files(self) -> Iterator[RawUpdate]:
        yield self.writes("楼下路灯不亮了")
        yield self.taps("路灯不亮")
        yield self.writes("3号楼东侧第二盏")
        yield self.photographs()
        yield self.taps("写好了")
        yield self.writes(HOME)
        yield self.taps("不公开，可以叫我的称呼")
        yield self.taps("提交")
