"""同意 and 不同意 on an application, 停用 and 恢复 of a volunteer; reasons come as replies."""

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.common.i18n import _
from handlers.common.members import InGroupFor
from handlers.common.prompts import prompt
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import esc
from handlers.volunteering.refusals import in_words
from handlers.volunteering.staff.people_buttons import Decision, OnVolunteer
from services.errors import Refusal
from services.tickets import Member
from services.volunteering import admission, leaving, volunteers
from storage.tables import Purpose

router = Router(name="staff decide about volunteers")

STAFF = InGroupFor(Purpose.STAFF)


@router.callback_query(OnVolunteer.filter(), STAFF)
async def pressed(
    query: CallbackQuery, talk: Talk, callback_data: OnVolunteer, member: Member
) -> Reply:
    decision, person_id = callback_data.decision, callback_data.person
    try:
        match decision:
            case Decision.ADMIT:
                await admission.admit(talk.session, person_id, member, now=talk.now)
                return talk.toast(_("同意了，本人马上知道。"))
            case Decision.UNBLOCK:
                await leaving.unblock(talk.session, person_id, member)
                return talk.toast(_("恢复了，本人马上知道。"))
            case Decision.DECLINE:
                return await why_declined.put(talk, person_id)
            case Decision.BLOCK:
                return await why_blocked.put(talk, person_id)
    except Refusal as refusal:
        return talk.toast(in_words(refusal, talk.config.zone), alert=True)


@prompt(router, "decline volunteer", STAFF)
async def why_declined(talk: Talk, person_id: int) -> str:
    volunteer = await volunteers.for_staff(talk.session, person_id, talk.member)
    return _why(_("不同意 <b>{name}</b> 做志愿者").format(name=esc(volunteer.name)))


@why_declined.taken
async def declined(talk: Talk, person_id: int) -> Reply:
    await admission.decline(talk.session, person_id, talk.member, talk.text, now=talk.now)
    return talk.say(_("记下了，本人会看到原因。"))


@prompt(router, "block volunteer", STAFF)
async def why_blocked(talk: Talk, person_id: int) -> str:
    volunteer = await volunteers.for_staff(talk.session, person_id, talk.member)
    return _why(_("停用志愿者 <b>{name}</b>").format(name=esc(volunteer.name)))


@why_blocked.taken
async def blocked(talk: Talk, person_id: int) -> Reply:
    await leaving.block(talk.session, person_id, talk.member, talk.text, now=talk.now)
    return talk.say(_("停用了，本人会看到原因；还没开始的任务让给了别人。"))


def _why(what: str) -> str:
    return _("{what}：请回复这条消息写下原因，本人会看到。").format(what=what)
