"""Pages for people who come by a link of ours: one sentence large enough for old eyes."""

from html import escape

from aiohttp import web

from handlers.common.i18n import current_language, language_of

POLICY = "Content-Security-Policy"
HEADERS = {
    POLICY: "default-src 'none'; style-src 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Robots-Tag": "noindex",
    # Withdrawn on somebody's wish, or over, it has to be gone from caches at once.
    "Cache-Control": "no-store",
}
_WITH_FORMS = HEADERS[POLICY].replace("form-action 'none'", "form-action 'self'")

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
main > div, form {{ margin: 1.5rem 0; }}
.said {{ white-space: pre-line; overflow-wrap: anywhere; }}
.card {{ background: #fff; border: 1px solid #d9d4c8; border-radius: .6rem; padding: .8rem 1rem; }}
label {{ display: block; }}
input, textarea, button {{ box-sizing: border-box; width: 100%; font: inherit; color: inherit;
  padding: .7rem .8rem; margin: .4rem 0; border: 1px solid #8a949b; border-radius: .6rem;
  background: #fff; }}
textarea {{ min-height: 7rem; }}
button {{ background: #1f7a4d; border-color: #1f7a4d; color: #fff; }}
button.other {{ background: #fff; color: #1f7a4d; }}
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


def page(title: str, body: str, *, status: int = 200, forms: bool = False) -> web.Response:
    """body: HTML. In the language that is spoken now. forms: something can be sent from it."""
    text = _PAGE.format(language=_LANG[current_language()], title=title, body=body)
    headers = HEADERS | ({POLICY: _WITH_FORMS} if forms else {})
    return web.Response(text=text, status=status, content_type="text/html", headers=headers)


def preferred_language(request: web.Request) -> str:
    """The one of ours that the browser prefers."""
    preferred = request.headers.get("Accept-Language", "").partition(",")[0]
    return language_of(preferred.partition(";")[0].strip())


def heading(kind: str, text: str) -> str:
    """kind: "yes" or "no"."""
    return f'<h1 class="{kind}">{escape(text)}</h1>'


def paragraph(text: str) -> str:
    return f"<p>{escape(text)}</p>"
