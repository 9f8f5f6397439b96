"""The parameters of one Bot API call, however they were sent."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.sandbox.entities import is_text
from bot.sandbox.errors import bad_request
from bot.sandbox.files import Upload


@dataclass(frozen=True, slots=True)
class Params:
    """Values are strings (form, query) or JSON values (JSON body); None and "" count as absent."""

    values: Mapping[str, Any]
    files: Mapping[str, Upload]

    def has(self, name: str) -> bool:
        return self.values.get(name) not in (None, "")

    def text(self, name: str) -> str:
        """Empty if absent; numbers and flags as JSON writes them. Raises BotApiError 400."""
        value = self.values.get(name)
        if value is None:
            return ""
        if not isinstance(value, str):
            return json.dumps(value)
        if not is_text(value):
            raise bad_request("strings must be encoded in UTF-8")
        return value

    def optional_text(self, name: str) -> str | None:
        return self.text(name) or None

    def integer(self, name: str, default: int = 0) -> int:
        """What does not read as a number is the default, as on Telegram."""
        try:
            return int(self.text(name))
        except ValueError:
            return default

    def number(self, name: str) -> float:
        try:
            return float(self.text(name))
        except ValueError:
            raise bad_request(f"{name} must be a number") from None

    def flag(self, name: str) -> bool:
        return self.text(name).strip().lower() in {"true", "yes", "1"}

    def structure(self, name: str) -> dict[str, Any]:
        """A JSON object, or the text of one; {} if absent. Raises BotApiError 400."""
        value = self._parsed(name)
        if not isinstance(value, dict | None):
            raise bad_request(f"object expected as {name.replace('_', ' ')}")
        return value or {}

    def array(self, name: str) -> list[Any]:
        """A JSON array, or the text of one; [] if absent. Raises BotApiError 400."""
        value = self._parsed(name)
        if not isinstance(value, list | None):
            raise bad_request(f"array expected as {name.replace('_', ' ')}")
        return value or []

    def integers(self, name: str) -> list[int]:
        """A JSON array of whole numbers. Raises BotApiError 400."""
        values = self.array(name)
        if not all(isinstance(value, int) for value in values):
            raise bad_request(f"array of integers expected as {name.replace('_', ' ')}")
        return values

    def structures(self, name: str) -> list[dict[str, Any]]:
        """A JSON array of objects. Raises BotApiError 400."""
        values = self.array(name)
        if not all(isinstance(value, dict) for value in values):
            raise bad_request(f"array of objects expected as {name.replace('_', ' ')}")
        return values

    def _parsed(self, name: str) -> Any:
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except ValueError:
            what = "reply keyboard markup" if name == "reply_markup" else name
            raise bad_request(f"can't parse {what} JSON object") from None

    def attached(self, reference: str) -> Upload | None:
        """The file `attach://name` refers to."""
        return self.files.get(reference.removeprefix("attach://"))
