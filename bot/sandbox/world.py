"""The World: a small Telegram in memory. What people do is methods, what the bot does is `call`."""

import inspect
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from telegram import ForceReply, Message, ReplyKeyboardMarkup

from bot.sandbox.core import DEMO_TOKEN, Clock
from bot.sandbox.errors import BotApiError, PhoneError
from bot.sandbox.files import Upload
from bot.sandbox.groups import Groups
from bot.sandbox.methods import METHODS
from bot.sandbox.params import Params
from bot.sandbox.sharing import Sharing
from bot.sandbox.snapshot import Snapshot
from bot.sandbox.writing import Writing


class World(Writing, Sharing, Groups):
    """People (people.py, writing.py, sharing.py), groups (groups.py) and the bot (methods/) over
    one state (core.py).

    clock: the time of every message, aware (UTC).
    token: what the bot must present; its first part is the bot's user id.
    flood_control: answer 429 above Telegram's rates; may be switched at any time.
    privacy_mode: in groups show the bot only what concerns it, as Telegram does by default.
    path: a JSON file that keeps the world between runs (see snapshot.py); None: memory only.
    """

    def __init__(
        self,
        *,
        clock: Clock,
        token: str = DEMO_TOKEN,
        flood_control: bool = False,
        privacy_mode: bool = True,
        path: Path | None = None,
    ) -> None:
        super().__init__(
            clock=clock, token=token, flood_control=flood_control, privacy_mode=privacy_mode
        )
        self._snapshot = Snapshot(self, path) if path else None
        if self._snapshot:
            self._snapshot.load()

    async def call(
        self,
        method: str,
        params: Mapping[str, Any] | None = None,
        files: Mapping[str, Upload] | None = None,
    ) -> Any:
        """A Bot API method, as over HTTP: the JSON-able result.

        params: strings as in a form, or values as in a JSON body; None counts as absent.
        files: what `attach://name` in params, or a parameter of that name, refers to.
        Raises BotApiError.
        """
        function = METHODS.get(method.lower())
        if function is None:
            raise BotApiError(404, "Not Found: method not found")
        result = function(self, Params(params or {}, files or {}))
        if inspect.isawaitable(result):
            result = await result
        self.keep()
        return result

    def check_token(self, token: str) -> None:
        """Raises BotApiError 401 for any token but the bot's."""
        if token != self.token:
            raise BotApiError(401, "Unauthorized")

    def history(self, chat_id: int, viewer: int) -> list[Message]:
        """What the viewer's phone shows of a chat, service messages too, oldest first."""
        self.user(viewer)
        room = self.room(chat_id)
        if viewer not in room.members:
            raise PhoneError(f"Chat {chat_id} is not on this phone.")
        return list(room.messages.values())

    def reply_keyboard(self, chat_id: int, user_id: int) -> ReplyKeyboardMarkup | ForceReply | None:
        """The keyboard now standing under this person's input field."""
        self.user(user_id)
        return self.room(chat_id).keyboards.get(user_id)

    def keep(self) -> None:
        """Write the world down soon, if it is kept at all."""
        if self._snapshot:
            self._snapshot.soon()

    def save(self) -> None:
        """Write down now what is not written yet."""
        if self._snapshot:
            self._snapshot.save()
