"""Buttons name rows in one way, so that one to a lost row is recognised whichever it is."""

import pytest
from aiogram.filters.callback_data import CallbackData

import bot.router  # noqa: F401 - imports every conversation, and so every kind of button
from handlers.common.button_data import RowId, ToVolunteers
from handlers.lost import BY_SOURCE, NAMED, rows_of
from handlers.tickets.staff.card import Action, OnTicket
from storage.tables import Base, TaskSource, Ticket, Wish

KINDS = [kind for kind in CallbackData.__subclasses__() if kind.__module__.startswith("handlers")]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__prefix__)
def test_every_row_in_a_button_is_of_a_known_table(kind: type[CallbackData]) -> None:
    """A new field for a row's id has to stand in NAMED, with its table."""
    rows = {name for name, what in kind.__annotations__.items() if what == RowId}
    assert rows <= ({"id"} if kind is ToVolunteers else NAMED.keys())


def test_what_staff_made_up_themselves_comes_from_no_row() -> None:
    assert set(TaskSource) - BY_SOURCE.keys() == {TaskSource.STAFF}


@pytest.mark.parametrize(
    ("data", "rows"),
    [
        (OnTicket(action=Action.TAKE, ticket=7).pack(), [(Ticket, 7)]),
        (ToVolunteers(source=TaskSource.WISH, id=7).pack(), [(Wish, 7)]),
        (ToVolunteers(source=TaskSource.STAFF, id=7).pack(), []),
        ("ticket:take:x", []),
        ("nobody:7", []),
        ("", []),
    ],
)
def test_the_rows_that_a_button_names(data: str, rows: list[tuple[type[Base], int]]) -> None:
    assert list(rows_of(data)) == rows
