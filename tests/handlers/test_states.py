"""States are told apart by their names alone, across all conversations."""

from collections import Counter

from aiogram.fsm.state import StatesGroup


def test_no_two_conversations_share_the_name_of_their_states() -> None:
    import bot.router  # noqa: F401, PLC0415 - every conversation is known after this

    groups = [
        group for group in StatesGroup.__subclasses__() if group.__module__.startswith("handlers.")
    ]
    assert groups
    names = Counter(group.__qualname__ for group in groups)
    assert [name for name, times in names.items() if times > 1] == []
