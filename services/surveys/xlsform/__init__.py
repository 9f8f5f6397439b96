"""Surveys as XLSForm files, the convention of ODK, KoBo and Enketo: read, and written.

Which part of the convention is understood says docs/xlsform.md. All else is refused with its sheet,
row and column: a question that vanished without a word would be missed only after the survey.
"""

from services.surveys.questions import Definition
from services.surveys.xlsform.not_understood import Misfit, NotUnderstood, Trouble
from services.surveys.xlsform.reading import MOST_ROWS, read

__all__ = ["MOST_ROWS", "Misfit", "NotUnderstood", "Trouble", "read", "write"]


def write(definition: Definition) -> bytes:
    """A workbook (.xlsx) that reads back as the same definition; it has to be free of problems.

    Takes some 10 ms.
    """
    from services.surveys.xlsform import writing

    return writing.write(definition)
