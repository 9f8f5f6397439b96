"""The examples in deploy/ speak of the program as it is."""

import re
from pathlib import Path

from bot.roles import Role
from bot.settings import Settings

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
OTHERS = {"POSTGRES_PASSWORD"}
"""Settings that are not the bot's."""


def pins(lock: Path) -> dict[str, str]:
    """Of each package its pin with its hashes."""
    entries = re.split(r"\n(?=\S)", lock.read_text("utf-8").strip())
    return {entry.partition("==")[0]: entry for entry in entries}


def test_the_image_gets_what_was_tested() -> None:
    assert pins(DEPLOY / "requirements.lock").items() <= pins(ROOT / "requirements.lock").items()


def test_the_image_gets_everything_that_is_needed() -> None:
    listed = (ROOT / "pyproject.toml").read_text("utf-8").partition("\ndependencies = [")[2]
    needed = set(re.findall(r'^ +"([\w-]+)', listed.partition("\n]")[0], re.MULTILINE))
    assert needed - pins(DEPLOY / "requirements.lock").keys() == set()


def test_every_role_is_run_by_the_compose_file() -> None:
    composed = (DEPLOY / "compose.yml").read_text("utf-8")
    assert set(re.findall(r'"--role", "(\w+)"', composed)) == set(Role) - {Role.ALL}


def test_the_example_names_settings_that_there_are() -> None:
    named = re.findall(r"^(\w+)=", (DEPLOY / "example.env").read_text("utf-8"), re.MULTILINE)
    assert {each.lower() for each in named if each not in OTHERS} <= Settings.model_fields.keys()
