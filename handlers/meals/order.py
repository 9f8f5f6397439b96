"""What somebody is about to book: kept with the conversation until it is booked or given up."""

from dataclasses import asdict, dataclass, field, fields
from datetime import date
from typing import Any

from handlers.common.talk import Talk
from services.meals.wording import Wish
from storage.tables import Meal, Mode

_KEY = "meal order"


@dataclass(slots=True)
class Order:
    """Each part is empty until it was answered."""

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

    @classmethod
    def of(cls, talk: Talk) -> "Order":
        """What is kept, of the parts that this version knows."""
        kept: dict[str, Any] = talk.data.get(_KEY, {})
        order = cls(**{part.name: kept[part.name] for part in fields(cls) if part.name in kept})
        order.mode = Mode(order.mode) if order.mode else None
        order.several_of = Meal(order.several_of) if order.several_of else None
        order.wish_meal = Meal(order.wish_meal) if order.wish_meal else None
        return order

    @classmethod
    def from_wish(cls, wish: Wish) -> "Order":
        return cls(
            portions=wish.portions,
            wish_day=wish.day.isoformat() if wish.day else "",
            wish_meal=wish.meal,
        )

    def keep(self, talk: Talk) -> None:
        talk.data[_KEY] = asdict(self)

    @staticmethod
    def discard(talk: Talk) -> None:
        talk.data.pop(_KEY, None)

    @staticmethod
    def waits(talk: Talk) -> bool:
        """Whether something was begun that can be gone on with."""
        return _KEY in talk.data

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
