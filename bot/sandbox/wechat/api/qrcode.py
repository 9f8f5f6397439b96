"""qrcode/create, for scenes that are words."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot.sandbox.wechat.api.request import Answer, Request, json_answer
from bot.sandbox.wechat.errors import refusal
from bot.sandbox.wechat.scenes import LONGEST

if TYPE_CHECKING:
    from bot.sandbox.wechat.platform import Platform

_LIFE_UNASKED = 60  # seconds


def create(platform: "Platform", request: Request) -> Answer:
    wanted = request.json()
    life: timedelta | None = None
    match wanted:
        case {"action_name": "QR_STR_SCENE", "action_info": {"scene": {"scene_str": text}}}:
            life = _life(wanted.get("expire_seconds", _LIFE_UNASKED))
        case {"action_name": "QR_LIMIT_STR_SCENE", "action_info": {"scene": {"scene_str": text}}}:
            pass
        case {"action_name": "QR_STR_SCENE" | "QR_LIMIT_STR_SCENE"}:
            raise refusal(40053)
        case _:
            raise refusal(40052)
    scene = platform.scenes.create(text, life)
    answer: dict[str, str | int] = {"ticket": scene.ticket, "url": scene.url}
    if life:
        answer["expire_seconds"] = int(life.total_seconds())
    return json_answer(answer)


def _life(asked: Any) -> timedelta:
    """Assumed: what is over thirty days is refused, not shortened."""
    if not isinstance(asked, int) or not 1 <= asked <= LONGEST.total_seconds():
        raise refusal(40053)
    return timedelta(seconds=asked)
