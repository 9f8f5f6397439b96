"""The plain bot as a program of its own, as its authors' documents start one: long polling.

    python -m bench.plain_program FILE API TOKEN [LIBRARY ...]

FILE is its SQLite database; each LIBRARY is imported as well, as a bot that uses it would.
"""

import asyncio
import logging
import sys
from importlib import import_module

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from bench.plain_bot import make_dispatcher
from bench.plain_bot_tables import make_engine


async def main(file: str, api: str, token: str) -> None:
    logging.basicConfig(level=logging.WARNING)
    dispatcher = await make_dispatcher(make_engine(file))
    bot = Bot(token, session=AiohttpSession(api=TelegramAPIServer.from_base(api)))
    await dispatcher.start_polling(bot)


if __name__ == "__main__":
    for library in sys.argv[4:]:
        import_module(library)
    asyncio.run(main(*sys.argv[1:4]))
