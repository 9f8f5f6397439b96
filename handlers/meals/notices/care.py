"""平安守望: what the office's group, relatives and the diner hear when somebody was not seen."""

from functools import partial

from handlers.common.i18n import _
from handlers.common.labels import meal_name
from handlers.common.saying import Say
from handlers.common.telling import Tell, Telling, Words
from handlers.common.words import esc
from handlers.meals.staff.care_card import Looked, card, look
from services import areas
from services.meals import alerts, reading, rounds
from services.meals.kitchen_news import CareCard, CareRaised, CareSettled, CareTaken, CareUnheeded
from services.meals.reading import Booked
from storage.outbox import Urgency
from storage.tables import CareAlert, CareCause, CareOutcome, Matter

telling = Telling(Matter.MEAL)


@telling.draws(CareCard)
async def drawn(tell: Tell, subject: CareCard) -> None:
    """The card in the group of the office."""
    await _show(tell, await alerts.get(tell.session, subject.alert_id))


@telling.hears(CareUnheeded)
async def unheeded(tell: Tell, news: CareUnheeded) -> None:
    """The card once more, at the end of the group's messages; at night relatives hear it too."""
    alert = await alerts.get(tell.session, news.alert_id)
    await _show(tell, alert, remind=True)
    if not news.relatives_too:
        return
    diner = (await reading.get(tell.session, alert.booking_id)).diner

    def words() -> str:
        return _(
            "夜里社区可能没有人看消息，现在还没有人去看{name}。请您打个电话，或者过去看看；"
            "联系不上、去不了，请打 120 或 110。"
        ).format(name=esc(diner.name))

    await _relatives(tell, alert, words)


async def _show(tell: Tell, alert: CareAlert, *, remind: bool = False) -> None:
    booked = await reading.get(tell.session, alert.booking_id)
    stop = await rounds.stop_of(tell.session, alert.booking_id)
    building = await areas.title_of(tell.session, booked.diner.area_id)

    def words() -> Say:
        text = look(Looked(alert, booked, building, stop), tell.config.zone)
        if remind:
            text = "\n\n".join([_("⏰ 还没有人去看，请马上安排。"), text])
        return Say(text, card.keyboard(alert), card=card.key(alert.id), to_the_end=remind)

    await tell.office(booked.diner.area_id, words, Urgency.URGENT)


@telling.hears(CareRaised)
async def raised(tell: Tell, news: CareRaised) -> None:
    """Relatives can often say at once where somebody is; and so can the diner."""
    alert = await alerts.get(tell.session, news.alert_id)
    booked = await reading.get(tell.session, alert.booking_id)
    phone = await areas.community_phone(tell.session, await alerts.area_of(tell.session, alert))
    relatives = await alerts.told_of(tell.session, alert)
    for person_id in dict.fromkeys([*relatives, booked.diner.person_id]):
        is_diner = person_id == booked.diner.person_id
        words = partial(_missed, alert, booked, phone, is_diner=is_diner)
        await tell.person(person_id, words, Urgency.URGENT)


def _missed(alert: CareAlert, booked: Booked, phone: str | None, *, is_diner: bool) -> str:
    text = _for_diner(alert) if is_diner else _for_relative(alert)
    meal = meal_name(booked.meal_session.meal)
    lines = [text.format(name=esc(booked.diner.name), meal=meal)]
    if phone:
        lines.append(_("社区电话：{phone}").format(phone=esc(phone)))
    return "\n".join(lines)


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


@telling.hears(CareTaken)
async def taken(tell: Tell, news: CareTaken) -> None:
    alert = await alerts.get(tell.session, news.alert_id)
    diner = (await reading.get(tell.session, alert.booking_id)).diner

    def words() -> str:
        return _("{who} 去看{name}了，看完马上告诉您。").format(
            who=esc(alert.taken_by_name), name=esc(diner.name)
        )

    await _relatives(tell, alert, words)


@telling.hears(CareSettled)
async def settled(tell: Tell, news: CareSettled) -> None:
    alert = await alerts.get(tell.session, news.alert_id)
    diner = (await reading.get(tell.session, alert.booking_id)).diner
    await _relatives(
        tell, alert, lambda: _outcome_words(alert.outcome).format(name=esc(diner.name))
    )


def _outcome_words(outcome: CareOutcome | None) -> str:
    match outcome:
        case CareOutcome.AWAY:
            return _("✅ {name}出门去了，人平安，您放心。")
        case CareOutcome.NEEDS_HELP:
            return _("🆘 {name}需要帮助，社区正在照应。请您尽快联系，或者过来一趟。")
        case _:
            return _("✅ 见到{name}了，人平安，您放心。")


async def _relatives(tell: Tell, alert: CareAlert, words: Words) -> None:
    """Those who book for the diner, each in their language."""
    for person_id in await alerts.told_of(tell.session, alert):
        await tell.person(person_id, words)
