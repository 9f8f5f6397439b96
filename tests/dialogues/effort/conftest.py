"""Prints what was counted after the run."""

import pytest

from tests.dialogues.effort.counted import Table


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if Table.rows:
        terminalreporter.section("messages + taps: took, goal")
        for line in Table.lines():
            terminalreporter.line(line)
