"""A broken installation: `check` and `run` say in one sentence what is wrong and what to do."""

import errno
import json
import os
import socket
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from sqlalchemy import URL, make_url
from typer.testing import CliRunner

from bot import log
from bot.cli import cli
from bot.settings import Settings
from storage.failures import in_words, is_full_disk
from storage.sole import sole_process
from tests.conftest import ASYNCPG_DEFAULT, copy_of, sqlite_url

TOKEN = "123456:" + "a" * 35
BOTH = ("check", "run")


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """In an empty folder, without settings; the log stays pytest's."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(log, "set_up", lambda *_how: None)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    return tmp_path


@pytest.fixture
def database(sqlite_template: Path, tmp_path: Path) -> Path:
    copy_of(sqlite_template, tmp_path / "jinlin.db")
    return tmp_path / "jinlin.db"


def refusal_of(command: str, monkeypatch: pytest.MonkeyPatch, **settings: str) -> str:
    """What it says as it ends with an exit code of its own, and not with a traceback."""
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    ended = CliRunner().invoke(cli, [command])
    assert isinstance(ended.exception, SystemExit), ended.exception
    assert ended.exit_code in (1, 2)
    (sentence,) = ended.stderr.splitlines()
    return sentence


@pytest.mark.parametrize("command", BOTH)
@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"garbage " * 1000, "is not a SQLite database; move it away"),
        (None, "is a folder, and DATABASE_URL has to name a file"),
    ],
)
def test_a_file_that_is_no_database(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    command: str,
    content: bytes | None,
    sentence: str,
) -> None:
    path = tmp_path / "wrong.db"
    path.mkdir() if content is None else path.write_bytes(content)
    said = refusal_of(command, monkeypatch, DATABASE_URL=sqlite_url(path).render_as_string())
    assert f"{path} {sentence}" in said


@pytest.mark.parametrize("command", BOTH)
@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ("UPDATE alembic_version SET version_num = '9999'", "Update the program"),
        ("DROP TABLE alembic_version", "another program"),
    ],
)
def test_tables_that_are_not_of_this_version(
    monkeypatch: pytest.MonkeyPatch, database: Path, command: str, change: str, sentence: str
) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute(change)
    url = sqlite_url(database).render_as_string()
    assert sentence in refusal_of(command, monkeypatch, DATABASE_URL=url)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ("UPDATE alembic_version SET version_num = '0001'", "of revision 0001, and this version"),
        ("", "There is no database at"),
    ],
)
def test_tables_that_run_would_make(
    monkeypatch: pytest.MonkeyPatch, database: Path, change: str, sentence: str
) -> None:
    if change:
        with closing(sqlite3.connect(database)) as connection, connection:
            connection.execute(change)
    else:
        database.unlink()
    url = sqlite_url(database).render_as_string()
    said = refusal_of("check", monkeypatch, DATABASE_URL=url)
    assert sentence in said
    assert "python -m bot migrate" in said
    assert database.exists() is bool(change)


def test_a_second_run_on_one_file(monkeypatch: pytest.MonkeyPatch, database: Path) -> None:
    with sole_process(sqlite_url(database)):
        said = refusal_of("run", monkeypatch, DATABASE_URL=sqlite_url(database).render_as_string())
    assert "is in use by another process" in said
    assert str(os.getpid()) in said


@pytest.mark.parametrize("command", BOTH)
@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("postgresql+asyncpg://me:hunter2@127.0.0.1:1/x", "127.0.0.1 does not answer; start it"),
        ("postgresql+asyncpg://me:hunter2@nowhere.invalid/x", "its name is unknown"),
    ],
)
def test_a_server_that_is_not_there(
    monkeypatch: pytest.MonkeyPatch, command: str, url: str, sentence: str
) -> None:
    said = refusal_of(command, monkeypatch, DATABASE_URL=url)
    assert sentence in said
    assert "hunter2" not in said


@pytest.mark.postgresql
@pytest.mark.usefixtures("postgresql_url")
@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"database": "no_such_database"}, "createdb no_such_database"),
        ({"username": "no_such_user", "password": "x"}, "refuses the user or the password"),
    ],
)
def test_a_server_that_refuses(
    monkeypatch: pytest.MonkeyPatch, change: dict[str, str], sentence: str
) -> None:
    server = make_url(os.environ.get("TEST_DATABASE_URL", ASYNCPG_DEFAULT))
    url = server.set(**change).render_as_string(hide_password=False)  # type: ignore[arg-type]
    assert sentence in refusal_of("check", monkeypatch, DATABASE_URL=url)


@pytest.fixture
def bot_api() -> Iterator[HTTPServer]:
    """Answers whatever is asked with `answer`, a status and a body."""

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            status, body = self.server.answer  # type: ignore[attr-defined]
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_arguments: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Answering) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def error(code: int, description: str) -> tuple[int, str]:
    return code, json.dumps({"ok": False, "error_code": code, "description": description})


@pytest.mark.parametrize(
    ("commands", "answer", "sentence"),
    [
        (BOTH, error(401, "Unauthorized"), "refuses BOT_TOKEN"),
        (BOTH, error(404, "Not Found"), "knows no such bot"),
        (("check",), (200, "<h1>It works!</h1>"), "does not speak the Bot API; check BOT_API_URL"),
        (("check",), error(400, "Logged out"), "refuses: Logged out"),
    ],
)
def test_a_token_or_a_server_that_is_wrong(
    monkeypatch: pytest.MonkeyPatch,
    database: Path,
    bot_api: HTTPServer,
    commands: tuple[str, ...],
    answer: tuple[int, str],
    sentence: str,
) -> None:
    bot_api.answer = answer  # type: ignore[attr-defined]
    for command in commands:
        said = refusal_of(
            command,
            monkeypatch,
            BOT_TOKEN=TOKEN,
            BOT_API_URL=f"http://127.0.0.1:{bot_api.server_port}",
            DATABASE_URL=with_a_community(database).render_as_string(),
            WEB_PORT="0",
        )
        assert sentence in said
        assert TOKEN not in said


@pytest.mark.parametrize("address", ["http://127.0.0.1:1", "http://nowhere.invalid"])
def test_a_messenger_out_of_reach(
    monkeypatch: pytest.MonkeyPatch, database: Path, address: str
) -> None:
    url = with_a_community(database).render_as_string()
    said = refusal_of("check", monkeypatch, BOT_TOKEN=TOKEN, BOT_API_URL=address, DATABASE_URL=url)
    assert f"{address} does not answer; check the network" in said


def test_a_port_that_is_taken(monkeypatch: pytest.MonkeyPatch, database: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = refusal_of(
            "run",
            monkeypatch,
            BOT_TOKEN=TOKEN,
            BOT_API_URL="http://127.0.0.1:1",
            DATABASE_URL=sqlite_url(database).render_as_string(),
            WEB_PORT=str(port),
        )
    assert f"WEB_PORT {port} is in use" in said


@pytest.mark.parametrize("command", BOTH)
def test_a_webhook_that_telegram_would_not_post_to(
    monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    settings = {"BOT_TOKEN": TOKEN, "WEBHOOK_URL": "http://example.org", "WEBHOOK_SECRET": "a"}
    assert "begin with https://" in refusal_of(command, monkeypatch, **settings)


def with_a_community(path: Path) -> URL:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "INSERT OR IGNORE INTO areas (id, level, code, name, path)"
            " VALUES (1, 'community', '1', '军门社区', '/1/')"
        )
        # Of every year, so that nothing else is to be said, whenever this test runs.
        connection.executemany(
            "INSERT OR IGNORE INTO calendar_days (day, working, note) VALUES (?, 1, '')",
            [(f"{year}-02-04",) for year in range(2025, 2100)],
        )
    return sqlite_url(path)


def sqlite_error(
    path: Path, statement: str, *, opened: str = "rw", pages: int = 0
) -> sqlite3.Error:
    """What SQLite says to `statement`; it may grow to that many `pages`."""
    with closing(sqlite3.connect(f"file:{path}?mode={opened}", uri=True)) as connection:
        if pages:
            connection.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(sqlite3.Error) as raised:
            connection.execute(statement)
    return raised.value


def test_a_file_that_cannot_be_written(database: Path) -> None:
    """Said by SQLite itself: tests may run as root, whom no file mode keeps out."""
    failed = sqlite_error(database, "DELETE FROM areas", opened="ro")
    assert "cannot be written" in (in_words(failed, sqlite_url(database)) or "")
    assert not is_full_disk(failed)


def test_a_full_disk_is_called_so(database: Path) -> None:
    failed = sqlite_error(
        database,
        "CREATE TABLE filling AS WITH RECURSIVE n(i) AS"
        " (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 100000) SELECT i FROM n",
        pages=1,
    )
    assert "is full; make room" in (in_words(failed, sqlite_url(database)) or "")
    assert is_full_disk(failed)


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.ENOSPC, "is full; make room"),
        (errno.EROFS, "the disk is read-only"),
        (errno.EACCES, "check who owns it"),
    ],
)
def test_a_disk_that_refuses_a_file(database: Path, number: int, sentence: str) -> None:
    failed = OSError(number, os.strerror(number), str(database))
    assert sentence in (in_words(failed, sqlite_url(database)) or "")
    assert is_full_disk(failed) is (number == errno.ENOSPC)


def test_a_fault_of_our_own_is_not_explained_away(database: Path) -> None:
    failed = sqlite_error(database, "SELECT * FROM no_such_table")
    assert in_words(failed, sqlite_url(database)) is None


def test_a_fault_of_ours_is_traced_without_anybodys_words(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def fails(*_args: object) -> None:
        raise ValueError("楼下路灯不亮了")

    monkeypatch.setattr("bot.cli.run_bot", fails)
    ended = CliRunner().invoke(cli, ["run"])
    assert ended.exit_code == 1
    assert "路灯" not in ended.output
    (record,) = caplog.records
    assert log.formatter("readable").format(record).endswith("ValueError")
