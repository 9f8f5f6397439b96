"""import and export."""

import asyncio
from collections.abc import Collection
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.commands.ending import finish
from bot.commands.options import settings
from bot.settings import Settings
from storage import sheets
from storage.engine import Database
from storage.exporting import EXPORTERS, export_tickets
from storage.importing import IMPORTERS, ImportRefused, open_book
from storage.migrate import migrate, require_newest

LEDGER = "tickets"


def _one_of(words: Collection[str], help_: str) -> Any:
    """An argument that is one of these words."""

    def read(word: str) -> str:
        if word not in words:
            raise typer.BadParameter(f"{word!r} is not one of {', '.join(words)}.")
        return word

    return typer.Argument(parser=read, metavar=f"[{'|'.join(words)}]", help=help_)


def import_(
    what: Annotated[str, _one_of(IMPORTERS, "areas first: the others refer to them.")],
    file: Annotated[
        Path, typer.Argument(help="A CSV file or an Excel workbook.", exists=True, dir_okay=False)
    ],
) -> None:
    """Import a table, wholly or not at all; imported again it changes nothing."""
    url = settings().database_url
    try:
        finish(_import(what, file.read_bytes(), url), url)
    except ImportRefused as refused:
        for problem in refused.problems:
            typer.echo(str(problem), err=True)
        raise typer.Exit(1) from None


def export(
    what: Annotated[str, _one_of([LEDGER, *EXPORTERS], f"{LEDGER} is the ledger (台账).")],
    file: Annotated[Path, typer.Argument(help="Ending in .xlsx a workbook, else CSV.")],
) -> None:
    """Export a table; all but the ledger can be imported again."""
    found = settings()
    finish(_export(what, file, found), found.database_url)


async def _import(what: str, content: bytes, url: str) -> None:
    book = open_book(content)
    await migrate(url)
    database = Database(url)
    try:
        async with database.transaction() as session:
            changes = await IMPORTERS[what](session, book)
    finally:
        await database.close()
    typer.echo(f"{changes.added} added, {changes.changed} changed, {changes.unchanged} unchanged")


async def _export(what: str, file: Path, found: Settings) -> None:
    await require_newest(found.database_url)
    database = Database(found.database_url)
    try:
        async with database.reading() as session:
            if what == LEDGER:
                content = await export_tickets(session, zone=found.timezone)
            else:
                content = await EXPORTERS[what](session)
    finally:
        await database.close()
    if file.suffix.lower() == ".xlsx":
        content = await asyncio.to_thread(sheets.to_workbook, content, what)
    await asyncio.to_thread(file.write_bytes, content)
