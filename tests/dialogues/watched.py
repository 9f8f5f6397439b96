"""A World that remembers what it refused the bot: 4xx of our own making are faults.

It reads every message as a channel without buttons would have to show it, too.
"""

import json
from collections.abc import Mapping
from typing import Any

from bot.sandbox.errors import BotApiError
from bot.sandbox.files import Upload
from bot.sandbox.world import World
from handlers.common.numbering import Numbered, buttons_of
from handlers.common.words import esc

UNKNOWABLE = (
    "message can't be deleted for everyone",
    "not enough rights to send text messages",
    "TOPIC_CLOSED",
)
"""How old the former message of a card is, and what a group lets the bot do, only it knows."""
OF_PEOPLES_MAKING = (403, 429)
"""Who blocks the bot, or removes it from a group, is no fault of ours; nor is the pace."""


class WatchedWorld(World):
    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.refused: list[str] = []
        self.unnumbered: list[str] = []
        """Buttons that cannot be said by a number."""

    async def call(
        self,
        method: str,
        params: Mapping[str, Any] | None = None,
        files: Mapping[str, Upload] | None = None,
    ) -> Any:
        self.unnumbered += unnumbered(params or {})
        try:
            return await super().call(method, params, files)
        except BotApiError as error:
            if not self._is_not_our_fault(error):
                self.refused.append(f"{method}: {error.description}")
            raise

    def _is_not_our_fault(self, error: BotApiError) -> bool:
        of_groups = [room.refuses for room in self.rooms.values() if room.refuses]
        return (
            error.code in OF_PEOPLES_MAKING
            or "migrate_to_chat_id" in error.parameters
            or any(text in error.description for text in (*UNKNOWABLE, *of_groups))
        )


def unnumbered(params: Mapping[str, Any]) -> list[str]:
    """The buttons of a message that no line of it stands for."""
    markup = params.get("reply_markup") or {}
    buttons = buttons_of(
        {"reply_markup": json.loads(markup) if isinstance(markup, str) else markup}
    )
    numbered = Numbered(buttons)
    every = [button for row in buttons.rows for button in row]
    lines = numbered.lines()
    said = [numbered.pressed(line.partition("  ")[0]) for line in lines]
    links = "\n".join(lines)
    return [each.label for each in every if each not in said and esc(each.url or "?") not in links]
