"""Whether an entry is still true: the weekly question to the office, and what it answers."""

from aiogram.filters.callback_data import CallbackData

from handlers.common.button_data import RowId
from handlers.common.cards import Card, Said
from handlers.common.i18n import _, mark
from handlers.common.members import InBoundGroup
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.times import when
from handlers.common.words import esc
from handlers.places.staff.report_card import how_to_write_facts, how_to_write_hours
from services import places
from services.calendar import ZONE
from services.places import checking
from services.places.news import Answer
from storage.tables import Place


class OnCheck(CallbackData, prefix="check"):
    """Somebody answered whether an entry is still true."""

    answer: Answer
    place: RowId


async def _called(talk: Talk, place_id: int) -> str:
    return f"“{esc((await places.place(talk.session, place_id)).name)}”"


card = Card[Place](OnCheck, InBoundGroup(), called=_called, columns=1)


def key(area_id: int) -> str:
    """One card for each community: the next question takes the place of the last."""
    return f"place check:{area_id}"


def look(place: Place, answer: Answer | None, by_name: str) -> str:
    """HTML."""
    lines = [
        _("🗓 这一处还对吗？<b>{place}</b>").format(place=esc(place.name)),
        f"📍 {esc(place.address)}",
        f"☎️ {esc(place.phone)}" if place.phone else _("☎️ 没有登记电话"),
        _("上次核对：{day}").format(day=when(place.confirmed_at, ZONE))
        if place.confirmed_at
        else _("还没有核对过"),
    ]
    if answer is not None:
        lines.append(_answered(answer).format(name=esc(by_name)))
    return "\n".join(lines)


def _answered(answer: Answer) -> str:
    match answer:
        case Answer.TRUE:
            return _("✅ {name}：没变")
        case Answer.HOURS:
            return _("✅ {name}：时间改好了")
        case Answer.FACTS:
            return _("✅ {name}：改好了")
        case Answer.GONE:
            return _("🚫 {name}：没有了，撤下了")


def _always(place: Place) -> bool:
    return True


@card.button(Answer.TRUE, label=mark("没变，都对"), when=_always)
async def unchanged(talk: Talk, place_id: int) -> Reply:
    await checking.still_true(talk.session, place_id, talk.member, now=talk.now)
    return talk.toast(_("记下了，谢谢。"))


async def _check(talk: Talk, place_id: int) -> object:
    return await places.kept(talk.session, place_id, talk.member)


@card.words(
    Answer.HOURS,
    label=mark("时间变了"),
    when=_always,
    check=_check,
    ask=how_to_write_hours,
    about="hours of place",
)
async def other_hours(talk: Talk, place_id: int, said: Said) -> str:
    await checking.other_hours(talk.session, place_id, talk.member, said.text, now=talk.now)
    return _("时间改好了，谢谢。")


@card.words(
    Answer.FACTS,
    label=mark("地址、电话、名称变了"),
    when=_always,
    check=_check,
    ask=how_to_write_facts,
    about="facts of place",
)
async def other_facts(talk: Talk, place_id: int, said: Said) -> str:
    await checking.other_facts(talk.session, place_id, talk.member, said.text, now=talk.now)
    return _("改好了，谢谢。")


@card.button(Answer.GONE, label=mark("没有了，撤下"), when=_always)
async def gone(talk: Talk, place_id: int) -> Reply:
    await checking.gone(talk.session, place_id, talk.member, now=talk.now)
    return talk.toast(_("记下了，谢谢。"))
