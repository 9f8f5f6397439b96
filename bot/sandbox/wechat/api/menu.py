"""menu/create, menu/get and menu/delete."""

from typing import TYPE_CHECKING

from bot.sandbox.wechat.api.request import Answer, Request, json_answer
from bot.sandbox.wechat.errors import refusal
from bot.sandbox.wechat.menu import check_menu

if TYPE_CHECKING:
    from bot.sandbox.wechat.platform import Platform


def create(platform: "Platform", request: Request) -> Answer:
    platform.menu = check_menu(request.json(escapes=False))
    return json_answer({"errcode": 0, "errmsg": "ok"})


def get(platform: "Platform", _: Request) -> Answer:
    if not platform.menu:
        raise refusal(46003)
    return json_answer({"menu": {"button": platform.menu}})


def delete(platform: "Platform", _: Request) -> Answer:
    platform.menu = []
    return json_answer({"errcode": 0, "errmsg": "ok"})
