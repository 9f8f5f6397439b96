"""A SQLite file is one process's at a time, and free as soon as that process is gone."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from storage.sole import InUseError, sole_process
from tests.conftest import sqlite_url

HOLD = """
import sys, time
from storage.sole import sole_process
with sole_process(sys.argv[1]):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_second_process_is_told_which_one_has_it_until_that_is_killed(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path / "jinlin.db")
    command = [sys.executable, "-c", HOLD, url.render_as_string()]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as holder:  # noqa: S603 - our own line
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(InUseError, match=rf"process id {holder.pid}\b"), sole_process(url):
            pass
        holder.send_signal(signal.SIGKILL)
    with sole_process(url):
        pass


def test_two_ways_of_writing_one_path_are_one_file(tmp_path: Path) -> None:
    (tmp_path / "link.db").symlink_to(tmp_path / "jinlin.db")
    with (
        sole_process(sqlite_url(tmp_path / "jinlin.db")),
        pytest.raises(InUseError),
        sole_process(sqlite_url(tmp_path / "link.db")),
    ):
        pass


@pytest.mark.parametrize("url", ["sqlite+aiosqlite://", "postgresql+asyncpg://host/jinlin"])
def test_other_databases_are_not_locked(url: str) -> None:
    with sole_process(url), sole_process(url):
        pass
