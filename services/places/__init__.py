"""Nearby services (近邻服务): finding them, keeping the entries true, the 15-minute check-up.

What can be found is in `search` (by position), `naming` (by name) and `kinds` (by what people say);
`hours` and `closures` tell when it is open; `keeping` and `reports` are the staff's side;
`check_up` is the planners'.
"""

from services.places.asking import Asked, asked_for
from services.places.check_up import CheckUp, Gain, KindReach, reach
from services.places.closures import call_off, close_for, closures_of
from services.places.hours import OpenState, open_state
from services.places.keeping import (
    change_hours,
    close_for_good,
    confirm,
    kept,
    oldest_confirmed,
    place,
    reopen,
    spots_of,
)
from services.places.kinds import kind_of, kinds, kinds_called, kinds_meant, theme, themes
from services.places.naming import by_name
from services.places.reports import (
    WORDS_LIMIT,
    correct_entry,
    correct_hours,
    get_report,
    report,
    settle,
    unsettled,
)
from services.places.search import NEAR_M, Found, Nearby, View, near, spot_seen, spots_seen
from services.places.walking import minutes_on_foot, reach_m

__all__ = [
    "NEAR_M",
    "WORDS_LIMIT",
    "Asked",
    "CheckUp",
    "Found",
    "Gain",
    "KindReach",
    "Nearby",
    "OpenState",
    "View",
    "asked_for",
    "by_name",
    "call_off",
    "change_hours",
    "close_for",
    "close_for_good",
    "closures_of",
    "confirm",
    "correct_entry",
    "correct_hours",
    "get_report",
    "kept",
    "kind_of",
    "kinds",
    "kinds_called",
    "kinds_meant",
    "minutes_on_foot",
    "near",
    "oldest_confirmed",
    "open_state",
    "place",
    "reach",
    "reach_m",
    "reopen",
    "report",
    "settle",
    "spot_seen",
    "spots_of",
    "spots_seen",
    "theme",
    "themes",
    "unsettled",
]
