"""The World: a small Telegram in memory. What people do is methods, what the bot does is `call`."""

import inspect
from collections.abc import Mapping
from typing import Any

from telegram import Message, ReplyKeyboardMarkup

from bot.sandbox.errors import BotApiError, PhoneError
from bot.sandbox.files import Upload
from bot.sandbox.groups import Groups
from bot.sandbox.methods import METHODS
from bot.sandbox.params import Params
from bot.sandbox.people import People


class World(People, Groups):
    """People (people.py), groups (groups.py) and the bot (methods/) over one state (core.py)."""

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
        return await result if inspect.isawaitable(result) else result

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

    def reply_keyboard(self, chat_id: int, user_id: int) -> ReplyKeyboardMarkup | None:
        """The keyboard now standing under this person's input field."""
        self.user(user_id)
        return self.room(chat_id).keyboards.get(user_id)
