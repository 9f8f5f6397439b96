"""What of a file is not understood, and where it stands: data, worded by who shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from services.surveys import checking


class Trouble(StrEnum):
    """What is not understood; `text` of a Misfit is what stands there, unless said otherwise."""

    FILE = "file"
    """It cannot be read; `text` says why, in Chinese."""
    MACROS = "macros"
    """A workbook with macros (.xlsm)."""
    NO_SURVEY = "no_survey"
    """No sheet is named survey."""
    SHEET = "sheet"
    """Of a sheet that is none of survey, choices and settings, and does not begin with `_`."""
    NO_COLUMN = "no_column"
    """The sheet lacks the column `heading`."""
    TWO_COLUMNS = "two_columns"
    """Two columns of the sheet mean the same."""
    CELL = "cell"
    """A formula without a result, merged with its left neighbour, …: `text` says it in Chinese."""
    MERGED = "merged"
    """Merged with the cell above it."""
    NO_HEADING = "no_heading"
    """Something stands where no column has a heading."""
    COLUMN = "column"
    """A column outside the subset in which something stands; the first cell is named."""
    NOT_HERE = "not_here"
    """A cell that means nothing in a row of this type, such as a group's constraint."""
    ROW = "row"
    """Settings in more than one row."""
    ROWS = "rows"
    """The survey has more than `MOST_ROWS`; the next one is named."""
    NO_TYPE = "no_type"
    """A row in which something stands, but no type."""
    TYPE = "type"
    """A type outside the subset, such as begin_repeat, audio or rank."""
    NO_LIST = "no_list"
    """The list of choices `text` does not exist."""
    CHOICE = "choice"
    """A choice without its list or its name."""
    CONDITION = "condition"
    """A note with a condition, perhaps its group's, that the question below it does not have."""
    GROUP = "group"
    """A group that is not ended or too deep in others, or an end without a group."""
    REFERENCE = "reference"
    """A label, hint or message in which an answer is to be filled in, by ${name}."""
    YES_OR_NO = "yes_or_no"
    """Neither yes nor no."""
    APPEARANCE = "appearance"
    """A look that changes what is asked."""
    PARAMETERS = "parameters"
    """Of a range: whole numbers by `start` and `end` in steps of 1, with labels at its ends."""
    CALCULATION = "calculation"
    """It cannot be read, or is used in no condition: answers would not have it."""
    PROBLEM = "problem"
    """It is all read, but cannot be asked: `problem` says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Misfit:
    trouble: Trouble
    sheet: str = ""
    row: int = 0
    """From 1, as Excel shows it; 0 where it is about the whole sheet or file."""
    column: int = 0
    """From 1, for A; 0 where it is about the whole row."""
    heading: str = ""
    """Of the column, as written there."""
    text: str = ""
    problem: checking.Problem | None = None

    @property
    def letters(self) -> str:
        """The column as Excel shows it: A, B, …, AA; "" where there is none."""
        found, left = "", self.column
        while left:
            left, letter = divmod(left - 1, 26)
            found = chr(ord("A") + letter) + found
        return found


class NotUnderstood(Exception):  # noqa: N818 - a refusal, named as those of the services
    """The file is outside the subset; `misfits` in the order of its sheets and rows."""

    def __init__(self, misfits: Sequence[Misfit]) -> None:
        super().__init__(f"{len(misfits)} misfits")
        self.misfits = tuple(misfits)
