"""What broadcasts hand in: whom they were for, and the jobs that send them."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.broadcasts import sending
from services.keeps import AtNight, Job, Keeps
from storage.tables import Broadcast, BroadcastRecipient


async def erase(session: AsyncSession, person_id: int, *, now: datetime) -> None:  # noqa: ARG001
    """They are in no recipients any more; what was about to be sent goes with their chats."""
    await session.execute(
        delete(BroadcastRecipient).where(BroadcastRecipient.person_id == person_id)
    )


async def about(session: AsyncSession, person_id: int) -> dict[str, Any]:
    """Below "broadcasts": what was sent to them among many, or is to be."""
    found = await session.execute(
        select(Broadcast, BroadcastRecipient)
        .join(Broadcast, Broadcast.id == BroadcastRecipient.broadcast_id)
        .where(BroadcastRecipient.person_id == person_id)
        .order_by(Broadcast.id)
    )
    return {"broadcasts": [_one(broadcast, recipient) for broadcast, recipient in found]}


def _one(broadcast: Broadcast, recipient: BroadcastRecipient) -> dict[str, Any]:
    at = recipient.promised_at
    return {
        "kind": broadcast.kind,
        "number": broadcast.subject_id,
        "state": recipient.state.value,
        "at": at.isoformat() if at else None,
    }


KEEPS = Keeps(
    erase=erase,
    about=about,
    jobs=(
        Job(
            name="broadcasts",
            due=sending.due,
            act=sending.act,
            every=sending.EVERY,
            when="something is sent to many: each second as much as can leave; not while an urgent "
            "one is sent",
            to="those whom it is for; its staff's card says how far it is",
            at_night=AtNight.PUT_OFF,
            late="always, until its staff stop it",
        ),
        Job(
            name="urgent broadcasts",
            due=sending.urgent_due,
            act=sending.act,
            every=sending.EVERY,
            when="the same, of what cannot wait",
            to="those whom it is for",
            at_night=AtNight.RINGS,
            late="always, until its staff stop it",
        ),
    ),
)
