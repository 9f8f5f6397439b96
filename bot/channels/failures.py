"""What is wrong between the bot and its messenger, in a sentence that says what to do."""

from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramConflictError,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramUnauthorizedError,
)


def in_words(error: Exception, api_url: object) -> str:
    """Why the Bot API at `api_url` did not do what it was asked; holds no token."""
    where = str(api_url).rstrip("/")
    match error:
        case TelegramUnauthorizedError():
            return f"{where} refuses BOT_TOKEN: it is wrong or was revoked; ask @BotFather for it."
        case TelegramNotFound():
            return f"{where} knows no such bot; check BOT_TOKEN, and BOT_API_URL where it is set."
        case TelegramConflictError():
            return _conflict(error)
        case TelegramNetworkError():
            return f"{where} does not answer; check the network, and BOT_API_URL where it is set."
        case ClientDecodeError():
            return f"{where} does not speak the Bot API; check BOT_API_URL."
        case TelegramAPIError():
            return f"{where} refuses: {error.message}"
    return f"{where} cannot be asked: {type(error).__name__}"


def _conflict(error: TelegramConflictError) -> str:
    if "webhook" in error.message:
        return "another process has set a webhook for this token; only one of the two gets updates"
    return "another process is polling with this token; stop it: each gets only some of the updates"
