"""Rows of the outbox as messages of a webhook: words in WeCom's markdown, pictures, and a link."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.channels.wecom.cards import with_links
from bot.channels.wecom.markdown import link
from bot.channels.wecom.outgoing import venue
from handlers.common.i18n import _
from handlers.common.numbering import buttons_of
from storage.outbox import Urgency
from storage.outbox_rows import OutboxRow

LONGEST = 4096
"""Bytes of markdown in one message."""
_FOR_THE_LINK = 512
"""Bytes that are left for it below the words."""
WORDS = ("sendMessage", "editMessageText")
_POSTS = ("sendMessage", "sendPhoto", "sendMediaGroup", "sendVenue")


def is_for_group(row: OutboxRow) -> bool:
    """Whether the group may read it: not what answers somebody on a page, which shows it there."""
    if row.method not in _POSTS:
        return False
    return row.is_for_all or row.urgency != Urgency.ANSWER or row.method not in WORDS


def is_redraw(row: OutboxRow) -> bool:
    """A look that is no news by itself."""
    return row.urgency in (Urgency.REDRAW, Urgency.LISTED) and not row.to_the_end


def words_of(row: OutboxRow) -> str:
    """HTML."""
    if row.method == "sendVenue":
        return venue(row.params)
    album = row.params.get("media")
    if isinstance(album, list):
        return "\n".join(each["caption"] for each in album if each.get("caption"))
    return str(row.params.get("text") or row.params.get("caption") or "")


def pictures_in(params: Mapping[str, Any]) -> list[Any]:
    """Its files, which are pictures: others are links by now."""
    album = params.get("media")
    if isinstance(album, list):
        return [each["media"] for each in album]
    return [params["photo"]] if "photo" in params else []


def has_actions(row: OutboxRow) -> bool:
    return any(each.data for line in buttons_of(row.params).rows for each in line)


def messages(row: OutboxRow, page: str | None) -> list[dict[str, Any]]:
    """What is said in words. page: where its buttons are pressed."""
    urls = [each for line in buttons_of(row.params).rows for each in line if each.url]
    written = list(_parts(with_links(words_of(row), urls), LONGEST - _FOR_THE_LINK))
    if page is not None:
        here, good_for = _("点这里办理"), _("三天内有效，只能用一次。")
        below = f"👉 {link(here, page)} {good_for}"
        written = [*written[:-1], "\n".join([*written[-1:], below])]
    return [{"msgtype": "markdown", "markdown": {"content": each}} for each in written]


def _parts(text: str, most: int) -> Iterator[str]:
    """In pieces of so many bytes, between lines where that can be."""
    data = text.encode()
    while len(data) > most:
        piece = data[:most].decode(errors="ignore")
        kept, _line, _rest = piece.rpartition("\n")
        piece = kept or piece
        yield piece
        data = data[len(piece.encode()) :].lstrip(b"\n")
    if data:
        yield data.decode()
