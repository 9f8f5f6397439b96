"""Stopping a volunteer and having them back; applications that still wait."""

from aiogram import Router

from handlers.common.forms import Again
from handlers.common.i18n import _
from handlers.common.members import InGroupFor
from handlers.common.prompts import prompt
from handlers.common.saying import Button, Buttons
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import comparable, cut, esc
from handlers.volunteering.staff.people_buttons import Decision, OnVolunteer
from handlers.volunteering.words import standing_in_words
from services import areas
from services.news import draw
from services.volunteering import overview, volunteers
from services.volunteering.people_news import VolunteerCard
from services.volunteering.volunteers import THERE
from storage.tables import Purpose, Volunteer, VolunteerState

router = Router(name="stopping volunteers")

SHOWN = 8
"""Of the people with that name; a longer part of the name finds fewer."""
NAME = 20
"""Characters of a name on a button."""


@prompt(router, "find volunteer", InGroupFor(Purpose.STAFF))
async def ask_name(talk: Talk, group_id: int) -> str:
    return _("要停用或者恢复谁？请回复这条消息，写志愿者的称呼，一部分也行。")


@ask_name.taken
async def named(talk: Talk, group_id: int) -> Reply:
    said = comparable(talk.text)
    found = [
        volunteer
        for volunteer in await overview.people_in(
            talk.session, await areas.of_group(talk.session, talk.group)
        )
        if said and said in comparable(volunteer.name) and _decision(volunteer) is not None
    ]
    if not found:
        name = esc(cut(talk.line, NAME))
        raise Again(_("没有找到叫“{name}”的志愿者。").format(name=name))
    lines = [_("点一下要停用或者恢复的人，停用会先问您原因：")]
    lines += [
        _("• {name}：{standing}").format(
            name=esc(volunteer.name),
            standing=standing_in_words(volunteer, volunteers.standing(volunteer, now=talk.now)),
        )
        for volunteer in found[:SHOWN]
    ]
    buttons = [[_button(volunteer)] for volunteer in found[:SHOWN]]
    return talk.say("\n".join(lines), Buttons(buttons))


async def show_waiting(talk: Talk) -> Reply:
    area = await areas.of_group(talk.session, talk.group)
    for volunteer in await overview.people_in(talk.session, area):
        if volunteer.state is VolunteerState.APPLIED:
            draw(talk.session, VolunteerCard(volunteer.person_id))
    return talk.say(_("等同意的都在下面，请点“同意”或者“不同意”。"))


def _decision(volunteer: Volunteer) -> Decision | None:
    if volunteer.state is VolunteerState.BLOCKED:
        return Decision.UNBLOCK
    return Decision.BLOCK if volunteer.state in THERE else None


def _button(volunteer: Volunteer) -> Button:
    decision = _decision(volunteer) or Decision.BLOCK
    text = _("恢复 {name}") if decision is Decision.UNBLOCK else _("停用 {name}")
    return Button(
        text.format(name=cut(volunteer.name, NAME)),
        OnVolunteer(decision=decision, person=volunteer.person_id),
    )
