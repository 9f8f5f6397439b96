"""What the web server answers."""

import hmac
import json
import logging

from aiohttp import web

from bot.intake import Intake
from bot.reading import MalformedError
from storage.tables import Channel

log = logging.getLogger(__name__)

WEBHOOK_PATH = "/webhook"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name


def webhook_path(channel: Channel) -> str:
    """Below WEBHOOK_URL: `/webhook`, and `/webhook/east` for `telegram:east`."""
    return f"{WEBHOOK_PATH}/{channel.account}" if channel.account else WEBHOOK_PATH


def add_webhook(
    app: web.Application, intake: Intake, secret: str, path: str = WEBHOOK_PATH
) -> None:
    """Take updates in at `path`; 200 only after the commit, so that a crash loses nothing."""

    async def receive(request: web.Request) -> web.Response:
        given = request.headers.get(SECRET_HEADER, "").encode(errors="surrogateescape")
        if not hmac.compare_digest(given, secret.encode()):
            return web.Response(status=401)
        try:
            await intake.submit(_json(await request.read()))
        except MalformedError as error:
            log.warning("what was posted is no update: %s", error)
            return web.Response(status=400)
        except Exception as error:  # noqa: BLE001 - whatever failed, Telegram has to send it again
            log.warning("an update could not be taken in and comes again: %s", type(error).__name__)
            return web.Response(status=503)
        return web.Response()

    app.router.add_post(path, receive)


def _json(body: bytes) -> object:
    """Raises MalformedError; the parser has names of its own for too deep and too long a number."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise MalformedError(type(error).__name__) from error
