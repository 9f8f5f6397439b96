"""A neighbourhood whose office has orders, wishes, rounds and alerts to pass on to volunteers."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services import helps, wishes
from services.errors import Refusal
from services.groups import binding as groups
from services.helps import NewOrder
from services.news import News
from services.tickets import Member
from services.volunteering import claims, granting, passing_on, sources
from services.volunteering.new_task import NewTask
from storage.tables import (
    HelpKind,
    HelpOrder,
    PlaceTheme,
    Purpose,
    Task,
    TaskClaim,
    TaskSource,
    Wish,
)
from tests.chats import telegram
from tests.services.factories import NOW, RESIDENT, member
from tests.services.meals.kitchen_desk import KitchenDesk
from tests.services.volunteering.volunteer_factories import (
    POST,
    SECOND,
    VOLUNTEER,
    a_post,
    a_volunteer,
    new_task,
)

VOLUNTEERS_CHAT = -1009
NAMES = {"zh": "上门理发", "zh_Hant": "上門理髮", "en": "Haircut at home"}
Deed = Callable[[AsyncSession], Awaitable[Any]]


@dataclass
class Switchboard:
    """What can be passed on, and what was told of it."""

    kitchen: KitchenDesk

    @property
    def staff(self) -> Member:
        return member(self.kitchen.groups.staff)

    async def do(self, deed: Deed) -> Any:
        return await self.kitchen.do(deed)

    async def attempt(self, deed: Deed) -> Any:
        """What `deed` returns or the refusal; committed in any case, as in a batch of updates."""

        async def kindly(session: AsyncSession) -> Any:
            try:
                return await deed(session)
            except Refusal as refusal:
                return refusal

        return await self.do(kindly)

    def heard(self, kind: type[News]) -> list[Any]:
        return self.kitchen.heard(kind)

    async def order(self, **differently: Any) -> HelpOrder:
        new: dict[str, Any] = {
            "kind": "haircut",
            "person_id": RESIDENT,
            "person_name": "居民甲",
            "area_id": self.kitchen.place.building.id,
            "place": "军门新村 3号楼 502",
            "wanted": "周六上午",
            "words": None,
        }
        made: HelpOrder = await self.do(
            lambda session: helps.order(session, NewOrder(**(new | differently)), now=NOW)
        )
        return made

    async def arranges(self, order_id: int, answer: str, who: Member | None = None) -> Any:
        """The order, or why not."""
        return await self.attempt(
            lambda session: helps.arrange(session, order_id, who or self.staff, answer)
        )

    async def withdraws(self, order_id: int, person_id: int = RESIDENT) -> Any:
        """The order, or why not."""
        return await self.attempt(
            lambda session: helps.withdraw(session, order_id, person_id, now=NOW)
        )

    async def grants(self, wish_id: int, by: int) -> Any:
        """The wish, or why not."""
        return await self.attempt(
            lambda session: granting.grant_wish(session, wish_id, by, now=NOW)
        )

    async def wish(self, person_id: int = RESIDENT, text: str = "一个放大镜") -> Wish:
        area_id = self.kitchen.place.building.id
        made: Wish = await self.do(
            lambda session: wishes.post(session, person_id, "居民甲", area_id, text, now=NOW)
        )
        return made

    def new(self, source: TaskSource, source_id: int, **differently: Any) -> NewTask:
        return new_task(
            self.kitchen.place,
            source=source,
            source_id=source_id,
            helped_id=RESIDENT,
            **differently,
        )

    def new_for_wish(self, wish_id: int, **differently: Any) -> NewTask:
        times = {
            "starts_at": NOW,
            "ends_at": NOW + granting.WISH_GRANTED_WITHIN,
            "claim_by": NOW + granting.WISH_CLAIMED_WITHIN,
        }
        return self.new(TaskSource.WISH, wish_id, **(times | differently))

    async def passed_on(self, new: NewTask, who: Member | None = None) -> Task:
        made: Task = await self.do(
            lambda session: passing_on.pass_on(session, new, who or self.staff, now=NOW)
        )
        return made

    async def claimed(self, task: Task, person_id: int = VOLUNTEER) -> TaskClaim:
        made: TaskClaim = await self.do(
            lambda session: claims.claim(session, task.id, person_id, now=NOW)
        )
        return made

    async def released(self, task: Task, person_id: int = VOLUNTEER) -> None:
        await self.do(lambda session: claims.release(session, task.id, person_id, now=NOW))

    async def helped(self, order_id: int) -> HelpOrder:
        """The order as it is."""
        async with self.kitchen.database.reading() as session:
            return await helps.get(session, order_id)

    async def wished(self, wish_id: int) -> Wish:
        """The wish as it is."""
        async with self.kitchen.database.reading() as session:
            return await wishes.get(session, wish_id)

    async def living(self, source: TaskSource, source_id: int) -> Task | None:
        async with self.kitchen.database.reading() as session:
            return await sources.living_task(session, source, source_id)


async def open_switchboard(kitchen: KitchenDesk) -> Switchboard:
    """Two volunteers, one kind of help."""

    async def deed(session: AsyncSession) -> None:
        await a_post(session)
        await groups.bind(
            session,
            chat=telegram(VOLUNTEERS_CHAT),
            title="志愿者群",
            area_id=kitchen.place.community.id,
            purpose=Purpose.VOLUNTEERS,
            by=1,
            now=NOW,
        )
        for person_id in (VOLUNTEER, SECOND):
            await a_volunteer(session, kitchen.place, person_id)
        session.add(PlaceTheme(key="elders", position=1, names=NAMES))
        await session.flush()
        session.add(
            HelpKind(
                key="haircut", position=1, theme="elders", names=NAMES, post=POST, partner=None
            )
        )

    await kitchen.do(deed)
    return Switchboard(kitchen)
