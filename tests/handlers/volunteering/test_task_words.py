"""A task in words: whatever people wrote, it is one message."""

import html
import re
from datetime import UTC, datetime, timedelta

from handlers.common.i18n import SOURCE, speaking
from handlers.common.words import telegram_length
from handlers.volunteering import task_words
from services.calendar import ZONE
from services.volunteering.admission import NAME_LIMIT
from services.volunteering.new_task import (
    MOST_PLACES,
    MOST_ROLES,
    PLACE_LIMIT,
    REASON_LIMIT,
    ROLE_LIMIT,
    TEXT_LIMIT,
    TITLE_LIMIT,
)
from storage.tables import ClaimState, Task, TaskClaim, TaskRole, VolunteerPost

MESSAGE_LIMIT = 4096
"""Of Telegram, after the markup is read."""
STARTS = datetime(2026, 11, 25, 1, tzinfo=UTC)
FRAME = 200
"""Room for heading, sign, deadline: fixed words of ours."""


POST = VolunteerPost(key="elders", position=1, names={SOURCE: "助老守望"})


def read(lines: list[str]) -> str:
    return html.unescape(re.sub("<[^>]+>", "", "\n".join(lines)))


def fullest() -> Task:
    return Task(
        post="elders",
        title="<" * TITLE_LIMIT,
        details="&" * TEXT_LIMIT,
        private=">" * TEXT_LIMIT,
        place="<" * PLACE_LIMIT,
        latitude=26.0,
        longitude=119.0,
        starts_at=STARTS,
        ends_at=STARTS + timedelta(hours=20),
        organiser_name="&" * 140,
    )


def crowd() -> tuple[list[TaskRole], list[TaskClaim]]:
    roles = [
        TaskRole(id=at, name="&" * ROLE_LIMIT, places=MOST_PLACES, claimed=MOST_PLACES)
        for at in range(MOST_ROLES)
    ]
    claims = [
        TaskClaim(role_id=role.id, person_name="<" * NAME_LIMIT, state=state)
        for role in roles
        for state in (ClaimState.HELD, ClaimState.WAITING)
        for _place in range(MOST_PLACES)
    ]
    return roles, claims


def test_the_fullest_card_is_one_message() -> None:
    with speaking(SOURCE):
        lines = task_words.public(fullest(), POST, ZONE)
        lines += task_words.counts(*crowd())
    assert telegram_length(read(lines)) + REASON_LIMIT + FRAME <= MESSAGE_LIMIT


def test_the_fullest_private_details_are_one_message() -> None:
    with speaking(SOURCE):
        lines = task_words.private(fullest(), POST, ZONE)
    assert telegram_length(read(lines)) + FRAME <= MESSAGE_LIMIT


async def test_what_goes_over_midnight_names_both_days() -> None:
    with speaking(SOURCE):
        assert task_words.span(STARTS, STARTS + timedelta(hours=2), ZONE) == (
            "11月25日周三 09:00–11:00"
        )
        over_night = task_words.span(STARTS, STARTS + timedelta(hours=20), ZONE)
    assert over_night == "11月25日周三 09:00 – 11月26日 05:00"


async def test_those_who_had_themselves_erased_are_counted_not_named() -> None:
    role = TaskRole(id=1, name="", places=3, claimed=2)
    held = [
        TaskClaim(role_id=1, person_name=name, state=ClaimState.HELD) for name in ("林师傅", None)
    ]
    with speaking(SOURCE):
        assert task_words.counts([role], held) == ["🙋 已认领 2/3", "　林师傅"]
