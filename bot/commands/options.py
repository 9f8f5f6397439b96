"""Settings for a command, or an end with a sentence for each that is wrong."""

import sys

import typer
from pydantic import ValidationError

from bot import log
from bot.settings import Settings

MODEL_WIDE = "settings"


def settings() -> Settings:
    try:
        found = Settings()
    except ValidationError as error:
        for each in error.errors(include_input=False):
            name = ".".join(map(str, each["loc"])).upper() or MODEL_WIDE
            typer.echo(f"{name}: {each['msg'].removeprefix('Value error, ')}", err=True)
        sys.exit(2)
    log.set_up(found.log_level, found.log_format)
    return found
