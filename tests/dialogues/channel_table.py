"""docs/channels.md, made of what the tests say: `python -m tests.dialogues.channel_table`.

A test that is marked `can("Requests: …")` tries what residents can do, on each channel it runs on;
`staff_can("Requests: …")` is the same of staff. Where it is done otherwise the mark says so by the
channel's name; where it is not done at all, the mark `elsewhere(channel=…)`, or
`office_on_telegram(…)`, does.
"""

import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from storage.tables import Channel

FILE = Path("docs/channels.md")
HEAD = """# What can be done on each channel

Made by the tests (`python -m tests.dialogues.channel_table`), and compared with them by one. “yes”
means that a dialogue is led there to its end; “not tried” that no such test runs there.
"""
Rows = defaultdict[str, dict[Channel, str]]


@dataclass(frozen=True)
class Table:
    """mark: of the tests that are rows. where: their parameter that is a channel."""

    title: str
    mark: str
    where: str
    columns: Mapping[Channel, str]


TABLES = (
    Table(
        "What residents can do",
        "can",
        "messenger",
        {
            Channel.TELEGRAM: "Telegram",
            Channel.WECHAT: "WeChat (公众号)",
            Channel.WECOM: "WeCom (企业微信, single chat)",
        },
    ),
    Table(
        "What staff can do in their groups",
        "staff_can",
        "office_on",
        {
            Channel.TELEGRAM: "Telegram",
            Channel.WECOM: "WeCom (智能机器人)",
            Channel.WECOM_WEBHOOK: "a webhook alone (群机器人)",
        },
    ),
)


class Collected:
    """A plugin of pytest that keeps what was found."""

    def __init__(self) -> None:
        self.rows = {table.mark: Rows(dict) for table in TABLES}

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        for item in session.items:
            for table in TABLES:
                for mark in item.iter_markers(table.mark):
                    self._note(item, table, mark)

    def _note(self, item: pytest.Item, table: Table, can: pytest.Mark) -> None:
        row = self.rows[table.mark][can.args[0]]
        row |= dict(_not_there(item, table))
        callspec = getattr(item, "callspec", None)
        channel = callspec.params.get(table.where) if callspec else None
        row[channel or Channel.TELEGRAM] = "yes"
        row |= {_channel(name): how for name, how in can.kwargs.items()}


def _not_there(item: pytest.Item, table: Table) -> Iterator[tuple[Channel, str]]:
    if table.where == "office_on":
        for mark in item.iter_markers("staff_on"):
            if because := mark.kwargs.get("because"):
                yield Channel.WECOM, f"no: {because}"
        return
    for mark in item.iter_markers("elsewhere"):
        for name, how in mark.kwargs.items():
            yield _channel(name), f"no: {how}"


def _channel(argument: str) -> Channel:
    return Channel(argument.replace("_", "-"))


def document() -> str:
    """Collects the tests, without running them."""
    collected = Collected()
    asked = ["--collect-only", "-qq", "-p", "no:xdist", "-p", "no:cacheprovider", "tests/dialogues"]
    code = pytest.main([*asked, "--no-summary"], plugins=[collected])
    if code != pytest.ExitCode.OK:
        raise SystemExit(f"the tests could not be collected: {code}")
    return "\n".join([HEAD, *(_drawn(table, collected.rows[table.mark]) for table in TABLES)])


def _drawn(table: Table, rows: Rows) -> str:
    lines = [["", *table.columns.values()], ["---"] * (1 + len(table.columns))]
    lines += (
        [what, *(rows[what].get(each, "not tried") for each in table.columns)]
        for what in sorted(rows)
    )
    drawn = "".join(f"| {' | '.join(cells)} |\n".replace("|  |", "| |") for cells in lines)
    return f"## {table.title}\n\n{drawn}"


if __name__ == "__main__":
    made = document()
    if sys.argv[1:] == ["--check"]:
        sys.exit(None if FILE.read_text() == made else f"{FILE} is not what the tests say")
    FILE.write_text(made)
