"""From a definition to an XLSForm, such that ODK, KoBo and Enketo read it too."""

from collections.abc import Iterator, Sequence
from io import BytesIO

from xlsxwriter import Workbook

from services.surveys.functions import NO, YES
from services.surveys.questions import Choice, Definition, Kind, Question
from services.surveys.xlsform import convention
from services.surveys.xlsform.convention import CHOICES, SETTINGS, SURVEY

_HEADINGS = {
    SURVEY: [name for name in convention.READ[SURVEY] if name != "calculation"],
    CHOICES: list(convention.READ[CHOICES]),
    SETTINGS: ["form_title", "form_id"],
}
_TYPES = {
    Kind.WORDS: "text",
    Kind.DATE: "date",
    Kind.PHOTO: "image",
    Kind.PLACE: "geopoint",
    Kind.SCALE: "range",
    Kind.YES_NO: f"select_one {convention.YES_NO_LIST}",
}
_WIDTH = 24
"""Of a column, in characters."""
_Cells = dict[str, str]


def write(definition: Definition) -> bytes:
    """See `xlsform.write`."""
    sheets = {
        SURVEY: list(_survey(definition)),
        CHOICES: list(_choices(definition)),
        SETTINGS: [{"form_title": definition.title, "form_id": definition.form_id}],
    }
    file = BytesIO()
    with Workbook(file, {"in_memory": True}) as workbook:
        for name, rows in sheets.items():
            _write_sheet(workbook, name, rows)
    return file.getvalue()


def _write_sheet(workbook: Workbook, name: str, rows: Sequence[_Cells]) -> None:
    sheet = workbook.add_worksheet(name)
    headings = _HEADINGS[name]
    sheet.set_column(0, len(headings) - 1, _WIDTH)
    sheet.freeze_panes(1, 0)
    bold = workbook.add_format({"bold": True})
    for column, heading in enumerate(headings):
        sheet.write_string(0, column, heading, bold)
        for number, cells in enumerate(rows, start=1):
            if text := cells.get(heading):
                sheet.write_string(number, column, text)


def _survey(definition: Definition) -> Iterator[_Cells]:
    """A part is a group, from its heading to the next."""
    names = _free_names(definition)
    in_part = False
    if definition.intro:
        yield {"type": "note", "name": next(names), "label": definition.intro}
    for question in definition.questions:
        if part := definition.parts.get(question.name):
            if in_part:
                yield {"type": "end_group"}
            in_part = True
            yield {"type": "begin_group", "name": next(names), "label": part}
        yield _question(question)
    if in_part:
        yield {"type": "end_group"}
    if definition.thanks:
        yield {"type": "note", "name": next(names), "label": definition.thanks}


def _free_names(definition: Definition) -> Iterator[str]:
    """Names for rows that ask nothing."""
    taken = {each.name for each in definition.questions}
    taken |= {each.other_name for each in definition.questions}
    number = 0
    while True:
        number += 1
        if (name := f"said_{number}") not in taken:
            yield name


def _question(question: Question) -> _Cells:
    cells = {
        "type": _type(question),
        "name": question.name,
        "label": question.label,
        "hint": question.hint,
        "required": "yes" if question.required else "",
        "relevant": question.relevant,
        "constraint": question.constraint,
        "constraint_message": question.constraint_message,
    }
    if scale := question.scale:
        cells["parameters"] = f"start={scale.low} end={scale.high} step=1"
        if scale.stars:
            cells["appearance"] = convention.RATING
        elif scale.low_label or scale.high_label:
            cells["parameters"] += f" tick_labelset={question.name}{convention.ENDS}"
    return cells


def _type(question: Question) -> str:
    match question.kind:
        case Kind.ONE:
            written = f"select_one {_list_name(question)}"
        case Kind.SEVERAL:
            written = f"select_multiple {_list_name(question)}"
        case Kind.NUMBER:
            return "integer" if question.whole else "decimal"
        case kind:
            return _TYPES[kind]
    return f"{written} or_other" if question.other else written


def _list_name(question: Question) -> str:
    return f"{question.name}_choices"


def _choices(definition: Definition) -> Iterator[_Cells]:
    kinds = {each.kind for each in definition.questions}
    if Kind.YES_NO in kinds:
        yes, no = convention.YES_NO_LABELS[0]
        yield from _list(convention.YES_NO_LIST, [Choice(YES, yes), Choice(NO, no)])
    for question in definition.questions:
        if question.kind in (Kind.ONE, Kind.SEVERAL):
            yield from _list(_list_name(question), question.choices)
        if scale := question.scale:
            ends = (
                Choice(str(scale.low), scale.low_label),
                Choice(str(scale.high), scale.high_label),
            )
            labelled = [each for each in ends if each.label]
            yield from _list(f"{question.name}{convention.ENDS}", labelled)


def _list(name: str, choices: Sequence[Choice]) -> Iterator[_Cells]:
    for each in choices:
        yield {"list_name": name, "name": each.name, "label": each.label}
