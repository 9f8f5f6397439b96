"""Points (志愿积分): dated rules, an append-only ledger, rewards and certificates of hours."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, BigKey, Json, text_enum


class PointsRule(Base):
    """How minutes become points in an area, from a day on."""

    __tablename__ = "points_rules"

    id: Mapped[int] = mapped_column(primary_key=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id"))
    """The nearest area upwards that has a rule decides."""
    from_day: Mapped[date]
    until_day: Mapped[date | None]
    """The last day, itself included, of the service's start in the community's zone."""
    minutes_a_point: Mapped[int]
    cap_minutes: Mapped[int]
    """Of one activity, at the most so many minutes count for points (not for hours)."""
    weights: Mapped[dict[str, int]] = mapped_column(Json)
    """Post → percent; 100 where none is given."""

    __table_args__ = (
        UniqueConstraint("area_id", "from_day"),
        CheckConstraint("until_day IS NULL OR until_day >= from_day", name="in_order"),
        CheckConstraint("minutes_a_point >= 1 AND cap_minutes >= 1", name="minutes"),
    )


class PointsBalance(Base):
    """Somebody's points: always the sum of their ledger, changed with it, never below nothing."""

    __tablename__ = "points_balances"

    person_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    points: Mapped[int]

    __table_args__ = (CheckConstraint("points >= 0", name="never_negative"),)


class PointsKind(StrEnum):
    EARNED = "earned"
    REDEEMED = "redeemed"
    RETURNED = "returned"
    """A reward that was not handed out: the redemption taken back exactly."""
    REVERSED = "reversed"
    """An earning taken back exactly: the record was refused after all."""


class PointsEntry(Base):
    """A line of the ledger (积分流水). Append-only; an erasure may empty `person_id`."""

    __tablename__ = "points_ledger"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    person_id: Mapped[int | None] = mapped_column(BigInteger)
    at: Mapped[datetime]
    kind: Mapped[PointsKind] = mapped_column(text_enum(PointsKind))
    points: Mapped[int]
    """Above nothing for what comes in, below for what goes out."""
    record_id: Mapped[int | None] = mapped_column(ForeignKey("service_records.id"))
    rule_id: Mapped[int | None] = mapped_column(ForeignKey("points_rules.id"))
    redemption_id: Mapped[int | None] = mapped_column(ForeignKey("redemptions.id"))
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("points_ledger.id"), unique=True)

    __table_args__ = (
        CheckConstraint(
            "(kind IN ('earned', 'returned') AND points > 0)"
            " OR (kind IN ('redeemed', 'reversed') AND points < 0)",
            name="sign",
        ),
        CheckConstraint("(kind = 'earned') <= (record_id IS NOT NULL)", name="from_a_record"),
        CheckConstraint(
            "(kind IN ('returned', 'reversed')) = (reverses_id IS NOT NULL)", name="reverses"
        ),
        Index(None, "person_id", "id"),
        Index(None, "record_id"),
        Index(None, "redemption_id"),
    )


class Reward(Base):
    """What points buy at the 驿站."""

    __tablename__ = "rewards"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id"))
    name: Mapped[str] = mapped_column(String(80))
    where: Mapped[str] = mapped_column(String(200))
    """Where it is handed out, and when."""
    points: Mapped[int]
    stock: Mapped[int]
    """Not reserved yet; changed by conditional UPDATE alone, or set by staff."""
    active: Mapped[bool] = mapped_column(default=True)

    __table_args__ = (
        CheckConstraint("points >= 1", name="points"),
        CheckConstraint("stock >= 0", name="never_oversold"),
        Index(None, "area_id"),
    )


class RedemptionState(StrEnum):
    RESERVED = "reserved"
    HANDED_OUT = "handed_out"
    RETURNED = "returned"
    """Given back by the volunteer, or not fetched in time: stock and points are as before."""


class Redemption(Base):
    """A reward reserved for somebody, handed out against a code."""

    __tablename__ = "redemptions"

    id: Mapped[int] = mapped_column(primary_key=True)
    reward_id: Mapped[int] = mapped_column(ForeignKey("rewards.id"))
    person_id: Mapped[int | None] = mapped_column(BigInteger)
    points: Mapped[int]
    code: Mapped[str] = mapped_column(String(8), unique=True)
    state: Mapped[RedemptionState] = mapped_column(text_enum(RedemptionState))
    reserved_at: Mapped[datetime]
    until: Mapped[datetime | None]
    """Returned by itself after this; empty once it is over."""
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[int | None] = mapped_column(BigInteger)
    ended_by_name: Mapped[str | None] = mapped_column(String(140))

    __table_args__ = (
        CheckConstraint("points >= 1", name="points"),
        Index(None, "person_id"),
        Index(None, "until"),
        Index(None, "ended_by"),
        Index(None, "reward_id"),
    )


class Certificate(Base):
    """A certificate of hours (志愿服务证明), verifiable by its number for as long as it stands."""

    __tablename__ = "certificates"

    number: Mapped[str] = mapped_column(String(24), primary_key=True)
    """Not to be guessed: it is all that the public page asks for."""
    person_id: Mapped[int | None] = mapped_column(BigInteger)
    name: Mapped[str | None] = mapped_column(String(140))
    """Empty once they were erased: the page then says that it is withdrawn."""
    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id"))
    """The community that issues it."""
    minutes: Mapped[int]
    services: Mapped[int]
    """How many records it sums up."""
    from_day: Mapped[date]
    until_day: Mapped[date]
    issued_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("minutes >= 0 AND services >= 0", name="counts"),
        CheckConstraint("from_day <= until_day", name="in_order"),
        Index(None, "person_id"),
    )
