"""Pages for people who come by a link of ours: one sentence large enough for old eyes."""

from html import escape

from aiohttp import web

from handlers.common.i18n import current_language, language_of

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Robots-Tag": "noindex",
    # Withdrawn on somebody's wish, or over, it has to be gone from caches at once.
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


def page(title: str, body: str, *, status: int = 200) -> web.Response:
    """body: HTML. In the language that is spoken now."""
    text = _PAGE.format(language=_LANG[current_language()], title=title, body=body)
    return web.Response(text=text, status=status, content_type="text/html", headers=HEADERS)


def preferred_language(request: web.Request) -> str:
    """The one of ours that the browser prefers."""
    preferred = request.headers.get("Accept-Language", "").partition(",")[0]
    return language_of(preferred.partition(";")[0].strip())


def heading(kind: str, text: str) -> str:
    """kind: "yes" or "no"."""
    return f'<h1 class="{kind}">{escape(text)}</h1>'


def paragraph(text: str) -> str:
    return f"<p>{escape(text)}</p>"
