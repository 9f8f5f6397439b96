"""Telegram's limits, refused in Telegram's words.

https://core.telegram.org/bots/api and https://core.telegram.org/bots/faq#broadcasting-to-users
"""

import math
from collections import deque
from datetime import datetime, timedelta

from telegram.constants import CallbackQueryLimit, FileSizeLimit, MessageLimit

from bot.sandbox.errors import BotApiError, bad_request, too_many_requests

CALLBACK_LIFETIME = timedelta(minutes=1)  # not published; answers after about a minute fail
DELETABLE_FOR = timedelta(hours=48)
UPLOAD = int(FileSizeLimit.FILESIZE_UPLOAD)
PHOTO_UPLOAD = int(FileSizeLimit.PHOTOSIZE_UPLOAD)
DOWNLOAD = int(FileSizeLimit.FILESIZE_DOWNLOAD)


def check_text(text: str) -> None:
    """Counted in characters after the markup is taken out."""
    if not text:
        raise bad_request("message text is empty")
    if len(text) > MessageLimit.MAX_TEXT_LENGTH:
        raise bad_request("message is too long")


def check_caption(text: str) -> None:
    if len(text) > MessageLimit.CAPTION_LENGTH:
        raise bad_request("message caption is too long")


def check_callback_answer(text: str) -> None:
    if len(text) > CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH:
        raise bad_request("MESSAGE_TOO_LONG")


def check_upload(size: int, *, photo: bool) -> None:
    """Bytes. Telegram's web server cuts a body that is too big off before the Bot API sees it."""
    if size > UPLOAD:
        raise BotApiError(413, "Request Entity Too Large")
    if photo and size > PHOTO_UPLOAD:
        raise bad_request("PHOTO_SAVE_FILE_INVALID")
    if size == 0:
        raise bad_request("file must be non-empty")


class FloodControl:
    """429 by Telegram's published rates: about 30 messages a second overall, one a second in a
    private chat with short bursts allowed, 20 a minute in a group.

    Telegram's real algorithm is not published. Here: sliding windows, and five at once in a
    private chat before the pace of one a second holds.
    """

    OVERALL = 30
    PRIVATE_BURST = 5
    GROUP_A_MINUTE = 20

    def __init__(self) -> None:
        self._overall: deque[datetime] = deque()
        self._groups: dict[int, deque[datetime]] = {}
        self._private: dict[int, datetime] = {}

    def check(self, chat_id: int, now: datetime, messages: int = 1) -> None:
        """Counts the messages, or raises BotApiError 429 and counts none of them."""
        wait = _wait(self._overall, now, timedelta(seconds=1), self.OVERALL, messages)
        if chat_id < 0:
            sent = self._groups.setdefault(chat_id, deque())
            wait = max(wait, _wait(sent, now, timedelta(minutes=1), self.GROUP_A_MINUTE, messages))
        else:
            wait = max(wait, self._wait_in_private(chat_id, now, messages))
        if wait > timedelta():
            raise too_many_requests(max(1, math.ceil(wait.total_seconds())))
        self._overall.extend([now] * messages)
        if chat_id < 0:
            self._groups[chat_id].extend([now] * messages)
        else:
            paid_until = max(self._private.get(chat_id, now), now)
            self._private[chat_id] = paid_until + timedelta(seconds=messages)

    def _wait_in_private(self, chat_id: int, now: datetime, messages: int) -> timedelta:
        """Each message costs a second, five may be owed; an album passes when nothing is."""
        owed = max(self._private.get(chat_id, now) - now, timedelta())
        allowed = timedelta(seconds=max(self.PRIVATE_BURST - messages, 0))
        return max(owed - allowed, timedelta())


def _wait(
    sent: deque[datetime], now: datetime, window: timedelta, at_most: int, messages: int
) -> timedelta:
    while sent and now - sent[0] >= window:
        sent.popleft()
    excess = len(sent) + messages - at_most
    return sent[min(excess, len(sent)) - 1] + window - now if excess > 0 else timedelta()
