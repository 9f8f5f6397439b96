"""Codes of official accounts that lead to us, each made once."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base


class SceneCode(Base):
    """What WeChat gave for a scene. It holds nothing of a person: a door, a team, a task."""

    __tablename__ = "scene_codes"

    account: Mapped[str] = mapped_column(String(40), primary_key=True)
    """Its AppID: another account's codes lead to another conversation."""
    scene: Mapped[str] = mapped_column(String(64), primary_key=True)
    """What /start is told."""
    url: Mapped[str] = mapped_column(String(300))
    """To be drawn as a QR code."""
    made_at: Mapped[datetime]
