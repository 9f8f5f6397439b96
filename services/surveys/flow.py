"""Which question comes next: a survey walked through with the answers given so far.

A question is relevant where its condition holds of the answers to relevant questions before it. An
answer whose question is no longer relevant, since an earlier one was changed, counts nowhere.
"""

from datetime import date

from services.surveys import expressions
from services.surveys.questions import Answers, Definition, Question, Value


def next_question(definition: Definition, answers: Answers, *, today: date) -> Question | None:
    """The first relevant one that was neither answered nor passed over; None at the end."""
    counted = kept(definition, answers, today=today)
    for question in definition.questions:
        if question.name not in answers and is_relevant(question, counted, today=today):
            return question
    return None


def asked(definition: Definition, answers: Answers, *, today: date) -> list[Question]:
    """The relevant ones that were answered or passed over, in their order."""
    counted = kept(definition, answers, today=today)
    return [each for each in definition.questions if each.name in counted]


def kept(definition: Definition, answers: Answers, *, today: date) -> Answers:
    """The answers to questions that are relevant, with the words to their 其他."""
    found: Answers = {}
    for question in definition.questions:
        if question.name in answers and is_relevant(question, found, today=today):
            names = (question.name, question.other_name) if question.other else (question.name,)
            found |= {name: answers[name] for name in names if name in answers}
    return found


def is_relevant(question: Question, answers: Answers, *, today: date) -> bool:
    """Of answers as `kept` gives them; `today` is the day where people live."""
    return _holds(question.relevant, answers, today)


def is_allowed(question: Question, value: Value, answers: Answers, *, today: date) -> bool:
    """Whether an answer meets the question's constraint; without one, all do."""
    return _holds(question.constraint, answers, today, value)


def _holds(text: str, answers: Answers, today: date, value: Value = None) -> bool:
    return not text or expressions.parse(text).holds(answers, today=today, value=value)
