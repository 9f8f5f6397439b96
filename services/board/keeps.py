"""What the message board hands in: whose words it keeps, and the reminder to answer."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services import rows
from services.board import messages
from services.board.messages import MessageCard
from services.keeps import AtNight, Job, Keeps
from services.news import draw
from storage.outbox import forget_unsent
from storage.tables import BoardMessage


async def erase(session: AsyncSession, person_id: int, *, now: datetime) -> None:  # noqa: ARG001
    """That something was written and answered stays; the words of both and the name go."""
    erased = await rows.change_all(
        session,
        BoardMessage,
        BoardMessage.person_id == person_id,
        person_id=None,
        signed_as=None,
        text="",
        answer=None,
        may_show=False,
        remind_at=None,
    )
    await forget_unsent(session, [f"board:{message.id}" for message in erased])
    for message in erased:
        draw(session, MessageCard(message.id))
    for column, values in (
        (BoardMessage.answered_by, {"answered_by": None, "answered_by_name": None}),
        (BoardMessage.hidden_by, {"hidden_by": None}),
    ):
        await session.execute(update(BoardMessage).where(column == person_id).values(values))


async def about(session: AsyncSession, person_id: int) -> dict[str, Any]:
    """Below "board": what they wrote, with its answer, and what they answered as staff."""
    found = await session.scalars(
        select(BoardMessage)
        .where(
            or_(
                BoardMessage.person_id == person_id,
                BoardMessage.answered_by == person_id,
                BoardMessage.hidden_by == person_id,
            )
        )
        .order_by(BoardMessage.id)
    )
    return {"board": [_message(message, person_id) for message in found]}


def _message(message: BoardMessage, person_id: int) -> dict[str, Any]:
    yours = message.person_id == person_id
    return {
        "yours": yours,
        "text": message.text if yours else None,
        "signed_as": message.signed_as if yours else None,
        "may_show": message.may_show,
        "written_at": message.written_at.isoformat(),
        "answer": message.answer if yours or message.answered_by == person_id else None,
        "answered_at": message.answered_at.isoformat() if message.answered_at else None,
        "hidden_at": message.hidden_at.isoformat() if message.hidden_at else None,
    }


KEEPS = Keeps(
    erase=erase,
    about=about,
    jobs=(
        Job(
            name="unanswered messages",
            due=messages.due,
            act=messages.act,
            every=timedelta(minutes=10),
            when="three working days after somebody wrote to the secretary nobody has answered",
            to="the community's staff",
            at_night=AtNight.PUT_OFF,
            late="as long as nobody has answered",
            judges_silence=True,
            at_once=20,
        ),
    ),
)
