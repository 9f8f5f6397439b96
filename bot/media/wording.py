"""A row of the outbox with words in place of files that cannot be shown."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from bot.sender.calls import Call
from handlers.common.i18n import _
from handlers.common.times import when
from handlers.common.words import esc
from storage.outbox_rows import OutboxRow
from storage.shared_files import Link
from storage.tables import MediaKind

CAPTION = 1024
"""Characters of a caption (Bot API)."""
_ALONE = {"photo": "sendPhoto", "video": "sendVideo"}


def lost(kind: MediaKind | None) -> str:
    """Instead of a file that is gone."""
    match kind:
        case MediaKind.PHOTO:
            return _("（有一张图片过期了，打不开了）")
        case MediaKind.VIDEO | MediaKind.VIDEO_NOTE:
            return _("（有一段视频过期了，打不开了）")
        case MediaKind.VOICE | MediaKind.AUDIO:
            return _("（有一段语音过期了，打不开了）")
    return _("（有一个文件过期了，打不开了）")


def too_large(kind: MediaKind | None) -> str:
    """Instead of a file that its messenger hands over to nobody."""
    if kind in (MediaKind.VIDEO, MediaKind.VIDEO_NOTE):
        return _("（有一段视频太大，这里放不了）")
    return _("（有一个文件太大，这里放不了）")


def link(kind: MediaKind, name: str, to: Link, base: str, zone: ZoneInfo) -> str:
    """Instead of a file that the channel does not take. HTML."""
    titles = {
        MediaKind.PHOTO: _("🖼 看图片"),
        MediaKind.VIDEO: _("🎬 看视频"),
        MediaKind.VIDEO_NOTE: _("🎬 看视频"),
        MediaKind.VOICE: _("🔊 听语音"),
        MediaKind.AUDIO: _("🔊 听录音"),
    }
    file = name or _("打开文件")
    title = titles.get(kind) or f"📄 {file}"
    return _("{link}（{until}前有效）").format(
        link=f'<a href="{esc(f"{base}/files/{to.token}")}">{esc(title)}</a>',
        until=when(to.until, zone),
    )


def instead(row: OutboxRow, lines: Mapping[str, str]) -> OutboxRow:
    """`row` with `lines`, by the names of files in its params, in place of these files.

    Lines are HTML. What has no file left is a message of words.
    """
    if not lines:
        return row
    if row.method == "sendMediaGroup":
        return _album(row, lines)
    return _words(row, row.params.get("caption") or "", lines)


def _album(row: OutboxRow, lines: Mapping[str, str]) -> OutboxRow:
    album = row.params["media"]
    left = [each for each in album if each["media"] not in lines]
    captions = "\n".join(each["caption"] for each in album if each.get("caption"))
    if not left:
        return _words(row, captions, lines)
    words = _below(captions, lines)
    caption = {"caption": words if len(words) <= CAPTION else captions}
    rest: dict[str, Any] = {name: it for name, it in row.params.items() if name != "media"}
    if len(left) == 1:
        kind = left[0]["type"]
        alone = rest | {kind: left[0]["media"]} | caption
        return row._replace(method=_ALONE[kind], params=alone)
    bare = [{name: it for name, it in each.items() if name != "caption"} for each in left]
    return row._replace(params=rest | {"media": [bare[0] | caption, *bare[1:]]})


def _words(row: OutboxRow, words: str, lines: Mapping[str, str]) -> OutboxRow:
    message = Call("sendMessage", {})
    shared = {name: it for name, it in row.params.items() if message.has(name)}
    return row._replace(method="sendMessage", params=shared | {"text": _below(words, lines)})


def _below(words: str, lines: Mapping[str, str]) -> str:
    return "\n".join(filter(None, [words, *lines.values()]))
