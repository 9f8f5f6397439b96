"""Questions with options: how they look, and what counts as an answer.

A tap, the option's number and its label are the same answer on every channel; elders and WeChat
need the number.
"""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from functools import cache
from typing import Any, NamedTuple

from handlers.common.i18n import _, in_every_language, mark
from handlers.common.saying import Button, Buttons, Key, Keys, columns
from handlers.common.words import comparable
from services.written import choices

BACK = "back"
MORE = "more"
BACK_NUMBER = "0"
MORE_NUMBER = "99"
AT_ONCE = 5
"""Choices shown at once in big-print mode; elders are lost in more."""

BACK_WORDS = mark("返回")
MORE_WORDS = mark("下一页")
MORE_SAID = (MORE_WORDS, mark("更多"))


class Option(NamedTuple):
    """A choice: what it means, and how it reads."""

    value: str
    label: str
    asks_location: bool = False
    data: str = ""
    """Callback data of a button that works at any time, even when the question is long past."""
    answer: str = ""
    """How it reads once it was chosen, where that is not its label."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A question: `text` is HTML; see `Question` for the rest."""

    text: str
    options: Sequence[Option] = ()
    columns: int = 1
    typed: bool = False
    back: bool = True
    counted: bool = False
    """二 is the second option even where words are answers too; see `Question.in_words`."""
    page: int = 0
    as_one: bool = False
    """It takes the place of the one before it; see `Talk.put`."""
    stays: bool = False
    """A list of what was found: its buttons work on while one of it is looked at."""
    secret: bool = False
    """What is answered stays nowhere but where the answer is kept; see `OutboxMessage.secret`."""
    name: str = ""
    """Which question it is, where one state asks one after another."""


class Pick(NamedTuple):
    """A tap on the option with this index of this question, as a button's data say it.

    Every question has such buttons, and handlers meet them by `Choice`: they are no `CallbackData`,
    which takes ten times as long.
    """

    question: int
    option: int

    @property
    def data(self) -> str:
        return f"pick:{self.question}:{self.option}"

    @classmethod
    def of(cls, data: str) -> "Pick | None":
        """None for what is not the data of such a button, as we write them."""
        found = _PICK.fullmatch(data)
        return cls(int(found[1]), int(found[2])) if found else None


_PICK = re.compile(r"pick:(0|[1-9][0-9]{0,9}):(0|[1-9][0-9]{0,9})")
ASKED_ONCE = frozenset({"pick", "rate", "later"})
"""Callback prefixes of questions; other buttons may be pressed again and again."""


def is_asked_once(data: str) -> bool:
    """Whether a button's data are those of a question."""
    return data.partition(":")[0] in ASKED_ONCE


def question_in(data: str) -> int | None:
    """The id of the question that a button belongs to."""
    pick = Pick.of(data)
    return pick.question if pick else None


class Shown(NamedTuple):
    """An option on the screen: the number people type, and where it stands among all."""

    number: str
    position: int
    option: Option

    def label(self, big_print: bool) -> str:
        """In big print with its number; a page is turned by a word."""
        if not big_print or self.option.value == MORE:
            return self.option.label
        return f"{self.number} {self.option.label}"


@dataclass(slots=True)
class Question:
    """A question that waits for its answer, as it is kept with the conversation."""

    id: int
    text: str
    """HTML."""
    options: list[Option] = field(default_factory=list)
    columns: int = 1
    typed: bool = False
    """Options are keys under the input field; only those can ask for the location."""
    page: int = 0
    in_words: bool = False
    """Words are answers as well, and 二 or 3号 may be a day: they do not count the options."""
    stays: bool = False
    """See `Ask.stays`."""
    secret: bool = False
    """See `Ask.secret`."""
    name: str = ""
    """See `Ask.name`."""

    @classmethod
    def new(
        cls,
        text: str,
        options: Sequence[Option],
        columns: int = 1,
        *,
        typed: bool = False,
        page: int = 0,
        in_words: bool = False,
        stays: bool = False,
        secret: bool = False,
        name: str = "",
    ) -> "Question":
        """With an id of its own: a button of another question, or of a colleague's, is not ours."""
        return cls(
            secrets.randbits(31),
            text,
            list(options),
            columns,
            typed,
            page,
            in_words,
            stays,
            secret,
            name,
        )

    @classmethod
    def load(cls, kept: dict[str, Any]) -> "Question | None":
        """Nothing where an older version kept it in another shape."""
        try:
            return cls(**kept | {"options": [Option(*option) for option in kept["options"]]})
        except (KeyError, TypeError):
            return None

    def dump(self) -> dict[str, Any]:
        return {part.name: getattr(self, part.name) for part in fields(self)}

    def shown(self, big_print: bool) -> list[Shown]:
        """The options of the present page, "more" and "back" last."""
        numbered = [
            Shown(str(index + 1), index, option)
            for index, option in enumerate(self.options)
            if option.value != BACK
        ]
        page = numbered
        if big_print and self._has_pages:
            first = self.page * AT_ONCE % (-(-len(numbered) // AT_ONCE) * AT_ONCE)
            page = numbered[first : first + AT_ONCE]
            page.append(Shown(MORE_NUMBER, len(self.options), Option(MORE, _(MORE_WORDS))))
        return page + [
            Shown(BACK_NUMBER, index, option)
            for index, option in enumerate(self.options)
            if option.value == BACK
        ]

    @property
    def _has_pages(self) -> bool:
        return sum(option.value != BACK for option in self.options) > AT_ONCE

    def keyboard(self, big_print: bool) -> Buttons | Keys | None:
        shown = self.shown(big_print)
        if not shown:
            return None
        in_a_row = 1 if big_print else self.columns
        if self.typed:
            keys = [Key(each.label(big_print), each.option.asks_location) for each in shown]
            return Keys(columns(keys, in_a_row))
        buttons = [
            Button(
                each.label(big_print),
                each.option.data or Pick(self.id, each.position).data,
            )
            for each in shown
        ]
        return Buttons(columns(buttons, in_a_row))

    @property
    def loses_buttons(self) -> bool:
        """Whether its buttons go once it is answered; some work at any time."""
        at_any_time = any(each.data and not is_asked_once(each.data) for each in self.options)
        return bool(self.options) and not (self.typed or self.stays or at_any_time)

    @property
    def about(self) -> str:
        """As `Post.about` of the message that shows it."""
        return self.about_of(self.id)

    @staticmethod
    def about_of(question_id: int) -> str:
        return f"question:{question_id}"

    def answer_of(self, value: str) -> str | None:
        """How the option with this value reads; nothing for one that only turns a page."""
        found = (each.answer or each.label for each in self.options if each.value == value)
        return next(found, None)

    def has_button(self, data: str) -> bool:
        return question_in(data) == self.id or any(each.data == data for each in self.options)

    def answer_under(self, data: str) -> str | None:
        """How the option reads whose button has these data."""
        by_data = (each.label for each in self.options if each.data and each.data == data)
        return next(by_data, None) or self.answer_of(self.tapped(data) or "")

    def tapped(self, data: str) -> str | None:
        """The value chosen by a tap, or nothing if the button belongs to another question."""
        pick = Pick.of(data)
        if pick is None or pick.question != self.id:
            return None
        if pick.option == len(self.options):
            return MORE
        return self.options[pick.option].value if pick.option < len(self.options) else None

    def said(self, text: str) -> str | None:
        """The value chosen by a number or a label, or nothing. Labels go before numbers."""
        for said in choices.without_particles(comparable(text)):
            if (value := self._labelled(said)) is not None:
                return value
            if said in _said_as(BACK_WORDS):
                return BACK if any(option.value == BACK for option in self.options) else None
            if self._has_pages and said in (MORE_NUMBER, *_said_as(*MORE_SAID)):
                return MORE
            number = choices.chosen(said, only_figures=self.in_words)
            if number is not None and not choices.is_no_count(text):
                return self._numbered(said, number)
        return None

    def _labelled(self, said: str) -> str | None:
        """A label by itself goes before one with its number: of 1 and 11, 11 is the second."""
        labels = [(comparable(option.label), option.value) for option in self.options]
        alone = (value for label, value in labels if said and label == said)
        numbered = (
            option.value
            for number, option in enumerate(self.options, start=1)
            if option.value != BACK and said == f"{number}{comparable(option.label)}"
        )
        return next(alone, None) or next(numbered, None)

    def _numbered(self, said: str, number: int) -> str | None:
        """Way back is 0; one more than there are choices is none of them."""
        if number == int(BACK_NUMBER):
            return BACK if any(option.value == BACK for option in self.options) else None
        begun = [
            option.value for option in self.options if comparable(option.label).startswith(said)
        ]
        if begun and not said.isdecimal():
            # As 1号 where there is a 1号楼: its name, wherever it stands in the list.
            return begun[0] if len(begun) == 1 else None
        numbered = self.options[number - 1 : number]
        return numbered[0].value if numbered and numbered[0].value != BACK else None


def goes_back(text: str) -> bool:
    """Whether they want the step before, or to let it be: 0, 零, “返回”."""
    return any(
        said in _said_as(BACK_WORDS) or choices.chosen(said) == int(BACK_NUMBER)
        for said in choices.without_particles(comparable(text))
    )


@cache
def _said_as(*labels: str) -> frozenset[str]:
    return frozenset(comparable(words) for label in labels for words in in_every_language(label))
