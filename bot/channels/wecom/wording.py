"""How people answer, in words: on WeCom by a mention, where other messengers have replies."""

from collections.abc import Mapping
from typing import Any

from handlers.common.i18n import _
from storage.tables import Chat


def params_for(chat: Chat, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """`params` as they read there."""
    replied = _("回复这条消息")
    instead = _("在群里 @ 我") if chat.is_group else _("在这里告诉我")
    said = {name: params[name] for name in ("text", "caption") if replied in params.get(name, "")}
    return {**params, **{name: words.replace(replied, instead) for name, words in said.items()}}
