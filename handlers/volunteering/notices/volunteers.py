"""What volunteers are told of staff's decisions about them, and the card of an application."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from aiogram.methods import EditMessageText, SendMessage
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.config import Config
from handlers.common.i18n import SOURCE, _, speaking
from handlers.common.sending import outgoing
from handlers.common.words import esc
from handlers.volunteering.people_buttons import OPEN_TASKS
from handlers.volunteering.staff import admission_card
from services import areas
from services.news import News, Subject
from services.volunteering import people_news, volunteers
from storage.outbox import Outgoing, Urgency
from storage.tables import Area, Person, Volunteer


async def decided(
    session: AsyncSession, told: people_news.OfVolunteer, _config: Config
) -> list[Outgoing]:
    volunteer = await volunteers.get(session, told.person_id)
    person = await session.get(Person, told.person_id)
    if volunteer is None or person is None or person.blocked_at is not None:
        return []
    area = await session.get_one(Area, volunteer.area_id)
    with speaking(person.language):
        text = _words(told, volunteer, area)
        keys = None
        if isinstance(told, people_news.Admitted | people_news.Unblocked):
            button = InlineKeyboardButton(text=_("看看有什么任务"), callback_data=OPEN_TASKS)
            keys = InlineKeyboardMarkup(inline_keyboard=[[button]])
        elif phone := await areas.community_phone(session, area):
            text += "\n" + _("有疑问请打社区电话：{phone}").format(phone=esc(phone))
        message = SendMessage(chat_id=person.id, text=text, reply_markup=keys)
        return list(outgoing(message, person.id, Urgency.NOTICE))


async def forgotten(
    _session: AsyncSession, told: people_news.VolunteerCardLeft, _config: Config
) -> list[Outgoing]:
    with speaking(SOURCE):
        message = EditMessageText(
            chat_id=told.chat_id,
            message_id=told.message_id,
            text=_("🤝 报过名的一位居民删除了自己的资料。"),
        )
    return list(outgoing(message, told.chat_id, Urgency.CARD))


def _words(told: people_news.OfVolunteer, volunteer: Volunteer, area: Area) -> str:
    place, reason = esc(area.name), esc(volunteer.reason)
    match told:
        case people_news.Admitted():
            return _("🎉 {place}同意了，您现在是志愿者了！发 /tasks 看任务，认领就行。").format(
                place=place
            )
        case people_news.Declined():
            return _("谢谢您想来{place}做志愿者。这次没有通过，原因：{reason}。").format(
                place=place, reason=reason
            )
        case people_news.Unblocked():
            return _("您在{place}的志愿者身份恢复了，又可以接任务了。").format(place=place)
        case _:
            return _(
                "{place}停用了您的志愿者身份，原因：{reason}。"
                "认领过、还没开始的任务已经让给别人；时长和积分都还在。"
            ).format(place=place, reason=reason)


HEARD: Mapping[type[News], Callable[[AsyncSession, Any, Config], Awaitable[list[Outgoing]]]] = {
    people_news.Admitted: decided,
    people_news.Declined: decided,
    people_news.Blocked: decided,
    people_news.Unblocked: decided,
    people_news.VolunteerCardLeft: forgotten,
}
DRAWN: Mapping[type[Subject], Callable[[AsyncSession, Any, Config], Awaitable[list[Outgoing]]]] = {
    people_news.VolunteerCard: admission_card.draw,
}
