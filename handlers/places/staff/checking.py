"""Once a week a community's staff are asked about the entry that was confirmed longest ago."""

from datetime import datetime

from aiogram.methods import SendMessage
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.i18n import SOURCE, _, speaking
from handlers.common.sending import Sending, outgoing
from handlers.common.times import when
from handlers.common.words import esc
from handlers.places.staff import buttons
from handlers.places.staff.buttons import Answer
from services.calendar import ZONE
from services.groups.routing import office
from services.places.checking import next_to_check
from storage.outbox import Outgoing, Urgency, promise
from storage.tables import Area, Group, Place


def key(area_id: int) -> str:
    """One card a community: the next question takes the place of the last."""
    return f"place check:{area_id}"


async def ask(session: AsyncSession, area_id: int, /, *, now: datetime) -> None:
    """Ask the office of a community about one place, if there is one and it is time."""
    group = await office(session, await session.get_one(Area, area_id))
    place = await next_to_check(session, area_id, now=now) if group else None
    if group is None or place is None:
        return
    for item in _card(group, place, answered=""):
        promise(session, item)


def _card(group: Group, place: Place, answered: str) -> list[Outgoing]:
    with speaking(SOURCE):
        message = SendMessage(
            chat_id=group.chat_id,
            text=look(place, answered),
            reply_markup=None if answered else buttons.for_check(place.id),
        )
    sending = Sending(method=message, card=key(place.area_id), to_the_end=not answered)
    return list(outgoing(sending, group.chat_id, Urgency.CARD))


def look(place: Place, answered: str) -> str:
    """HTML."""
    lines = [
        _("🗓 这一处还对吗？<b>{place}</b>").format(place=esc(place.name)),
        f"📍 {esc(place.address)}",
        f"☎️ {esc(place.phone)}" if place.phone else _("☎️ 没有登记电话"),
        _("上次核对：{day}").format(day=when(place.confirmed_at, ZONE))
        if place.confirmed_at
        else _("还没有核对过"),
    ]
    return "\n".join([*lines, answered] if answered else lines)


def answered_card(group: Group, place: Place, by: str, answer: Answer) -> list[Outgoing]:
    """The card after the answer, without buttons."""
    with speaking(SOURCE):
        match answer:
            case Answer.TRUE:
                said = _("✅ {name}：没变")
            case Answer.HOURS:
                said = _("✅ {name}：时间改好了")
            case Answer.GONE:
                said = _("🚫 {name}：没有了，撤下了")
        return _card(group, place, said.format(name=esc(by)))
