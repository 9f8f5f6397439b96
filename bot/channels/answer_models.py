"""Keeping the models that aiogram checks the Bot API's answers with.

aiogram makes `Response[Message]` afresh for each call and pydantic holds what it builds for that
only weakly: after each garbage collection the next call builds it again, about 13 ms on the loop.
"""

from functools import cache
from typing import Any

from aiogram import Bot
from aiogram.client.session.middlewares.base import NextRequestMiddlewareType
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType


@cache
def _model_of(returned: Any) -> Any:
    return Response[returned]


async def keep_answer_models(
    make_request: NextRequestMiddlewareType[TelegramType],
    bot: Bot,
    method: TelegramMethod[TelegramType],
) -> Response[TelegramType]:
    """A middleware of a session: what a method returns has its model for good."""
    _model_of(method.__returning__)
    return await make_request(bot, method)
