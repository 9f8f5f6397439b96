"""A certificate of hours: for which time, to which name; a picture that anyone can verify."""

import asyncio
from datetime import date

from aiogram import Router
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message
from babel.dates import format_date

from handlers.common.choices import on_choice
from handlers.common.filters import HasText
from handlers.common.i18n import _, current_language
from handlers.common.questions import BACK, Option
from handlers.common.refusals import UNFIT
from handlers.common.saying import File, Picture
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import esc
from handlers.volunteering import points
from handlers.volunteering.hours_refusals import in_words
from handlers.volunteering.points import CERTIFICATE, Points
from handlers.volunteering.words import hours_in_words
from services.errors import Refusal
from services.volunteering import certificates
from storage.tables import Certificate

router = Router(name="certificates")

THIS_YEAR, LAST_YEAR, ALL = "this", "last", "all"
AS_BEFORE = "as before"
_PERIOD = "certificate for"
"""Of the conversation's data: the option that was chosen."""
PATH = "/certificates/"
"""Of the public page, before the number."""


class Certifying(StatesGroup):
    period = State()
    name = State()


@on_choice(router, Points.home, CERTIFICATE)
async def begin(event: Message | CallbackQuery, talk: Talk) -> Reply:
    year = talk.today.year
    options = [
        Option(THIS_YEAR, _("今年（{year} 年）").format(year=year)),
        Option(LAST_YEAR, _("去年（{year} 年）").format(year=year - 1)),
        Option(ALL, _("从第一次到现在")),
    ]
    return await talk.ask(Certifying.period, _("服务证明要哪一段时间的？"), options)


@on_choice(router, Certifying.period, BACK)
async def back(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await points.show(talk)


@on_choice(router, Certifying.period)
async def period(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    try:
        await certificates.check_hours(talk.session, talk.user_id, *_days(choice, talk.today))
    except Refusal as refusal:
        return await points.show(talk, in_words(refusal, talk.config.zone))
    talk.data[_PERIOD] = choice
    return await _ask_name(talk)


async def _ask_name(talk: Talk, before: str = "") -> Reply:
    name = await certificates.name_for(talk.session, talk.user_id)
    text = _("证明上写哪个名字？要写身份证上的名字，打字发给我；就写“{name}”，点下面的。")
    text = text.format(name=esc(name))
    text = f"{before}\n\n{text}" if before else text
    return await talk.ask(Certifying.name, text, [Option(AS_BEFORE, name)], in_words=True)


@on_choice(router, Certifying.name, BACK)
async def back_to_period(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await begin(event, talk)


@on_choice(router, Certifying.name)
async def the_same_name(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    return await _issue(talk, None)


@router.message(Certifying.name, HasText())
async def another_name(message: Message, talk: Talk) -> Reply:
    return await _issue(talk, talk.line)


async def _issue(talk: Talk, name: str | None) -> Reply:
    days = _days(talk.data.get(_PERIOD, THIS_YEAR), talk.today)
    try:
        issued = await certificates.issue(talk.session, talk.user_id, *days, name, now=talk.now)
    except UNFIT as refusal:
        return await _ask_name(talk, in_words(refusal, talk.config.zone))
    except Refusal as refusal:
        return await points.show(talk, in_words(refusal, talk.config.zone))
    return [await picture_of(talk, issued), await points.show(talk)]


def _days(choice: str, today: date) -> tuple[date | None, date]:
    """The first and the last day; no first one where all of it is wanted."""
    if choice == ALL:
        return None, today
    if choice == LAST_YEAR:
        return date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)
    return date(today.year, 1, 1), today


async def picture_of(talk: Talk, issued: Certificate) -> Picture:
    from handlers.volunteering import certificate_picture as picture

    link = talk.config.public_url.rstrip("/") + PATH + issued.number
    period = _("{first} 至 {last}").format(first=_day(issued.from_day), last=_day(issued.until_day))
    sheet = picture.Sheet(
        name=issued.name or "",
        hours=hours_in_words(issued.minutes),
        services=issued.services,
        period=period,
        issuer=await certificates.issuer(talk.session, issued),
        issued=_day(issued.issued_at.astimezone(talk.config.zone).date()),
        number=issued.number,
        link=link,
    )
    drawn = await asyncio.to_thread(picture.draw, sheet)
    caption = _(
        "📜 志愿服务证明，编号 {number}。\n谁都可以扫图上的码，或者打开这里核对：{link}"
    ).format(number=issued.number, link=esc(link))
    return Picture(File(f"{issued.number}.jpg", drawn), caption)


def _day(day: date) -> str:
    return format_date(day, "long", locale=current_language())
