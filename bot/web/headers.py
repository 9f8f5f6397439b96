"""What every answer of the web server carries, whatever it is and whether or not it went well."""

from aiohttp import hdrs, web

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}
"""A page that needs more brings a policy of its own, which then stands."""


def add_security_headers(app: web.Application) -> None:
    """Add HEADERS to what is answered, errors included, and leave out what answers and in which
    version."""

    async def harden(_request: web.BaseRequest, response: web.StreamResponse) -> None:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers.popall(hdrs.SERVER, None)

    app.on_response_prepare.append(harden)
