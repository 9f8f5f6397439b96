"""Every rule that says no has words: nobody is told that nothing was found where something was."""

from collections.abc import Iterator

import pytest

import bot.router  # noqa: F401 - every subject's words are known after this
from handlers.common.refusals import Refusals, in_words
from services.errors import NotFound, Refusal, TooLong


def every(kind: type[Refusal]) -> Iterator[type[Refusal]]:
    for below in kind.__subclasses__():
        yield below
        yield from every(below)


@pytest.mark.parametrize("kind", list(every(Refusal)), ids=lambda kind: kind.__name__)
def test_a_refusal_has_words(kind: type[Refusal]) -> None:
    assert in_words.find(kind)


def test_an_exception_is_said_and_the_rest_is_said_as_everywhere() -> None:
    to_staff = in_words.but()
    to_staff.say({NotFound: "查无此件"})
    assert to_staff.find(NotFound) == "查无此件"
    assert in_words.find(NotFound) != "查无此件"
    assert to_staff.find(TooLong) == in_words.find(TooLong)


def test_a_subclass_is_said_like_the_class_above() -> None:
    class Vanished(NotFound):
        pass

    assert in_words.find(Vanished) == in_words.find(NotFound)


def test_without_words_it_is_a_fault_of_ours() -> None:
    with pytest.raises(LookupError, match="NotFound"):
        Refusals().find(NotFound)
