"""Whose group it is: a filter that looks for its canteen, and what all its commands share."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from aiogram import Router
from aiogram.filters import Command, CommandObject, Filter
from aiogram.types import CallbackQuery, Message

from handlers.common import menu
from handlers.common.forms import D, Form
from handlers.common.i18n import SOURCE, _, speaking
from handlers.common.in_private import private_form
from handlers.common.members import InGroupFor
from handlers.common.questions import Option
from handlers.common.refusals import Refusals
from handlers.common.saying import Say
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import esc
from handlers.meals.refusals import of_canteens
from handlers.meals.words import day_name
from services.errors import Refusal
from services.meals import canteens
from storage.tables import Canteen, Purpose

elsewhere = Router(name="the canteen's commands elsewhere")


class InCanteenGroup(Filter):
    """The chat is the group of a canteen. Hands over `member` and its `canteen`."""

    async def __call__(self, event: Message | CallbackQuery, talk: Talk) -> dict[str, Any] | bool:
        found = await InGroupFor(Purpose.CANTEEN)(event, talk)
        if not isinstance(found, dict):
            return False
        canteen = await canteens.of_group(talk.session, found["group"])
        return {"member": found["member"], "canteen": canteen} if canteen else False


IN_CANTEEN = InCanteenGroup()


async def canteen_of(talk: Talk) -> Canteen:
    """The canteen of the group for which somebody acts; use it only behind `InCanteenGroup`."""
    canteen = await canteens.of_group(talk.session, talk.group)
    assert canteen is not None
    return canteen


def canteen_form(draft: type[D], name: str, words: Refusals = of_canteens) -> Form[D]:
    """A form in the canteen's group; where the services say no, `words` do, and the talk ends."""
    form = Form(draft, name, IN_CANTEEN)

    @form.left
    async def enough(talk: Talk, draft: D) -> Reply:
        await talk.leave()
        return talk.say(_("好的。"))

    @form.refused
    async def refused(talk: Talk, refusal: Refusal) -> Reply:
        await talk.leave()
        return talk.say(words(refusal, talk.config.zone))

    return form


def private_canteen_form(draft: type[D], name: str, words: Refusals = of_canteens) -> Form[D]:
    """As `canteen_form`, asked in the private chat of those who chose it (`to_private`)."""
    form = private_form(draft, name, Purpose.CANTEEN)

    @form.left
    async def enough(talk: Talk, draft: D) -> Reply:
        draft.discard(talk)
        return await menu.home(talk, _("好的，没有动。"))

    @form.refused
    async def refused(talk: Talk, refusal: Refusal) -> Reply:
        draft.discard(talk)
        return await menu.refused(talk, refusal, words)

    return form


async def done(talk: Talk, words: Callable[[], str]) -> Reply:
    """End a private form: `words` (HTML) say here, and to colleagues in the group, what changed."""
    with speaking(SOURCE):
        by = _("（{name} 改的）").format(name=esc(talk.member.name))
        in_group = Say(f"{words()}\n{by}", chat=talk.group.chat)
    return [await menu.home(talk, words()), in_group]


@elsewhere.message(Command("menu", "kitchen", "serve", "month"))
async def not_here(message: Message, talk: Talk, command: CommandObject) -> Reply:
    return talk.say(
        _("这里不是长者食堂的群。请在食堂的群里发 /{command}。").format(command=command.command)
    )


def day_options(talk: Talk, days: Iterable[date]) -> list[Option]:
    """A date of the community's zone each; its value is the date in ISO format."""
    return [Option(day.isoformat(), day_name(day, talk.today)) for day in days]
