"""What is said without having been asked for, and by which rule; docs/scheduled-messages.md.

A job is made by its name here (`scheduler.jobs.Jobs`), so none can be without a rule. What people
do is told by news (`services.news`), whose classes carry their own rule for the night.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum


class AtNight(Enum):
    """What a job does where it would wake somebody; see `services.quiet_hours`."""

    PUT_OFF = "waits, and is judged again in the morning"
    ACTS = "acts; people hear of it in the morning, groups without a sound"
    RINGS = "rings at once"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    when: str
    to: str
    at_night: AtNight
    late: str
    """Until when it is still said after an outage."""
    judges_silence: bool = False
    """It acts because somebody has not answered or come: all that people sent is read before."""
    at_once: int | None = None
    """So many rows a tick at most, so that an outage's do not fall on people together."""


RULES: Mapping[str, Rule] = {
    "follow-ups": Rule(
        when="a day after 办结 (FOLLOW_UP_AFTER), once more a day later, closed a day after that; "
        "an answer to one of the three questions gives a day for the others",
        to="the author",
        at_night=AtNight.PUT_OFF,
        late="always: each step gives its whole time from when it was said",
        judges_silence=True,
        at_once=1,
    ),
    "overdue": Rule(
        when="the time promised to the author has passed and nobody took the request",
        to="its group, the author, those who joined",
        at_night=AtNight.PUT_OFF,
        late="as long as nobody has taken it",
        judges_silence=True,
        at_once=5,
    ),
    "left alone": Rule(
        when="three days after somebody took a request nothing has happened to it, and again",
        to="its group",
        at_night=AtNight.PUT_OFF,
        late="as long as nothing happens",
        judges_silence=True,
        at_once=20,
    ),
    "place checks": Rule(
        when="once a week, on a working day between 9:00 and 17:00",
        to="the community's staff",
        at_night=AtNight.PUT_OFF,
        late="always: it asks about what is oldest then",
    ),
    "quiet wishes": Rule(
        when="seven days after a wish was claimed nobody said that it was granted",
        to="the granter, the office",
        at_night=AtNight.PUT_OFF,
        late="as long as it is neither granted nor given back",
        judges_silence=True,
        at_once=20,
    ),
    "unmatched wishes": Rule(
        when="a fortnight after a wish went up nobody has claimed it",
        to="the volunteers' group",
        at_night=AtNight.PUT_OFF,
        late="always: it goes up again from then on",
        judges_silence=True,
        at_once=20,
    ),
    "standing orders": Rule(
        when="a menu is out for a meal that somebody ordered for good",
        to="the diner, the person who ordered",
        at_night=AtNight.ACTS,
        late="until orders are closed; told until the meal is over",
    ),
    "waiting lists": Rule(
        when="orders are closed",
        to="those who waited in vain, and those who booked for them",
        at_night=AtNight.ACTS,
        late="until the meal is over; then the list ends without a word",
    ),
    "prep sheets": Rule(
        when="orders are closed",
        to="the canteen's group",
        at_night=AtNight.ACTS,
        late="until the meal is over",
    ),
    "prep supplements": Rule(
        when="a minute after the last change to a sheet that is out",
        to="the canteen's group, carriers",
        at_night=AtNight.ACTS,
        late="until the meal is over",
    ),
    "missed meals": Rule(
        when="half an hour after a meal",
        to="who often missed meals, the canteen's group; starts 平安守望",
        at_night=AtNight.ACTS,
        late="six hours after the meal; then it is counted without a word",
        judges_silence=True,
    ),
    "care alerts": Rule(
        when="every half hour until somebody goes to look",
        to="the office's group; at night those who book for the diner too",
        at_night=AtNight.RINGS,
        late="as long as nobody has gone",
    ),
    "task series": Rule(
        when="two weeks before each occurrence",
        to="the volunteers' group",
        at_night=AtNight.PUT_OFF,
        late="until the occurrence begins",
        at_once=20,
    ),
    "task reminders": Rule(
        when="a day and three hours before a task; the evening before, where the morning "
        "would leave less than two hours",
        to="those who hold a place",
        at_night=AtNight.PUT_OFF,
        late="until the task begins",
        at_once=10,
    ),
    "attendance": Rule(
        when="checking in begins; an hour after the end, then daily while something is not judged",
        to="the organiser's list; who did not check out",
        at_night=AtNight.PUT_OFF,
        late="a week after the end",
        judges_silence=True,
        at_once=10,
    ),
    "rewards": Rule(
        when="two weeks after a reward was reserved it was not fetched",
        to="the volunteer",
        at_night=AtNight.PUT_OFF,
        late="always: the points are back all the same",
        judges_silence=True,
        at_once=20,
    ),
}
"""By the name of the job, in the order of the subjects."""
