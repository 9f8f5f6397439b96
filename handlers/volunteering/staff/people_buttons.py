"""The buttons under an application, and under a volunteer whom staff look at."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from handlers.common.button_data import PersonId


class Decision(StrEnum):
    ADMIT = "admit"
    DECLINE = "decline"
    BLOCK = "block"
    UNBLOCK = "unblock"


class OnVolunteer(CallbackData, prefix="person"):
    """What staff decide about a volunteer."""

    decision: Decision
    person: PersonId
