"""What the web server answers."""

import hmac
import json
import logging

from aiohttp import web

from bot.intake import Intake
from storage.engine import Database

log = logging.getLogger(__name__)

WEBHOOK_PATH = "/webhook"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name


def add_webhook(app: web.Application, intake: Intake, secret: str) -> None:
    """Take updates in at WEBHOOK_PATH; 200 only after the commit, so that a crash loses nothing."""

    async def receive(request: web.Request) -> web.Response:
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), secret.encode()):
            return web.Response(status=401)
        try:
            update = await request.json()
            update_id = update["update_id"]
        except (json.JSONDecodeError, UnicodeDecodeError, KeyError, TypeError):
            return web.Response(status=400)
        try:
            await intake.submit(update)
        except Exception:
            log.exception("update %s could not be taken in; it comes again", update_id)
            return web.Response(status=503)
        return web.Response()

    app.router.add_post(WEBHOOK_PATH, receive)


def add_health(app: web.Application, database: Database) -> None:
    """GET /health: 200 {"status": "ok"} while the database answers, else 503."""

    async def health(_request: web.Request) -> web.Response:
        if await database.answers():
            return web.json_response({"status": "ok"})
        return web.json_response({"status": "database does not answer"}, status=503)

    app.router.add_get("/health", health)
