"""docs/channels.md, made of what the tests say: `python -m tests.dialogues.channel_table`.

A test that is marked `can("Requests: …")` tries what residents can do, on each channel it runs on.
Where it is done otherwise the mark says so by the channel's name; where it is not done at all, the
mark `elsewhere(channel=…)` does.
"""

import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from storage.tables import Channel

FILE = Path("docs/channels.md")
COLUMNS = (Channel.TELEGRAM, Channel.WECHAT, Channel.WECOM)
HEAD = """# What residents can do on each channel

Made by the tests (`python -m tests.dialogues.channel_table`), and compared with them by one. “yes”
means that a dialogue is led there to its end; “not tried” that no test of residents runs there.

| | Telegram | WeChat (公众号) | WeCom (企业微信, single chat) |
|---|---|---|---|
"""
Rows = dict[str, dict[Channel, str]]


class Collected:
    """A plugin of pytest that keeps what was found."""

    def __init__(self) -> None:
        self.rows: Rows = {}

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        for item in session.items:
            if (can := item.get_closest_marker("can")) is not None:
                self._note(item, can)

    def _note(self, item: pytest.Item, can: pytest.Mark) -> None:
        row = self.rows.setdefault(can.args[0], {})
        for mark in item.iter_markers("elsewhere"):
            row |= {Channel(channel): f"no: {how}" for channel, how in mark.kwargs.items()}
        callspec = getattr(item, "callspec", None)
        channel = callspec.params.get("messenger", Channel.TELEGRAM) if callspec else None
        channel = channel or Channel.TELEGRAM
        row[channel] = can.kwargs.get(str(channel), "yes")


def table() -> str:
    """Collects the tests, without running them."""
    collected = Collected()
    asked = ["--collect-only", "-qq", "-p", "no:xdist", "-p", "no:cacheprovider", "tests/dialogues"]
    code = pytest.main([*asked, "--no-summary"], plugins=[collected])
    if code != pytest.ExitCode.OK:
        raise SystemExit(f"the tests could not be collected: {code}")
    return HEAD + "".join(_lines(collected.rows))


def _lines(rows: Rows) -> Iterable[str]:
    for what in sorted(rows):
        cells = [rows[what].get(each, "not tried") for each in COLUMNS]
        yield f"| {' | '.join([what, *cells])} |\n"


if __name__ == "__main__":
    made = table()
    if sys.argv[1:] == ["--check"]:
        sys.exit(None if FILE.read_text() == made else f"{FILE} is not what the tests say")
    FILE.write_text(made)
