"""backup and restore."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.commands.ending import finish
from bot.commands.options import settings
from storage import backup as copies
from storage import restoring


def backup(
    file: Annotated[Path | None, typer.Argument(help="Default: data/backup-<time>.db")] = None,
) -> None:
    """Copy the SQLite database while it is in use, and check the copy."""
    target = file or Path(f"data/backup-{datetime.now(UTC):%Y%m%d-%H%M%S}.db")
    url = settings().database_url
    finish(copies.backup(url, target), url)
    typer.echo(str(target))


def restore(file: Annotated[Path, typer.Argument(help="What `backup` wrote.")]) -> None:
    """Put a copy in the place of the SQLite database, which is kept under another name."""
    url = settings().database_url
    kept = finish(restoring.restore(url, file, now=datetime.now(UTC)), url)
    typer.echo(f"{file} is restored; {f'the old database is {kept}' if kept else 'there was none'}")


def restored() -> None:
    """Say that a copy was put back by another tool (pg_restore): no id is then given again."""
    url = settings().database_url
    finish(restoring.restored(url, now=datetime.now(UTC)), url)
