"""GET /certificates/{number}: whether a certificate of volunteering hours is genuine.

Anyone may look who has the number; it cannot be guessed. The page says what the certificate says,
the name only by its first character, and needs nothing from elsewhere.
"""

from datetime import date
from html import escape

from aiohttp import web

from services.volunteering.certificates import Shown, verify
from storage.engine import Database

PATH = "/certificates/{number}"
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
    # Withdrawn on somebody's wish, it has to be gone from caches at once.
    "Cache-Control": "no-store",
}

_PAGE = """<!doctype html>
<html lang="zh-Hans">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>志愿服务证明核对 · 近邻</title>
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
p.en {{ font-size: 1rem; color: #5b666e; }}
</style>
</head>
<body><main>
{body}
</main></body>
</html>
"""


def add_certificates(app: web.Application, database: Database) -> None:
    """Serve the public page; 404 for a number there is not, 410 for one that was withdrawn."""

    async def look_up(request: web.Request) -> web.Response:
        async with database.reading() as session:
            shown = await verify(session, request.match_info["number"])
        if shown is None:
            return _page(_unknown(), status=404)
        return _page(_withdrawn(shown), status=410) if shown.revoked else _page(_genuine(shown))

    app.router.add_get(PATH, look_up)


def _page(body: str, *, status: int = 200) -> web.Response:
    return web.Response(
        text=_PAGE.format(body=body), status=status, content_type="text/html", headers=HEADERS
    )


def _genuine(shown: Shown) -> str:
    hours, minutes = divmod(shown.minutes, 60)
    facts = {
        "姓名": shown.masked,
        "服务时长": f"{hours} 小时 {minutes} 分钟，共 {shown.services} 次",
        "起止日期": f"{_day(shown.from_day)} 至 {_day(shown.until_day)}",
        "出具单位": shown.issuer,
        "编号": shown.number,
    }
    rows = "\n".join(
        f"<div><dt>{name}</dt><dd>{escape(value)}</dd></div>" for name, value in facts.items()
    )
    return (
        '<h1 class="yes">✅ 这份志愿服务证明是真的</h1>\n'
        f"<p>请核对手里的证明和下面写的是不是一样。</p>\n<dl>\n{rows}\n</dl>\n"
        '<p class="en" lang="en">This certificate of volunteering hours is genuine.</p>'
    )


def _withdrawn(shown: Shown) -> str:
    return (
        '<h1 class="no">⚠️ 这份证明已经撤回</h1>\n'
        f"<p>编号 {escape(shown.number)} 的志愿服务证明不再有效。</p>\n"
        '<p class="en" lang="en">This certificate was withdrawn and is no longer valid.</p>'
    )


def _unknown() -> str:
    return (
        '<h1 class="no">❌ 没有这个编号的证明</h1>\n'
        "<p>请核对编号，一个字都不能差。还是不对，这份证明可能不是真的。</p>\n"
        '<p class="en" lang="en">There is no certificate with this number.</p>'
    )


def _day(day: date) -> str:
    return f"{day:%Y-%m-%d}"
