"""The surveys that come with the desk can be asked, and are short."""

from datetime import date

import pytest

from services.surveys import flow
from services.surveys.checking import problems
from services.surveys.questions import Answers, Definition
from services.surveys.templates import TEMPLATES, Template

MOST_UNASKED = 5
"""Replies drop after five questions (facts: surveys)."""
LONGEST_QUESTION = 24
LONGEST_CHOICE = 8
"""In characters: two lines in big print, and one button."""


@pytest.mark.parametrize("definition", TEMPLATES.values(), ids=list(TEMPLATES))
def test_it_can_be_asked_and_is_short(definition: Definition) -> None:
    assert problems(definition) == []
    assert len(definition.questions) <= MOST_UNASKED
    for question in definition.questions:
        assert len(question.label) <= LONGEST_QUESTION, question.label
        assert all(len(each.label) <= LONGEST_CHOICE for each in question.choices)


def test_all_are_there() -> None:
    assert list(TEMPLATES) == list(Template)


def _asked(template: Template, answers: Answers) -> list[str]:
    definition, names = TEMPLATES[template], []
    while found := flow.next_question(definition, answers, today=date(2026, 11, 26)):
        names.append(found.name)
        answers = {**answers, found.name: None}
    return names


def test_what_was_not_good_is_only_asked_where_it_was_not() -> None:
    assert "what" not in _asked(Template.MEALS, {"stars": 4})
    assert "what" in _asked(Template.MEALS, {"stars": 3})
    assert "missing" not in _asked(Template.HELP, {"helped": "done"})
    assert "missing" in _asked(Template.HELP, {"helped": "partly"})
