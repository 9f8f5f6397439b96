"""What somebody is about to book: kept with the conversation until it is booked or given up."""

from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from handlers.common.kept import Kept
from services.meals.wording import Wish
from storage.tables import Meal, Mode


@dataclass(slots=True)
class Order(Kept):
    """Each part is empty until it was answered."""

    KEY: ClassVar = "meal order"

    diner_id: int | None = None
    sessions: list[int] = field(default_factory=list)
    """The meals that were chosen, in the order of their days."""
    sets: dict[str, int] = field(default_factory=dict)
    """The set that was chosen, by session; keys are text because JSON has no others."""
    is_guess: bool = False
    """The set of the only meal was not chosen, but is likely."""
    each_own: bool = False
    """Of several days, each gets a set of its own."""
    portions: int | None = None
    mode: Mode | None = None
    several_of: Meal | None = None
    """Of which meal several days are being chosen."""
    wished_day: date | None = None
    wished_meal: Meal | None = None
    """What was asked for in words, before it could be looked up."""

    def wish(self, wish: Wish) -> None:
        self.wished_day, self.wished_meal = wish.day, wish.meal
        self.portions = self.portions if wish.portions is None else wish.portions

    @property
    def meals(self) -> list[int] | None:
        """The meals, once some were chosen."""
        return self.sessions or None

    def choose_sessions(self, session_ids: list[int]) -> None:
        """These meals and no others; what was chosen for them stays chosen."""
        self.sessions = session_ids
        self.sets = {key: chosen for key, chosen in self.sets.items() if int(key) in session_ids}

    def drop_session(self, session_id: int) -> None:
        self.choose_sessions([each for each in self.sessions if each != session_id])

    def choose_set(self, session_id: int, set_id: int) -> None:
        self.sets[str(session_id)] = set_id

    def drop_sets(self) -> None:
        """All of them are to be chosen once more."""
        self.sets, self.each_own = {}, False

    @property
    def without_set(self) -> int | None:
        """The first session that has no set yet."""
        return next((each for each in self.sessions if str(each) not in self.sets), None)
