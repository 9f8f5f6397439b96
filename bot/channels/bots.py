"""The bots of a deployment: one for each of its channels."""

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from bot.app import make_bot
from bot.settings import Settings
from storage.tables import Channel


def bots_of(settings: Settings) -> dict[Channel, Bot]:
    """By channel, that of BOT_TOKEN first; none without it. Their sessions are to be closed."""
    if settings.bot_token is None:
        return {}
    server = TelegramAPIServer.from_base(str(settings.bot_api_url))
    tokens = {Channel.TELEGRAM: settings.bot_token} | {
        Channel(f"{Channel.TELEGRAM}:{name}"): token for name, token in settings.more_bots.items()
    }
    return {
        channel: make_bot(token.get_secret_value(), AiohttpSession(api=server))
        for channel, token in tokens.items()
    }
