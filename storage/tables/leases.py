"""Which process does what one alone may do."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base


class LeaseRow(Base):
    """A duty and who has it; see `storage.lease`."""

    __tablename__ = "leases"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    holder: Mapped[str] = mapped_column(String(40))
    """Drawn again each time it is taken, so that nobody mistakes a later term for their own."""
    until: Mapped[datetime]
    """By the database's clock; from then on anybody may take it."""
