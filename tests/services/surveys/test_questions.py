"""A definition comes back from JSON as it was."""

import json

from services.surveys.questions import Choice, Definition, Kind, Question, Scale


def test_a_definition_comes_back_as_it_was() -> None:
    asked = Definition(
        title="食堂满意度",
        questions=(
            Question(
                name="taste",
                kind=Kind.ONE,
                label="味道怎么样？",
                choices=(Choice("good", "好"), Choice("bad", "不好")),
                other=True,
            ),
            Question(
                name="stars",
                kind=Kind.SCALE,
                label="打几颗星？",
                scale=Scale(1, 5, stars=True),
                relevant="${taste} = 'good'",
            ),
        ),
        parts={"taste": "饭菜"},
    )
    assert Definition.load(json.loads(json.dumps(asked.dump()))) == asked
