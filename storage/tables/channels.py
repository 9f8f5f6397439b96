"""The channels that people reach us by, and what names a chat there."""

from typing import ClassVar, NamedTuple

from sqlalchemy import BigInteger, ColumnElement, and_
from sqlalchemy.orm import Mapped, mapped_column


class Channel(str):
    """An account of ours at a messenger: `telegram`, or `telegram:east` for a second bot there.

    Each knows people by ids of its own, or at least has to be allowed to write to them, so each is
    a channel of its own.
    """

    __slots__ = ()
    TELEGRAM: ClassVar["Channel"]
    WECHAT: ClassVar["Channel"]
    WECOM: ClassVar["Channel"]
    WECOM_WEBHOOK: ClassVar["Channel"]

    @property
    def messenger(self) -> str:
        """What it is an account at: `telegram`."""
        return self.partition(":")[0]

    @property
    def can_be_silent(self) -> bool:
        """Whether a message can come there without a sound."""
        return self.messenger not in (Channel.WECOM, Channel.WECOM_WEBHOOK)

    @property
    def account(self) -> str:
        """Which of ours there: `east`; empty for the first."""
        return self.partition(":")[2]


Channel.TELEGRAM = Channel("telegram")
Channel.WECHAT = Channel("wechat")
Channel.WECOM = Channel("wecom")
Channel.WECOM_WEBHOOK = Channel("wecom-webhook")
LONGEST_CHANNEL = 20


class Chat(NamedTuple):
    """Where something is said."""

    channel: Channel
    id: int
    """Telegram's number there. A channel whose chats have no numbers is given some by us."""

    @property
    def is_group(self) -> bool:
        """Telegram gives groups negative numbers, and so do we."""
        return self.id < 0


class Handle(NamedTuple):
    """Who somebody is on a channel."""

    channel: Channel
    external_id: str
    """Telegram's number of them; on channels that have none, ours of their chat (`NamedChat`)."""


class InChat:
    """The columns of a row that belongs to a chat."""

    channel: Mapped[Channel]
    chat_id: Mapped[int] = mapped_column(BigInteger)

    @property
    def chat(self) -> Chat:
        return Chat(self.channel, self.chat_id)

    @classmethod
    def is_in(cls, chat: Chat) -> ColumnElement[bool]:
        """The rows of `chat`."""
        return and_(cls.channel == chat.channel, cls.chat_id == chat.id)
