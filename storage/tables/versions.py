"""How often tables have changed whose rows are kept in memory."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base


class TableVersion(Base):
    """Moved by a trigger in every transaction that writes to the table; see `storage.versions`."""

    __tablename__ = "table_versions"

    table_name: Mapped[str] = mapped_column(String(60), primary_key=True)
    version: Mapped[int]
