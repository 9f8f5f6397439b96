"""The command line: it helps, checks, imports, exports and backs up, and names a wrong setting."""

import shutil
import sqlite3
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import cli
from storage.importing.demo import DEMO
from tests.process.program import command
from tests.process.town import Town

COMMANDS = ("run", "migrate", "import", "export", "links", "backup", "restore", "restored", "check")
TOKEN = "123456:" + "a" * 35


async def test_help_names_every_command(tmp_path: Path) -> None:
    code, said = await command(tmp_path, "--help")
    assert code == 0
    assert all(name in said for name in COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_of_its_own(name: str) -> None:
    """In this process: starting eight would take longer than all the rest."""
    shown = CliRunner().invoke(cli, [name, "--help"])
    assert shown.exit_code == 0
    assert f"{name} [OPTIONS]" in shown.output


async def test_a_wrong_setting_is_named_and_not_shown(tmp_path: Path) -> None:
    settings = {"BOT_TOKEN": "secret-but-wrong", "WEB_PORT": "http"}
    code, said = await command(tmp_path, "run", settings=settings)
    assert code == 2
    assert [line.partition(":")[0] for line in said.splitlines()] == ["BOT_TOKEN", "WEB_PORT"]
    assert "secret-but-wrong" not in said


async def test_a_webhook_without_its_secret_is_refused(tmp_path: Path) -> None:
    settings = {"BOT_TOKEN": TOKEN, "WEBHOOK_URL": "https://example.org"}
    code, said = await command(tmp_path, "run", settings=settings)
    assert code == 2
    assert "WEBHOOK_SECRET" in said
    assert TOKEN not in said


async def test_check_finds_everything_in_place(town: Town, telegram: str, tmp_path: Path) -> None:
    settings = {
        "BOT_TOKEN": town.world.token,
        "BOT_API_URL": telegram,
        "DATABASE_URL": town.database.url.render_as_string(),
    }
    code, said = await command(tmp_path, "check", settings=settings)
    assert code == 0, said
    for what in ("settings", "database", "token", "group"):
        assert f"{what}" in said


async def test_check_says_what_is_missing(tmp_path: Path) -> None:
    code, said = await command(tmp_path, "check")
    assert code == 1
    assert "database: " in said
    assert "migrate" in said


async def test_what_is_imported_can_be_exported_and_imported_again(tmp_path: Path) -> None:
    shutil.copy(DEMO / "areas.csv", tmp_path / "areas.csv")
    rows = (DEMO / "areas.csv").read_text(encoding="utf-8").count("\n") - 1
    code, said = await command(tmp_path, "import", "areas", "areas.csv")
    assert (code, said.strip()) == (0, f"{rows} added, 0 changed, 0 unchanged")
    assert (await command(tmp_path, "export", "areas", "again.csv"))[0] == 0
    code, said = await command(tmp_path, "import", "areas", "again.csv")
    assert (code, said.strip()) == (0, f"0 added, 0 changed, {rows} unchanged")


async def test_a_wrong_file_is_refused_by_row_and_nothing_is_imported(tmp_path: Path) -> None:
    lines = (DEMO / "areas.csv").read_text(encoding="utf-8").splitlines()
    lines[2] = lines[2].replace("街道,", "小镇,", 1)
    (tmp_path / "areas.csv").write_text("\n".join(lines), encoding="utf-8")
    code, said = await command(tmp_path, "import", "areas", "areas.csv")
    assert code == 1
    assert "3" in said
    with sqlite3.connect(tmp_path / "data" / "jinlin.db") as database:
        assert database.execute("SELECT count(*) FROM areas").fetchone() == (0,)
    database.close()


async def test_a_backup_is_a_database_of_its_own_and_can_be_restored(tmp_path: Path) -> None:
    assert (await command(tmp_path, "migrate"))[0] == 0
    code, said = await command(tmp_path, "backup", "copy.db")
    assert (code, said.strip()) == (0, "copy.db")
    with sqlite3.connect(tmp_path / "copy.db") as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert database.execute("SELECT count(*) FROM tickets").fetchone() == (0,)
    database.close()
    code, said = await command(tmp_path, "restore", "copy.db")
    assert code == 0
    assert "copy.db is restored; the old database is " in said
