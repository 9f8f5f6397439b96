"""Who is about to be registered as a diner: kept with the conversation until it is confirmed."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from handlers.common.i18n import _
from handlers.common.kept import Kept
from handlers.common.questions import Option
from services.meals.diners import NewDiner
from storage.tables import Relation

MYSELF = "self"


def whose(*, known: bool) -> list[Option]:
    """For whom; who is `known` as a diner need not register themselves again."""
    options = [] if known else [Option(MYSELF, _("🙋 我自己"))]
    return [
        *options,
        Option(Relation.CHILD.value, _("👴 我的父母")),
        Option(Relation.RELATIVE.value, _("别的亲戚")),
        Option(Relation.NEIGHBOUR.value, _("邻居")),
        Option(Relation.GRID_WORKER.value, _("我是网格员，替居民订")),
    ]


@dataclass(slots=True)
class Entry(Kept):
    """Each part is None until it was answered."""

    KEY: ClassVar = "meal diner"

    diner_id: int | None = None
    """Of the entry that is corrected; empty for a new one."""
    whose: str | None = None
    """MYSELF, or the Relation of the person who registers, as seen from the diner."""
    told: bool | None = None
    """Whether they introduced themselves, or the diner, in a line."""
    name: str | None = None
    born: date | None = None
    area_id: int | None = None
    door: str | None = None
    phone: str | None = None
    """Empty text where there is none; and `diet` too."""
    diet: str | None = None
    changing: str = ""
    """The step of the part that is being changed."""
    is_checked: bool = False
    """Staff have checked name and birthday: they stay."""

    @property
    def is_own(self) -> bool:
        return self.whose == MYSELF

    @property
    def relation(self) -> Relation | None:
        return None if self.whose in (None, MYSELF) else Relation(self.whose)

    @property
    def is_whole(self) -> bool:
        """All that makes an entry, its telephone aside."""
        return None not in (self.name, self.born, self.area_id, self.door)

    def told_by(self, person_id: int) -> NewDiner:
        """All of it, once every part was answered."""
        assert self.area_id is not None
        assert self.born is not None
        return NewDiner(
            name=self.name or "",
            born_on=self.born,
            area_id=self.area_id,
            door=self.door or "",
            phone=self.phone,
            diet=self.diet,
            person_id=person_id if self.is_own else None,
        )
