"""The buttons of the small cards that keep the map of services true."""

from aiogram import Router
from aiogram.methods import SendMessage
from aiogram.types import CallbackQuery

from handlers.common.i18n import _, speaking
from handlers.common.refusals import in_words
from handlers.common.sending import Reply, outgoing
from handlers.common.talk import Talk
from handlers.common.words import esc
from handlers.staff.members import InBoundGroup
from handlers.staff.places import checking, report_card
from handlers.staff.places.buttons import Answer, OnCheck, OnReport
from services import people, places
from services.errors import Refusal
from services.tickets import Member
from storage.outbox import Urgency, promise
from storage.tables import Group, Place, PlaceReport, Verdict

router = Router(name="the map of services")


@router.callback_query(OnReport.filter(), InBoundGroup())
async def settled(
    query: CallbackQuery, talk: Talk, callback_data: OnReport, member: Member
) -> Reply:
    try:
        report = await places.settle(
            talk.session, callback_data.report, member, callback_data.verdict, now=talk.now
        )
    except Refusal as refusal:
        return talk.toast(in_words(refusal, talk.config.zone), alert=True)
    await report_card.show(talk.session, report)
    await tell_reporter(talk, report)
    return talk.toast(_("记下了，反映的人也会知道。"))


async def tell_reporter(talk: Talk, report: PlaceReport) -> None:
    person = await people.get(talk.session, report.person_id) if report.person_id else None
    if person is None or person.blocked_at is not None:
        return
    place = await talk.session.get_one(Place, report.place_id)
    with speaking(person.language):
        text = {
            Verdict.CLOSED: _("您说得对，“{place}”已经从地图上撤下了。谢谢您！"),
            Verdict.CHANGED: _("您说得对，“{place}”的信息改好了。谢谢您！"),
            Verdict.UNFOUNDED: _("“{place}”我们核实过了，登记的信息没有错。谢谢您提醒！"),
        }[report.verdict or Verdict.UNFOUNDED].format(place=esc(place.name))
        for item in outgoing(SendMessage(chat_id=person.id, text=text), person.id, Urgency.NOTICE):
            promise(talk.session, item)


@router.callback_query(OnCheck.filter(), InBoundGroup())
async def checked(
    query: CallbackQuery, talk: Talk, callback_data: OnCheck, member: Member
) -> Reply:
    gone = callback_data.answer is Answer.GONE
    try:
        change = places.close_for_good if gone else places.confirm
        place = await change(talk.session, callback_data.place, member, now=talk.now)
    except Refusal as refusal:
        return talk.toast(in_words(refusal, talk.config.zone), alert=True)
    group = await talk.session.get_one(Group, member.group_id)
    for item in checking.answered_card(group, place, member.name, gone=gone):
        promise(talk.session, item)
    return talk.toast(_("记下了，谢谢。"))
