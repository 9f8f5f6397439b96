"""GET /certificates/{number}: whether a certificate of volunteering hours is genuine.

Anyone may look who has the number; it cannot be guessed. The page says what the certificate says,
the name only by its first character, and needs nothing from elsewhere. It speaks the language
that the browser prefers.
"""

from html import escape

from aiohttp import web

from handlers.common.i18n import _, current_language, language_of, speaking
from services.volunteering.certificates import Shown, verify
from storage.engine import Database

PATH = "/certificates/{number}"
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Robots-Tag": "noindex",
    # Withdrawn on somebody's wish, it has to be gone from caches at once.
    "Cache-Control": "no-store",
}

_PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ margin: 0; background: #fbf8f2; color: #26323a;
  font: 1.25rem/1.6 system-ui, "Noto Sans CJK SC", sans-serif; }}
main {{ max-width: 34rem; margin: 0 auto; padding: 2rem 1.25rem; }}
h1 {{ font-size: 1.6rem; margin: 0 0 1rem; }}
dl {{ margin: 1.5rem 0; border-top: 1px solid #d9d4c8; }}
dl div {{ padding: .6rem 0; border-bottom: 1px solid #d9d4c8; }}
dt {{ font-size: 1rem; color: #5b666e; }}
dd {{ margin: 0; overflow-wrap: anywhere; }}
.yes {{ color: #1f7a4d; }}
.no {{ color: #a12d21; }}
</style>
</head>
<body><main>
{body}
</main></body>
</html>
"""
_LANG = {"zh": "zh-Hans", "zh_Hant": "zh-Hant", "en": "en"}
"""What browsers call our languages."""


def add_certificates(app: web.Application, database: Database) -> None:
    """Serve the public page; 404 for a number there is not, 410 for one that was withdrawn."""

    async def look_up(request: web.Request) -> web.Response:
        async with database.reading() as session:
            shown = await verify(session, request.match_info["number"])
        preferred = request.headers.get("Accept-Language", "").partition(",")[0]
        with speaking(language_of(preferred.partition(";")[0].strip())):
            if shown is None:
                return _page(_unknown(), status=404)
            return _page(_withdrawn(shown), status=410) if shown.revoked else _page(_genuine(shown))

    app.router.add_get(PATH, look_up)


def _page(body: str, *, status: int = 200) -> web.Response:
    page = _PAGE.format(
        language=_LANG[current_language()], title=_("志愿服务证明核对 · 近邻"), body=body
    )
    return web.Response(text=page, status=status, content_type="text/html", headers=HEADERS)


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
            _heading("yes", _("✅ 这份志愿服务证明是真的")),
            _paragraph(_("请核对手里的证明和下面写的是不是一样。")),
            f"<dl>\n{rows}\n</dl>",
        ]
    )


def _withdrawn(shown: Shown) -> str:
    text = _("编号 {number} 的志愿服务证明不再有效。").format(number=shown.number)
    return _heading("no", _("⚠️ 这份证明已经撤回")) + _paragraph(text)


def _unknown() -> str:
    text = _("请核对编号，一个字都不能差。还是不对，这份证明可能不是真的。")
    return _heading("no", _("❌ 没有这个编号的证明")) + _paragraph(text)


def _heading(kind: str, text: str) -> str:
    return f'<h1 class="{kind}">{escape(text)}</h1>'


def _paragraph(text: str) -> str:
    return f"<p>{escape(text)}</p>"
