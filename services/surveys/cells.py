"""The answers to a question that are counted, in the order in which they are shown."""

from bisect import bisect_right

from services.surveys.questions import OTHER, Answers, Kind, Question, Value

PASSED = ""
"""The question was passed over."""
GIVEN = "given"
"""Something was written, sent or named; what, is not counted."""
YES, NO = "yes", "no"
BELOW_NOTHING = "below"
"""A number less than nothing."""
RUNGS = (*range(10), *(each * 10**power for power in range(1, 9) for each in range(1, 10)))
"""Numbers are counted from one rung to the next: single ones, tens, hundreds, …"""


def cells(question: Question) -> list[str]:
    """Of SEVERAL what can be chosen, of the others answers that exclude one another."""
    if question.kind is Kind.SEVERAL:
        return _choices(question)
    passed = [] if question.required else [PASSED]
    return [*_answers(question), *passed]


def _answers(question: Question) -> list[str]:
    match question.kind:
        case Kind.ONE:
            return _choices(question)
        case Kind.SCALE:
            assert question.scale is not None
            return [str(step) for step in range(question.scale.low, question.scale.high + 1)]
        case Kind.YES_NO:
            return [YES, NO]
        case Kind.NUMBER:
            return [BELOW_NOTHING, *map(str, RUNGS)]
        case _:
            return [GIVEN]


def _choices(question: Question) -> list[str]:
    return [*(each.name for each in question.choices), *([OTHER] if question.other else [])]


def cell(question: Question, value: Value) -> str:
    """Where an answer counts; not of SEVERAL."""
    match question.kind, value:
        case _, None:
            return PASSED
        case Kind.ONE, _:
            return str(value)
        case Kind.SCALE, int() | float():
            return str(int(value))
        case Kind.YES_NO, _:
            return YES if value else NO
        case Kind.NUMBER, int() | float():
            return BELOW_NOTHING if value < 0 else str(RUNGS[bisect_right(RUNGS, value) - 1])
        case _:
            return GIVEN


def choices(question: Question, answers: Answers) -> frozenset[str]:
    """What somebody chose of SEVERAL."""
    value = answers.get(question.name)
    return frozenset(value) if isinstance(value, list) else frozenset()


def numbers(question: Question, name: str) -> tuple[int, int] | None:
    """Between which numbers an answer to NUMBER lies; None where there is no end."""
    if name in (BELOW_NOTHING, str(RUNGS[-1])):
        return None
    after = RUNGS[RUNGS.index(int(name)) + 1]
    return int(name), after - question.whole


def value_of(question: Question, name: str) -> int | None:
    """What an answer counts for in a mean, where it is a number itself."""
    return int(name) if question.kind is Kind.SCALE and name != PASSED else None
