"""GET /files/{token}: a file that was sent as a link, see `storage.shared_files`.

Who has the link may load it; it cannot be guessed, and ends after a week.
"""

from collections.abc import Callable
from datetime import datetime
from urllib.parse import quote

from aiohttp import web

from bot.web.page import heading, page, paragraph, preferred_language
from handlers.common.i18n import _, speaking
from storage.engine import Database
from storage.shared_files import NoFile, opened

PATH = "/files/{token}"
HEADERS = {"X-Robots-Tag": "noindex", "Cache-Control": "private, no-store"}


def add_files(app: web.Application, database: Database, clock: Callable[[], datetime]) -> None:
    """Serve what links lead to; 410 for a link that is over, 404 for one that never was."""

    async def load(request: web.Request) -> web.Response:
        async with database.reading() as session:
            found = await opened(session, request.match_info["token"], clock())
        with speaking(preferred_language(request)):
            match found:
                case NoFile.OVER:
                    return _over()
                case NoFile.UNKNOWN:
                    return _unknown()
        named = f"attachment; filename*=UTF-8''{quote(found.name, safe='')}"
        headers = HEADERS | {"Content-Disposition": named}
        return web.Response(body=found.data, content_type=found.mime_type, headers=headers)

    app.router.add_get(PATH, load)


def _over() -> web.Response:
    text = _("文件只保留七天。需要的话，请回到聊天里再要一次。")
    return page(
        _("文件 · 近邻"), heading("no", _("⌛ 这个链接过期了")) + paragraph(text), status=410
    )


def _unknown() -> web.Response:
    text = _("请回到聊天里，直接点原来的链接；还是打不开，就再要一次。")
    return page(
        _("文件 · 近邻"), heading("no", _("❌ 打不开这个链接")) + paragraph(text), status=404
    )
