"""Where the office is on the tree, and whom it is about to give a role."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from handlers.common.kept import Kept
from services.stewards.office import NewSteward
from storage.tables import Role


@dataclass(slots=True)
class Tree(Kept):
    """Each part is None until it was answered."""

    KEY: ClassVar = "stewards"

    area_id: int | None = None
    adding: bool | None = None
    role: Role | None = None
    name: str | None = None
    phone: str | None = None
    """Empty where they have none, or none is to be kept."""
    shown: bool | None = None
    signed_on: date | None = None
    steward_id: int | None = None
    """Who is looked at."""
    page: int = 0
    """Of what lies below the area."""

    @property
    def new(self) -> NewSteward:
        assert self.area_id is not None
        assert self.role is not None
        return NewSteward(
            area_id=self.area_id,
            role=self.role,
            name=self.name or "",
            phone=self.phone or None,
            signed_on=self.signed_on if self.shown else None,
        )
