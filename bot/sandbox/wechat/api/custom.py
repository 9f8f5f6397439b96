"""message/custom/send: what the account says unasked, within the person's windows.

https://developers.weixin.qq.com/doc/service/api/customer/message/api_sendcustommessage.html
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from bot.sandbox.wechat.account import Kind
from bot.sandbox.wechat.api.request import Answer, JsonObject, Request, json_answer
from bot.sandbox.wechat.errors import refusal
from bot.sandbox.wechat.replies import LONGEST_TEXT
from bot.sandbox.wechat.screen import Bubble, Item, rendered

if TYPE_CHECKING:
    from bot.sandbox.wechat.platform import Platform


def send(platform: "Platform", request: Request) -> Answer:
    """Assumed: what cannot be sent counts against no window; who is not there is told first."""
    wanted = request.json()
    person = platform.person(wanted.get("touser"))
    if not person.follows:
        raise refusal(43004)
    if person.blacklisted:
        raise refusal(43019)
    if not person.takes_messages:
        raise refusal(48002)
    read = _KINDS.get(str(wanted.get("msgtype")))
    if read is None:
        raise refusal(40008)
    content = wanted.get(wanted["msgtype"])
    bubble = read(platform, content if isinstance(content, dict) else {})
    person.windows.take(platform.clock())
    person.show(bubble)
    return json_answer({"errcode": 0, "errmsg": "ok"})


def _text(platform: "Platform", content: JsonObject) -> Bubble:
    return _words(platform, "text", _string(content, "content"))


def _media(kind: str) -> Callable[["Platform", JsonObject], Bubble]:
    def read(platform: "Platform", content: JsonObject) -> Bubble:
        media = platform.media.get(str(content.get("media_id")), kind)
        title = str(content.get("title") or "")
        return Bubble(platform.clock(), "account", "custom", kind, title, media)

    return read


def _news(platform: "Platform", content: JsonObject) -> Bubble:
    articles = content.get("articles")
    if not isinstance(articles, list) or not articles:
        raise refusal(44003)
    if len(articles) > 1:
        raise refusal(45008)
    title, description, url = (
        str(articles[0].get(name) or "") for name in ("title", "description", "url")
    )
    text = f"{title}\n{description}".strip()
    return Bubble(platform.clock(), "account", "custom", "news", text, url=url)


def _msgmenu(platform: "Platform", content: JsonObject) -> Bubble:
    if platform.account.kind is Kind.TEST:
        raise refusal(40200)
    lines = content.get("list")
    if not isinstance(lines, list) or not lines:
        raise refusal(40035)
    items = tuple(Item(_string(line, "id"), _string(line, "content")) for line in lines)
    head, tail = (str(content.get(name) or "") for name in ("head_content", "tail_content"))
    text = "\n".join(filter(None, [head, *(item.content for item in items), tail]))
    return _words(platform, "msgmenu", text, items)


def _words(platform: "Platform", kind: str, text: str, items: tuple[Item, ...] = ()) -> Bubble:
    if len(text.encode()) > LONGEST_TEXT:
        raise refusal(45002)
    shown, links = rendered(text)
    return Bubble(platform.clock(), "account", "custom", kind, shown, links=links, items=items)


def _string(content: Any, name: str) -> str:
    value = content.get(name) if isinstance(content, dict) else None
    if not isinstance(value, str) or not value:
        raise refusal(44004)
    return value


_KINDS: dict[str, Callable[["Platform", JsonObject], Bubble]] = {
    "text": _text,
    "image": _media("image"),
    "voice": _media("voice"),
    "video": _media("video"),
    "news": _news,
    "msgmenu": _msgmenu,
}
"""Those the desk has a use for; the others WeChat knows are answered with 40008 as well."""
