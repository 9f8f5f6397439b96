"""A standing order in the making: kept with the conversation until it is begun or given up."""

from dataclasses import asdict, dataclass, fields
from typing import Any

from handlers.common.talk import Talk
from storage.tables import Meal, Mode

_KEY = "standing order"


@dataclass(slots=True)
class Plan:
    """Each part is empty until it was answered."""

    diner_id: int | None = None
    meal: Meal | None = None
    weekdays: str = ""
    """Digits 1 (Monday) to 7, in order."""
    days_done: bool = False
    set_name: str | None = None
    """Empty text for whatever stands first on the menu."""
    portions: int | None = None
    mode: Mode | None = None

    @classmethod
    def of(cls, talk: Talk) -> "Plan":
        """What is kept, of the parts that this version knows."""
        kept: dict[str, Any] = talk.data.get(_KEY, {})
        plan = cls(**{part.name: kept[part.name] for part in fields(cls) if part.name in kept})
        plan.meal = Meal(plan.meal) if plan.meal else None
        plan.mode = Mode(plan.mode) if plan.mode else None
        return plan

    def keep(self, talk: Talk) -> None:
        talk.data[_KEY] = asdict(self)

    @staticmethod
    def discard(talk: Talk) -> None:
        talk.data.pop(_KEY, None)

    def toggle(self, weekdays: str) -> None:
        """Take up or leave out each of these days."""
        self.weekdays = "".join(sorted(set(self.weekdays) ^ set(weekdays)))
