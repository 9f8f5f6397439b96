"""Answers to members of staff that their colleagues need not read."""

from aiogram.types import CallbackQuery

from handlers.common.sending import Reply
from handlers.common.talk import Talk


def noted(talk: Talk, text: str, under_card: str | None = None) -> Reply:
    """What only concerns who tapped is a note over their screen; who wrote a number is answered."""
    if isinstance(talk.event, CallbackQuery):
        return talk.toast(text)
    return talk.say(text, under_card=under_card)
