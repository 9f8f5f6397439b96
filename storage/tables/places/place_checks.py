"""Which place the staff of a community were last asked about."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base


class PlaceCheck(Base):
    """One small question at a time keeps a community's entries true: is this place still so?"""

    __tablename__ = "place_checks"

    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id"), primary_key=True)
    """The community."""
    place_id: Mapped[int] = mapped_column(ForeignKey("places.id"))
    asked_at: Mapped[datetime]
