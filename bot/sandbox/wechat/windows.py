"""How much the account may still say to a person who did something: customer-service quotas.

https://developers.weixin.qq.com/doc/service/api/customer/message/api_sendcustommessage.html
Assumed, for the documents do not say: a message counts against each window that is open, and may be
sent while any has something left. So the larger one counts, and they never add up.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.sandbox.wechat.errors import refusal


@dataclass
class Window:
    left: int
    until: datetime


class Windows:
    """The quotas of one person. Times are passed in."""

    def __init__(self) -> None:
        self.written: Window | None = None
        self.tapped: Window | None = None

    def open_by_message(self, now: datetime) -> None:
        self.written = Window(5, now + timedelta(hours=48))

    def open_by_tap(self, now: datetime) -> None:
        """A click on the menu, a follow or a scan."""
        self.tapped = Window(3, now + timedelta(minutes=1))

    def close(self) -> None:
        """The person left."""
        self.written = self.tapped = None

    def left(self, now: datetime) -> int:
        """How many messages would be taken now."""
        return max((window.left for window in self._open(now)), default=0)

    def take(self, now: datetime) -> None:
        """Count one message. Raises ApiError 45015 outside any window, 45047 when used up."""
        windows = self._open(now)
        if not windows:
            raise refusal(45015)
        if not self.left(now):
            raise refusal(45047)
        for window in windows:
            window.left = max(0, window.left - 1)

    def _open(self, now: datetime) -> list[Window]:
        return [window for window in (self.written, self.tapped) if window and now < window.until]
