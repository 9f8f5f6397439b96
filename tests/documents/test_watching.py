"""The dashboard and docs/watching.md speak of the figures that there are."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from bot import metrics
from bot.web.metrics import add_metrics
from storage.engine import Database
from tests.conftest import copy_of

ROOT = Path(__file__).parents[2]
_SUFFIXES = {"histogram": ("_bucket", "_sum", "_count"), "counter": ("",), "gauge": ("",)}


@pytest.fixture
async def kinds(sqlite_template: Path, tmp_path: Path) -> dict[str, str]:
    """By name: whether it is a counter, a gauge or a histogram."""
    assert metrics.CALL  # figures exist once their module is imported
    database = Database(copy_of(sqlite_template, tmp_path / "jinlin.db"))
    app = web.Application()
    add_metrics(app, database, lambda: datetime.now(UTC))
    async with (
        TestServer(app) as server,
        ClientSession() as http,
        http.get(server.make_url("/metrics")) as response,
    ):
        text = await response.text()
    await database.close()
    return dict(re.findall(r"^# TYPE (\S+) (\S+)$", text, re.MULTILINE))


def queries(found: Any) -> Iterator[str]:
    """What Grafana asks Prometheus, wherever it stands in the file."""
    if isinstance(found, dict):
        if "expr" in found:
            yield found["expr"]
        found = list(found.values())
    for each in found if isinstance(found, list) else ():
        yield from queries(each)


def test_the_dashboard_asks_for_figures_that_there_are(kinds: dict[str, str]) -> None:
    known = {name + suffix for name, kind in kinds.items() for suffix in _SUFFIXES[kind]}
    asked = queries(json.loads((ROOT / "deploy/grafana/jinlin.json").read_text("utf-8")))
    names = {name for query in asked for name in re.findall(r"\w+_\w+(?=[\[{)])", query)}
    assert names - known == set()
    assert len(names) > 10


def test_every_figure_of_ours_is_explained(kinds: dict[str, str]) -> None:
    text = (ROOT / "docs/watching.md").read_text("utf-8")
    explained = set(re.findall(r"^\| `(jinlin_\w+)", text, re.MULTILINE))
    assert explained == {name for name in kinds if name.startswith("jinlin_")}
