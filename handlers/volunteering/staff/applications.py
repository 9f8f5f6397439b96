"""Volunteers as their community's staff see them: who wants to be one, and who is stopped."""

from enum import StrEnum

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.button_data import PersonId
from handlers.common.cards import Card, Said
from handlers.common.forms import Again
from handlers.common.i18n import SOURCE, _, mark, speaking
from handlers.common.members import InGroupFor
from handlers.common.prompts import prompt
from handlers.common.saying import Buttons, Say
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.telling import Tell
from handlers.common.words import comparable, cut, esc
from handlers.volunteering.words import described, standing_in_words
from services import areas
from services.news import draw
from services.volunteering import admission, judging, leaving, overview, volunteers
from services.volunteering.people_news import VolunteerCard
from services.volunteering.volunteers import THERE
from storage.tables import Purpose, Volunteer, VolunteerState

STAFF = InGroupFor(Purpose.STAFF)
SHOWN = 8
"""Of the people with that name; a longer part of the name finds fewer."""
NAME = 20
"""Characters of a name on a button."""


class Decision(StrEnum):
    ADMIT = "admit"
    DECLINE = "decline"
    BLOCK = "block"
    UNBLOCK = "unblock"


class OnVolunteer(CallbackData, prefix="person"):
    """What staff decide about a volunteer."""

    decision: Decision
    person: PersonId


def _id(volunteer: Volunteer) -> int:
    return volunteer.person_id


async def _declining(talk: Talk, person_id: int) -> str:
    return _("不同意 <b>{name}</b> 做志愿者").format(name=await _name(talk, person_id))


async def _stopping(talk: Talk, person_id: int) -> str:
    return _("停用志愿者 <b>{name}</b>").format(name=await _name(talk, person_id))


async def _name(talk: Talk, person_id: int) -> str:
    volunteer = await volunteers.get(talk.session, person_id)
    return esc(volunteer.name if volunteer else "")


async def _check(talk: Talk, person_id: int) -> object:
    return await volunteers.for_staff(talk.session, person_id, talk.member)


def _why() -> str:
    return _("请回复这条消息写下原因，本人会看到。")


def _waits(volunteer: Volunteer) -> bool:
    return volunteer.state is VolunteerState.APPLIED


application = Card[Volunteer](OnVolunteer, STAFF, called=_declining, key="volunteer", id_of=_id)


async def show(tell: Tell, subject: VolunteerCard) -> None:
    """The card as it looks now, in the office of their community; an application comes last."""
    volunteer = await volunteers.get(tell.session, subject.person_id)
    if volunteer is None:
        return
    with speaking(SOURCE):
        text = await look(tell.session, volunteer)

    def card() -> Say:
        keyboard, key = application.keyboard(volunteer), application.key(subject.person_id)
        return Say(text, keyboard, card=key, to_the_end=_waits(volunteer))

    tell.group(await judging.office_of(tell.session, volunteer.area_id), card)


async def look(session: AsyncSession, volunteer: Volunteer) -> str:
    """HTML."""
    lines = [
        _("🤝 <b>{name}</b> 想做志愿者").format(name=esc(volunteer.name)),
        await described(session, volunteer),
    ]
    match volunteer.state:
        case VolunteerState.APPLIED:
            lines.append(_("同意以后就能接任务，本人马上知道。"))
        case VolunteerState.DECLINED:
            lines.append(_("❌ 没有同意：{reason}").format(reason=esc(volunteer.reason)))
        case VolunteerState.BLOCKED:
            lines.append(_("⛔️ 停用了：{reason}").format(reason=esc(volunteer.reason)))
        case VolunteerState.LEFT:
            lines.append(_("👋 自己退出了"))
        case _:
            lines.append(_("✅ 同意了"))
    return "\n".join(lines)


@application.button(Decision.ADMIT, label=mark("同意"), when=_waits)
async def admit(talk: Talk, person_id: int) -> Reply:
    await admission.admit(talk.session, person_id, talk.member, now=talk.now)
    return talk.toast(_("同意了，本人马上知道。"))


@application.words(
    Decision.DECLINE,
    label=mark("不同意"),
    when=_waits,
    check=_check,
    ask=_why,
    about="decline volunteer",
)
async def decline(talk: Talk, person_id: int, said: Said) -> str:
    await admission.decline(talk.session, person_id, talk.member, said.text, now=talk.now)
    return _("记下了，本人会看到原因。")


router = Router(name="stopping volunteers")
stopping = Card[Volunteer](OnVolunteer, STAFF, called=_stopping, key="stopping", id_of=_id)
"""A list of names is no card: its buttons stand below what was found."""


@stopping.words(
    Decision.BLOCK,
    label=lambda volunteer: _("停用 {name}").format(name=cut(volunteer.name, NAME)),
    when=lambda volunteer: volunteer.state in THERE,
    check=_check,
    ask=_why,
    about="block volunteer",
)
async def block(talk: Talk, person_id: int, said: Said) -> str:
    await leaving.block(talk.session, person_id, talk.member, said.text, now=talk.now)
    return _("停用了，本人会看到原因；还没开始的任务让给了别人。")


@stopping.button(
    Decision.UNBLOCK,
    label=lambda volunteer: _("恢复 {name}").format(name=cut(volunteer.name, NAME)),
    when=lambda volunteer: volunteer.state is VolunteerState.BLOCKED,
)
async def unblock(talk: Talk, person_id: int) -> Reply:
    await leaving.unblock(talk.session, person_id, talk.member)
    return talk.toast(_("恢复了，本人马上知道。"))


@prompt(router, "find volunteer", STAFF)
async def ask_name(talk: Talk, group_id: int) -> str:
    return _("要停用或者恢复谁？请回复这条消息，写志愿者的称呼，一部分也行。")


@ask_name.taken
async def named(talk: Talk, group_id: int) -> Reply:
    said = comparable(talk.text)
    area = await areas.of_group(talk.session, talk.group)
    found = [
        volunteer
        for volunteer in await overview.people_in(talk.session, area)
        if said and said in comparable(volunteer.name) and stopping.buttons(volunteer)
    ][:SHOWN]
    if not found:
        name = esc(cut(talk.line, NAME))
        raise Again(_("没有找到叫“{name}”的志愿者。").format(name=name))
    lines = [_("点一下要停用或者恢复的人，停用会先问您原因：")]
    lines += [
        _("• {name}：{standing}").format(
            name=esc(volunteer.name),
            standing=standing_in_words(volunteer, volunteers.standing(volunteer, now=talk.now)),
        )
        for volunteer in found
    ]
    return talk.say("\n".join(lines), Buttons([stopping.buttons(each) for each in found]))


async def show_waiting(talk: Talk) -> Reply:
    """Their cards once more, at the end of the chat."""
    area = await areas.of_group(talk.session, talk.group)
    for volunteer in await overview.people_in(talk.session, area):
        if _waits(volunteer):
            draw(talk.session, VolunteerCard(volunteer.person_id))
    return talk.say(_("等同意的都在下面，请点“同意”或者“不同意”。"))
