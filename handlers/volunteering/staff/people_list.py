"""Stopping a volunteer and having them back; applications that still wait."""

from aiogram import Router
from aiogram.types import ForceReply, InlineKeyboardButton, InlineKeyboardMarkup, Message

from handlers.common.filters import RepliesTo
from handlers.common.i18n import _
from handlers.common.questions import goes_back
from handlers.common.sending import Reply, Sending
from handlers.common.talk import Talk
from handlers.common.words import comparable, cut, esc
from handlers.groups.members import InGroupFor
from handlers.volunteering.staff.people_buttons import Decision, OnVolunteer
from handlers.volunteering.words import standing_in_words
from services.news import draw
from services.volunteering import overview, volunteers
from services.volunteering.people_news import VolunteerCard
from services.volunteering.volunteers import THERE
from storage.tables import Area, Group, Purpose, Volunteer, VolunteerState

router = Router(name="stopping volunteers")

PROMPT = "find volunteer"
"""What a prompt for a name is about, before the group's id."""
SHOWN = 8
"""Of the people with that name; a longer part of the name finds fewer."""
NAME = 20
"""Characters of a name on a button."""


async def ask_name(talk: Talk, before: str = "") -> Reply:
    await talk.leave()
    text = _("要停用或者恢复谁？请回复这条消息，写志愿者的称呼，一部分也行。\n不办了就回复“0”。")
    asked = talk.say(f"{before}\n\n{text}" if before else text, ForceReply(selective=True))
    return Sending(method=asked, about=f"{PROMPT}:0")


@router.message(RepliesTo(PROMPT), InGroupFor(Purpose.STAFF))
async def named(message: Message, talk: Talk, group: Group) -> Reply:
    said = comparable(talk.text)
    if goes_back(talk.text):
        return talk.say(_("好的。"))
    area = await talk.session.get_one(Area, group.area_id)
    found = [
        volunteer
        for volunteer in await overview.people_in(talk.session, area)
        if said and said in comparable(volunteer.name) and _decision(volunteer) is not None
    ]
    if not found:
        return await ask_name(
            talk, _("没有找到叫“{name}”的志愿者。").format(name=esc(cut(talk.line, NAME)))
        )
    lines = [_("点一下要停用或者恢复的人，停用会先问您原因：")]
    lines += [
        _("• {name}：{standing}").format(
            name=esc(volunteer.name),
            standing=standing_in_words(volunteer, volunteers.standing(volunteer, now=talk.now)),
        )
        for volunteer in found[:SHOWN]
    ]
    buttons = [[_button(volunteer)] for volunteer in found[:SHOWN]]
    return talk.say("\n".join(lines), InlineKeyboardMarkup(inline_keyboard=buttons))


async def show_waiting(talk: Talk, group: Group) -> Reply:
    await talk.leave()
    area = await talk.session.get_one(Area, group.area_id)
    for volunteer in await overview.people_in(talk.session, area):
        if volunteer.state is VolunteerState.APPLIED:
            draw(talk.session, VolunteerCard(volunteer.person_id))
    return talk.say(_("等同意的都在下面，请点“同意”或者“不同意”。"))


def _decision(volunteer: Volunteer) -> Decision | None:
    if volunteer.state is VolunteerState.BLOCKED:
        return Decision.UNBLOCK
    return Decision.BLOCK if volunteer.state in THERE else None


def _button(volunteer: Volunteer) -> InlineKeyboardButton:
    decision = _decision(volunteer) or Decision.BLOCK
    text = _("恢复 {name}") if decision is Decision.UNBLOCK else _("停用 {name}")
    return InlineKeyboardButton(
        text=text.format(name=cut(volunteer.name, NAME)),
        callback_data=OnVolunteer(decision=decision, person=volunteer.person_id).pack(),
    )
