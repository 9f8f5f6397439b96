"""What Prometheus is told of a day: who counts what, and that nobody is in it."""

from collections.abc import Callable

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer
from prometheus_client import REGISTRY

from bot.web.metrics import add_metrics
from services import areas
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.tickets.requests import files

Count = Callable[..., float]


@pytest.fixture
def grown() -> Count:
    """By how much a figure has grown in this test; the others of the run count on the same."""
    before = {
        (each.name, *sorted(each.labels.items())): each.value
        for family in REGISTRY.collect()
        for each in family.samples
    }

    def by(name: str, **labels: str) -> float:
        now = REGISTRY.get_sample_value(name, labels) or 0.0
        return now - before.get((name, *sorted(labels.items())), 0.0)

    return by


async def test_an_update_is_counted_once_by_what_became_of_it(
    desk: Desk, resident: Phone, grown: Count, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_args: object) -> None:
        raise ValueError

    handled = grown("jinlin_updates_total", kind="Message", outcome="handled")
    monkeypatch.setattr(areas, "community_phone", fails)
    await resident.says("/phone")
    await resident.says("/cancel")
    assert grown("jinlin_updates_total", kind="Message", outcome="failed") == 1
    assert grown("jinlin_updates_total", kind="Message", outcome="handled") == handled + 1


async def test_an_update_that_comes_twice_is_seen(desk: Desk, grown: Count) -> None:
    said = {
        "update_id": 77,
        "message": {
            "message_id": 1,
            "date": 1,
            "chat": {"id": 900, "type": "private"},
            "from": {"id": 900, "is_bot": False, "first_name": "a"},
            "text": "/start",
        },
    }
    await desk.take_in(said)
    await desk.take_in(said)
    assert grown("jinlin_updates_total", kind="Message", outcome="seen") == 1


async def test_each_answer_is_timed_from_the_update_on(
    desk: Desk, resident: Phone, grown: Count
) -> None:
    answered = grown("jinlin_answer_seconds_count")
    await resident.says("/phone")
    assert grown("jinlin_answer_seconds_count") == answered + 1


async def test_nobody_is_in_what_prometheus_reads(
    desk: Desk, resident: Phone, staff: Phone
) -> None:
    await files(resident, "楼下路灯不亮了，找老林")
    app = web.Application()
    add_metrics(app, desk.app.database, desk.clock, desk.app.due_rows)
    async with (
        TestServer(app) as server,
        ClientSession() as http,
        http.get(server.make_url("/metrics")) as response,
    ):
        text = await response.text()
    assert "jinlin_database_up 1.0" in text
    assert [each for each in ("老林", str(resident.user_id), "军门") if each in text] == []
