"""The button below what those who go are told: it begins at the next door, in their own chat."""

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler

from handlers.common.choices import on_press
from handlers.common.i18n import _
from handlers.common.saying import Button, Buttons
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.visits import walking
from handlers.visits.card import Action, OnRound
from handlers.visits.refusals import in_words

router = Router(name="going to doors")


def begins(round_id: int) -> Buttons:
    return Buttons([[Button(_("👣 开始走"), OnRound(action=Action.GO, visits=round_id))]])


@on_press(router, OnRound, refusals=in_words)
async def go(talk: Talk, data: OnRound) -> Reply:
    """What else can be done about a list is done in the office's group."""
    if data.action is not Action.GO:
        raise SkipHandler
    return await walking.begin_with(talk, data.visits)
