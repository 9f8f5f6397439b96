"""What the command line can import is what there are importers for."""

from bot.commands.data import What
from storage.importing import IMPORTERS


def test_every_importer_has_its_word_on_the_command_line() -> None:
    assert [what.value for what in What] == list(IMPORTERS)
