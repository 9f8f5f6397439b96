"""The platform over HTTP: its paths as at api.weixin.qq.com, and the files behind PicUrl."""

from functools import partial

from aiohttp import web

from bot.sandbox.wechat.api import PATHS
from bot.sandbox.wechat.errors import ApiError
from bot.sandbox.wechat.platform import Platform

_BIGGEST_BODY = 11 * 1024 * 1024  # a file at its limit, and what stands around it


def add_wechat(app: web.Application, platform: Platform) -> None:
    """Mount the platform, and save it when the application has stopped.

    The token stands in every address: run without an access log, or redact it.
    """
    for path in PATHS:
        app.router.add_route("*", path, partial(_call, platform))
    app.router.add_get("/media/{media_id}", partial(_file, platform))
    app.on_cleanup.append(partial(_save, platform))


async def _save(platform: Platform, _: web.Application) -> None:
    platform.save()


async def _call(platform: Platform, request: web.Request) -> web.Response:
    roomy = request.clone(client_max_size=_BIGGEST_BODY)
    answer = await platform.call(
        request.method,
        request.path,
        dict(request.query),
        await roomy.read(),
        request.headers.get("Content-Type", ""),
        ip=request.remote or "",
    )
    headers = {"Content-Type": answer.content_type}
    return web.Response(status=answer.status, body=answer.body, headers=headers)


async def _file(platform: Platform, request: web.Request) -> web.Response:
    try:
        media = platform.media.get(request.match_info["media_id"])
    except ApiError:
        return web.Response(status=404)
    return web.Response(body=media.data, content_type=media.content_type)
