"""What somebody is about to book: kept with the conversation until it is booked or given up."""

from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from handlers.common.kept import Kept
from handlers.common.talk import Talk
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
    each_own: bool = False
    """Of several days, each gets a set of its own."""
    portions: int | None = None
    mode: Mode | None = None
    several_of: Meal | None = None
    """Of which meal several days are being chosen."""
    wish_day: str = ""
    wish_meal: Meal | None = None
    """What was asked for in words, before it could be looked up; the day as in 2026-11-24."""

    def __post_init__(self) -> None:
        """Kept as JSON, these come back as text."""
        self.mode = Mode(self.mode) if self.mode else None
        self.several_of = Meal(self.several_of) if self.several_of else None
        self.wish_meal = Meal(self.wish_meal) if self.wish_meal else None

    @classmethod
    def from_wish(cls, wish: Wish) -> "Order":
        return cls(
            portions=wish.portions,
            wish_day=wish.day.isoformat() if wish.day else "",
            wish_meal=wish.meal,
        )

    @staticmethod
    def waits(talk: Talk) -> bool:
        """Whether something was begun that can be gone on with."""
        return Order.KEY in talk.data

    @property
    def wished_day(self) -> date | None:
        return date.fromisoformat(self.wish_day) if self.wish_day else None

    def choose_sessions(self, session_ids: list[int]) -> None:
        """These meals and no others; what was chosen for them stays chosen."""
        self.sessions = session_ids
        self.sets = {key: chosen for key, chosen in self.sets.items() if int(key) in session_ids}

    def choose_set(self, session_id: int, set_id: int) -> None:
        self.sets[str(session_id)] = set_id

    def drop_set(self, session_id: int) -> None:
        self.sets.pop(str(session_id), None)

    def drop_session(self, session_id: int) -> None:
        self.choose_sessions([each for each in self.sessions if each != session_id])

    @property
    def without_set(self) -> int | None:
        """The first session that has no set yet."""
        return next((each for each in self.sessions if str(each) not in self.sets), None)
