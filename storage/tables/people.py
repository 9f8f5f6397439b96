"""The people who talk to us, and the addresses under which the channels know them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint, true
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, Json, index_where_set
from storage.tables.channels import Channel


class Person(Base):
    """Somebody who has written to us. A name is kept only after consent."""

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    """Our own; it means nothing on any channel. See docs/decisions/0011-own-ids-of-people.md."""
    name: Mapped[str | None] = mapped_column(String(140))
    language: Mapped[str] = mapped_column(String(10))
    """A catalogue's name: zh, zh_Hant or en."""
    big_print: Mapped[bool] = mapped_column(default=False)
    """Big-print mode (长辈模式): shorter choices, numbers before them, the telephone in view."""
    asked_later: Mapped[bool] = mapped_column(default=True, server_default=true())
    """Whether they are asked weeks later if what was solved is still all right."""
    surveyed: Mapped[bool] = mapped_column(default=True, server_default=true())
    """Whether they are asked by surveys."""
    home_id: Mapped[int | None] = mapped_column(ForeignKey("areas.id"))
    consented_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    __table_args__ = (Index(None, "home_id"),)


class Household(StrEnum):
    """What of a household policies ask for (家庭情况)."""

    ALONE = "alone"
    """独居老人."""
    LOW_INCOME = "low_income"
    """低保、特困."""
    DISABLED = "disabled"
    """持残疾人证."""
    VETERAN = "veteran"
    """退役军人、烈军属."""
    SMALL_CHILD = "small_child"
    """三岁以下的孩子."""
    PUPIL = "pupil"
    """上学的孩子."""
    EXPECTING = "expecting"
    """孕妇."""
    TENANT = "tenant"
    """租房."""


class Profile(Base):
    """What somebody told about themselves to learn which policies are for them, and let us keep."""

    __tablename__ = "profiles"

    person_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    birth_year: Mapped[int | None]
    households: Mapped[list[str] | None] = mapped_column(Json)
    """Values of `Household`; empty where none holds, None where they were not asked."""
    told_at: Mapped[datetime]


class PersonJoin(Base):
    """A code by which somebody says elsewhere who they are (合并); while it is done, the rows of
    histories may be given over (their triggers look here)."""

    __tablename__ = "person_joins"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(8))
    person_id: Mapped[int] = mapped_column(BigInteger)
    """Who asked for the code, and stays."""
    joining_id: Mapped[int | None] = mapped_column(BigInteger)
    """Who wrote it elsewhere, and becomes the one who stays."""
    made_at: Mapped[datetime]
    act_at: Mapped[datetime | None]
    """When the two are made one, or what was still written under the old id is looked for."""

    __table_args__ = (
        Index(None, "code"),
        Index(None, "made_at"),
        Index(None, "person_id"),
        index_where_set("joining_id"),
        index_where_set("act_at"),
    )


class Address(Base):
    """Under what a channel knows a person. Those only seen in groups have one and no `Person`."""

    __tablename__ = "addresses"

    channel: Mapped[Channel] = mapped_column(primary_key=True)
    external_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    """See `Handle`."""
    person_id: Mapped[int] = mapped_column(BigInteger)
    chat_id: Mapped[int | None] = mapped_column(BigInteger)
    """Of the private chat, see `Chat`; empty until they wrote there: before, nobody can."""
    seen_at: Mapped[datetime]
    """When it was last used, to the day unless they have another: notices go to the latest."""
    blocked_at: Mapped[datetime | None]
    """When the channel told us that they stopped the bot; empty again once they write."""

    __table_args__ = (UniqueConstraint("channel", "chat_id"), Index(None, "person_id"))
