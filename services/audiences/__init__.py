"""Audiences: whom a survey or an announcement is for, counted before it is sent and drawn then."""

from services.audiences.audience import MOST_RESTED_DAYS, Audience, Used
from services.audiences.preview import LeftOut, Preview, preview
from services.audiences.sample import allotted, drawn_in, lot, quotas
from services.audiences.selecting import ids, of_age

__all__ = [
    "MOST_RESTED_DAYS",
    "Audience",
    "LeftOut",
    "Preview",
    "Used",
    "allotted",
    "drawn_in",
    "ids",
    "lot",
    "of_age",
    "preview",
    "quotas",
]
