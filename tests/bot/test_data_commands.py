"""The command line's tables: what can be imported, and links for the bot's own name."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import cli
from storage.exporting import EXPORTERS
from storage.importing import IMPORTERS
from storage.importing.demo import DEMO
from tests.conftest import sqlite_url


@pytest.mark.parametrize(("command", "words"), [("import", IMPORTERS), ("export", EXPORTERS)])
def test_the_command_line_names_every_table(command: str, words: dict[str, object]) -> None:
    refused = CliRunner().invoke(cli, [command, "nothing", str(DEMO / "areas.csv")])
    assert refused.exit_code == 2
    for word in words:
        assert word in refused.output


@pytest.mark.parametrize("name", ["jinlin_bot", "@jinlin_bot", " @jinlin_bot "])
def test_links_take_the_bots_name_with_and_without_its_sign(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    url = sqlite_url(tmp_path / "jinlin.db")
    monkeypatch.setenv("DATABASE_URL", url.render_as_string(hide_password=False))
    assert CliRunner().invoke(cli, ["import", "areas", str(DEMO / "areas.csv")]).exit_code == 0
    assert CliRunner().invoke(cli, ["links", name, "out"]).exit_code == 0
    listed = (tmp_path / "out" / "楼栋.csv").read_text("utf-8-sig")
    assert "https://t.me/jinlin_bot?start=b_" in listed
    assert "@" not in listed
