"""What a subject adds to a community's report: a few figures of a period, by one name each.

A subject hands a function in (`services.keeps.Keeps.figures`); `services.numbers` asks all of them,
and knows none of them.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import Area


class Measure(StrEnum):
    """What is counted; the order is that of the report."""

    CARE_ALERTS = "care_alerts"
    """平安守望: how often somebody had to be looked in on."""
    CARE_WAIT = "care_wait"
    """Until somebody went to look, the middle one; by the clock."""
    CARE_UNHEEDED = "care_unheeded"
    """Nobody went."""
    MEALS_SERVED = "meals_served"
    """Portions."""
    MEALS_MISSED = "meals_missed"
    SERVICES = "services"
    """Confirmed services of volunteers."""
    SERVICE_TIME = "service_time"
    DOORS_LISTED = "doors_listed"
    """走访: households that lists of visits have named."""
    DOORS_VISITED = "doors_visited"
    """Of these, where somebody was met."""
    NEEDS_SAID = "needs_said"
    """问需于民: what residents said they need."""
    PROJECTS_BEGUN = "projects_begun"
    """What was taken on for a need."""
    PROJECTS_DONE = "projects_done"
    ANNOUNCED = "announced"
    """Announcements that were sent."""
    ANNOUNCED_TO = "announced_to"
    """How many messages of them arrived, of those that are sent to the end."""
    PLACES = "places"
    """Entries of the map."""
    PLACES_OLD = "places_old"
    """Those that nobody has confirmed for a long time."""
    MESSAGES_TELEGRAM = "messages_telegram"
    """Messages to people, by the way on which these came to know what they say; see
    `storage.tables.MessageWay`."""
    MESSAGES_WECOM = "messages_wecom"
    MESSAGES_REPLY = "messages_reply"
    MESSAGES_SERVICE = "messages_service"
    MESSAGES_TEMPLATE = "messages_template"
    MESSAGES_SUBSCRIPTION = "messages_subscription"
    MESSAGES_ELSEWHERE = "messages_elsewhere"
    MESSAGES_STAFF = "messages_staff"
    MESSAGES_NOBODY = "messages_nobody"


Value = int | timedelta
Figures = Mapping[Measure, Value]
"""Of what there was nothing to count is left out."""


@dataclass(frozen=True, slots=True)
class Within:
    """An area with all below it, from `start` to `end` (excluded), in UTC."""

    area: Area
    start: datetime
    end: datetime

    @property
    def areas(self) -> Select[int]:
        """Ids of the area and of everything below it."""
        return select(Area.id).where(Area.path.startswith(self.area.path, autoescape=True))


FiguresOf = Callable[[AsyncSession, Within], Awaitable[Figures]]
