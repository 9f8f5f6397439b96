"""python -m bot: what is imported is imported quickly, then the command line takes over."""

from bot import quick_start


def main() -> None:
    with quick_start.imports():
        from bot.cli import cli
    cli()


if __name__ == "__main__":
    main()
