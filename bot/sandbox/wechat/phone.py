"""What a phone has and shows of the account; what people do with it is in the files beside."""

import base64
import hashlib
from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING

from bot.sandbox.errors import PhoneError
from bot.sandbox.wechat.media import Media
from bot.sandbox.wechat.screen import Bubble
from bot.sandbox.wechat.windows import Windows

if TYPE_CHECKING:
    from bot.sandbox.wechat.platform import Platform


def new_openid(appid: str, number: int) -> str:
    """The same person has another openid with every account."""
    digest = hashlib.sha256(f"{appid} {number}".encode()).digest()
    return "o" + base64.urlsafe_b64encode(digest).decode()[:27]


class Phone:
    """openid: 28 characters of base64url as a rule. screen: all that is shown, oldest first.
    followed_at: None for who does not follow. came_by: the scene of the code that made them
    follow.
    """

    def __init__(self, platform: "Platform", name: str, openid: str) -> None:
        self._platform = platform
        self.name = name
        self.openid = openid
        self.screen: list[Bubble] = []
        self.windows = Windows()
        self.consents: Counter[str] = Counter()
        """How many messages of a template this person agreed to and was not sent yet."""
        self.followed_at: datetime | None = None
        self.came_by = ""
        self.takes_messages = True
        """接收消息 in the settings of the account; False: 48002."""
        self.takes_templates = True
        """False: template messages are taken, and fail as blocked by the user."""
        self.blacklisted = False
        """By the account's owner; True: 43019."""

    @property
    def follows(self) -> bool:
        return self.followed_at is not None

    @property
    def heard(self) -> list[str]:
        """The texts of all that the account, or WeChat itself, showed."""
        return [bubble.text for bubble in self.screen if bubble.by != "person"]

    def show(self, bubble: Bubble) -> None:
        """A bubble reaches the phone. Who has left is shown nothing but subscriptions."""
        if self.follows or bubble.via == "subscription":
            self.screen.append(bubble)
            self._platform.tell(self.openid)

    def _check_follows(self) -> None:
        if not self.follows:
            raise PhoneError(f"{self.name} does not follow the account.")

    def _write(
        self,
        kind: str,
        text: str = "",
        media: Media | None = None,
        place: tuple[float, float] | None = None,
        url: str = "",
    ) -> None:
        """A message of this person is shown, and opens the 48 hours."""
        self._check_follows()
        now = self._platform.clock()
        self.windows.open_by_message(now)
        self.show(Bubble(now, "person", "", kind, text, media, place=place, url=url))
