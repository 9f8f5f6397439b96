"""Who answers for an area of the tree: 网格员, 楼栋长 and the others, once and now."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, false
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, index_where_set, text_enum


class Role(StrEnum):
    """What somebody is on the tree, in the order in which they are named."""

    BUILDING_HEAD = "building_head"
    """楼栋长."""
    CENTRE_HOUSEHOLD = "centre_household"
    """中心户: the household that a few others turn to."""
    MICRO_GRID_WORKER = "micro_grid_worker"
    """微网格员."""
    GRID_WORKER = "grid_worker"
    """网格员."""
    LANE_HEAD = "lane_head"
    """街巷长."""
    PROPERTY_MANAGER = "property_manager"
    """物业."""


class SaidHow(StrEnum):
    """How it is known whether residents may see a telephone."""

    CHAT = "chat"
    """They said so themselves."""
    PAPER = "paper"
    """The office has their signature."""


class Steward(Base):
    """Somebody with a role on an area from one day to another; those of before stay as history."""

    __tablename__ = "stewards"

    id: Mapped[int] = mapped_column(primary_key=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id"))
    role: Mapped[Role] = mapped_column(text_enum(Role))
    name: Mapped[str] = mapped_column(String(40))
    """As residents call them; empty once they were erased."""
    phone: Mapped[str | None] = mapped_column(String(40))
    phone_shown: Mapped[bool] = mapped_column(default=False, server_default=false())
    phone_said_how: Mapped[SaidHow | None] = mapped_column(text_enum(SaidHow))
    phone_said_on: Mapped[date | None]
    """The day on which they last said whether it is shown, or the day on the paper."""
    since: Mapped[date]
    until: Mapped[date | None]
    """The first day on which they do not have the role any more."""
    person_id: Mapped[int | None] = mapped_column(BigInteger)
    """Who they are here, once they opened the link that was made for them."""
    code: Mapped[str | None] = mapped_column(String(20), unique=True)
    """In that link; gone once it was used."""
    code_until: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("until IS NULL OR until >= since", name="in_order"),
        CheckConstraint("NOT phone_shown OR phone_said_on IS NOT NULL", name="agreed"),
        Index(None, "area_id"),
        index_where_set("person_id"),
    )

    def is_on(self, day: date) -> bool:
        """Whether they have the role on that day of the community's zone."""
        return self.since <= day and (self.until is None or day < self.until)
