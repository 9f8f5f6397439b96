"""How people answer, in words: on WeCom by a mention, where other messengers have replies, and with
files in the single chat alone."""

from collections.abc import Mapping
from typing import Any

from handlers.common.i18n import _
from storage.tables import Chat


def params_for(chat: Chat, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """`params` as they read there."""
    instead = {_("回复这条消息"): _("在群里 @ 我") if chat.is_group else _("在这里告诉我")}
    if chat.is_group:
        instead[_("可以带照片")] = _("照片、视频可以先发到和我的私聊里")
    said = {name: params[name] for name in ("text", "caption") if params.get(name)}
    for replied, words in instead.items():
        said = {name: text.replace(replied, words) for name, text in said.items()}
    return {**params, **said}
