"""Every scheduled message has its rule, and the document says the same as the code."""

from datetime import UTC, datetime
from typing import cast

import pytest

from handlers.notices import HEARD, TELLINGS
from scheduler import table
from scheduler.desk_jobs import desk_ticks
from scheduler.jobs import Jobs, OpenUnit
from scheduler.meal_jobs import meal_ticks
from scheduler.rules import RULES
from scheduler.volunteer_jobs import volunteer_ticks
from storage.engine import Database


def names_of_jobs() -> list[str]:
    nothing = cast("OpenUnit", None)
    jobs = Jobs(cast("Database", None), nothing, nothing, lambda: datetime.now(UTC))
    ticks = [
        *desk_ticks(jobs),
        *meal_ticks(jobs),
        *volunteer_ticks(jobs),
    ]
    return [tick.name for tick in ticks]


def test_every_job_has_a_rule_and_every_rule_a_job() -> None:
    assert names_of_jobs() == list(RULES)


def test_every_kind_of_news_is_put_into_words() -> None:
    told = {kind for telling in TELLINGS for kind in telling.heard}
    assert table.every_news() == set(HEARD) | told


@pytest.mark.parametrize("name", ["jobs", "news"])
def test_the_document_says_what_the_code_does(name: str) -> None:
    text = table.PATH.read_text("utf-8")
    stands = text.partition(f"<!-- {name} -->\n")[2].partition("<!-- end -->")[0]
    assert stands == getattr(table, name)(), "run: python -m scheduler.table"
