"""A standing order in the making: kept with the conversation until it is begun or given up."""

from dataclasses import dataclass
from typing import ClassVar

from handlers.common.kept import Kept
from storage.tables import Meal, Mode


@dataclass(slots=True)
class Plan(Kept):
    """Each part is empty until it was answered."""

    KEY: ClassVar = "standing order"

    diner_id: int | None = None
    meal: Meal | None = None
    weekdays: str = ""
    """Digits 1 (Monday) to 7, in order."""
    days_done: bool = False
    set_name: str | None = None
    """Empty text for whatever stands first on the menu."""
    portions: int | None = None
    mode: Mode | None = None

    def __post_init__(self) -> None:
        """Kept as JSON, these come back as text."""
        self.meal = Meal(self.meal) if self.meal else None
        self.mode = Mode(self.mode) if self.mode else None

    def toggle(self, weekdays: str) -> None:
        """Take up or leave out each of these days."""
        self.weekdays = "".join(sorted(set(self.weekdays) ^ set(weekdays)))
