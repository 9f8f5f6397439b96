"""The commands: python -m bot --help."""

from typing import Annotated

import typer

from bot.commands import copies, data
from bot.commands.check import check
from bot.commands.ending import finish
from bot.commands.links import links
from bot.commands.options import settings
from bot.roles import Role
from bot.run import run as run_bot
from storage.migrate import migrate as migrate_database

cli = typer.Typer(
    no_args_is_help=True, help="近邻 Jinlin: the service desk of a neighbourhood, in chat."
)


@cli.command()
def run(
    role: Annotated[Role, typer.Option(help="What this process does.")] = Role.ALL,
) -> None:
    """Run the bot: on Telegram with BOT_TOKEN, else in the sandbox with the demo community."""
    found = settings()
    finish(run_bot(found, role), found.database_url)


@cli.command()
def migrate() -> None:
    """Bring the database's tables up to date (run does this as well)."""
    url = settings().database_url
    finish(migrate_database(url), url)


cli.command("import")(data.import_)
cli.command()(data.export)
cli.command()(links)
cli.command()(copies.backup)
cli.command()(copies.restore)
cli.command()(copies.restored)
cli.command()(check)
