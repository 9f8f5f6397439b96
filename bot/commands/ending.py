"""How a command ends: well, or with a sentence that says what is wrong and what to do."""

import asyncio
import sqlite3
from collections.abc import Coroutine
from typing import Any, TypeVar

import typer
from sqlalchemy.exc import SQLAlchemyError

from bot.web.serving import CannotStartError
from storage.backup import BackupError
from storage.failures import in_words
from storage.migrate import WrongTablesError
from storage.sole import InUseError

T = TypeVar("T")


def finish(work: Coroutine[Any, Any, T], url: str) -> T:
    """Run `work`, which needs the database at `url`.

    What is wrong with the installation ends the program with a sentence and the exit code 1;
    anything else is a fault of ours and keeps its trace.
    """
    try:
        return asyncio.run(work)
    except (BackupError, CannotStartError, InUseError, WrongTablesError) as error:
        sentence: str | None = str(error)
    except (SQLAlchemyError, sqlite3.Error, OSError) as error:
        sentence = in_words(error, url)
        if sentence is None:
            raise
    typer.echo(sentence, err=True)
    raise typer.Exit(1)
