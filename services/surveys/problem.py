"""What is wrong with a definition, as data."""

from dataclasses import dataclass
from enum import StrEnum

from services.surveys.expressions import Unreadable


class What(StrEnum):
    """What is wrong; which fields of a Problem say more stands beside each."""

    NO_TITLE = "no_title"
    NO_QUESTIONS = "no_questions"
    TOO_MANY_QUESTIONS = "too_many_questions"
    """`count`, `limit`."""
    TOO_LONG = "too_long"
    """Of `field`; `count`, `limit` in characters; `text` is the choice's name where it is one's."""
    EMPTY = "empty"
    """Of `field`, which is a label; `text` as above."""
    NAME = "name"
    """`text` is no name: letters (汉字 too), digits and underscores, no digit first."""
    NAME_TWICE = "name_twice"
    """`text` names two questions, or a question and the words of another's 其他."""
    NO_CHOICES = "no_choices"
    TOO_MANY_CHOICES = "too_many_choices"
    """`count`, `limit`."""
    CHOICE_NAME = "choice_name"
    """`text` is no name of a choice."""
    CHOICE_TWICE = "choice_twice"
    """`text`: the name or the label of two choices."""
    SCALE = "scale"
    """It has none, or one that is upside down or too wide; `limit` steps."""
    UNREADABLE = "unreadable"
    """The expression in `field`: `error` says why."""
    UNKNOWN_NAME = "unknown_name"
    """`field` looks at `text`, which names no question."""
    LATER_NAME = "later_name"
    """`field` looks at `text`, which is asked later."""
    CYCLE = "cycle"
    """`field` looks at `text`, which is asked only depending on this question itself."""
    OWN_ANSWER = "own_answer"
    """A condition looks at `.`, before there is an answer."""
    UNKNOWN_CHOICE = "unknown_choice"
    """`field` compares an answer with `text`, which is none of the choices: it would never hold."""


class Field(StrEnum):
    """Where it is wrong."""

    TITLE = "title"
    INTRO = "intro"
    THANKS = "thanks"
    FORM_ID = "form_id"
    PART = "part"
    NAME = "name"
    LABEL = "label"
    HINT = "hint"
    CHOICES = "choices"
    SCALE = "scale"
    RELEVANT = "relevant"
    CONSTRAINT = "constraint"
    CONSTRAINT_MESSAGE = "constraint_message"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    what: What
    field: Field | None = None
    question: str = ""
    """Its name; "" where it is about the whole."""
    number: int | None = None
    """The question's, from 1."""
    text: str = ""
    count: int = 0
    limit: int = 0
    error: Unreadable | None = None
