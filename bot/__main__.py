"""The command line: python -m bot --help."""

import asyncio

import typer

from bot.commands import data
from bot.commands.check import check
from bot.commands.options import settings
from bot.run import run as run_bot
from storage.migrate import migrate as migrate_database

cli = typer.Typer(
    no_args_is_help=True, help="近邻 Jinlin: the service desk of a neighbourhood, in chat."
)


@cli.command()
def run() -> None:
    """Run the bot: on Telegram with BOT_TOKEN, else in the sandbox with the demo community."""
    asyncio.run(run_bot(settings()))


@cli.command()
def migrate() -> None:
    """Bring the database's tables up to date (run does this as well)."""
    asyncio.run(migrate_database(settings().database_url))


cli.command("import")(data.import_)
cli.command()(data.export)
cli.command()(data.links)
cli.command()(data.backup)
cli.command()(check)

if __name__ == "__main__":
    cli()
