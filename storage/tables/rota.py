"""Who takes new requests in a group: a rota (值班表), or everybody in turn."""

from datetime import date, time
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, text_enum


class Assigning(StrEnum):
    """How a group wants its new requests given out."""

    DUTY = "duty"
    """To those whom the rota names at that time."""
    TURN = "turn"
    """To those who agreed, one after another."""


class Rota(Base):
    """A group that wants its requests given out; in one without, the first to tap has them."""

    __tablename__ = "rotas"

    group_id: Mapped[int] = mapped_column(
        ForeignKey("groups.id"), primary_key=True, autoincrement=False
    )
    assigning: Mapped[Assigning] = mapped_column(text_enum(Assigning))


class RotaMember(Base):
    """Somebody to whom requests are given, and when it was last their turn."""

    __tablename__ = "rota_members"

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"))
    person_id: Mapped[int] = mapped_column(BigInteger)
    agreed: Mapped[bool] = mapped_column(default=False)
    """To take turns; who only stands on the rota has not."""
    last_turn: Mapped[int] = mapped_column(default=0)
    """Counted in the group; the lowest is next."""

    __table_args__ = (UniqueConstraint("group_id", "person_id"), Index(None, "person_id"))


class Duty(Base):
    """值班: a member answers for what comes in, on a day of each week or on one date."""

    __tablename__ = "duties"

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"))
    person_id: Mapped[int] = mapped_column(BigInteger)
    weekday: Mapped[int | None]
    """From 1, Monday, to 7; empty where it is for one date."""
    day: Mapped[date | None]
    """That date; what stands for it takes the place of the weekday's."""
    begins: Mapped[time]
    ends: Mapped[time]
    """In the community's zone, on the next day where it is not after `begins`."""

    __table_args__ = (
        CheckConstraint("(weekday IS NULL) <> (day IS NULL)", name="one_of_both"),
        CheckConstraint("weekday BETWEEN 1 AND 7", name="weekday"),
        Index(None, "group_id"),
        Index(None, "person_id"),
    )
