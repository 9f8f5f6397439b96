"""Telling a messenger about the bot: its commands, and where updates go."""

import asyncio
import logging
from collections.abc import Awaitable

from aiogram import Bot
from aiogram.exceptions import (
    AiogramError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
)

from bot.dispatch import EVENTS
from handlers.common import menu
from handlers.common.i18n import SOURCE
from handlers.subjects import COMMANDS, GROUP_COMMANDS

log = logging.getLogger(__name__)

COMMAND_LANGUAGES = {None: SOURCE, "en": "en"}
"""Telegram's two-letter code → ours; it knows only one kind of Chinese."""


async def introduce(bot: Bot) -> None:
    """Publish the command menu. For a wrong token raises TelegramUnauthorizedError or
    TelegramNotFound.

    Anything else that goes wrong is not worth standing still for: the bot works without a menu.
    """
    await know_yourself(bot)
    for code, language in COMMAND_LANGUAGES.items():
        for listed, scope in (
            (COMMANDS, BotCommandScopeAllPrivateChats()),
            (GROUP_COMMANDS, BotCommandScopeAllGroupChats()),
        ):
            commands = [
                BotCommand(command=name, description=words)
                for name, words in menu.commands(listed, language).items()
            ]
            await _try("setMyCommands", bot.set_my_commands(commands, scope, code))


async def know_yourself(bot: Bot) -> None:
    """aiogram keeps the answer; else it would ask in the middle of an update when a command is
    addressed to the bot by name. Raises as `introduce` does."""
    await _try("getMe", bot.me())


async def use_polling(bot: Bot) -> None:
    """Updates wait for getUpdates; a webhook would keep them away."""
    await _try("deleteWebhook", bot.delete_webhook(drop_pending_updates=False))


async def use_webhook(bot: Bot, url: str, secret: str) -> None:
    """Updates are sent to `url`. Without it there would be none, so a failure is raised."""
    while True:
        try:
            await bot.set_webhook(
                url, secret_token=secret, allowed_updates=list(EVENTS), max_connections=40
            )
        except TelegramRetryAfter as error:
            # Several processes that start at once may all say so.
            await asyncio.sleep(error.retry_after)
        else:
            return


async def _try(name: str, call: Awaitable[object]) -> None:
    try:
        await call
    except (TelegramUnauthorizedError, TelegramNotFound):
        raise
    except (AiogramError, OSError) as error:
        log.warning("%s failed: %s", name, type(error).__name__)
