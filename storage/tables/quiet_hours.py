"""When a community is not to be woken."""

from datetime import time

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base


class QuietHours(Base):
    """勿扰时段 of an area and all below it that have none of their own."""

    __tablename__ = "quiet_hours"

    area_id: Mapped[int] = mapped_column(
        ForeignKey("areas.id"), primary_key=True, autoincrement=False
    )
    begins: Mapped[time]
    ends: Mapped[time]
    """Local times; over midnight where it ends earlier than it begins, never where they are one."""
