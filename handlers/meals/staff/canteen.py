"""Whose group it is: a filter that looks for its canteen, and what all its commands share."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from aiogram import Router
from aiogram.filters import Command, CommandObject, Filter
from aiogram.types import CallbackQuery, Message

from handlers.common.forms import D, Form
from handlers.common.i18n import _
from handlers.common.members import InGroupFor
from handlers.common.questions import Option
from handlers.common.refusals import Refusals
from handlers.common.sending import Reply
from handlers.common.talk import Talk
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
    """The canteen of the group in which this is said; use it only behind `InCanteenGroup`."""
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


@elsewhere.message(Command("menu", "kitchen", "serve", "month"))
async def not_here(message: Message, talk: Talk, command: CommandObject) -> Reply:
    return talk.say(
        _("这里不是长者食堂的群。请在食堂的群里发 /{command}。").format(command=command.command)
    )


def day_options(talk: Talk, days: Iterable[date]) -> list[Option]:
    """A date of the community's zone each; its value is the date in ISO format."""
    return [Option(day.isoformat(), day_name(day, talk.today)) for day in days]
