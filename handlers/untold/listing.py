"""/untold: what this office still has to tell by telephone or at the door."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import Message

from handlers.common.i18n import _
from handlers.common.members import InGroupFor
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from services.untold import items
from storage.tables import Group, Purpose

router = Router(name="untold list")


@router.message(Command("untold"), InGroupFor(Purpose.STAFF))
async def listed(message: Message, talk: Talk, group: Group) -> Reply:
    """The list itself is a card, which goes to the end of the chat."""
    if await items.show(talk.session, group):
        return None
    return talk.say(_("都告诉到了，没有要打电话或上门说的。"))


@router.message(Command("untold"))
async def elsewhere(message: Message, talk: Talk) -> Reply:
    return talk.say(_("没告诉到的，在社区、街道或者区的工作群里看，发 /untold。"))
