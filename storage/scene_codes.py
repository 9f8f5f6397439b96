"""Reading and keeping the codes of official accounts, of which WeChat makes each 100,000."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import SceneCode


async def known(session: AsyncSession, account: str) -> dict[str, str]:
    """The addresses of all codes of the account, by scene."""
    found = await session.execute(
        select(SceneCode.scene, SceneCode.url).where(SceneCode.account == account)
    )
    return {row.scene: row.url for row in found}


async def keep(session: AsyncSession, account: str, scene: str, url: str, *, now: datetime) -> None:
    """Asked for twice at once, the later one stays; both are good."""
    await session.merge(SceneCode(account=account, scene=scene, url=url, made_at=now))
