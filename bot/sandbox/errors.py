"""What can go wrong in the sandbox: for the bot in Telegram's words, for a phone in plain ones."""

from typing import Any


class BotApiError(Exception):
    """A refusal by the Bot API, with Telegram's code, description and response parameters.

    https://core.telegram.org/bots/api#making-requests and #responseparameters
    """

    def __init__(
        self,
        code: int,
        description: str,
        *,
        migrate_to_chat_id: int | None = None,
        retry_after: int | None = None,
    ) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        parameters = {"migrate_to_chat_id": migrate_to_chat_id, "retry_after": retry_after}
        self.parameters = {name: value for name, value in parameters.items() if value is not None}

    def to_response(self) -> dict[str, Any]:
        """The body Telegram answers with: ok, error_code, description and, if any, parameters."""
        body: dict[str, Any] = {
            "ok": False,
            "error_code": self.code,
            "description": self.description,
        }
        return body | ({"parameters": self.parameters} if self.parameters else {})


def bad_request(text: str) -> BotApiError:
    return BotApiError(400, f"Bad Request: {text}")


def forbidden(text: str) -> BotApiError:
    return BotApiError(403, f"Forbidden: {text}")


def too_many_requests(retry_after: int) -> BotApiError:
    """429: `retry_after` is in whole seconds."""
    return BotApiError(
        429, f"Too Many Requests: retry after {retry_after}", retry_after=retry_after
    )


class PhoneError(ValueError):
    """A person's phone was asked for something a Telegram client does not offer."""


class NotOnThisPhoneError(PhoneError):
    """The person, chat, message or file does not exist, or this phone does not show it."""
