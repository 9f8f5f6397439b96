"""What became of the questions that were put before the standing one.

Their buttons may still be on the screen, or pressed twice; what is said then has to be true.
"""

from typing import Any

from handlers.common.questions import Question, question_in

REMEMBERED = 8
"""Questions of one conversation, the newest."""
_PAST, _LIST = "past", "list"


class Past:
    """Kept with the conversation's `data`."""

    def __init__(self, data: dict[str, Any]) -> None:
        self._data = data

    def add(self, question: Question, answer: str | None) -> None:
        """`answer` as it reads; None where the question was left."""
        passed = [*self._data.get(_PAST, []), [question.id, answer]]
        self._data[_PAST] = passed[-REMEMBERED:]

    def knows(self, data: str) -> bool:
        """Whether a button with these data belongs to one of them."""
        return question_in(data) in self._answers

    def answer(self, data: str) -> str | None:
        """What was answered to the question of a button; None where it was left."""
        return self._answers.get(question_in(data))

    @property
    def _answers(self) -> dict[int | None, str | None]:
        return dict(self._data.get(_PAST, []))

    def keep_list(self, state: str, question: Question) -> None:
        """A list works on, in its state, while one of it is looked at."""
        self._data[_LIST] = [state, question.dump()]

    def drop_list(self) -> None:
        """It was left."""
        self._data.pop(_LIST, None)

    def list_under(self, data: str) -> tuple[str, Question] | None:
        """The list that a button belongs to, and its state."""
        state, kept = self._data.get(_LIST, ("", None))
        if not kept or kept.get("id") != question_in(data):
            return None
        question = Question.load(kept)
        return (state, question) if question else None
