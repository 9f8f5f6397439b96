"""How much a robot may send, and until when it may answer."""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.sandbox.wecom.errors import TOO_OFTEN, WecomError

ANSWER_WITHIN = timedelta(seconds=5)
"""To a tap and to enter_chat."""
REPLY_WITHIN = timedelta(hours=24)
LINK_LIVES = timedelta(minutes=5)
MEDIA_LIVES = timedelta(days=3)
WEBHOOK_A_MINUTE = 20

MARKDOWN_BYTES = 20480
WEBHOOK_TEXT_BYTES = 2048
WEBHOOK_MARKDOWN_BYTES = 4096

CHUNK_BYTES = 512 * 1024
CHUNKS = 100
MEBIBYTE = 1024 * 1024
MEDIA_BYTES = {
    "image": 10 * MEBIBYTE,
    "video": 10 * MEBIBYTE,
    "voice": 2 * MEBIBYTE,
    "file": 20 * MEBIBYTE,
}


@dataclass(frozen=True, slots=True)
class Limits:
    """Of a robot in one conversation, replies and pushes together. What makes a new message counts;
    an updated card and the next piece of a stream do not.

    stream_for: how long a stream can go on after the message it answers. Pages differ: 6 or 10 min.
    """

    a_minute: int = 30
    an_hour: int = 1000
    stream_for: timedelta = timedelta(minutes=10)


@dataclass(slots=True)
class Pace:
    """When messages were sent, for at least an hour back."""

    sent: deque[datetime] = field(default_factory=deque)

    def count(self, now: datetime, *, a_minute: int, an_hour: int | None = None) -> None:
        """One more message. Raises WecomError, and does not count it, above the limits."""
        while self.sent and self.sent[0] <= now - timedelta(hours=1):
            self.sent.popleft()
        last_minute = sum(1 for at in self.sent if at > now - timedelta(minutes=1))
        if last_minute >= a_minute or (an_hour is not None and len(self.sent) >= an_hour):
            raise WecomError(TOO_OFTEN, "api freq out of limit")
        self.sent.append(now)
