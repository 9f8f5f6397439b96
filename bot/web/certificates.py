"""GET /certificates/{number}: whether a certificate of volunteering hours is genuine.

Anyone may look who has the number; it cannot be guessed. The page says what the certificate says,
the name only by its first character, and needs nothing from elsewhere. It speaks the language
that the browser prefers.
"""

from html import escape

from aiohttp import web

from bot.web.page import heading, page, paragraph, preferred_language
from handlers.common.i18n import _, speaking
from services.volunteering.certificates import Shown, verify
from storage.engine import Database

PATH = "/certificates/{number}"


def add_certificates(app: web.Application, database: Database) -> None:
    """Serve the public page; 404 for a number there is not, 410 for one that was withdrawn."""

    async def look_up(request: web.Request) -> web.Response:
        async with database.reading() as session:
            shown = await verify(session, request.match_info["number"])
        with speaking(preferred_language(request)):
            if shown is None:
                return _page(_unknown(), status=404)
            return _page(_withdrawn(shown), status=410) if shown.revoked else _page(_genuine(shown))

    app.router.add_get(PATH, look_up)


def _page(body: str, *, status: int = 200) -> web.Response:
    return page(_("志愿服务证明核对 · 近邻"), body, status=status)


def _genuine(shown: Shown) -> str:
    hours, minutes = divmod(shown.minutes, 60)
    served = _("{hours} 小时 {minutes} 分钟，共 {count} 次")
    facts = {
        _("姓名"): shown.masked,
        _("服务时长"): served.format(hours=hours, minutes=minutes, count=shown.services),
        _("起止日期"): f"{shown.from_day.isoformat()} – {shown.until_day.isoformat()}",
        _("出具单位"): shown.issuer,
        _("编号"): shown.number,
    }
    rows = "\n".join(
        f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>"
        for name, value in facts.items()
    )
    return "\n".join(
        [
            heading("yes", _("✅ 这份志愿服务证明是真的")),
            paragraph(_("请核对手里的证明和下面写的是不是一样。")),
            f"<dl>\n{rows}\n</dl>",
        ]
    )


def _withdrawn(shown: Shown) -> str:
    text = _("编号 {number} 的志愿服务证明不再有效。").format(number=shown.number)
    return heading("no", _("⚠️ 这份证明已经撤回")) + paragraph(text)


def _unknown() -> str:
    text = _("请核对编号，一个字都不能差。还是不对，这份证明可能不是真的。")
    return heading("no", _("❌ 没有这个编号的证明")) + paragraph(text)
