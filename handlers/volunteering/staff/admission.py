"""同意 and 不同意 on an application, 停用 and 恢复 of a volunteer; reasons come as replies."""

from aiogram import Router
from aiogram.types import CallbackQuery, ForceReply, Message

from handlers.common.filters import RepliesTo
from handlers.common.i18n import _
from handlers.common.questions import goes_back
from handlers.common.sending import Reply, Sending
from handlers.common.talk import Talk
from handlers.common.words import esc
from handlers.groups.members import InGroupFor
from handlers.volunteering.refusals import in_words
from handlers.volunteering.staff.people_buttons import Decision, OnVolunteer
from services.errors import Refusal
from services.tickets import Member
from services.volunteering import admission, leaving, volunteers
from storage.tables import Purpose, Volunteer

router = Router(name="staff decide about volunteers")

PROMPTS = {Decision.DECLINE: "decline volunteer", Decision.BLOCK: "block volunteer"}
"""What a prompt for a reason is about, before the person's id."""


@router.callback_query(OnVolunteer.filter(), InGroupFor(Purpose.STAFF))
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
            case _:
                volunteer = await volunteers.for_staff(talk.session, person_id, member)
                return ask_reason(talk, volunteer, decision)
    except Refusal as refusal:
        return talk.toast(in_words(refusal, talk.config.zone), alert=True)


def ask_reason(talk: Talk, volunteer: Volunteer, decision: Decision) -> Reply:
    what = (
        _("不同意 <b>{name}</b> 做志愿者")
        if decision is Decision.DECLINE
        else _("停用志愿者 <b>{name}</b>")
    ).format(name=esc(volunteer.name))
    text = _("{who}，{what}：请回复这条消息写下原因，本人会看到。\n不办了就回复“0”。").format(
        who=f'<a href="tg://user?id={talk.user_id}">{esc(talk.name)}</a>', what=what
    )
    asked = talk.say(text, ForceReply(selective=True))
    return Sending(method=asked, about=f"{PROMPTS[decision]}:{volunteer.person_id}")


@router.message(RepliesTo(PROMPTS[Decision.DECLINE]), InGroupFor(Purpose.STAFF))
async def declined(message: Message, talk: Talk, about: int, member: Member) -> Reply:
    if goes_back(talk.text):
        return talk.say(_("好的，没有动。"))
    try:
        await admission.decline(talk.session, about, member, talk.text, now=talk.now)
    except Refusal as refusal:
        return talk.say(in_words(refusal, talk.config.zone))
    return talk.say(_("记下了，本人会看到原因。"))


@router.message(RepliesTo(PROMPTS[Decision.BLOCK]), InGroupFor(Purpose.STAFF))
async def blocked(message: Message, talk: Talk, about: int, member: Member) -> Reply:
    if goes_back(talk.text):
        return talk.say(_("好的，没有动。"))
    try:
        await leaving.block(talk.session, about, member, talk.text, now=talk.now)
    except Refusal as refusal:
        return talk.say(in_words(refusal, talk.config.zone))
    return talk.say(_("停用了，本人会看到原因；还没开始的任务让给了别人。"))
