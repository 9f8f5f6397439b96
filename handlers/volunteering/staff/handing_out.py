"""The counter for rewards: /redeem with the code that a volunteer shows, then a tap."""

import unicodedata
from typing import Annotated

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.filters.callback_data import CallbackData
from aiogram.types import Message
from pydantic import Field

from handlers.common.choices import on_press
from handlers.common.i18n import _
from handlers.common.members import InGroupFor
from handlers.common.prompts import prompt
from handlers.common.saying import Button, Buttons
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import esc
from handlers.volunteering.hours_refusals import in_words
from services.errors import NotFound, Refusal
from services.volunteering import counter, volunteers
from services.volunteering.rewards import CODE_DIGITS
from storage.tables import Purpose

router = Router(name="counter for rewards")

STAFF = InGroupFor(Purpose.STAFF)


class OnCounter(CallbackData, prefix="counter"):
    """The reward with this code is handed over."""

    code: Annotated[str, Field(pattern=rf"\A[0-9]{{{CODE_DIGITS}}}\z")]


@router.message(Command("redeem"), STAFF)
async def begin(message: Message, command: CommandObject, talk: Talk) -> Reply:
    return await look_up(talk, command.args or "")


async def look_up(talk: Talk, typed: str) -> Reply:
    """What a code stands for, with the button that hands it over; asks again where none is."""
    code = "".join(unicodedata.normalize("NFKC", typed).split())
    if len(code) != CODE_DIGITS or not code.isdecimal():
        return await which_code.put(talk, talk.group.id)
    try:
        found = await counter.to_hand_out(talk.session, code, talk.member)
    except NotFound:
        return await which_code.put(talk, talk.group.id, _("没有这个领取码。"))
    except Refusal as refusal:
        return talk.say(in_words(refusal, talk.config.zone))
    person_id = found.redemption.person_id
    volunteer = await volunteers.get(talk.session, person_id) if person_id else None
    text = _("🎫 <b>{reward}</b>\n志愿者：{name}\n核对一下人，交出去了再点：").format(
        reward=esc(found.reward.name), name=esc(volunteer.name if volunteer else "")
    )
    return talk.say(text, Buttons([[Button(_("交给本人了"), OnCounter(code=code))]]))


@prompt(router, "redeem", STAFF)
async def which_code(talk: Talk, group_id: int) -> str:
    return _("请回复这条消息，写下志愿者出示的八位领取码。")


@which_code.taken
async def code_told(talk: Talk, group_id: int) -> Reply:
    return await look_up(talk, talk.text)


@on_press(router, OnCounter, STAFF, refusals=in_words)
async def handed_over(talk: Talk, button: OnCounter) -> Reply:
    await counter.hand_out(talk.session, button.code, talk.member, now=talk.now)
    return talk.toast(_("记下了，已经领走。"))
