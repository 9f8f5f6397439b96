"""The tree of places: district → street → community → grid → compound → building."""

from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, text_enum


class Level(StrEnum):
    """How high in the tree an area stands (区, 街道, 社区, 网格, 小区, 楼栋)."""

    DISTRICT = "district"
    STREET = "street"
    COMMUNITY = "community"
    GRID = "grid"
    COMPOUND = "compound"
    BUILDING = "building"


class Area(Base):
    """A node of the tree. Levels differ by community (four or five), so the tree is data."""

    __tablename__ = "areas"

    id: Mapped[int] = mapped_column(primary_key=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("areas.id"))
    level: Mapped[Level] = mapped_column(text_enum(Level))
    code: Mapped[str] = mapped_column(String(40), unique=True)
    """The national code down to communities, ours below; it stands in a building's QR code."""
    name: Mapped[str] = mapped_column(String(80))
    path: Mapped[str] = mapped_column(String(200))
    """Ids from the root to this area, `/1/5/44/`, so that ancestors need no recursion."""
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    """WGS-84 degrees, of a building's door or an area's centre."""
    phone: Mapped[str | None] = mapped_column(String(40))

    __table_args__ = (Index(None, "parent_id"), Index(None, "level", "latitude"))

    @property
    def lineage(self) -> list[int]:
        """Ids from the root down to this area, itself included."""
        return [int(part) for part in self.path.strip("/").split("/")]
