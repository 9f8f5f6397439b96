"""How a command ends: well, or with a sentence that says what is wrong and what to do."""

import asyncio
import logging
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

log = logging.getLogger(__name__)

T = TypeVar("T")


def finish(work: Coroutine[Any, Any, T], url: str) -> T:
    """Run `work`, which needs the database at `url`.

    What is wrong with the installation ends the program with a sentence and the exit code 1.
    Anything else is a fault of ours; its trace goes to the log, which shows nobody's words.
    """
    try:
        return asyncio.run(work)
    except Exception as error:
        if sentence := _in_a_sentence(error, url):
            typer.echo(sentence, err=True)
        else:
            log.critical("ended by a fault of ours", exc_info=error)
        raise typer.Exit(1) from None


def _in_a_sentence(error: Exception, url: str) -> str | None:
    if isinstance(error, BackupError | CannotStartError | InUseError | WrongTablesError):
        return str(error)
    if isinstance(error, SQLAlchemyError | sqlite3.Error | OSError):
        return in_words(error, url)
    return None
