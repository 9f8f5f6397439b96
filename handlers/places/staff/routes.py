"""The buttons of the small cards that keep the map of services true, and the new hours."""

from aiogram import Router
from aiogram.methods import SendMessage
from aiogram.types import CallbackQuery, ForceReply, Message

from handlers.common.filters import RepliesTo
from handlers.common.i18n import _, speaking
from handlers.common.questions import goes_back
from handlers.common.refusals import in_words
from handlers.common.sending import Reply, Sending, outgoing
from handlers.common.talk import Talk
from handlers.common.words import esc
from handlers.groups.members import InBoundGroup
from handlers.places.staff import checking, report_card
from handlers.places.staff.buttons import Answer, OnCheck, OnReport
from services import places
from services.errors import Refusal
from services.people import people
from services.tickets import Member
from storage.outbox import Urgency, promise
from storage.tables import Group, Place, PlaceReport, ReportKind, Verdict

router = Router(name="the map of services")

OF_REPORT, OF_PLACE = "hours of report", "hours of place"
"""What a prompt for new hours is about, before an id."""


@router.callback_query(OnReport.filter(), InBoundGroup())
async def settled(
    query: CallbackQuery, talk: Talk, callback_data: OnReport, member: Member
) -> Reply:
    try:
        report = await places.get_report(talk.session, callback_data.report)
        wants_hours = callback_data.verdict is Verdict.CHANGED and report.what is ReportKind.HOURS
        if wants_hours and report.verdict is None:
            place = await places.kept(talk.session, report.place_id, member)
            return ask_hours(talk, place, f"{OF_REPORT}:{report.id}")
        await settle(talk, report.id, member, callback_data.verdict)
    except Refusal as refusal:
        return talk.toast(in_words(refusal, talk.config.zone), alert=True)
    return talk.toast(_("记下了，反映的人也会知道。"))


@router.callback_query(OnCheck.filter(), InBoundGroup())
async def checked(
    query: CallbackQuery, talk: Talk, callback_data: OnCheck, member: Member
) -> Reply:
    place_id = callback_data.place
    try:
        match callback_data.answer:
            case Answer.TRUE:
                place = await places.confirm(talk.session, place_id, member, now=talk.now)
            case Answer.GONE:
                place = await places.close_for_good(talk.session, place_id, member, now=talk.now)
            case Answer.HOURS:
                place = await places.kept(talk.session, place_id, member)
                return ask_hours(talk, place, f"{OF_PLACE}:{place_id}")
    except Refusal as refusal:
        return talk.toast(in_words(refusal, talk.config.zone), alert=True)
    await show_answered(talk, place, member, callback_data.answer)
    return talk.toast(_("记下了，谢谢。"))


def ask_hours(talk: Talk, place: Place, about: str, before: str = "") -> Reply:
    text = _(
        "“{place}”现在几点开？请回复这条消息，比如：\n"
        "周一至周五 08:30-12:00, 14:30-17:30\n每天 06:00-09:30\n不改了就回复“0”。"
    ).format(place=esc(place.name))
    asked = talk.say(f"{before}\n\n{text}" if before else text, ForceReply(selective=True))
    return Sending(method=asked, about=about)


@router.message(RepliesTo(OF_REPORT), InBoundGroup())
async def hours_of_report(message: Message, talk: Talk, about: int, member: Member) -> Reply:
    report = await places.get_report(talk.session, about)
    refused = await change_hours(talk, report.place_id, member, f"{OF_REPORT}:{about}")
    if refused is not None:
        return refused
    try:
        await settle(talk, report.id, member, Verdict.CHANGED)
    except Refusal as refusal:
        return talk.say(in_words(refusal, talk.config.zone))
    return talk.say(_("时间改好了，反映的人也会知道。"))


@router.message(RepliesTo(OF_PLACE), InBoundGroup())
async def hours_of_place(message: Message, talk: Talk, about: int, member: Member) -> Reply:
    refused = await change_hours(talk, about, member, f"{OF_PLACE}:{about}")
    if refused is not None:
        return refused
    place = await places.place(talk.session, about)
    await show_answered(talk, place, member, Answer.HOURS)
    return talk.say(_("时间改好了，谢谢。"))


async def change_hours(talk: Talk, place_id: int, member: Member, about: str) -> Reply:
    """Nothing where the hours were changed, else what to say."""
    if goes_back(talk.text):
        return talk.say(_("好的，没有动。"))
    hours = places.in_osm(talk.text)
    try:
        await places.change_hours(talk.session, place_id, member, hours, now=talk.now)
    except Refusal as refusal:
        place = await places.place(talk.session, place_id)
        return ask_hours(talk, place, about, in_words(refusal, talk.config.zone))
    return None


async def settle(talk: Talk, report_id: int, member: Member, verdict: Verdict) -> None:
    """Raises as `places.settle` does."""
    report = await places.settle(talk.session, report_id, member, verdict, now=talk.now)
    await report_card.show(talk.session, report)
    await tell_reporter(talk, report)


async def tell_reporter(talk: Talk, report: PlaceReport) -> None:
    person = await people.get(talk.session, report.person_id) if report.person_id else None
    if person is None or person.blocked_at is not None:
        return
    place = await talk.session.get_one(Place, report.place_id)
    with speaking(person.language):
        text = report_card.to_the_reporter(report).format(place=esc(place.name))
        message = SendMessage(chat_id=person.id, text=text)
        for item in outgoing(message, person.id, Urgency.NOTICE):
            promise(talk.session, item)


async def show_answered(talk: Talk, place: Place, member: Member, answer: Answer) -> None:
    group = await talk.session.get_one(Group, member.group_id)
    for item in checking.answered_card(group, place, member.name, answer):
        promise(talk.session, item)
