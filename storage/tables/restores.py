"""What was lost when an older copy of the database was restored."""

from datetime import datetime

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base


class IdGap(Base):
    """Ids of a table that may have been given out after the copy was made, and never are again."""

    __tablename__ = "id_gaps"

    table_name: Mapped[str] = mapped_column(String(60), primary_key=True)
    after: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    """The last id that the copy knew."""
    up_to: Mapped[int] = mapped_column(BigInteger)
    """The last id that is left out."""
    restored_at: Mapped[datetime]
