"""How people are told outside any window that there is news, on WeChat."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, text_enum
from storage.tables.channels import Channel, InChat
from storage.tables.messages import Matter

LONGEST_TEMPLATE_ID = 64
"""Characters; WeChat's have 43."""


class NoticeWay(StrEnum):
    TEMPLATE = "template"
    """模板消息: to anybody who follows the account."""
    ONCE = "once"
    """一次性订阅: one message for each time that somebody agreed."""
    STANDING = "standing"
    """长期订阅: as long as they agree."""


class NoticeTemplate(Base):
    """The template that tells of such news, and what stands in its fields."""

    __tablename__ = "notice_templates"

    channel: Mapped[Channel] = mapped_column(primary_key=True)
    matter: Mapped[Matter] = mapped_column(text_enum(Matter), primary_key=True)
    way: Mapped[NoticeWay] = mapped_column(text_enum(NoticeWay), primary_key=True)
    template_id: Mapped[str] = mapped_column(String(LONGEST_TEMPLATE_ID))
    fields: Mapped[dict[str, str]]
    """By WeChat's names, such as thing1: one of `storage.importing.wechat_templates.VALUES`; of a
    const field the words that it has at WeChat."""


class NoticeConsent(InChat, Base):
    """What somebody agreed to be sent (订阅通知)."""

    __tablename__ = "notice_consents"

    channel: Mapped[Channel] = mapped_column(primary_key=True)
    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    template_id: Mapped[str] = mapped_column(String(LONGEST_TEMPLATE_ID), primary_key=True)
    left: Mapped[int] = mapped_column(default=0)
    """Times that they agreed and were not sent one; of a standing one 0 says that they do not."""
    changed_at: Mapped[datetime]
    """When they last agreed or refused, by WeChat's clock."""
