"""The counter for rewards: /redeem with the code that a volunteer shows, then a tap."""

import unicodedata

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, ForceReply, Message

from handlers.common.filters import RepliesTo
from handlers.common.i18n import _
from handlers.common.questions import goes_back
from handlers.common.sending import Reply, Sending
from handlers.common.talk import Talk
from handlers.common.words import esc
from handlers.groups.members import InGroupFor
from handlers.volunteering.hours_refusals import in_words
from handlers.volunteering.staff import roll_buttons
from handlers.volunteering.staff.roll_buttons import OnCounter
from services.errors import NotFound, Refusal
from services.tickets import Member
from services.volunteering import counter, volunteers
from services.volunteering.hours_errors import RedemptionOver
from services.volunteering.rewards import CODE_DIGITS
from storage.tables import Group, Purpose, RedemptionState

router = Router(name="counter for rewards")

PROMPT = "redeem"
"""What a prompt for a code is about, before the group's id."""


@router.message(Command("redeem"), InGroupFor(Purpose.STAFF))
async def begin(
    message: Message, command: CommandObject, talk: Talk, member: Member, group: Group
) -> Reply:
    return await look_up(talk, member, command.args or "")


async def look_up(talk: Talk, member: Member, typed: str) -> Reply:
    """What a code stands for, with the button that hands it over; asks again where none is."""
    code = "".join(unicodedata.normalize("NFKC", typed).split())
    if len(code) != CODE_DIGITS or not code.isdecimal():
        return ask_code(talk, member)
    try:
        found = await counter.by_code(talk.session, code, member)
        if found.redemption.state is not RedemptionState.RESERVED:
            raise RedemptionOver(found.redemption.state)
    except NotFound:
        return ask_code(talk, member, _("没有这个领取码。"))
    except Refusal as refusal:
        return talk.say(in_words(refusal, talk.config.zone))
    person_id = found.redemption.person_id
    volunteer = await volunteers.get(talk.session, person_id) if person_id else None
    text = _("🎫 <b>{reward}</b>\n志愿者：{name}\n核对一下人，交出去了再点：").format(
        reward=esc(found.reward.name), name=esc(volunteer.name if volunteer else "")
    )
    return talk.say(text, roll_buttons.for_counter(code))


def ask_code(talk: Talk, member: Member, before: str = "") -> Reply:
    text = _("请回复这条消息，写下志愿者出示的八位领取码。不领了就回复“0”。")
    asked = talk.say(f"{before}\n\n{text}" if before else text, ForceReply(selective=True))
    return Sending(method=asked, about=f"{PROMPT}:{member.group_id}")


@router.message(RepliesTo(PROMPT), InGroupFor(Purpose.STAFF))
async def code_told(message: Message, talk: Talk, about: int, member: Member) -> Reply:
    if goes_back(talk.text):
        return talk.say(_("好的，没有动。"))
    return await look_up(talk, member, talk.text)


@router.callback_query(OnCounter.filter(), InGroupFor(Purpose.STAFF))
async def handed_over(
    query: CallbackQuery, talk: Talk, callback_data: OnCounter, member: Member
) -> Reply:
    try:
        await counter.hand_out(talk.session, callback_data.code, member, now=talk.now)
    except Refusal as refusal:
        return talk.toast(in_words(refusal, talk.config.zone), alert=True)
    return talk.toast(_("记下了，已经领走。"))
