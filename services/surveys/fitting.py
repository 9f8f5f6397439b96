"""What counts as an answer to a question."""

from collections.abc import Callable, Mapping
from datetime import date

from services.errors import TooLong, TooMany
from services.surveys import flow
from services.surveys.errors import AnswerNeeded, NotAllowed, Unfit
from services.surveys.questions import OTHER, Answers, Kind, Question, Value

WORDS_LIMIT = 1000
"""Characters of a written answer."""
MOST_PHOTOS = 5


def check(question: Question, value: Value, answers: Answers, *, today: date) -> None:
    """Whether `value` answers the question; None passes it over. `answers` are those before it.

    Raises AnswerNeeded, Unfit, TooLong, TooMany and NotAllowed.
    """
    if value is None:
        if question.required:
            raise AnswerNeeded
        return
    if not _FITS[question.kind](question, value):
        raise Unfit
    if not flow.is_allowed(question, value, answers, today=today):
        raise NotAllowed(question.constraint_message)


def check_words(said: str) -> None:
    """Raises TooLong."""
    if len(said) > WORDS_LIMIT:
        raise TooLong(WORDS_LIMIT)


def names(question: Question) -> list[str]:
    """Of all that can be chosen, in order."""
    return [each.name for each in question.choices] + ([OTHER] if question.other else [])


def _one(question: Question, value: Value) -> bool:
    return isinstance(value, str) and value in names(question)


def _several(question: Question, value: Value) -> bool:
    return isinstance(value, list) and bool(value) and set(value) <= set(names(question))


def _scale(question: Question, value: Value) -> bool:
    scale = question.scale
    return scale is not None and _is_whole(value) and scale.low <= int(str(value)) <= scale.high


def _yes_no(_question: Question, value: Value) -> bool:
    return isinstance(value, bool)


def _number(question: Question, value: Value) -> bool:
    return _is_whole(value) or (isinstance(value, float) and not question.whole)


def _is_whole(value: Value) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _words(_question: Question, value: Value) -> bool:
    if not isinstance(value, str) or not value.strip():
        return False
    check_words(value)
    return True


def _photo(_question: Question, value: Value) -> bool:
    if not isinstance(value, list) or not value:
        return False
    if len(value) > MOST_PHOTOS:
        raise TooMany(MOST_PHOTOS)
    return True


def _place(_question: Question, value: Value) -> bool:
    return isinstance(value, dict) and bool(value)


def _date(_question: Question, value: Value) -> bool:
    try:
        date.fromisoformat(str(value))
    except ValueError:
        return False
    return True


_FITS: Mapping[Kind, Callable[[Question, Value], bool]] = {
    Kind.ONE: _one,
    Kind.SEVERAL: _several,
    Kind.SCALE: _scale,
    Kind.YES_NO: _yes_no,
    Kind.NUMBER: _number,
    Kind.WORDS: _words,
    Kind.PHOTO: _photo,
    Kind.PLACE: _place,
    Kind.DATE: _date,
}
