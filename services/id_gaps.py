"""Which ids belong to what was lost when an older copy of the database was restored."""

from collections import defaultdict

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import Base, IdGap


class IdGaps:
    """Learnt at start: nothing is restored while the program runs."""

    def __init__(self) -> None:
        self._gaps: dict[str, list[range]] = defaultdict(list)

    async def learn(self, session: AsyncSession) -> None:
        self._gaps.clear()
        for gap in await session.scalars(select(IdGap)):
            self._gaps[gap.table_name].append(range(gap.after + 1, gap.up_to + 1))

    def hold(self, table: type[Base], row_id: int) -> bool:
        """Whether the row may have been there and is lost; its id is never given again."""
        return any(row_id in gap for gap in self._gaps.get(table.__tablename__, ()))
