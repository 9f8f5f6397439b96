"""GET /metrics: what Prometheus reads.

Figures alone, of nobody in particular, so no password stands before them: they are for those who
reach WEB_HOST. A proxy in front passes on the webhook and the pages, and not this.
"""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError

from storage.engine import Database
from storage.waiting import Waiting, waiting


def add_metrics(
    app: web.Application,
    database: Database,
    clock: Callable[[], datetime],
    due: Callable[[], Mapping[str, int]] = dict,
) -> None:
    """Serve what was counted, and how outbox, pools and jobs stand at this moment.

    `due` says by job how many rows were due when it last looked. One cheap statement is asked each
    time; while the database does not answer, what needs it is left out.
    """

    async def show(_request: web.Request) -> web.Response:
        now = clock()
        found = await _waiting(database, now)
        present = _Present(
            [
                _gauge(
                    "database_up", "Whether the database answers", (), [((), found is not None)]
                ),
                *_outbox(found or (), now),
                _pools(database),
                _due(due()),
            ]
        )
        # In a thread: it writes some hundred lines, and people are answered meanwhile.
        text = await asyncio.to_thread(lambda: generate_latest(REGISTRY) + generate_latest(present))
        return web.Response(body=text, headers={"Content-Type": CONTENT_TYPE_LATEST})

    app.router.add_get("/metrics", show)


async def _waiting(database: Database, now: datetime) -> list[Waiting] | None:
    try:
        async with database.reading() as session:
            return await waiting(session, now)
    except (SQLAlchemyError, OSError):
        return None


class _Present(Collector):
    """Figures that were asked for just now."""

    def __init__(self, families: Iterable[GaugeMetricFamily]) -> None:
        self._families = families

    def collect(self) -> Iterable[GaugeMetricFamily]:
        return self._families


Values = Iterable[tuple[Sequence[str], float]]
"""With what stands in the labels."""


def _gauge(name: str, what: str, labels: Sequence[str], values: Values) -> GaugeMetricFamily:
    family = GaugeMetricFamily(f"jinlin_{name}", what, labels=labels)
    for where, value in values:
        family.add_metric(where, value)
    return family


def _outbox(found: Sequence[Waiting], now: datetime) -> Iterator[GaugeMetricFamily]:
    place = ("channel", "urgency")
    rows = [((str(each.channel), each.urgency.name.lower()), each) for each in found]
    due = [(where, each.due) for where, each in rows]
    later = [(where, each.later) for where, each in rows]
    ages = [(where, (now - each.since).total_seconds()) for where, each in rows if each.since]
    yield _gauge("outbox_due", "Messages that could leave", place, due)
    yield _gauge("outbox_later", "Messages that wait for the morning, or a group", place, later)
    yield _gauge("outbox_oldest_seconds", "Age of the oldest that could leave", place, ages)


def _pools(database: Database) -> GaugeMetricFamily:
    used = [((pool,), count) for pool, count in database.connections_in_use().items()]
    return _gauge("pool_connections", "Connections in use", ("pool",), used)


def _due(due: Mapping[str, int]) -> GaugeMetricFamily:
    rows = [((job,), count) for job, count in due.items()]
    return _gauge("due_rows", "Rows that were due when their job last looked", ("job",), rows)
