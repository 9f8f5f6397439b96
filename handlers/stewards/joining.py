"""The link that the office made for a steward: who opens it is asked whether it is them."""

from dataclasses import dataclass
from typing import ClassVar

from aiogram import F
from aiogram.filters import CommandObject, CommandStart
from aiogram.types import Message

from handlers.common import menu
from handlers.common.consent import ask_consent
from handlers.common.forms import Form
from handlers.common.i18n import _
from handlers.common.kept import Kept
from handlers.common.labels import role_name
from handlers.common.questions import Ask, Option
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import esc
from handlers.stewards.asking import Asking, asking
from handlers.stewards.refusals import in_words
from services import areas
from services.errors import Refusal
from services.stewards import themselves

LINK = "s_"
"""Before the code in the deep link."""


@dataclass(slots=True)
class Invitation(Kept):
    KEY: ClassVar = "steward link"

    code: str = ""


joining = Form(Invitation, "StewardLink")


@joining.refused
async def spent(talk: Talk, refusal: Refusal) -> Reply:
    Invitation.discard(talk)
    return await menu.refused(talk, refusal, in_words)


@joining.message(CommandStart(deep_link=True, magic=F.args.startswith(LINK)))
async def opened(message: Message, command: CommandObject, talk: Talk) -> Reply:
    Invitation((command.args or "").removeprefix(LINK)).keep(talk)
    return await arrive(talk)


async def arrive(talk: Talk) -> Reply:
    if talk.person.consented_at is None:
        return await ask_consent(talk, then="steward")
    try:
        return await joining.ask(talk, Invitation.of(talk), "you")
    except Refusal as refusal:
        return await spent(talk, refusal)


@joining.step(part="sure")
async def you(talk: Talk, draft: Invitation) -> Ask:
    steward = await themselves.invited(talk.session, draft.code, now=talk.now, today=talk.today)
    text = _("社区登记的<b>{place}</b>{role}是“{name}”。是您本人吗？").format(
        place=esc(await areas.title_of(talk.session, steward.area_id)),
        role=role_name(steward.role),
        name=esc(steward.name),
    )
    return Ask(text, [Option("yes", _("是我")), Option("no", _("不是我"))], columns=2, back=False)


@you.choice("no")
async def somebody_else(talk: Talk, draft: Invitation, choice: str) -> Reply:
    Invitation.discard(talk)
    return await menu.home(talk, _("好的，什么都没有登记。请把链接给本人打开。"))


@you.choice("yes")
async def it_is_me(talk: Talk, draft: Invitation, choice: str) -> Reply:
    steward = await themselves.join(
        talk.session, draft.code, talk.user_id, now=talk.now, today=talk.today
    )
    Invitation.discard(talk)
    if not steward.is_on(talk.today):
        text = _(
            "登记好了，谢谢您。从 {since} 起，您是这里的{role}；到那天再发 /who，管自己的电话。"
        )
        since = steward.since.isoformat()
        return await menu.home(talk, text.format(since=since, role=role_name(steward.role)))
    welcome = _("登记好了，谢谢您。看到什么要办的，直接发来就行。您的电话给不给居民看，您自己定：")
    return await asking.ask(talk, Asking(steward.area_id), "mine", welcome)
