"""By which way messages reached people, day by day."""

from datetime import date
from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, text_enum


class MessageWay(StrEnum):
    """How somebody came to know what a message says."""

    TELEGRAM = "telegram"
    WECOM = "wecom"
    REPLY = "reply"
    """WeChat: with the answer to what they had just sent."""
    SERVICE = "service"
    """WeChat: by a customer-service message (客服消息)."""
    TEMPLATE = "template"
    """WeChat: a template message told them that there is news."""
    SUBSCRIPTION = "subscription"
    """The same, by a message that they had agreed to (订阅通知)."""
    ELSEWHERE = "elsewhere"
    """On another channel of theirs than the one it was meant for."""
    STAFF = "staff"
    """Staff rang or knocked."""
    NOBODY = "nobody"
    """They do not know."""


class MessageCount(Base):
    """Messages to the people of an area, of one day and way: how many."""

    __tablename__ = "message_counts"

    day: Mapped[date] = mapped_column(primary_key=True)
    """In the community's zone."""
    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id"), primary_key=True)
    way: Mapped[MessageWay] = mapped_column(text_enum(MessageWay), primary_key=True)
    messages: Mapped[int]
