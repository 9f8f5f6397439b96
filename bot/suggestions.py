"""The category suggestions in use: learned at the start, and again every hour."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from services.tickets.suggest import Suggester


class Suggestions:
    """What conversations call; each correction people make is in the next lesson."""

    def __init__(self) -> None:
        self._suggester = Suggester([])

    async def learn(self, session: AsyncSession) -> None:
        self._suggester = await Suggester.train(session)

    def __call__(self, text: str, count: int) -> Sequence[int]:
        return self._suggester.best(text, count)

    def clear(self, text: str) -> int | None:
        return self._suggester.clear(text)
