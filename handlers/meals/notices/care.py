"""平安守望: what the office's group, relatives and the diner hear when somebody was not seen."""

from collections.abc import Awaitable, Callable, Mapping

from aiogram.methods import SendMessage
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.admins import to_admins
from handlers.common.config import Config
from handlers.common.i18n import SOURCE, _, speaking
from handlers.common.sending import Sending, outgoing
from handlers.common.words import esc
from handlers.meals.staff import care_card, kitchen_buttons
from handlers.meals.words import meal_name
from services import areas
from services.groups.routing import office
from services.meals import alerts
from services.meals.kitchen_news import (
    CareCard,
    CareRaised,
    CareSettled,
    CareTaken,
    CareUnheeded,
)
from services.news import News, Subject
from services.people import people
from storage.outbox import Outgoing, Urgency
from storage.tables import (
    CareAlert,
    CareCause,
    CareOutcome,
    Diner,
    MealBooking,
    MealSession,
    MealStop,
    Person,
)


async def drawn(session: AsyncSession, subject: CareCard, config: Config) -> list[Outgoing]:
    """The card in the group of the office."""
    return await _card(session, await alerts.get(session, subject.alert_id), config)


async def unheeded(session: AsyncSession, news: CareUnheeded, config: Config) -> list[Outgoing]:
    """The card once more, at the end of the group's messages; at night relatives hear it too."""
    alert = await alerts.get(session, news.alert_id)
    with speaking(SOURCE):
        reminder = _("⏰ 还没有人去看，请马上安排。")
    sent = await _card(session, alert, config, reminder)
    if not news.relatives_too:
        return sent
    diner = await session.get_one(Diner, alert.diner_id)

    def words(_person: Person) -> str:
        return _(
            "夜里社区可能没有人看消息，现在还没有人去看{name}。请您打个电话，或者过去看看；"
            "联系不上、去不了，请打 120 或 110。"
        ).format(name=esc(diner.name))

    return [*sent, *await _to_each(session, alert, words, with_diner=False)]


async def _card(
    session: AsyncSession, alert: CareAlert, config: Config, reminder: str = ""
) -> list[Outgoing]:
    group = await office(session, await alerts.area_of(session, alert))
    with speaking(SOURCE):
        text = await _look(session, alert, config)
        if reminder:
            text = f"{reminder}\n\n{text}"
        if group is None:
            # Nobody is bound, and somebody has to go all the same.
            return to_admins(text, config)
        message = SendMessage(
            chat_id=group.chat_id, text=text, reply_markup=kitchen_buttons.for_care(alert)
        )
    sending = Sending(method=message, card=care_card.key(alert.id), to_the_end=bool(reminder))
    return list(outgoing(sending, group.chat_id, Urgency.URGENT))


async def _look(session: AsyncSession, alert: CareAlert, config: Config) -> str:
    booking = await session.get_one(MealBooking, alert.booking_id)
    return care_card.look(
        alert,
        await session.get_one(Diner, alert.diner_id),
        await areas.title(session, await alerts.area_of(session, alert)),
        await session.get_one(MealSession, booking.session_id),
        await session.get(MealStop, booking.id, populate_existing=True),
        config.zone,
    )


async def raised(session: AsyncSession, news: CareRaised, _config: Config) -> list[Outgoing]:
    """Relatives can often say at once where somebody is; and so can the diner."""
    alert = await alerts.get(session, news.alert_id)
    diner = await session.get_one(Diner, alert.diner_id)
    booking = await session.get_one(MealBooking, alert.booking_id)
    meal_session = await session.get_one(MealSession, booking.session_id)
    area = await alerts.area_of(session, alert)
    phone = await areas.community_phone(session, area)

    def words(person: Person) -> str:
        text = _for_diner(alert) if person.id == diner.person_id else _for_relative(alert)
        lines = [text.format(name=esc(diner.name), meal=meal_name(meal_session.meal))]
        if phone:
            lines.append(_("社区电话：{phone}").format(phone=esc(phone)))
        return "\n".join(lines)

    return await _to_each(session, alert, words, with_diner=True)


def _for_diner(alert: CareAlert) -> str:
    if alert.cause is CareCause.NOBODY_HOME:
        return _("您的{meal}送到了门口，没有人应门。您还好吗？看到了请给社区打个电话。")
    return _("您订了{meal}，没有见到您。您还好吗？看到了请给社区打个电话。")


def _for_relative(alert: CareAlert) -> str:
    if alert.cause is CareCause.NOBODY_HOME:
        return _(
            "{name}的{meal}送到门口，没有人应门。社区会有人去看，结果马上告诉您。"
            "您要是联系得上，也请告诉社区一声。"
        )
    return _(
        "{name}订了{meal}，没有来吃，也没有说不来。社区会有人去看，结果马上告诉您。"
        "您要是联系得上，也请告诉社区一声。"
    )


async def taken(session: AsyncSession, news: CareTaken, _config: Config) -> list[Outgoing]:
    alert = await alerts.get(session, news.alert_id)
    diner = await session.get_one(Diner, alert.diner_id)

    def words(_person: Person) -> str:
        return _("{who} 去看{name}了，看完马上告诉您。").format(
            who=esc(alert.taken_by_name), name=esc(diner.name)
        )

    return await _to_each(session, alert, words, with_diner=False)


async def settled(session: AsyncSession, news: CareSettled, _config: Config) -> list[Outgoing]:
    alert = await alerts.get(session, news.alert_id)
    diner = await session.get_one(Diner, alert.diner_id)

    def words(_person: Person) -> str:
        return _outcome_words(alert.outcome).format(name=esc(diner.name))

    return await _to_each(session, alert, words, with_diner=False)


def _outcome_words(outcome: CareOutcome | None) -> str:
    match outcome:
        case CareOutcome.AWAY:
            return _("✅ {name}出门去了，人平安，您放心。")
        case CareOutcome.NEEDS_HELP:
            return _("🆘 {name}需要帮助，社区正在照应。请您尽快联系，或者过来一趟。")
        case _:
            return _("✅ 见到{name}了，人平安，您放心。")


async def _to_each(
    session: AsyncSession,
    alert: CareAlert,
    words: Callable[[Person], str],
    *,
    with_diner: bool,
) -> list[Outgoing]:
    """To those who book for the diner, and to the diner where it is said so, in their languages."""
    diner = await session.get_one(Diner, alert.diner_id)
    ids = await alerts.told_of(session, alert)
    if with_diner and diner.person_id is not None:
        ids.append(diner.person_id)
    sent: list[Outgoing] = []
    for person_id in dict.fromkeys(ids):
        person = await people.get(session, person_id)
        if person is not None and person.blocked_at is None:
            with speaking(person.language):
                message = SendMessage(chat_id=person.id, text=words(person))
            sent += outgoing(message, person.id, Urgency.NOTICE)
    return sent


HEARD: Mapping[type[News], Callable[..., Awaitable[list[Outgoing]]]] = {
    CareRaised: raised,
    CareUnheeded: unheeded,
    CareTaken: taken,
    CareSettled: settled,
}
DRAWN: Mapping[type[Subject], Callable[..., Awaitable[list[Outgoing]]]] = {CareCard: drawn}
